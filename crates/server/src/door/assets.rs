//! The page itself: files of the built front end, inside the program.

use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::refuse::Refusal;
use crate::wire::error::ErrorCode;

/// The front end as built; nothing but its files can be asked for. Without it the program still builds.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
#[exclude = "*.map"]
struct Files;

const INDEX: &str = "index.html";

/// Shown where the front end was not there when the program was built.
const WITHOUT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Halha</title>\
    <h1>The page is missing</h1><p>This program was built without the front end (web/dist). Build it as web/README.md says, \
    then build the program again. The data are there: <a href=\"/api/openapi.json\">/api/openapi.json</a> describes them.</p>";

/// A file of the page.
pub(crate) async fn asset(request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return not_allowed("GET, HEAD");
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = if path.is_empty() { INDEX } else { path };
    match find(name, request.headers()) {
        Some((file, encoding)) => answer(name, file, encoding, request.headers()),
        None if name == INDEX => ([(CONTENT_TYPE, "text/html; charset=utf-8")], WITHOUT).into_response(),
        None => Refusal::new(
            StatusCode::NOT_FOUND,
            ErrorCode::NoSuchPage,
            format!("there is no /{}", crate::refuse::shorten(name)),
            "open /, or see /api/openapi.json for the API",
        )
        .into_response(),
    }
}

/// The answer to a method that an address does not know.
pub(crate) fn not_allowed(allowed: &'static str) -> Response {
    let refusal = Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::Method,
        "the address knows no such method",
        format!("use {allowed}"),
    );
    ([(ALLOW, allowed)], refusal).into_response()
}

/// The file of that name, compressed if it is there so and the reader takes it.
fn find(name: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let takes = |encoding: &str| {
        let mut listed = accepted
            .split(',')
            .map(|part| part.split(';').next().unwrap_or("").trim());
        listed.any(|name| name.eq_ignore_ascii_case(encoding))
    };
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if takes(encoding)
            && let Some(file) = Files::get(&format!("{name}{ending}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Files::get(name).map(|file| (file, None))
}

fn answer(name: &str, file: EmbeddedFile, encoding: Option<&'static str>, asked: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    // Files under assets/ carry a hash in their names.
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let same = asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if same {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data.into_owned()).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
