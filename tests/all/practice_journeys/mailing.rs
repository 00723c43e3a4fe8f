//! The letter to oneself leaves once for each wish, however often the wish arrives.

use rentree::wizard::view::Screen;

use super::CONNECTED;
use crate::{
    journeys::{apple_profile, mailed_to_oneself, written_for_apple},
    stage::{Servers, Stage},
};

#[tokio::test(flavor = "multi_thread")]
async fn asked_twice_one_letter_leaves_and_the_screen_says_so_twice() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let subjects = || {
        let letters = practice.inbox(&player.address).into_iter();
        letters
            .filter(|letter| letter.from == player.address && letter.to == player.address)
            .map(|letter| letter.subject)
            .collect::<Vec<_>>()
    };
    apple_profile(&stage, CONNECTED, &player).await;
    assert_eq!(subjects(), Vec::<String>::new());
    mailed_to_oneself(&stage).await;
    mailed_to_oneself(&stage).await;
    assert_eq!(subjects().len(), 1, "{:?}", subjects());
    // Going back is to the choice, not to a screen on which nothing had been sent; written again, it is another wish.
    let view = stage.journey.back().await.unwrap();
    assert!(matches!(view.screen, Screen::ChooseApps { .. }), "{:?}", view.screen);
    written_for_apple(&stage).await;
    assert_eq!(subjects().len(), 1);
    mailed_to_oneself(&stage).await;
    assert_eq!(subjects().len(), 2);
}
