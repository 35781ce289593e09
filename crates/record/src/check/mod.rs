//! Checks of a record as a whole, once its rows are read.

mod arithmetic;
mod circles;
mod dates;
mod ground;
mod names;
mod references;
mod sources;
mod strength;
mod targets;
mod units;

use crate::read::cells::Context;
use crate::record::Record;

pub(crate) use targets::{REFERENCES, Target};

/// Runs every check; problems go to the context's issues.
pub(crate) fn check(record: &Record, context: &mut Context) {
    references::check(record, context);
    names::check(record, context);
    circles::check(record, context);
    sources::check(record, context);
    units::check(record, context);
    ground::check(record, context);
    dates::check(record, context);
    arithmetic::check(record, context);
    strength::check(record, context);
}
