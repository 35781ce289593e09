//! The record as the wire shows it: from rows and views of the record to JSON types, without a decision of their own.

pub(crate) mod compare;
pub(crate) mod conflict;
pub(crate) mod context;
pub(crate) mod export;
pub(crate) mod incidents;
pub(crate) mod page;
pub(crate) mod shared;
pub(crate) mod statements;
pub(crate) mod words;
