//! Serving a router over one connection, with limits; and what all pages share.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse as _, Response},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::io::{AsyncRead, AsyncWrite};

/// Octets of a form.
const BODY: usize = 16 * 1024;

/// Serves one connection, HTTP/1.1.
pub(crate) async fn serve<S>(router: Router, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(60))
        .max_buf_size(32 * 1024);
    let served = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = served.await {
        tracing::debug!(%error, "HTTP connection ended");
    }
}

/// Body limit and headers every page has.
pub(crate) fn bounded(router: Router) -> Router {
    router
        .layer(middleware::map_response(no_store))
        .layer(DefaultBodyLimit::max(BODY))
}

async fn no_store(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Plain http is for a browser on this machine that was given the loopback address: any other name in `Host` is a web
/// page trying to reach in by DNS rebinding.
pub(crate) fn only_loopback(router: Router, port: u16) -> Router {
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let known = host.is_some_and(|host| hosts.iter().any(|known| known == host));
        async move {
            if known {
                next.run(request).await
            } else {
                StatusCode::MISDIRECTED_REQUEST.into_response()
            }
        }
    }))
}

/// A whole page: French, marked as practice, no script. `head` is trusted, `body` is HTML.
pub(crate) fn page(title: &str, head: &str, body: &str) -> Html<String> {
    let title = escape(title);
    Html(format!(
        r#"<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}<title>{title} - Entraînement</title>
<style>
body {{ font: 1.125rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; color: #16161a; background: #fff; }}
.practice {{ border: 0.2rem solid #7a4b00; background: #fff3d6; padding: 0.5rem 1rem; font-weight: bold; }}
label {{ display: block; margin-top: 1rem; font-weight: bold; }}
input {{ font: inherit; width: 100%; box-sizing: border-box; padding: 0.4rem; border: 0.1rem solid #55555f; }}
button {{ font: inherit; margin-top: 1.5rem; padding: 0.5rem 1.5rem; border: 0; background: #1b3f94; color: #fff; }}
:focus-visible {{ outline: 0.2rem solid #b34000; outline-offset: 0.15rem; }}
.refused {{ border-left: 0.4rem solid #b00020; padding-left: 0.8rem; }}
.done {{ border-left: 0.4rem solid #18753c; padding-left: 0.8rem; }}
code {{ font-size: 1.25em; word-break: break-all; }}
article {{ border: 0.1rem solid #55555f; padding: 0 1rem; margin: 1rem 0; }}
pre {{ white-space: pre-wrap; font: inherit; }}
</style>
</head>
<body>
<p class="practice">Entraînement : rien de réel ici. Ne tapez aucun vrai mot de passe.</p>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"#
    ))
}

/// For text and attribute values in HTML.
pub(crate) fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
        out
    })
}
