//! The lines screens are made of: servers, pages, desks, files, refusals. Their order belongs to [`super`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ItemKey, StepName};
use crate::{
    academy::{Confidence, Endpoint, MailApp, PagePurpose},
    mail::discover::FoundBy,
    profiles::Client,
    reason::{Kind, Mender},
};

/// A mail platform to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PlatformChoice {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// The address the webmail opens at.
    pub webmail: Option<String>,
}

/// A mail server and what it answered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ServerLine {
    /// Where; null when none was found.
    pub endpoint: Option<Endpoint>,
    /// Where the endpoint was found.
    pub found_by: Option<FoundBy>,
    /// The server answered under a verified certificate.
    pub reached: bool,
    /// Why it was not.
    pub fault: Option<RefusalLine>,
}

/// An official page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PageLine {
    /// What it is for.
    pub purpose: PagePurpose,
    /// "Estérel".
    pub name: Option<String>,
    /// Null: unknown, ask the desk.
    pub url: Option<String>,
    /// The host to look for in the address bar.
    pub host: Option<String>,
    /// How sure the address is.
    pub confidence: Option<Confidence>,
    /// In practice: what the browser opens instead.
    pub practice_url: Option<String>,
}

/// A département.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DepartmentLine {
    /// "42", "2A".
    pub code: String,
    /// "Loire".
    pub name: String,
}

/// Where somebody left, as it was noted: it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ResumeLine {
    /// "académie de Lyon".
    pub academy: String,
    /// "Claire Martin".
    pub name: String,
    /// Mail address.
    pub address: String,
    /// When, Unix seconds.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub since: i64,
    /// The step reached.
    pub step: StepName,
    /// What was left.
    pub left: Vec<ItemKey>,
    /// A change of password whose answer never came.
    pub in_doubt: bool,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DeskLine {
    /// Who it is; the sentences are `desk-<role>` and its `.why`.
    pub role: DeskRole,
    /// The name the data gives; null: the sentence of the role names it.
    pub name: Option<String>,
    /// The département it serves.
    pub department: Option<DepartmentLine>,
    /// The town of an unnamed DSDEN.
    pub town: Option<String>,
    /// How sure that town is.
    pub confidence: Option<Confidence>,
    /// Web form.
    pub url: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// Who a desk is, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DeskRole {
    /// The office of the school: it reads the identifier in the file.
    Secretariat,
    /// The desk of the département.
    Department,
    /// The academy's help desk.
    Academy,
    /// Human resources at the rectorate, then its help desk; no source names it.
    Rectorate,
}

/// A portal of the academy, on the map of the final sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PortalLine {
    /// What it is; the sentence is `portal-<kind>`.
    pub kind: PortalKind,
    /// "Estérel", "laclasse.com".
    pub name: Option<String>,
    /// The host to look for; null: no source gives it, ask the desk.
    pub host: Option<String>,
    /// For whom, where not for everybody: "collèges 13".
    pub scope: Option<String>,
    /// How sure the data is.
    pub confidence: Confidence,
}

/// What a portal is to somebody who looks for their mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PortalKind {
    /// The mailbox.
    Inbox,
    /// Another mail service of the academy: this person's box is not there.
    OtherMailbox,
    /// Sign-on page of the staff applications.
    SignOn,
    /// Staff portal.
    Staff,
    /// The page of the account: password, recovery, second factor.
    Account,
    /// Help.
    Assistance,
    /// The public site.
    Website,
    /// School workspace.
    Ent,
    /// Families and pupils.
    Families,
    /// A staff application.
    Application,
    /// Anything else.
    Other,
}

/// A client on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ClientOffer {
    /// Which.
    pub client: Client,
    /// Found on this computer.
    pub installed: bool,
    /// Ticked at first.
    pub proposed: bool,
    /// Why it cannot be written; the sentence is `refusal-<code>`.
    pub unavailable: Option<RefusalLine>,
}

/// What a person types into an application that reads no file of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TypedLine {
    /// The sentences are `app-<app>`, `.steps` and `.warning`.
    pub app: MailApp,
    /// The warning is shown first.
    pub warns: bool,
    /// In the order the application asks.
    pub values: Vec<TypedValue>,
}

/// One value to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TypedValue {
    /// Key of its label.
    pub label: String,
    /// As it is typed.
    pub value: String,
}

/// Whether the profile can be mailed to oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Mailing {
    /// Nothing to mail, or no proved way to send.
    No,
    /// On offer.
    Offered,
    /// The server took it.
    Sent,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileLine {
    /// For which client.
    pub client: Client,
    /// Where it is.
    pub path: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// What to do next; the sentence is `next-<code>`.
    pub next: String,
    /// The copy that was made before, if something was there.
    pub backup: Option<String>,
}

/// A file this program wrote, or wrote into, and that can be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChangeLine {
    /// Where.
    pub path: String,
    /// For which client; unknown for a client of another version.
    pub client: Option<Client>,
    /// When, Unix seconds; null: an earlier version did not say.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub since: Option<i64>,
    /// What was done there; the sentence is `change-<kind>`.
    pub kind: ChangeKind,
    /// The copy of what was there.
    pub backup: Option<String>,
}

/// What was done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Nothing was there.
    Made,
    /// Another file was there; it was copied first.
    Replaced,
    /// An account among the others in Thunderbird's own settings.
    Account,
}

/// What undoing a change did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct UndoneLine {
    /// Where.
    pub path: String,
    /// The sentence is `undone-<did>`.
    pub did: Did,
}

/// How a change was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// The copy is back.
    Restored,
    /// The file is gone.
    Removed,
    /// It was gone already.
    Missing,
    /// It is not what was written any more: left alone.
    Changed,
    /// The account is out of Thunderbird.
    AccountOut,
    /// The account was out already.
    AccountGone,
}

/// A refusal as the doors show it: the sentence is `refusal-<code>`, the remedy its attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefusalLine {
    /// Key of the sentence.
    pub code: String,
    /// Values it names.
    pub params: BTreeMap<String, String>,
    /// Who can mend it.
    pub mender: Mender,
    /// What sort of stop it is.
    pub kind: Kind,
}

/// A thing that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Doing {
    /// What; the sentence is `doing-<code>`.
    pub code: Doings,
    /// With whom.
    pub host: Option<String>,
    /// How long it may take, seconds.
    pub at_most_s: u16,
}

/// What may be going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Doings {
    /// Looking for the mail servers.
    Discovering,
    /// Signing in to the web proxy.
    OpeningProxy,
    /// Connecting, checking the certificate.
    Connecting,
    /// Signing in.
    SigningIn,
    /// The server makes everybody of this network wait before it answers: no failure.
    KeptWaiting,
    /// Changing the password.
    Changing,
    /// Finding out which password holds.
    Resolving,
    /// Mailing the code.
    Mailing,
    /// Registering the recovery address.
    Registering,
    /// Enrolling the second factor.
    Enrolling,
    /// Waiting for the person to close Thunderbird.
    ThunderbirdOpen,
    /// Writing files.
    Writing,
    /// Reading the mailbox.
    Reading,
    /// Waiting for a message sent to oneself.
    RoundTrip,
    /// Keeping the mail password in the keyring.
    Keeping,
    /// Erasing, then looking for what is left.
    Erasing,
}

/// A pack that serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackLine {
    /// "académie de Lyon".
    pub academy: String,
    /// Id of the key that signed it; `null`: nobody did, the terminal was told to take it all the same.
    pub key: Option<String>,
    /// The day it was signed, ISO 8601.
    pub signed: Option<String>,
    /// Its last day, ISO 8601; an unsigned one may have none.
    pub until: Option<String>,
    /// That day is past: its contacts and texts are shown, everything else is the program's own.
    pub expired: bool,
    /// The rectorate's logo: a PNG in base64, decoded and written anew by the core.
    pub logo: Option<String>,
}
