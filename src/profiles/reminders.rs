//! A calendar file: look at the quarantine each week where the platform has one, check the recovery address twice a year, the password once a year.
//!
//! Times are *floating* (RFC 5545 §3.3.5, form 1): half past eight wherever the person is. A habit belongs to the wall
//! clock; with a zone, a colleague in La Réunion or in Nouméa would be woken by Paris.

use icalendar::{Alarm, Calendar, Component, Event, Trigger};
use time::{Date, Duration, OffsetDateTime, Weekday};
use uuid::Uuid;

use crate::profiles::{Client, Output, apple::NAMESPACE, checked::Checked, place::stamp};

/// The reminder that only makes sense where the mail platform holds messages back.
const QUARANTINE: &str = "quarantine";

/// One kind of reminder.
struct Reminder {
    key: &'static str,
    summary: &'static str,
    text: &'static str,
    rule: String,
    first: Date,
}

/// `rappels-jean-dupont.ics`, counted from the day it was made.
pub(crate) fn write(settings: &Checked, made: OffsetDateTime) -> Output {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Rentree//Rappels//FR"));
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
            summary: "Regarder la quarantaine de la messagerie",
            text: "Des messages légitimes y sont parfois retenus, puis effacés. Ouvrez le webmail en tapant son adresse, jamais par un lien reçu.",
            rule: "FREQ=WEEKLY;BYDAY=MO".to_owned(),
            first: monday,
        },
        Reminder {
            key: "recovery",
            summary: "Vérifier l’adresse de secours du compte académique",
            text: "Est-ce toujours une adresse personnelle que vous lisez\u{a0}? C’est elle qui rouvre le compte si le mot de passe est perdu.",
            rule: "FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO".to_owned(),
            first: first_monday(today.saturating_add(Duration::days(182))),
        },
        Reminder {
            key: "password",
            summary: "Mot de passe académique\u{a0}: a-t-il servi ailleurs\u{a0}?",
            text: "S’il a servi ailleurs, ou si l’académie le demande, changez-le sur la page officielle. Pensez ensuite au téléphone et à la tablette\u{a0}: avec l’ancien mot de passe, ils bloquent le compte.",
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
    let stamp = stamp(made);
    let uid = |part: &str| {
        let name = format!("{part}:{}:{}", reminder.key, settings.address.to_lowercase());
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).hyphenated().to_string()
    };
    // The crate fills DTSTAMP and UID from the clock and from chance when they are missing, in alarms too.
    let mut alarm = Alarm::display(reminder.summary, Trigger::after_start(Default::default()));
    alarm.add_property("DTSTAMP", &stamp);
    alarm.add_property("UID", uid("alarm"));
    let mut event = Event::new();
    event.add_property("UID", uid("event"));
    event.add_property("DTSTAMP", &stamp);
    event.add_property("DTSTART", at(reminder.first, "083000"));
    event.add_property("DTEND", at(reminder.first, "084500"));
    event.add_property("RRULE", &reminder.rule);
    event.add_property("TRANSP", "TRANSPARENT");
    event.summary(reminder.summary);
    event.description(&format!("{} ({})", reminder.text, settings.address));
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
    use crate::profiles::tests::{checked, made, settings};

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
