//! What surrounds a connection, for the diagnosis: names, the way out, the web behind the system's proxy, the clock.
//!
//! Nothing here sends a secret, and only hosts that are named by the caller are contacted.

use std::{
    net::{Ipv4Addr, UdpSocket},
    time::Duration,
};

use reqwest::header::DATE;
use time::{Date, Month, OffsetDateTime, Time};

use super::{
    Net, Purpose,
    fault::{Cause, Fault},
    reach,
};

/// What a web host answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebAnswer {
    /// HTTP status: any of them is an answer.
    pub status: u16,
    /// Its clock minus ours, seconds: the certificate was verified before it was believed.
    pub clock_offset_s: Option<i64>,
}

impl Net {
    /// Whether `host` has an address here.
    ///
    /// # Errors
    /// What [`Net::secure`] would say of the name.
    pub async fn resolves(&self, host: &str) -> Result<(), Fault> {
        let found = reach::addresses(self.hosts(), host, 0, self.deadlines()).await;
        found.map(drop).map_err(|cause| Fault::new(host, 0, cause))
    }

    /// Asks a web host for the head of its first page, through the system's proxy where there is one. `now` is asked for
    /// the time when the answer comes.
    ///
    /// # Errors
    /// The [`Fault`] of the exchange; a status code is none.
    pub async fn web_head(&self, host: &str, port: u16, now: fn() -> OffsetDateTime) -> Result<WebAnswer, Fault> {
        let client = self.https(Purpose::Diagnosis)?;
        let url = format!("https://{host}:{port}/");
        let request = client.head(url).timeout(self.deadlines().answer);
        let answer = self.exchange(request).await.map_err(|lost| lost.fault)?;
        let date = answer.headers().get(DATE).and_then(|value| value.to_str().ok());
        let theirs = date.and_then(http_date);
        Ok(WebAnswer {
            status: answer.status().as_u16(),
            clock_offset_s: theirs.map(|theirs| (theirs - now()).whole_seconds()),
        })
    }

    /// Whether this computer has any way out. Asks the routing table: a datagram socket is aimed at an address that is
    /// reserved for documentation (RFC 5737), and nothing is sent.
    #[must_use]
    pub fn has_way_out(&self) -> bool {
        UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
            .and_then(|socket| socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)))
            .is_ok()
    }

    /// A copy whose phases together end before `total`.
    #[must_use]
    pub fn hurried(&self, total: Duration) -> Self {
        let share = |tenths: u32| total.saturating_mul(tenths) / 12;
        self.clone().with_deadlines(super::Deadlines {
            resolve: share(3),
            connect: share(4),
            handshake: share(4),
            // After TCP and TLS had their time: silence is told as silence, not as a slow answer.
            answer: share(11),
            ..*self.deadlines()
        })
    }
}

/// IMF-fixdate (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
fn http_date(text: &str) -> Option<OffsetDateTime> {
    let mut parts = text.split_once(", ")?.1.split([' ', ':']);
    let number = |of: Option<&str>| of?.parse::<u16>().ok();
    let day = number(parts.next())?;
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = parts.next()?;
    let month = names.iter().position(|name| *name == month)?.saturating_add(1);
    let year = number(parts.next())?;
    let (hour, minute, second) = (number(parts.next())?, number(parts.next())?, number(parts.next())?);
    let small = |value: u16| u8::try_from(value).ok();
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, small(day)?).ok()?;
    let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
    Some(date.with_time(time).assume_utc())
}

/// A probe that outlived its time: nothing came, or not enough of it.
#[must_use]
pub fn out_of_time(host: &str, port: u16) -> Fault {
    Fault::new(host, port, Cause::Timeout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_answers_are_read_strictly() {
        let read = http_date("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read.map(OffsetDateTime::unix_timestamp), Some(784_111_777));
        for odd in [
            "",
            "06 Nov 1994",
            "Sun, 06 Nov 1994",
            "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(odd), None, "{odd}");
        }
    }
}
