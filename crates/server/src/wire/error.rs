//! The one form in which every refusal and failure is told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of refusal or failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// The `Host` or `Origin` of the request is not that of this server.
    Foreign,
    /// There is no such address.
    NoSuchPage,
    /// There is nothing of that name.
    NotFound,
    /// The address knows no such method.
    Method,
    /// A value in the address, the query or the body cannot be.
    Invalid,
    /// The address, a header or the body is too long.
    TooLarge,
    /// The body is of another type than `application/json`.
    MediaType,
    /// The run is still being played.
    NotReady,
    /// This version of the program can no longer play the run's campaigns again.
    NotReproducible,
    /// Too many simulations run already.
    Busy,
    /// It took too long.
    Timeout,
    /// A file cannot be read, or something else is wrong on this side.
    Internal,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiError {
    /// What kind of refusal or failure it is.
    pub code: ErrorCode,
    /// What is wrong, with the offending value.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}
