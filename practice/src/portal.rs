//! The portal of the connected academy, in the manner of LemonLDAP::NG 2.16: HTML for people, JSON for programs.
//!
//! Form tokens are waived for JSON, second factors may be enrolled, an expired password cannot be changed. Error numbers
//! are LemonLDAP's (`PE_*`); they come as numbers or as strings, as they do there.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    accounts::{Refused, SignIn, code_matches},
    people::Realm,
    token,
    web::{self, escape},
    world::World,
};

/// Name the portal gives itself; it stands on the phone's screen beside the code.
const NAME: &str = "Academie d'entrainement";
/// Seconds a form or an enrolment may stay open (`formTimeout`).
const FORM: Duration = Duration::from_secs(120);
/// Sessions and open forms kept.
const KEPT: usize = 500;

/// The portal, for the router's state.
struct Portal {
    world: Arc<World>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    sessions: VecDeque<(String, String)>,
    forms: VecDeque<(String, Pending, SystemTime)>,
}

/// What a form token stands for.
#[derive(Clone)]
enum Pending {
    /// The sign-in form.
    SignIn,
    /// A right password that waits for its code.
    Code { login: String },
    /// A secret that waits for its first code.
    Enrol { login: String, secret: String },
}

/// All its addresses.
pub(crate) fn router(world: Arc<World>) -> Router {
    let portal = Arc::new(Portal {
        world,
        open: Mutex::default(),
    });
    let router = Router::new()
        .route("/", get(front).post(sign_in))
        .route("/mysession/", get(session))
        .route("/2fregisters/", get(devices).post(kinds))
        .route("/2fregisters", get(devices).post(kinds))
        .route("/2fregisters/totp/getkey", post(key))
        .route("/2fregisters/totp/verify", post(verify))
        .route("/2fregisters/totp/delete", post(forget))
        .route("/totp2fcheck", post(check))
        .with_state(portal);
    web::bounded(router)
}

impl Portal {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn form(&self, pending: Pending) -> String {
        let token = token();
        let now = self.world.now();
        let mut open = self.open();
        open.forms.truncate(KEPT);
        open.forms.push_front((token.clone(), pending, now));
        token
    }

    /// The form behind a token, while it is fresh.
    fn pending(&self, token: &str, burn: bool) -> Option<Pending> {
        let now = self.world.now();
        let mut open = self.open();
        let at = open.forms.iter().position(|(held, _, _)| held == token)?;
        let (_, pending, since) = open.forms.get(at)?.clone();
        if burn {
            open.forms.remove(at);
        }
        (now.duration_since(since).unwrap_or_default() <= FORM).then_some(pending)
    }

    fn who(&self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let ids: Vec<&str> = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|one| one.trim().strip_prefix("lemonldap="))
            .collect();
        let open = self.open();
        open.sessions
            .iter()
            .find(|(id, _)| ids.contains(&id.as_str()))
            .map(|(_, login)| login.clone())
    }

    fn begin(&self, login: String) -> Response {
        let id = token();
        let mut open = self.open();
        open.sessions.truncate(KEPT);
        open.sessions.push_front((id.clone(), login));
        let cookie = format!(
            "lemonldap={id}; domain=.{}; path=/; HttpOnly; Secure",
            Realm::Connected.domain()
        );
        (
            [(header::SET_COOKIE, cookie)],
            Json(json!({ "result": 1, "error": "0", "id": id })),
        )
            .into_response()
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepts.contains("application/json") || accepts.contains("text/json")
}

fn refused(status: StatusCode, error: impl Into<Value>) -> Response {
    (status, Json(json!({ "result": 0, "error": error.into() }))).into_response()
}

const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;
const BAD: StatusCode = StatusCode::BAD_REQUEST;

#[derive(Deserialize)]
struct Front {
    logout: Option<String>,
}

async fn front(State(portal): State<Arc<Portal>>, Query(query): Query<Front>, headers: HeaderMap) -> Response {
    let who = portal.who(&headers);
    if query.logout.is_some() {
        if let Some(who) = &who {
            portal.open().sessions.retain(|(_, login)| login != who);
        }
        let cookie = format!("lemonldap=0; domain=.{}; path=/; Max-Age=0", Realm::Connected.domain());
        return (
            [(header::SET_COOKIE, cookie)],
            Json(json!({ "result": 1, "error": "47" })),
        )
            .into_response();
    }
    match who {
        Some(_) if wants_json(&headers) => Json(json!({ "result": 1, "error": "0" })).into_response(),
        None if wants_json(&headers) => refused(UNAUTHORIZED, "9"),
        Some(who) => {
            web::page("Portail", "", &format!("<p>Vous êtes connecté : {}.</p>", escape(&who))).into_response()
        }
        None => sign_in_form(&portal, None).into_response(),
    }
}

fn sign_in_form(portal: &Portal, error: Option<u16>) -> axum::response::Html<String> {
    let token = portal.form(Pending::SignIn);
    let error = error
        .map(|code| {
            format!(
                "<p class=\"refused\" role=\"alert\" trmsg=\"{code}\">La connexion a été refusée (code {code}).</p>"
            )
        })
        .unwrap_or_default();
    web::page(
        "Portail",
        "",
        &format!(
            r#"{error}<form action="/" method="post">
<input type="hidden" name="token" value="{token}">
<label for="user">Identifiant</label><input id="user" name="user" autocomplete="username" required>
<label for="password">Mot de passe</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Se connecter</button>
</form>"#
        ),
    )
}

#[derive(Deserialize, Default)]
struct SignInForm {
    #[serde(default)]
    user: String,
    #[serde(default)]
    password: String,
    oldpassword: Option<String>,
    newpassword: Option<String>,
    confirmpassword: Option<String>,
    #[serde(default)]
    token: String,
}

async fn sign_in(State(portal): State<Arc<Portal>>, headers: HeaderMap, Form(form): Form<SignInForm>) -> Response {
    let json = wants_json(&headers);
    let who = portal.who(&headers);
    if !json && who.is_none() && !matches!(portal.pending(&form.token, true), Some(Pending::SignIn)) {
        return (UNAUTHORIZED, sign_in_form(&portal, Some(81))).into_response();
    }
    if form.newpassword.is_some() {
        return change(&portal, who, &form);
    }
    if form.user.is_empty() || form.password.is_empty() {
        return refused(UNAUTHORIZED, "2");
    }
    // `userControl` of LemonLDAP.
    if !form
        .user
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@'))
    {
        return refused(UNAUTHORIZED, 40);
    }
    let now = portal.world.now();
    let mut accounts = portal.world.accounts();
    let answer = accounts.sign_in(Realm::Connected, &form.user, &form.password, now);
    let account = accounts
        .find(Realm::Connected, &form.user)
        .map(|a| (a.person.login.clone(), a.has_totp()));
    drop(accounts);
    let error = match (answer, account) {
        (SignIn::Good { must_change: false, .. }, Some((login, false))) => return portal.begin(login),
        // HTML even for JSON: this is how LemonLDAP asks for the code.
        (SignIn::Good { must_change: false, .. }, Some((login, true))) => return ask_code(&portal, login),
        (SignIn::Good { .. }, _) => 25,
        (SignIn::Locked, _) => 21,
        (SignIn::Expired, _) => 22,
        (SignIn::Wrong, _) => 5,
    };
    if json {
        match error {
            25 => refused(UNAUTHORIZED, "25"),
            error => refused(UNAUTHORIZED, error),
        }
    } else {
        (UNAUTHORIZED, sign_in_form(&portal, Some(error))).into_response()
    }
}

/// Inside a session, or at a first sign-in with the temporary password.
fn change(portal: &Portal, who: Option<String>, form: &SignInForm) -> Response {
    // Seen on LemonLDAP 2.16: strings within a session, numbers at a first sign-in.
    let within = who.is_some();
    let no = |error: u16| match within {
        true => refused(BAD, error.to_string()),
        false => refused(UNAUTHORIZED, error),
    };
    let new = form.newpassword.as_deref().unwrap_or_default();
    if form.confirmpassword.as_deref() != Some(new) {
        return no(34);
    }
    let Some(old) = form.oldpassword.as_deref().filter(|old| !old.is_empty()) else {
        return no(27);
    };
    let now = portal.world.now();
    let mut accounts = portal.world.accounts();
    let name = who.clone().unwrap_or_else(|| form.user.clone());
    if who.is_none() {
        match accounts.sign_in(Realm::Connected, &name, old, now) {
            SignIn::Good { .. } => {}
            SignIn::Locked => return no(21),
            SignIn::Wrong | SignIn::Expired => return no(39),
        }
    }
    let Some(account) = accounts.find(Realm::Connected, &name) else {
        return no(39);
    };
    match account.change(Some(old), new) {
        Ok(()) if who.is_some() => Json(json!({ "result": 1, "error": "35" })).into_response(),
        // The success of a forced change: no session, and 35 (PE_PASSWORD_OK) in a 401.
        Ok(()) => refused(UNAUTHORIZED, "35"),
        Err(Refused::TooShort) => no(29),
        Err(Refused::Quality) => no(28),
        Err(Refused::Same | Refused::InHistory) => no(31),
        Err(Refused::WrongOld | Refused::OldMissing) => no(39),
    }
}

fn ask_code(portal: &Portal, login: String) -> Response {
    let token = portal.form(Pending::Code { login });
    let form = format!(
        r#"<form action="/totp2fcheck" method="post">
<input type="hidden" name="token" value="{token}">
<input type="hidden" name="checkLogins" value="0">
<input type="hidden" name="stayconnected" value="0">
<label for="code">Code à 6 chiffres de votre application</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button type="submit">Continuer</button>
</form>"#
    );
    web::page("Code de connexion", "", &form).into_response()
}

#[derive(Deserialize, Default)]
struct CodeForm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    code: String,
    #[serde(rename = "TOTPName", default)]
    name: String,
}

/// A wrong code burns the token: the person signs in again.
async fn check(State(portal): State<Arc<Portal>>, Form(form): Form<CodeForm>) -> Response {
    let Some(Pending::Code { login }) = portal.pending(&form.token, true) else {
        return refused(UNAUTHORIZED, 82);
    };
    let now = portal.world.now();
    let right = portal
        .world
        .accounts()
        .find(Realm::Connected, &login)
        .is_some_and(|a| a.code_is_right(&form.code, now));
    if right { portal.begin(login) } else { refused(BAD, "96") }
}

async fn session(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Response {
    match portal.who(&headers) {
        Some(who) => Json(json!({ "result": who })).into_response(),
        None if headers.contains_key(header::COOKIE) => refused(UNAUTHORIZED, "1"),
        None => refused(UNAUTHORIZED, 9),
    }
}

async fn kinds(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Response {
    match portal.who(&headers) {
        Some(_) => Json(json!([{ "name": "totp", "logo": "totp.png", "url": "/2fregisters/totp" }])).into_response(),
        None => refused(UNAUTHORIZED, "9"),
    }
}

async fn devices(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Response {
    let Some(who) = portal.who(&headers) else {
        return refused(UNAUTHORIZED, "9");
    };
    let held = portal
        .world
        .accounts()
        .by_login(&who)
        .is_some_and(crate::accounts::Account::has_totp);
    let line = if held {
        "<p><span device='TOTP' epoch='0' prefix='totp'>Application de codes : enregistrée.</span></p>"
    } else {
        "<p>Aucun second facteur.</p>"
    };
    web::page("Seconds facteurs", "", line).into_response()
}

/// Who asks, provided the request could not come from another site's form.
fn registrant(portal: &Portal, headers: &HeaderMap) -> Result<String, Box<Response>> {
    let who = portal
        .who(headers)
        .ok_or_else(|| Box::new(refused(UNAUTHORIZED, "9")))?;
    if headers.get("x-csrf-check").is_some_and(|value| value == "1") {
        Ok(who)
    } else {
        Err(Box::new((BAD, Json(json!({ "error": "csrfError" }))).into_response()))
    }
}

async fn key(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Response {
    let login = match registrant(&portal, &headers) {
        Ok(login) => login,
        Err(response) => return *response,
    };
    if portal
        .world
        .accounts()
        .by_login(&login)
        .is_some_and(crate::accounts::Account::has_totp)
    {
        return Json(json!({ "error": "totpExistingKey" })).into_response();
    }
    let secret = totp_rs::Secret::generate().to_base32().to_ascii_lowercase();
    let token = portal.form(Pending::Enrol {
        login: login.clone(),
        secret: secret.clone(),
    });
    Json(json!({
        "secret": secret, "token": token, "portal": NAME, "user": login, "digits": 6, "interval": 30, "newkey": 1,
    }))
    .into_response()
}

async fn verify(State(portal): State<Arc<Portal>>, headers: HeaderMap, Form(form): Form<CodeForm>) -> Response {
    let login = match registrant(&portal, &headers) {
        Ok(login) => login,
        Err(response) => return *response,
    };
    if form.code.is_empty() {
        return (BAD, Json(json!({ "error": "missingCode" }))).into_response();
    }
    // ASCII only: LemonLDAP refuses accents in the name of a device.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ' ' | '-');
    if !form.name.chars().all(plain) || form.name.len() > 20 {
        return Json(json!({ "error": "badName" })).into_response();
    }
    let Some(Pending::Enrol { login: owner, secret }) = portal.pending(&form.token, false) else {
        return (BAD, Json(json!({ "error": "PE82" }))).into_response();
    };
    if owner != login || !code_matches(&secret, &form.code, portal.world.now()) {
        return Json(json!({ "error": "badCode" })).into_response();
    }
    portal.pending(&form.token, true);
    if let Some(account) = portal.world.accounts().find(Realm::Connected, &login) {
        account.enrol(&secret);
    }
    Json(json!({ "result": 1 })).into_response()
}

async fn forget(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Response {
    match registrant(&portal, &headers) {
        Ok(login) => {
            if let Some(account) = portal.world.accounts().find(Realm::Connected, &login) {
                account.forget_totp();
            }
            Json(json!({ "result": 1 })).into_response()
        }
        Err(response) => *response,
    }
}
