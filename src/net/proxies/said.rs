//! What a web proxy answers when it is asked for a way: the head of its answer to CONNECT (RFC 9110 §9.3.6).

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// Bytes of it.
const HEAD_LIMIT: u64 = 16 * 1024;

/// What a proxy answers to CONNECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The way is open.
    Open,
    /// 407, or a no to what was given; `basic`: a name and a password are among what it takes.
    WantsSignIn { basic: bool },
    /// Another status.
    Refuses(u16),
}

impl Said {
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        Some(match status_of(head)? {
            200..300 => Self::Open,
            // 401 is tinyproxy's no to a name and password it was given.
            407 | 401 => Self::WantsSignIn {
                basic: offers_basic(head),
            },
            status => Self::Refuses(status),
        })
    }
}

/// Reads up to the empty line.
pub(super) async fn head(stream: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut stream = stream.take(HEAD_LIMIT);
    let (mut head, mut chunk) = (Vec::new(), [0_u8; 512]);
    let ended = |head: &[u8]| head.windows(4).any(|four| four == b"\r\n\r\n");
    while !ended(&head) {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    Ok(head)
}

/// `HTTP/1.1 407 Proxy Authentication Required`.
pub(in crate::net) fn status_of(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

/// Whether `Proxy-Authenticate` (RFC 9110 §11.7.1) names Basic, or is left out.
pub(in crate::net) fn offers_basic(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let values = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("proxy-authenticate").then_some(value)
    });
    let schemes: Vec<&str> = values
        .flat_map(|value| value.split(','))
        .filter_map(|challenge| challenge.split_whitespace().next())
        .collect();
    schemes.is_empty() || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_three_digits_after_http() {
        assert_eq!(status_of(b"HTTP/1.1 407 Non\r\n"), Some(407));
        for odd in [&b"SSH-2.0\r\n"[..], b"HTTP/2 407", b"HTTP/1.1 4070", b"", b"\xff\xfe"] {
            assert_eq!(status_of(odd), None);
        }
    }

    #[test]
    fn a_no_to_a_sign_in_is_no_answer_about_the_way() {
        for (head, said) in [
            ("HTTP/1.1 200 OK\r\n\r\n", Some(Said::Open)),
            (
                "HTTP/1.1 401 Unauthorized\r\n\r\n",
                Some(Said::WantsSignIn { basic: true }),
            ),
            ("HTTP/1.1 502 Bad Gateway\r\n\r\n", Some(Said::Refuses(502))),
            ("bonjour\r\n\r\n", None),
        ] {
            assert_eq!(Said::of(head.as_bytes()), said, "{head}");
        }
    }

    #[test]
    fn basic_is_one_of_the_ways_a_proxy_may_name() {
        for (head, basic) in [
            ("HTTP/1.1 407 x\r\n\r\n", true),
            (
                "HTTP/1.1 407 x\r\nproxy-authenticate: basic realm=\"lycée\"\r\n\r\n",
                true,
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n",
                false,
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate, Basic realm=x\r\n\r\n",
                true,
            ),
        ] {
            assert_eq!(offers_basic(head.as_bytes()), basic, "{head}");
        }
    }
}
