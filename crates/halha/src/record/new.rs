//! `halha record new`: a conflict folder to begin with.

use crate::args::NewArgs;
use crate::failure::Failure;
use crate::output;

/// Writes the template into a new or empty folder.
pub(crate) fn run(args: &NewArgs) -> Result<(), Failure> {
    let written = halha_record::template::write(&args.dir)?;
    let dir = args.dir.display();
    output::print(&format!(
        "{dir}: {} files, an invented conflict in every table. {dir}/README.md says what each is for.\n\
         Fill it in, and ask as you go:\n  halha record check {dir}\n  halha record list -C {dir}\n",
        written.len()
    ))
}
