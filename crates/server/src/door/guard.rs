//! Who may ask: only pages of this server, by its own name; and what every answer carries.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::refuse::{Refusal, shorten};
use crate::wire::error::ErrorCode;

/// Longest path with query.
const URI_BYTES: usize = 2048;

/// How long an answer may take to begin; bodies that trickle in are cut off with it.
const ANSWER: Duration = Duration::from_secs(60);

/// The page may load from this server alone, run only its scripts, and send nothing elsewhere. Workers of the map come
/// from blobs; pictures to be saved are made as blobs and data.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; child-src blob:; manifest-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// The names under which this server may be asked.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    hosts: [String; 3],
}

impl Guard {
    pub(crate) fn new(port: u16) -> Self {
        Self {
            hosts: ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")),
        }
    }

    /// Refuses requests under another name (DNS rebinding), from pages of another origin, or of absurd length.
    fn refuses(&self, request: &Request) -> Option<Refusal> {
        let length = request.uri().path_and_query().map_or(0, |uri| uri.as_str().len());
        if length > URI_BYTES {
            return Some(Refusal::new(
                StatusCode::URI_TOO_LONG,
                ErrorCode::TooLarge,
                format!("an address of {length} bytes"),
                format!("stay below {URI_BYTES}"),
            ));
        }
        let headers = request.headers();
        let host = the_only(headers, &HOST);
        if !host.is_some_and(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
            return Some(self.foreign("host", host));
        }
        if headers.contains_key(ORIGIN) {
            let origin = the_only(headers, &ORIGIN);
            let own = origin
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(|host| self.hosts.iter().any(|own| own == host));
            if !own {
                return Some(self.foreign("origin", origin));
            }
        }
        // A link on another page may lead here; its scripts and pictures may not ask the API.
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let from_elsewhere = site.is_some_and(|site| site != b"same-origin" && site != b"none");
        (from_elsewhere && request.uri().path().starts_with("/api")).then(|| self.foreign("site", None))
    }

    fn foreign(&self, what: &str, value: Option<&str>) -> Refusal {
        let value = value.map_or_else(String::new, |value| format!(" {:?}", shorten(value)));
        Refusal::new(
            StatusCode::FORBIDDEN,
            ErrorCode::Foreign,
            format!("the {what}{value} is not this server’s"),
            format!("open http://{}/", self.hosts[0]),
        )
    }
}

fn late() -> Response {
    let message = format!("no answer within {} seconds", ANSWER.as_secs());
    let remedy = "ask for less, or wait until the machine is less busy";
    Refusal::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Timeout, message, remedy).into_response()
}

/// The value of a header that stands there once and is text.
fn the_only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Refuses what may not ask, and puts the headers on every answer.
pub(crate) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.refuses(&request) {
        Some(refusal) => refusal.into_response(),
        None => tokio::time::timeout(ANSWER, next.run(request))
            .await
            .unwrap_or_else(|_| late()),
    };
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::body::Body;

    use super::*;

    fn status(headers: &[(&str, &str)], uri: &str) -> Option<u16> {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        Guard::new(7000)
            .refuses(&request)
            .map(|refusal| refusal.status.as_u16())
    }

    #[test]
    fn only_its_own_names_are_answered() {
        for own in ["127.0.0.1:7000", "localhost:7000", "LOCALHOST:7000", "[::1]:7000"] {
            assert_eq!(status(&[("host", own)], "/"), None, "{own}");
        }
        for other in [
            "",
            "127.0.0.1",
            "127.0.0.1:7001",
            "evil.example:7000",
            "127.0.0.1:7000.evil.example",
            "0.0.0.0:7000",
        ] {
            assert_eq!(status(&[("host", other)], "/"), Some(403), "{other}");
        }
        assert_eq!(status(&[], "/"), Some(403));
        let twice = [("host", "127.0.0.1:7000"), ("host", "evil.example")];
        assert_eq!(status(&twice, "/"), Some(403));
    }

    #[test]
    fn pages_of_other_origins_are_refused() {
        let from = |origin| status(&[("host", "127.0.0.1:7000"), ("origin", origin)], "/api/status");
        assert_eq!(from("http://127.0.0.1:7000"), None);
        assert_eq!(from("http://localhost:7000"), None);
        for other in [
            "null",
            "https://127.0.0.1:7000",
            "http://127.0.0.1:7001",
            "http://evil.example",
            "http://127.0.0.1:7000/",
        ] {
            assert_eq!(from(other), Some(403), "{other}");
        }
        let fetched = |site, uri| status(&[("host", "127.0.0.1:7000"), ("sec-fetch-site", site)], uri);
        assert_eq!(fetched("cross-site", "/api/status"), Some(403));
        assert_eq!(fetched("same-site", "/api/status"), Some(403));
        assert_eq!(fetched("cross-site", "/"), None, "a link may lead here");
        assert_eq!(fetched("same-origin", "/api/status"), None);
    }

    #[test]
    fn absurd_addresses_are_refused() {
        let uri = format!("/{}", "a".repeat(3000));
        assert_eq!(status(&[("host", "127.0.0.1:7000")], &uri), Some(414));
    }
}
