//! AutoConfig: an account that Thunderbird builds at each start from the session's own variables.
//!
//! Preferences are *defaults* under high numbers: a profile that has accounts of its own keeps them and does not show this
//! one. Thunderbird ignores the first line of the file and reads ASCII safely (mozilla, `nsReadConfig.cpp`).

use std::fmt::Write;

use super::{MachineRefusal, Wanted};
use crate::{
    academy::{Endpoint, LoginForm, Protocol, Security},
    profiles::checked,
};

/// Beside Thunderbird's program.
pub(super) const FILE: &str = "rentree.cfg";
/// Among its default preferences.
pub(super) const POINTER: &str = "rentree.js";

/// Environment variables of a session that say whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The identifier: "USER", on Windows "USERNAME".
    pub login: String,
    /// The mail address; none: the identifier at the academy's domain.
    pub address: Option<String>,
    /// The name recipients see; none: Thunderbird shows the address.
    pub name: Option<String>,
}

/// The text of the file that names ours.
pub(super) fn pointer() -> String {
    format!(
        "// Written by rentree machine apply\npref(\"general.config.filename\", \"{FILE}\");\n\
         pref(\"general.config.obscure_value\", 0);\n"
    )
}

/// The file itself.
pub(super) fn account(
    wanted: &Wanted,
    session: &Session,
    imap: &Endpoint,
    smtp: &Endpoint,
) -> Result<String, MachineRefusal> {
    for variable in [Some(&session.login), session.address.as_ref(), session.name.as_ref()] {
        if let Some(variable) = variable.filter(|name| !is_variable(name)) {
            return Err(MachineRefusal::UnusableVariable { name: variable.clone() });
        }
    }
    let imap = checked::endpoint(imap, Protocol::Imap)?;
    let smtp = checked::endpoint(smtp, Protocol::Smtp)?;
    let label = checked::required("label", &wanted.label)?;
    let read = |variable: &Option<String>| match variable {
        Some(name) => format!("getenv({})", literal(name)),
        None => "\"\"".to_owned(),
    };
    let login = match wanted.login {
        Some(LoginForm::FullAddress) => "address",
        Some(LoginForm::Short) | None => "user",
    };
    let mut text = format!(
        "// Written by rentree machine apply; Thunderbird ignores this line\n\
         var user = getenv({}) || \"\";\nvar address = {} || (user + \"@\" + {});\nvar name = {} || address;\n\
         if (/^[A-Za-z0-9._-]+$/.test(user) && /^[^@\\s]+@[^@\\s]+$/.test(address)) {{\n",
        literal(&session.login),
        read(&session.address),
        literal(&wanted.domain),
        read(&session.name),
    );
    let values = [
        ("mail.accountmanager.accounts", literal("account90")),
        ("mail.accountmanager.defaultaccount", literal("account90")),
        ("mail.account.account90.server", literal("server90")),
        ("mail.account.account90.identities", literal("id90")),
        ("mail.server.server90.type", literal("imap")),
        ("mail.server.server90.hostname", literal(&imap.host)),
        ("mail.server.server90.port", imap.port.to_string()),
        ("mail.server.server90.socketType", socket(&imap).to_owned()),
        ("mail.server.server90.authMethod", "3".to_owned()),
        ("mail.server.server90.userName", login.to_owned()),
        ("mail.server.server90.name", "address".to_owned()),
        ("mail.identity.id90.useremail", "address".to_owned()),
        ("mail.identity.id90.fullName", "name".to_owned()),
        ("mail.identity.id90.smtpServer", literal("smtp90")),
        ("mail.identity.id90.valid", "true".to_owned()),
        ("mail.smtpservers", literal("smtp90")),
        ("mail.smtp.defaultserver", literal("smtp90")),
        ("mail.smtpserver.smtp90.type", literal("smtp")),
        ("mail.smtpserver.smtp90.hostname", literal(&smtp.host)),
        ("mail.smtpserver.smtp90.port", smtp.port.to_string()),
        ("mail.smtpserver.smtp90.try_ssl", socket(&smtp).to_owned()),
        ("mail.smtpserver.smtp90.authMethod", "3".to_owned()),
        ("mail.smtpserver.smtp90.username", login.to_owned()),
        ("mail.smtpserver.smtp90.description", literal(&label)),
    ];
    for (name, value) in values {
        let _ = writeln!(text, "  defaultPref({}, {value});", literal(name));
    }
    text.push_str("}\n");
    Ok(text)
}

fn socket(endpoint: &Endpoint) -> &'static str {
    match endpoint.security {
        Security::Tls => "3",
        Security::Starttls => "2",
    }
}

fn is_variable(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(plain)
}

/// A string of JavaScript in ASCII.
fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b' '..=b'~')) if byte != b'"' && byte != b'\\' => literal.push(char::from(byte)),
            _ => {
                let _ = write!(literal, "\\u{unit:04x}");
            }
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_string_of_ours() {
        assert_eq!(literal("a\"\\\n</é🎓"), r#""a\u0022\u005c\u000a</\u00e9\ud83c\udf93""#);
        assert!(is_variable("USER") && !is_variable("A B") && !is_variable("1A") && !is_variable(""));
    }
}
