//! The page itself: files of the built front end, inside the program.

use std::hash::{DefaultHasher, Hasher};

use axum::extract::Request;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, File, include_dir};

use crate::refuse::Refusal;
use crate::wire::error::ErrorCode;

/// The front end as built; nothing but its files can be asked for.
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

const INDEX: &str = "index.html";

/// A file of the page.
pub(crate) async fn asset(request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return not_allowed("GET, HEAD");
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = if path.is_empty() { INDEX } else { path };
    match FILES.get_file(name) {
        Some(file) => answer(name, file, request.headers()),
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

fn answer(name: &str, file: &'static File<'static>, asked: &HeaderMap) -> Response {
    let mut hasher = DefaultHasher::new();
    hasher.write(file.contents());
    let tag = format!("\"{:016x}\"", hasher.finish());
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    // Files under assets/ carry a hash in their names.
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    let same = asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if same {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.contents()).into_response()
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
