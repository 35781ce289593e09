//! Checks of a record as a whole, once its rows are read.

mod references;

use crate::read::cells::Context;
use crate::record::Record;

/// Runs every check; problems go to the context's issues.
pub(crate) fn check(record: &Record, context: &mut Context) {
    references::check(record, context);
}
