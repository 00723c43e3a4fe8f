//! The identity servers: what an academy lets a person do, one enum per capability.
//!
//! [`Account::of`] composes the capabilities from the academy's data: [`Check`], [`ChangePassword`], [`Recovery`],
//! [`Totp`]. A capability no server offers is [`web`]: the official page. Binds only as the person. Mail servers belong
//! to `mail`; the order of things belongs to `wizard`.

pub mod ldap;
pub mod lemonldap;
pub mod web;
