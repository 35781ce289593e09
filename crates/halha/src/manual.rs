//! Shell completions and manual pages, made from the definition of the commands.

use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::failure::Failure;
use crate::output;

/// Prints the completion script of a shell.
pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "halha", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}

/// Prints the manual page, or writes one page a command into `dir`.
pub(crate) fn man(dir: Option<&Path>) -> Result<(), Failure> {
    match dir {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Args::command())
                .render(&mut page)
                .map_err(Failure::Output)?;
            output::print(&String::from_utf8_lossy(&page))
        }
        Some(dir) => write_pages(dir).map_err(|error| Failure::Write {
            path: dir.to_owned(),
            error,
        }),
    }
}

fn write_pages(dir: &Path) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    clap_mangen::generate_to(Args::command(), dir)
}
