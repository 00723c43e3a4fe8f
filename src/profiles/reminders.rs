//! A calendar file: look at the quarantine each week where the platform has one, check the recovery address twice a year, the password once a year.
//!
//! Times are *floating* (RFC 5545 §3.3.5, form 1): half past eight wherever the person is. A habit belongs to the wall
//! clock; with a zone, a colleague in La Réunion or in Nouméa would be woken by Paris.

use icalendar::{Alarm, Calendar, Component, Event, Trigger};
use time::{Date, Duration, OffsetDateTime, Weekday};
use uuid::Uuid;

use crate::{
    profiles::{Client, Output, apple::NAMESPACE, checked::Checked, place::stamp},
    words::Words,
};

/// The reminder that only makes sense where the mail platform holds messages back.
const QUARANTINE: &str = "quarantine";

/// One kind of reminder.
struct Reminder {
    /// What its identifier is made of: another one would pile reminders up.
    key: &'static str,
    /// Its sentence; `.text` says more.
    says: &'static str,
    rule: String,
    first: Date,
}

/// `rappels-jean-dupont.ics`, counted from the day it was made.
pub(crate) fn write(settings: &Checked, made: OffsetDateTime) -> Output {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    let lang = settings.lang.tag().to_uppercase();
    calendar.append_property(("PRODID", format!("-//Rentree//Rappels//{lang}").as_str()));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    let kept = |reminder: &Reminder| settings.quarantine || reminder.key != QUARANTINE;
    for reminder in reminders(made.date()).into_iter().filter(kept) {
        calendar.push(event(settings, &reminder, made));
    }
    Output {
        client: Client::Reminders,
        file_name: format!("rappels-{}.ics", settings.slug()),
        bytes: calendar.to_string().into_bytes(),
        next: "reminders-import",
    }
}

fn reminders(today: Date) -> [Reminder; 3] {
    let monday = today.next_occurrence(Weekday::Monday);
    let in_a_year = today.saturating_add(Duration::days(365));
    [
        Reminder {
            key: QUARANTINE,
            says: "reminder-quarantine",
            rule: "FREQ=WEEKLY;BYDAY=MO".to_owned(),
            first: monday,
        },
        Reminder {
            key: "recovery",
            says: "reminder-recovery",
            rule: "FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO".to_owned(),
            first: first_monday(today.saturating_add(Duration::days(182))),
        },
        Reminder {
            key: "password",
            says: "reminder-password",
            rule: format!("FREQ=YEARLY;BYMONTH={};BYDAY=1MO", u8::from(in_a_year.month())),
            first: first_monday(in_a_year),
        },
    ]
}

/// Of that day's month: a working day, and one that every month has.
fn first_monday(day: Date) -> Date {
    let first = day.replace_day(1).unwrap_or(day);
    if first.weekday() == Weekday::Monday {
        first
    } else {
        first.next_occurrence(Weekday::Monday)
    }
}

fn event(settings: &Checked, reminder: &Reminder, made: OffsetDateTime) -> Event {
    let words = Words::of(settings.lang);
    let (summary, text) = (words.plain(reminder.says), words.attribute(reminder.says, "text"));
    let stamp = stamp(made);
    let uid = |part: &str| {
        let name = format!("{part}:{}:{}", reminder.key, settings.address.to_lowercase());
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).hyphenated().to_string()
    };
    // The crate fills DTSTAMP and UID from the clock and from chance when they are missing, in alarms too.
    let mut alarm = Alarm::display(&summary, Trigger::after_start(Default::default()));
    alarm.add_property("DTSTAMP", &stamp);
    alarm.add_property("UID", uid("alarm"));
    let mut event = Event::new();
    event.add_property("UID", uid("event"));
    event.add_property("DTSTAMP", &stamp);
    event.add_property("DTSTART", at(reminder.first, "083000"));
    event.add_property("DTEND", at(reminder.first, "084500"));
    event.add_property("RRULE", &reminder.rule);
    event.add_property("TRANSP", "TRANSPARENT");
    event.summary(&summary);
    event.description(&format!("{text} ({})", settings.address));
    if let Some(webmail) = &settings.webmail {
        event.url(webmail);
    }
    event.append_component(alarm);
    event.done()
}

/// No zone, no `Z`: floating.
fn at(day: Date, clock: &str) -> String {
    format!("{:04}{:02}{:02}T{clock}", day.year(), u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        profiles::tests::{checked, made, settings},
        words::Lang,
    };

    #[test]
    fn the_same_day_gives_the_same_bytes_with_crlf_and_floating_times() {
        let output = write(&checked(), made());
        assert_eq!(output, write(&checked(), made()));
        let text = String::from_utf8(output.bytes).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
        assert!(text.contains("DTSTART:20261123T083000\r\n"), "{text}");
        assert!(!text.contains("TZID"));
    }

    #[test]
    fn without_a_quarantine_nobody_is_sent_to_look_at_it() {
        let mut plain = settings();
        plain.quarantine = false;
        let text = String::from_utf8(write(&Checked::of(&plain).unwrap(), made()).bytes).unwrap();
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert!(!text.contains("quarantaine"), "{text}");
    }

    #[test]
    fn a_colleague_who_reads_english_is_reminded_in_english() {
        let mut english = settings();
        english.lang = Lang::En;
        let [french, english] = [settings(), english].map(|settings| {
            let output = write(&Checked::of(&settings).unwrap(), made());
            String::from_utf8(output.bytes).unwrap().replace("\r\n ", "")
        });
        assert!(french.contains("SUMMARY:Vérifier l’adresse de secours"), "{french}");
        assert!(english.contains("SUMMARY:Check the recovery address"), "{english}");
        let uids = |text: &str| -> Vec<String> {
            let uids = text.lines().filter(|line| line.starts_with("UID:"));
            uids.map(ToOwned::to_owned).collect()
        };
        assert_eq!(
            uids(&french),
            uids(&english),
            "the same reminders: they replace each other"
        );
    }

    #[test]
    fn every_rule_starts_after_today_on_a_day_it_names() {
        for day in 0..366 {
            let today = Date::from_ordinal_date(2027, 1).unwrap() + Duration::days(day);
            for reminder in reminders(today) {
                assert!(reminder.first > today);
                assert_eq!(reminder.first.weekday(), Weekday::Monday);
                assert!(reminder.key == QUARANTINE || reminder.first.day() <= 7);
                let month = format!(";BYMONTH={};", u8::from(reminder.first.month()));
                assert!(reminder.key != "password" || reminder.rule.contains(&month));
            }
        }
    }
}
