//! `halha record …`: which record is meant, and one file a command.

mod check;
mod export;
mod list;
mod lookup;
mod new;
mod rivals;
mod show;
mod sources;

pub(crate) use self::list::table as chronicle_table;
pub(crate) use self::rivals::{figure, ratio, said};
use crate::args::RecordCommand;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Runs one `record` command on the conflict of that name.
pub(crate) fn run(command: &RecordCommand, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    match command {
        RecordCommand::List(args) => list::run(args, conflict, screen),
        RecordCommand::Show(args) => show::run(args, conflict, screen),
        RecordCommand::Rivals(args) => rivals::run(args, conflict, screen),
        RecordCommand::Sources(args) => sources::run(args, conflict, screen),
        RecordCommand::Check(args) => check::run(args, conflict, screen),
        RecordCommand::Export(args) => export::run(args, conflict),
        RecordCommand::New(args) => new::run(args),
        RecordCommand::Schema => output::print_json(&halha_record::codebook::schema()),
    }
}
