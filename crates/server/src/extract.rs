//! Taking apart paths, queries and bodies, with refusals in our own form.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::refuse::Refusal;
use crate::wire::error::ErrorCode;

/// What stands in the path.
pub(crate) struct InPath<T>(pub(crate) T);

/// What stands in the query; unknown names are refused.
pub(crate) struct InQuery<T>(pub(crate) T);

/// A body of JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for InPath<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        let wrong =
            |error: PathRejection| Refusal::invalid(error.body_text(), "see /api/openapi.json for its form");
        path.map(|Path(path)| Self(path)).map_err(wrong)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for InQuery<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        let wrong =
            |error: QueryRejection| Refusal::invalid(error.body_text(), "see /api/openapi.json for its form");
        query.map(|Query(query)| Self(query)).map_err(wrong)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let body: Result<Json<T>, JsonRejection> = Json::from_request(request, state).await;
        body.map(|Json(body)| Self(body)).map_err(|error| {
            let (code, remedy) = match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => (ErrorCode::TooLarge, "ask for less at a time"),
                StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                    ErrorCode::MediaType,
                    "send JSON with content-type: application/json",
                ),
                _ => (ErrorCode::Invalid, "see /api/openapi.json for its form"),
            };
            let status = match error.status() {
                StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
                other => other,
            };
            Refusal::new(status, code, error.body_text(), remedy)
        })
    }
}
