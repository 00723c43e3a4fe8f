//! The few things read in a portal's HTML: the forms, where they go, their fields.
//!
//! LemonLDAP::NG gives the one-time token of its forms only in the page, and asks for a second factor in HTML even when JSON
//! was asked for. The tokenizer is html5ever's (the one browsers' rules are written for); no tree is built, nothing is run,
//! and an address found in a page is never followed.

use std::cell::RefCell;

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{
        Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{Rawtext, Rcdata, ScriptData},
    },
};

/// A page's forms.
#[derive(Debug, Default)]
pub(super) struct Page {
    forms: Vec<Form>,
}

/// A form: where it goes, and its named fields. The first one holds the fields outside any form.
#[derive(Debug, Default)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// Longer than any token seen; shorter than what would be an attack.
const LONGEST_TOKEN: usize = 256;

impl Page {
    /// Reads as browsers do; there is no text it refuses.
    pub(super) fn read(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        let tokenizer = Tokenizer::new(Forms::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        Self {
            forms: tokenizer.sink.0.into_inner(),
        }
    }

    /// The one-time token of the sign-in form.
    pub(super) fn sign_in_token(&self) -> Option<&str> {
        self.forms.iter().find(|form| form.has("user")).and_then(Form::token)
    }

    /// The one-time token of the form that asks for the code of an authenticator application.
    pub(super) fn code_token(&self) -> Option<&str> {
        self.forms
            .iter()
            .find(|form| form.goes_to("totp2fcheck"))
            .and_then(Form::token)
    }

    /// Some second factor is asked for, or a choice among several.
    pub(super) fn asks_factor(&self) -> bool {
        self.forms
            .iter()
            .any(|form| form.goes_to("2fcheck") || form.goes_to("2fchoice"))
    }

    /// A picture puzzle stands in the sign-in form.
    pub(super) fn has_captcha(&self) -> bool {
        self.forms
            .iter()
            .any(|form| form.has("captcha") || form.has("captcha_user_code"))
    }
}

impl Form {
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    fn token(&self) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(field, _)| field == "token")?;
        let sound = (1..=LONGEST_TOKEN).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
        sound.then_some(value)
    }

    /// `/totp2fcheck`, `https://portal/totp2fcheck?x`: the end of the path.
    fn goes_to(&self, end: &str) -> bool {
        let path = self.action.split(['?', '#']).next().unwrap_or_default();
        path.trim_end_matches('/').ends_with(end)
    }
}

/// Collects forms as their tags go by.
struct Forms(RefCell<Vec<Form>>);

impl Default for Forms {
    fn default() -> Self {
        Self(RefCell::new(vec![Form::default()]))
    }
}

impl TokenSink for Forms {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        let mut forms = self.0.borrow_mut();
        match &*tag.name {
            "form" => forms.push(Form {
                action: attribute(&tag, "action").unwrap_or_default(),
                fields: Vec::new(),
            }),
            "input" => {
                if let (Some(form), Some(name)) = (forms.last_mut(), attribute(&tag, "name")) {
                    form.fields.push((name, attribute(&tag, "value").unwrap_or_default()));
                }
            }
            // What stands inside these is text, not tags.
            "script" => return TokenSinkResult::RawData(ScriptData),
            "style" | "noframes" | "noembed" | "iframe" | "xmp" => return TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" => return TokenSinkResult::RawData(Rcdata),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs
        .iter()
        .find(|found| &*found.name.local == name)
        .map(|found| found.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN_IN: &str = r##"<!doctype html><title><input name="user"></title>
        <!-- <form><input name="user"><input name="token" value="comment"></form> -->
        <script>"<form><input name='user'><input name='token' value='script'></form>"</script>
        <form action="/search"><input name="q"><input type="hidden" name="token" value="other"></form>
        <form id="lform" action="#" method="post" class="login Password" role="form">
        <input type="hidden" name="url" value="" /><input type='hidden' NAME=token value=1795142068_43312>
        <input id="userfield" name="user" type="text"><input name="password" type="password"></form>"##;

    const CODE: &str = r#"<form action="/totp2fcheck" method="post" class="password" role="form">
        <input type="hidden" id="token" name="token" value="1795143284_37891" />
        <input type="hidden" name="skin" value="bootstrap" /><input name="code" value="" type="text"></form>"#;

    #[test]
    fn the_token_is_the_one_of_the_sign_in_form() {
        assert_eq!(Page::read(SIGN_IN).sign_in_token(), Some("1795142068_43312"));
        assert_eq!(Page::read(CODE).sign_in_token(), None);
        assert_eq!(
            Page::read("<form><input name=user><input name=token value=''></form>").sign_in_token(),
            None
        );
        let endless = format!(
            "<form><input name=user><input name=token value='{}'></form>",
            "x".repeat(300)
        );
        assert_eq!(Page::read(&endless).sign_in_token(), None);
    }

    #[test]
    fn a_page_that_asks_for_the_code_is_known_by_where_its_form_goes() {
        assert_eq!(Page::read(CODE).code_token(), Some("1795143284_37891"));
        assert_eq!(Page::read(SIGN_IN).code_token(), None);
        let choice =
            Page::read(r#"<form action="https://portail.test/2fchoice?x=1"><input name=token value=a></form>"#);
        assert!(choice.asks_factor());
        assert_eq!(choice.code_token(), None);
        assert!(Page::read(r#"<form action="/mail2fcheck?skin=bootstrap"></form>"#).asks_factor());
        assert!(!Page::read(SIGN_IN).asks_factor());
    }

    #[test]
    fn a_captcha_is_seen() {
        let page = "<form><input name=user><img id=captcha src=data:x><input id=captchafield name=captcha></form>";
        assert!(Page::read(page).has_captcha());
        assert!(!Page::read(SIGN_IN).has_captcha());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail(text: String) {
            let _ = Page::read(&text).sign_in_token();
        }
    }
}
