//! Asks the person: one screen, one answer. `<` goes back at every question.

use rentree::{
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
    wizard::{
        Journey,
        ask::{Question, Reply},
        view::{
            Answer, ClientOffer, Device, Entered, Keeping, Mailing, ResumeLine, Returned, Screen, Summary, View,
            in_hours,
        },
    },
    words::Words,
};
use zeroize::Zeroizing;

use super::{
    Outcome, onboard::Move, proxy, refusal_text, screens, secrets::Secrets, slug, terminal::line, told::secret_name,
    way_back,
};

/// Shows the screen, asks, and says what the person decided.
pub(super) async fn answer(
    view: &View,
    journey: &Journey,
    words: &Words,
    secrets: &mut Secrets,
    offered: &[Offer],
) -> Outcome<Move> {
    let talk = Talk {
        journey,
        words,
        offered,
    };
    let asked = talk.screen(&view.screen, secrets).await?;
    Ok(asked.map_or(Move::Back, Move::Answer))
}

/// What was answered; none: back.
type Said<T> = Outcome<Option<T>>;

struct Talk<'a> {
    journey: &'a Journey,
    words: &'a Words,
    offered: &'a [Offer],
}

/// What the last screen offers beside the list; each is asked once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    RoundTrip,
    Keep,
    Remind,
}

/// What is on offer and was not asked yet, in order. A reminder is for what is left.
pub(super) fn offers(summary: &Summary, asked: &[Offer]) -> Vec<Offer> {
    let on_offer = [
        (Offer::RoundTrip, summary.round_trip),
        (Offer::Keep, summary.keeping == Keeping::Offered),
        (Offer::Remind, summary.reminders && !summary.left.is_empty()),
    ];
    let open = on_offer.into_iter().filter(|(offer, on)| *on && !asked.contains(offer));
    open.map(|(offer, _)| offer).collect()
}

impl Talk<'_> {
    async fn screen(&self, screen: &Screen, secrets: &mut Secrets) -> Said<Answer> {
        let words = self.words;
        match screen {
            Screen::FindAcademy { resume, .. } => self.first(resume.as_ref()).await,
            Screen::ChooseDepartment { choices } => {
                let names = choices
                    .iter()
                    .map(|choice| format!("{} ({})", choice.name, choice.code));
                let lines: Vec<_> = names.chain([words.plain("choose-department-unknown")]).collect();
                eprintln!("{}", words.plain("choose-department"));
                let picked = self.choose(lines).await?;
                Ok(picked.map(|at| Answer::ChooseDepartment {
                    code: choices.get(at).map(|choice| choice.code.clone()),
                }))
            }
            Screen::ChoosePlatform { choices } => {
                let lines = choices
                    .iter()
                    .map(|choice| format!("{} {}", choice.name, choice.webmail.as_deref().unwrap_or("")));
                let picked = self.choose(lines.collect()).await?;
                Ok(picked
                    .and_then(|at| choices.get(at))
                    .map(|choice| Answer::ChoosePlatform { id: choice.id.clone() }))
            }
            Screen::Identify { domain, entered, .. } => self.identify(domain, entered.as_ref()).await,
            Screen::Servers {
                imap,
                smtp,
                confirm,
                arrives_at,
            } => {
                eprintln!("{}", screens::server(words, "cli-imap", imap));
                eprintln!("{}", screens::server(words, "cli-smtp", smtp));
                let mut faults = [imap, smtp].into_iter().filter_map(|line| line.fault.as_ref());
                if let Some(fault) = faults.find(|fault| fault.code == proxy::WANTED)
                    && proxy::signed_in_on(words, self.journey, fault).await?
                {
                    return Ok(Some(Answer::LookAgain));
                }
                if let Some(other) = arrives_at {
                    eprintln!("{}", words.with("servers-arrive-elsewhere", &[("name", &other.name)]));
                    if self.agrees("cli-ask-other-platform").await?.unwrap_or(false) {
                        return Ok(Some(Answer::ChoosePlatform { id: other.id.clone() }));
                    }
                }
                if *confirm {
                    self.yes("cli-ask-confirm-servers", |agreed| Answer::ConfirmServers { agreed })
                        .await
                } else {
                    self.go_on().await
                }
            }
            Screen::Hold { options } => {
                eprintln!("{}", words.plain("cli-hold"));
                let lines = options
                    .iter()
                    .map(|holding| words.plain(&format!("holding-{}", slug(holding))));
                let picked = self.choose(lines.collect()).await?;
                Ok(picked
                    .and_then(|at| options.get(at))
                    .map(|holding| Answer::Hold { holding: *holding }))
            }
            Screen::Lost {
                page,
                with_recovery,
                without_recovery,
                desk,
            } => {
                eprintln!("{}", screens::page(words, page));
                eprintln!("{}", screens::needs(words, "cli-needs-with-recovery", with_recovery));
                eprintln!(
                    "{}",
                    screens::needs(words, "cli-needs-without-recovery", without_recovery)
                );
                eprintln!("{}", screens::desk(words, desk));
                self.returned().await
            }
            Screen::HandOff {
                task,
                page,
                asked,
                without_phone,
                desk,
                device,
            } => {
                eprintln!("{}", words.plain(&format!("task-{}", slug(task))));
                eprintln!("{}", screens::page(words, page));
                eprintln!("{}", screens::needs(words, "cli-needs", asked));
                if let Some(device) = device {
                    eprintln!("{}", screens::application_guide(words, *device));
                }
                if !without_phone.is_empty() {
                    eprintln!("{}", way_back::without_phone(words, without_phone));
                }
                eprintln!("{}", screens::desk(words, desk));
                self.returned().await
            }
            Screen::Outcome {
                items,
                old_places,
                devices,
                forgotten,
                ..
            } => {
                eprintln!("{}", screens::items(words, items));
                if let Some(old) = old_places {
                    eprintln!("{}", screens::old_places(words, old));
                }
                if let Some(card) = forgotten {
                    eprintln!("\n{}", way_back::forgotten(words, card));
                }
                match devices.as_slice() {
                    [] => self.go_on().await,
                    devices => self.another_device(devices).await,
                }
            }
            Screen::Written { files, typed, mailing } => {
                eprintln!("{}", screens::files(words, files));
                for line in typed {
                    eprintln!("{}", screens::typed(words, line));
                }
                match mailing {
                    Mailing::Offered if self.agrees("cli-ask-mail-myself").await?.unwrap_or(false) => {
                        return Ok(Some(Answer::MailMyself));
                    }
                    Mailing::Sent => eprintln!("{}", words.plain("cli-mailed-myself")),
                    Mailing::Offered | Mailing::No => {}
                }
                self.go_on().await
            }
            Screen::CheckUp(summary) => {
                let (key, wanted) = match offers(summary, self.offered).first() {
                    Some(Offer::RoundTrip) => ("cli-ask-round-trip", Answer::RoundTrip),
                    Some(Offer::Keep) => ("cli-ask-keep", Answer::Keep),
                    Some(Offer::Remind) => ("cli-ask-remind", Answer::Remind),
                    None => return Ok(None),
                };
                Ok(Some(match self.agrees(key).await? {
                    Some(true) => wanted,
                    _ => Answer::Later,
                }))
            }
            Screen::ChooseApps { clients, folder, .. } => self.apps(clients, folder).await,
            Screen::RecoveryMeant { typed, meant } => {
                let values: [(_, &dyn ToString); 2] = [("typed", typed), ("meant", meant)];
                eprintln!("{}", words.with("cli-recovery-meant", &values));
                self.yes("cli-ask-recovery-meant", |agreed| Answer::RecoveryMeant { agreed })
                    .await
            }
            Screen::AcademyLetter => {
                self.yes("cli-ask-academy-letter", |arrived| Answer::AcademyWrote { arrived })
                    .await
            }
            Screen::DeclareFactor { factors, asked } => {
                if *asked {
                    eprintln!("{}", words.plain("factor-asked"));
                }
                let mut lines = way_back::factors(words, factors);
                lines.push(words.plain("cli-factor-none"));
                let picked = self.choose(lines).await?;
                Ok(picked.map(|at| Answer::DeclareFactor {
                    factor: factors.get(at).copied(),
                }))
            }
            _ => self.secret_screen(screen, secrets).await,
        }
    }

    /// Screens that ask for a secret or a code.
    async fn secret_screen(&self, screen: &Screen, secrets: &mut Secrets) -> Said<Answer> {
        let words = self.words;
        Ok(Some(match screen {
            Screen::SignIn {
                login,
                asked,
                attempts_left,
                wait_minutes,
                kept,
                ask_elsewhere,
            } => {
                if *kept && self.agrees("cli-ask-use-kept").await?.unwrap_or(false) {
                    return Ok(Some(Answer::UseKept));
                }
                eprintln!(
                    "{}",
                    match wait_minutes {
                        0 => words.with("cli-attempts", &[("n", attempts_left)]),
                        minutes => words.with("sign-in-wait", &[("minutes", minutes), ("hours", &in_hours(*minutes))],),
                    }
                );
                let tried_elsewhere = *ask_elsewhere && self.agrees("cli-ask-elsewhere").await?.unwrap_or(false);
                let prompt = words.with(&format!("cli-ask-password-{}", slug(asked)), &[("login", login)]);
                match self.hidden(secrets, secret_name(*asked), prompt).await? {
                    None => return Ok(None),
                    Some(text) => Answer::SignIn {
                        password: Password::new(text.to_string()),
                        tried_elsewhere,
                    },
                }
            }
            Screen::OtherForm {
                refused,
                other,
                attempts_left,
                ..
            } => {
                let values: [(_, &dyn ToString); 2] = [("refused", refused), ("other", other)];
                eprintln!("{}", words.with("cli-other-form", &values));
                eprintln!("{}", words.with("cli-attempts", &[("n", attempts_left)]));
                return self
                    .yes("cli-ask-other-form", |agreed| Answer::OtherForm { agreed })
                    .await;
            }
            Screen::NewPassword { rules, assumed, .. } => {
                eprintln!(
                    "{}",
                    words.plain(if *assumed { "cli-rules-assumed" } else { "cli-rules" })
                );
                eprintln!("{}", screens::rules(words, rules));
                self.show_suggestions();
                match self.new_password(secrets).await? {
                    None => return Ok(None),
                    Some(password) => Answer::NewPassword { password },
                }
            }
            Screen::InDoubt { both_known } => {
                eprintln!("{}", words.plain("cli-in-doubt"));
                if *both_known {
                    return Ok(self.go_on().await?.map(|_| Answer::Resolve { old: None, new: None }));
                }
                let old = secrets.password("first", words.plain("cli-ask-old-password")).await?;
                let new = secrets.password("own", words.plain("cli-ask-new-password")).await?;
                Answer::Resolve {
                    old: Some(old),
                    new: Some(new),
                }
            }
            Screen::RecoveryAddress { registers, .. } => {
                eprintln!(
                    "{}",
                    words.plain(if *registers {
                        "cli-recovery-registers"
                    } else {
                        "cli-recovery-proves"
                    })
                );
                match self.text(words.plain("cli-ask-recovery")).await? {
                    None => return Ok(None),
                    Some(text) if text.is_empty() => Answer::Later,
                    Some(address) => Answer::RecoveryAddress { address },
                }
            }
            Screen::RecoveryCode {
                address,
                minutes,
                tries_left,
                practice_inbox,
            } => {
                let sent = (address.as_str(), *minutes, *tries_left);
                let (inbox, prompt) = screens::recovery_code(words, sent, practice_inbox.as_deref());
                if let Some(inbox) = inbox {
                    eprintln!("{inbox}");
                }
                eprintln!("{}", words.plain("cli-resend"));
                if secrets.has("recovery-code") {
                    Answer::RecoveryCode {
                        code: secrets.code("recovery-code", String::new()).await?,
                    }
                } else {
                    match self.text(prompt).await? {
                        None => return Ok(None),
                        Some(text) if text.is_empty() => Answer::ResendCode,
                        Some(text) => Answer::RecoveryCode { code: Code::new(&text) },
                    }
                }
            }
            Screen::Enrol { factors, without_phone } => {
                eprintln!("{}", words.plain("cli-enrol"));
                eprintln!("{}", way_back::without_phone(words, without_phone));
                eprintln!("{}", words.plain("factor-known"));
                for line in way_back::factors(words, factors) {
                    eprintln!("  • {line}");
                }
                return self
                    .yes(
                        "cli-ask-enrol",
                        |agreed| if agreed { Answer::Enrol } else { Answer::Later },
                    )
                    .await;
            }
            Screen::OfferCodes => {
                for part in ["lead", "text"] {
                    eprintln!("{}", words.attribute("codes-offer", part));
                }
                let answer = |agreed| if agreed { Answer::MakeCodes } else { Answer::Later };
                return self.yes("cli-ask-codes", answer).await;
            }
            Screen::RecoveryCodes {
                list,
                saved,
                tries_left,
            } => {
                eprintln!("{}", way_back::codes(words, list, saved.as_deref()));
                if saved.is_none() && self.agrees("cli-ask-save-codes").await?.unwrap_or(false) {
                    return Ok(Some(Answer::SaveCodes));
                }
                let prompt = words.with("cli-ask-list-code", &[("tries", tries_left)]);
                let code = self.typed_code(prompt).await;
                way_back::hide();
                return code;
            }
            Screen::EnrolmentCard { card, tries_left } => {
                eprintln!("{}", screens::card(words, card));
                let prompt = words.with("cli-ask-code", &[("tries", tries_left)]);
                let code = self.code(secrets, prompt).await;
                way_back::hide();
                return code;
            }
            Screen::ProveCode {
                tries_left,
                existing,
                clock,
            } => {
                if let Some(clock) = clock {
                    eprintln!("{}", refusal_text(words, clock));
                }
                let key = if *existing {
                    "cli-ask-own-code"
                } else {
                    "cli-ask-next-code"
                };
                let prompt = words.with(key, &[("tries", tries_left)]);
                return self.code(secrets, prompt).await;
            }
            _ => Answer::Continue,
        }))
    }

    /// Where they left, if they did, and whether to go on there.
    async fn first(&self, left: Option<&ResumeLine>) -> Said<Answer> {
        if let Some(line) = left {
            eprintln!("{}", screens::resume(self.words, line));
            if self.agrees("cli-ask-resume").await?.unwrap_or(false) {
                return Ok(Some(Answer::Resume));
            }
        }
        self.academy().await
    }

    async fn academy(&self) -> Said<Answer> {
        loop {
            let Some(text) = self.text(self.words.plain("cli-ask-academy")).await? else {
                return Ok(None);
            };
            let Reply::Found { hits, link, numen } = self.journey.ask(Question::Find { text }) else {
                return Ok(None);
            };
            if let Some(link) = &link {
                eprintln!("{}", screens::link(self.words, link));
            }
            if numen || hits.is_empty() {
                eprintln!(
                    "{}",
                    self.words.plain(if numen { "cli-numen" } else { "cli-found-nothing" })
                );
                continue;
            }
            let line = |hit: &rentree::wizard::ask::HitLine| {
                let because = self
                    .words
                    .with(&format!("because-{}", hit.because), &[("what", &hit.what)]);
                format!("{} — {because}", hit.academy.official_name)
            };
            let picked = self.choose(hits.iter().map(line).collect()).await?;
            if let Some(hit) = picked.and_then(|at| hits.get(at)) {
                return Ok(Some(Answer::ChooseAcademy {
                    id: hit.academy.id.clone(),
                    department: hit.department.as_ref().map(|own| own.code.clone()),
                }));
            }
        }
    }

    async fn identify(&self, domain: &str, before: Option<&Entered>) -> Said<Answer> {
        let known = |text: fn(&Entered) -> &String| before.map(|entered| text(entered).clone());
        let Some(given) = self.guessed("cli-ask-given", known(|entered| &entered.given)).await? else {
            return Ok(None);
        };
        let Some(family) = self.guessed("cli-ask-family", known(|entered| &entered.family)).await? else {
            return Ok(None);
        };
        let born = known(|entered| &entered.birth_family).filter(|name| !name.is_empty());
        let Some(birth) = self.guessed("cli-ask-birth-family", born).await? else {
            return Ok(None);
        };
        let question = Question::Identifiers {
            given: given.clone(),
            family: family.clone(),
            birth_family: birth.clone(),
        };
        let (logins, addresses) = match self.journey.ask(question) {
            Reply::Identifiers { logins, addresses } => (logins, addresses),
            _ => (Vec::new(), Vec::new()),
        };
        let first =
            |list: Vec<rentree::wizard::ask::Candidate>| list.into_iter().next().map(|candidate| candidate.value);
        let address = known(|entered| &entered.address).or_else(|| first(addresses));
        let identifier = known(|entered| &entered.identifier).or_else(|| first(logins));
        eprintln!("{}", self.words.with("cli-domain", &[("domain", &domain)]));
        let Some(address) = self.guessed("cli-ask-address", address).await? else {
            return Ok(None);
        };
        let Some(identifier) = self.guessed("cli-ask-identifier", identifier).await? else {
            return Ok(None);
        };
        Ok(Some(Answer::Identify(Entered {
            given,
            family,
            birth_family: birth,
            address,
            identifier,
        })))
    }

    /// What is wrong with a password is said at once; that nothing was sent is the journey's refusal. One that would be
    /// sent is typed twice: nobody sees a slip of the finger in what is hidden.
    async fn new_password(&self, secrets: &mut Secrets) -> Said<Password> {
        loop {
            let prompt = self.words.plain("cli-ask-new-password");
            let Some(text) = self.hidden(secrets, "own", prompt).await? else {
                return Ok(None);
            };
            let question = Question::Password {
                text: Password::new(text.to_string()),
            };
            let mut accepted = false;
            if let Reply::Password(verdict) = self.journey.ask(question) {
                accepted = verdict.accepted;
                eprintln!("{}", screens::verdict(self.words, &verdict));
            }
            if !accepted || secrets.has("own") {
                return Ok(Some(Password::new(text.to_string())));
            }
            let again = secrets
                .text("own", self.words.plain("cli-ask-new-password-again"))
                .await?;
            if again == text {
                return Ok(Some(Password::new(text.to_string())));
            }
            eprintln!("{}", self.words.plain("cli-new-password-differs"));
        }
    }

    /// A secret; `<` is back here too, and is never tried as a password.
    async fn hidden(&self, secrets: &mut Secrets, name: &str, prompt: String) -> Said<Zeroizing<String>> {
        let text = secrets.text(name, prompt).await?;
        Ok((text.as_str() != "<").then_some(text))
    }

    async fn code(&self, secrets: &mut Secrets, prompt: String) -> Said<Answer> {
        if secrets.has("code") {
            let code = secrets.code("code", prompt).await?;
            return Ok(Some(Answer::Code { code }));
        }
        self.typed_code(prompt).await
    }

    async fn typed_code(&self, prompt: String) -> Said<Answer> {
        let text = self.text(prompt).await?;
        Ok(text.map(|text| match text.is_empty() {
            true => Answer::Later,
            false => Answer::Code { code: Code::new(&text) },
        }))
    }

    fn show_suggestions(&self) {
        if let Reply::Suggestions { passphrases } = self.journey.ask(Question::Suggest) {
            eprintln!("{}", self.words.plain("cli-suggestions"));
            for passphrase in passphrases {
                let bits = self
                    .words
                    .with("cli-passphrase-bits", &[("bits", &passphrase.cnil_bits)]);
                eprintln!("  {}  ({bits})", passphrase.text);
            }
        }
    }

    async fn apps(&self, offers: &[ClientOffer], folder: &str) -> Said<Answer> {
        eprintln!("{}", self.words.with("cli-apps", &[("folder", &folder)]));
        let open: Vec<_> = offers.iter().filter(|offer| offer.unavailable.is_none()).collect();
        for (number, offer) in (1..).zip(&open) {
            let mark = if offer.proposed { '*' } else { ' ' };
            eprintln!(
                "{number:>3}{mark} {}",
                self.words.plain(&format!("client-{}", slug(offer.client)))
            );
        }
        if open.is_empty() {
            return self.yes("cli-apps-none", |_| Answer::Later).await;
        }
        let Some(text) = self.text(self.words.plain("cli-ask-apps")).await? else {
            return Ok(None);
        };
        let numbers: Vec<usize> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|n| n.parse().ok())
            .collect();
        let chosen = (1..).zip(&open).filter(|(number, offer)| {
            if numbers.is_empty() {
                offer.proposed
            } else {
                numbers.contains(number)
            }
        });
        let clients: Vec<_> = chosen.map(|(_, offer)| offer.client).collect();
        if clients.is_empty() {
            return Ok(Some(Answer::Later));
        }
        let mut signature = SignatureFields::default();
        for (key, field) in [
            ("cli-ask-role", &mut signature.role),
            ("cli-ask-school", &mut signature.school),
            ("cli-ask-phone", &mut signature.phone),
        ] {
            let Some(text) = self.text(self.words.plain(key)).await? else {
                return Ok(None);
            };
            *field = text;
        }
        let bcc_warning = if clients.contains(&Client::Thunderbird) {
            let Some(wanted) = self.agrees("cli-ask-bcc-warning").await? else {
                return Ok(None);
            };
            wanted
        } else {
            false
        };
        Ok(Some(Answer::Apps {
            clients,
            signature,
            bcc_warning,
        }))
    }

    /// Another application password, or on.
    async fn another_device(&self, devices: &[Device]) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", words.plain("application-more"));
        eprintln!("{}", words.attribute("application-more", "lead"));
        for (number, device) in (1..).zip(devices) {
            let device = words.plain(&format!("device-{}", slug(device)));
            eprintln!("{number:>3}  {}", words.with("application-for", &[("device", &device)]));
        }
        let typed = self.text(words.plain("cli-ask-devices")).await?;
        Ok(typed.map(|text| {
            let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            match number.and_then(|at| devices.get(at)) {
                Some(device) => Answer::ForDevice { device: *device },
                None => Answer::Continue,
            }
        }))
    }

    async fn returned(&self) -> Said<Answer> {
        let outcomes = [Returned::Did, Returned::DidNotWork, Returned::Later];
        let lines = ["returned-did", "returned-did-not-work", "returned-later"].map(|key| self.words.plain(key));
        let picked = self.choose(lines.to_vec()).await?;
        Ok(picked
            .and_then(|at| outcomes.get(at))
            .map(|outcome| Answer::Returned { outcome: *outcome }))
    }

    async fn go_on(&self) -> Said<Answer> {
        Ok(self
            .text(self.words.plain("cli-press-enter"))
            .await?
            .map(|_| Answer::Continue))
    }

    async fn yes(&self, key: &str, answer: impl Fn(bool) -> Answer) -> Said<Answer> {
        Ok(self.agrees(key).await?.map(answer))
    }

    /// Yes, no, or back.
    async fn agrees(&self, key: &str) -> Said<bool> {
        let text = self.text(self.words.plain(key)).await?;
        Ok(text.map(|text| text.to_lowercase().starts_with(['o', 'y'])))
    }

    async fn guessed(&self, key: &str, guess: Option<String>) -> Said<String> {
        let prompt = match &guess {
            Some(guess) => {
                let or_enter = self.words.with("cli-or-enter", &[("guess", guess)]);
                format!("{} {or_enter}", self.words.plain(key))
            }
            None => self.words.plain(key),
        };
        let text = self.text(prompt).await?;
        Ok(text.map(|text| {
            if text.is_empty() {
                guess.unwrap_or_default()
            } else {
                text
            }
        }))
    }

    /// A number; asks again until it is one of the list.
    async fn choose(&self, lines: Vec<String>) -> Said<usize> {
        for (number, line) in (1..).zip(&lines) {
            eprintln!("{number:>3}  {line}");
        }
        loop {
            let Some(text) = self.text(self.words.plain("cli-choose")).await? else {
                return Ok(None);
            };
            match text.parse::<usize>() {
                Ok(number) if (1..=lines.len()).contains(&number) => return Ok(Some(number - 1)),
                _ => eprintln!("{}", self.words.with("cli-choose-again", &[("n", &lines.len())])),
            }
        }
    }

    /// A line; `<` is back.
    async fn text(&self, prompt: String) -> Said<String> {
        let text = line(prompt).await?;
        Ok((text != "<").then_some(text))
    }
}
