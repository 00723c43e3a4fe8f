//! A web proxy that wants a sign-in: asked for here and now, without echo, and tried once. What it opens is `net`'s.

use std::io::{self, IsTerminal};

use rentree::{
    net::Net,
    reason::Reason,
    secret::Password,
    wizard::{
        Journey,
        view::{Answer, RefusalLine},
    },
    words::Words,
};

use super::{Outcome, refusal_text, terminal};

/// The refusal that asks for it.
pub(super) const WANTED: &str = "proxy-sign-in";

/// What was typed for a proxy.
struct Typed {
    proxy: String,
    user: String,
    password: Password,
}

/// Has the person sign in to the proxy that `line` names; whether what stopped there is worth trying again. False: it is
/// about something else, nobody is there to ask, or nothing was typed.
///
/// # Errors
/// What the proxy says to the one try.
pub(super) async fn signed_in(words: &Words, net: &Net, line: &RefusalLine) -> Outcome<bool> {
    let Some(typed) = ask(words, line).await? else {
        return Ok(false);
    };
    let opened = net.sign_in_to_proxy(&typed.proxy, typed.user, typed.password).await;
    opened.map_err(|fault| RefusalLine::of(&fault as &dyn Reason))?;
    eprintln!("{}", words.plain("proxy-open"));
    Ok(true)
}

/// The same on a journey: a no is said, and the question that was on screen comes again.
pub(super) async fn signed_in_on(words: &Words, journey: &Journey, line: &RefusalLine) -> Outcome<bool> {
    let Some(Typed { proxy, user, password }) = ask(words, line).await? else {
        return Ok(false);
    };
    let answered = journey.answer(Answer::SignInToProxy { proxy, user, password }).await;
    match &answered {
        Ok(_) => eprintln!("{}", words.plain("proxy-open")),
        Err(refusal) => eprintln!("\n{}\n", refusal_text(words, refusal)),
    }
    Ok(answered.is_ok())
}

async fn ask(words: &Words, line: &RefusalLine) -> Outcome<Option<Typed>> {
    let Some(proxy) = line.params.get("proxy").filter(|_| line.code == WANTED) else {
        return Ok(None);
    };
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    eprintln!("{}", refusal_text(words, line));
    let user = terminal::line(words.with("cli-ask-proxy-user", &[("proxy", proxy)])).await?;
    if user.is_empty() {
        return Ok(None);
    }
    let text = terminal::secret("proxy", words.with("cli-ask-proxy-password", &[("proxy", proxy)])).await?;
    Ok((!text.is_empty()).then(|| Typed {
        proxy: proxy.clone(),
        user,
        password: Password::new(text.to_string()),
    }))
}
