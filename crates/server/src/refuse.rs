//! Refusals and failures as answers: a status, and why in JSON.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::wire::error::{ApiError, ErrorCode};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) error: ApiError,
}

impl Refusal {
    pub(crate) fn new(
        status: StatusCode,
        code: ErrorCode,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (message, remedy) = (message.into(), remedy.into());
        let error = ApiError {
            code,
            message,
            remedy,
        };
        Self { status, error }
    }

    /// There is nothing of that name.
    pub(crate) fn not_found(what: &str, name: &str, remedy: &str) -> Self {
        let message = format!("no {what} is called {:?}", shorten(name));
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, message, remedy)
    }

    /// A value that cannot be.
    pub(crate) fn invalid(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::Invalid, message, remedy)
    }

    /// Too many at once.
    pub(crate) fn busy(message: impl Into<String>) -> Self {
        let remedy = "wait until one has ended, or close a page that still plays one";
        Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::Busy, message, remedy)
    }

    /// Something is wrong on this side. Paths are told: they are the user's own.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        let remedy = "see what the message says; if it is not your files, please report it";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, ErrorCode::Internal, error.to_string(), remedy)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.error)).into_response()
    }
}

/// At most 60 characters of what was asked for: it may hold megabytes.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
