//! Reads a QR payload as Thunderbird for Android does, by the rules of its format 1 (2025-02-06) and of its reader.
//!
//! The reader is stricter than the text of the format: one invalid field rejects the whole code, `null` is an error, two
//! of the authentication kinds are refused. Written from those rules, apart from the writer, so that one checks the other.

use serde_json::Value;

use crate::profiles::checked::is_host;

/// Longest code a desktop Thunderbird makes without a warning is 800 octets; version 40 at level L holds this many.
const LONGEST: usize = 2953;

/// Why the application would refuse a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadFault {
    /// Not ASCII: some readers guess another character set.
    #[error("a byte beyond ASCII")]
    NotAscii,
    /// Too long for one code.
    #[error("longer than one code holds")]
    TooLong,
    /// Not a JSON array of the right shape.
    #[error("not an array of the format's shape")]
    Shape,
    /// Another format version than 1.
    #[error("another version of the format")]
    Version,
    /// The part is not within its total.
    #[error("a part out of its total")]
    Part,
    /// A protocol the place does not take.
    #[error("an unknown protocol")]
    Protocol,
    /// Not a host name.
    #[error("not a host name")]
    Host,
    /// Not 1 to 65535.
    #[error("not a port")]
    Port,
    /// Neither STARTTLS nor TLS: the application knows more, we never write them.
    #[error("no encryption, or an unknown kind")]
    Security,
    /// An authentication kind the reader refuses.
    #[error("an authentication the reader refuses")]
    Authentication,
    /// Empty, or with a line break.
    #[error("a text that is empty or has a line break")]
    Text,
    /// Not an ASCII address.
    #[error("not a mail address")]
    Address,
    /// A password stands in it.
    #[error("a password")]
    Password,
}

type Checked = Result<(), PayloadFault>;

/// Whether the application would take this payload, and whether we would have written it.
///
/// # Errors
/// The first rule that is broken.
pub fn check(payload: &[u8]) -> Checked {
    if !payload.is_ascii() {
        return Err(PayloadFault::NotAscii);
    }
    if payload.len() > LONGEST {
        return Err(PayloadFault::TooLong);
    }
    let root: Value = serde_json::from_slice(payload).map_err(|_| PayloadFault::Shape)?;
    let [version, part, accounts @ ..] = array(&root)? else {
        return Err(PayloadFault::Shape);
    };
    if version.as_u64() != Some(1) {
        return Err(PayloadFault::Version);
    }
    within(part)?;
    if accounts.is_empty() || !accounts.len().is_multiple_of(2) {
        return Err(PayloadFault::Shape);
    }
    for account in accounts.chunks_exact(2) {
        let [incoming, groups] = account else {
            return Err(PayloadFault::Shape);
        };
        server(array(incoming)?, &[0, 1], 1)?;
        outgoing(array(groups)?)?;
    }
    Ok(())
}

fn outgoing(groups: &[Value]) -> Checked {
    if groups.is_empty() {
        return Err(PayloadFault::Shape);
    }
    for group in groups {
        let [outgoing, identities @ ..] = array(group)? else {
            return Err(PayloadFault::Shape);
        };
        server(array(outgoing)?, &[0], 0)?;
        if identities.is_empty() {
            return Err(PayloadFault::Shape);
        }
        for identity in identities {
            let [address, name, ..] = array(identity)? else {
                return Err(PayloadFault::Shape);
            };
            mailbox(text(address)?)?;
            text(name)?;
        }
    }
    Ok(())
}

/// `[protocol, host, port, security, authentication, login, …]`; `named` fields may follow before a password would.
fn server(fields: &[Value], protocols: &[u64], named: usize) -> Checked {
    let [protocol, host, port, security, authentication, login, rest @ ..] = fields else {
        return Err(PayloadFault::Shape);
    };
    let one_of = |value: &Value, known: &[u64]| value.as_u64().is_some_and(|value| known.contains(&value));
    if !one_of(protocol, protocols) {
        return Err(PayloadFault::Protocol);
    }
    if !is_host(host.as_str().unwrap_or_default()) {
        return Err(PayloadFault::Host);
    }
    if !port.as_u64().is_some_and(|port| (1..=65_535).contains(&port)) {
        return Err(PayloadFault::Port);
    }
    if !one_of(security, &[2, 3]) {
        return Err(PayloadFault::Security);
    }
    // 3 (GSSAPI) and 4 (NTLM) are in the format and refused by the reader; 0 (none) cannot open a mailbox.
    if !one_of(authentication, &[1, 2, 5, 6]) {
        return Err(PayloadFault::Authentication);
    }
    text(login)?;
    for more in rest {
        single_line(more)?;
    }
    let secret = |value: &Value| value.as_str() != Some("");
    if rest.iter().skip(named).any(secret) {
        return Err(PayloadFault::Password);
    }
    Ok(())
}

fn within(part: &Value) -> Checked {
    let [part, total] = array(part)? else {
        return Err(PayloadFault::Shape);
    };
    match (part.as_u64(), total.as_u64()) {
        (Some(part), Some(total)) if part >= 1 && part <= total => Ok(()),
        _ => Err(PayloadFault::Part),
    }
}

fn array(value: &Value) -> Result<&[Value], PayloadFault> {
    value.as_array().map(Vec::as_slice).ok_or(PayloadFault::Shape)
}

fn text(value: &Value) -> Result<&str, PayloadFault> {
    match single_line(value)? {
        "" => Err(PayloadFault::Text),
        text => Ok(text),
    }
}

fn single_line(value: &Value) -> Result<&str, PayloadFault> {
    let text = value.as_str().ok_or(PayloadFault::Shape)?;
    if text.contains(['\r', '\n']) {
        return Err(PayloadFault::Text);
    }
    Ok(text)
}

fn mailbox(address: &str) -> Checked {
    let (local, domain) = address.rsplit_once('@').ok_or(PayloadFault::Address)?;
    let plain = local.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
    if local.is_empty() || !plain || !is_host(&domain.to_ascii_lowercase()) {
        return Err(PayloadFault::Address);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"[1,[1,1],[0,"imap.ac-exemple.test",993,3,1,"jdupont","Exemple"],[[[0,"smtp.ac-exemple.test",465,3,1,"jdupont"],["jeanne.dupont@ac-exemple.test","Jeanne"]]]]"#;

    #[test]
    fn what_the_format_allows_passes() {
        assert_eq!(check(GOOD.as_bytes()), Ok(()));
        // As a desktop Thunderbird writes it: empty password fields, several accounts.
        let desktop = r#"[1,[1,2],[0,"a.fr",143,2,1,"u","n",""],[[[0,"b.fr",587,2,1,"u",""],["u@c.fr","N"],["v@c.fr","M"]]],[1,"d.fr",995,3,1,"x"],[[[0,"e.fr",465,3,1,"x"],["x@d.fr","X"]]]]"#;
        assert_eq!(check(desktop.as_bytes()), Ok(()));
    }

    #[test]
    fn each_broken_rule_is_refused_by_its_name() {
        let broken = [
            ("[1,[1,1]", "[2,[1,1]", PayloadFault::Version),
            ("[1,[1,1]", "[1,[2,1]", PayloadFault::Part),
            ("[0,\"imap", "[7,\"imap", PayloadFault::Protocol),
            ("imap.ac", "imap_ac", PayloadFault::Host),
            (",993,", ",0,", PayloadFault::Port),
            ("993,3,1", "993,0,1", PayloadFault::Security),
            ("465,3,1", "465,3,4", PayloadFault::Authentication),
            ("\"jdupont\",\"Ex", "null,\"Ex", PayloadFault::Shape),
            ("\"Jeanne\"", "\"Jeanne\\nX\"", PayloadFault::Text),
            ("jeanne.dupont@", "Jeanne ", PayloadFault::Address),
            ("\"Exemple\"]", "\"Exemple\",\"secret\"]", PayloadFault::Password),
            ("Exemple\"", "Éxemple\"", PayloadFault::NotAscii),
            (",[[[0", ",[[0", PayloadFault::Shape),
        ];
        for (from, to, fault) in broken {
            let payload = GOOD.replacen(from, to, 1);
            assert_ne!(payload, GOOD, "{from}");
            assert_eq!(check(payload.as_bytes()), Err(fault), "{payload}");
        }
        assert_eq!(check(&[b'1'; 3000]), Err(PayloadFault::TooLong));
    }
}
