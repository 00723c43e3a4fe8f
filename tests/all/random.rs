//! Random journeys: whatever a person answers, in whatever order, nobody gets locked out and nothing is done unproved.
//!
//! A few in the gate; `cargo xtask soak` asks for thousands through `RENTREE_JOURNEYS`.

use rentree::{
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
    wizard::view::{Answer, Holding, Returned, Screen, Standing, View},
};

use crate::{
    journeys::{CHOSEN, entered, sign_in},
    stage::{Player, Servers, Stage},
};

const ACADEMIES: [&str; 2] = ["entrainement", "entrainement-web"];
const STEPS: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_answered_nobody_is_locked_out() {
    let wanted = std::env::var("RENTREE_JOURNEYS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10);
    for seed in 1..=wanted {
        play(seed).await;
    }
}

async fn play(seed: u64) {
    let stage = Stage::practice().await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let academy = ACADEMIES[dice.roll(2)];
    let people: Vec<_> = practice
        .people()
        .iter()
        .filter(|person| person.academy == academy)
        .collect();
    let player = stage.player(&people[dice.roll(people.len())].id);
    let was_right = practice.password_is(&player.login, &player.password);
    assert!(was_right, "seed {seed}: the letter holds the password");
    let mut uri = String::new();
    for step in 0..STEPS {
        let view = stage.journey.view();
        honest(&view, seed);
        if let Screen::EnrolmentCard(card) = &view.screen {
            uri.clone_from(&card.uri);
        }
        if matches!(view.screen, Screen::CheckUp(_)) {
            return;
        }
        let before = practice.failed_sign_ins(&player.login);
        let resolving = matches!(view.screen, Screen::InDoubt { .. });
        if dice.roll(12) == 0 {
            let _ = stage.journey.back().await;
        } else {
            let answer = answer(&stage, &view, &player, academy, &uri, &mut dice);
            let _ = stage.journey.answer(answer).await;
        }
        let failed = practice.failed_sign_ins(&player.login) - before;
        assert!(
            failed <= 1 + u32::from(resolving),
            "seed {seed}, step {step}: {failed} failures for one action: {view:?}"
        );
        assert!(
            !practice.locked_by_failures(&player.login),
            "seed {seed}: the server has locked"
        );
    }
}

/// One answer that a person might give here, right or wrong.
fn answer(stage: &Stage, view: &View, player: &Player, academy: &str, uri: &str, dice: &mut Dice) -> Answer {
    let password = |dice: &mut Dice, right: &str| match dice.roll(3) {
        0 => "Pas-Du-Tout-33".to_owned(),
        _ => right.to_owned(),
    };
    match &view.screen {
        Screen::FindAcademy { .. } => Answer::ChooseAcademy {
            id: academy.into(),
            department: None,
        },
        Screen::ChooseDepartment { choices } => Answer::ChooseDepartment {
            code: (dice.roll(2) == 0).then(|| choices[dice.roll(choices.len())].code.clone()),
        },
        Screen::Identify { .. } => Answer::Identify(entered(player)),
        Screen::Hold { options } => Answer::Hold {
            holding: options[dice.roll(options.len())],
        },
        Screen::SignIn { .. } if dice.roll(8) == 0 => Answer::Later,
        Screen::SignIn { .. } => {
            let Servers::Practice(practice) = &stage.servers else {
                panic!()
            };
            let application = academy == ACADEMIES[1];
            let right = match application {
                true => practice.application_password(&player.login),
                false if practice.password_is(&player.login, CHOSEN) => CHOSEN.to_owned(),
                false => player.password.clone(),
            };
            sign_in(&password(dice, &right))
        }
        Screen::NewPassword { .. } => Answer::NewPassword {
            password: Password::new(if dice.roll(3) == 0 {
                "Rentree2025!".into()
            } else {
                CHOSEN.into()
            }),
        },
        Screen::InDoubt { .. } => Answer::Resolve {
            old: Some(Password::new(player.password.clone())),
            new: Some(Password::new(CHOSEN.into())),
        },
        Screen::HandOff { .. } | Screen::Lost { .. } => Answer::Returned {
            outcome: [Returned::Did, Returned::DidNotWork, Returned::Later][dice.roll(3)],
        },
        Screen::RecoveryAddress { .. } => match dice.roll(3) {
            0 => Answer::RecoveryAddress {
                address: "moi@entrainement.test".into(),
            },
            1 if dice.roll(3) == 0 => Answer::Later,
            _ => Answer::RecoveryAddress {
                address: player.personal.clone(),
            },
        },
        Screen::RecoveryCode { .. } => match dice.roll(4) {
            0 => Answer::RecoveryCode {
                code: Code::new("000000"),
            },
            1 => Answer::ResendCode,
            _ => Answer::RecoveryCode {
                code: Code::new(&stage.recovery_code(&player.personal)),
            },
        },
        Screen::Enrol { .. } => {
            if dice.roll(4) == 0 {
                Answer::Later
            } else {
                Answer::Enrol
            }
        }
        Screen::EnrolmentCard(_) => match dice.roll(3) {
            0 => Answer::Code {
                code: Code::new("000000"),
            },
            _ => Answer::Code {
                code: Code::new(&stage.phone(uri, 0)),
            },
        },
        Screen::ProveCode { .. } => match dice.roll(4) {
            0 => Answer::Later,
            _ => Answer::Code {
                code: Code::new(&stage.phone(uri, 1)),
            },
        },
        Screen::DeclareFactor { factors } => Answer::DeclareFactor {
            factor: factors.get(dice.roll(2)).copied(),
        },
        Screen::ChooseApps { .. } => match dice.roll(4) {
            0 => Answer::Later,
            1 => Answer::Apps {
                clients: Vec::new(),
                signature: SignatureFields::default(),
            },
            _ => Answer::Apps {
                clients: vec![Client::Thunderbird, Client::Apple],
                signature: SignatureFields::default(),
            },
        },
        Screen::Servers { .. } | Screen::Outcome { .. } | Screen::Written { .. } => match dice.roll(10) {
            0 => Answer::Hold {
                holding: Holding::Letter,
            },
            _ => Answer::Continue,
        },
        Screen::ChoosePlatform { .. } | Screen::CheckUp(_) => Answer::Continue,
    }
}

/// Done has a proof; declared and left have none.
fn honest(view: &View, seed: u64) {
    let items = match &view.screen {
        Screen::Outcome { items, .. } => items.clone(),
        Screen::CheckUp(summary) => [&summary.done, &summary.declared, &summary.left]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    for item in items {
        assert_eq!(
            item.proof.is_some(),
            item.standing == Standing::Done,
            "seed {seed}: {item:?}"
        );
    }
}

/// The same journey for the same seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap() % sides
    }
}
