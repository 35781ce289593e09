//! Measures the tables of the book's concepts that hang on the posterior, and writes them into its pages:
//! `cargo run --release -p halha-lab --example book_tables -- conflicts/soviet-japanese`. Some minutes on two cores.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for developers")]

mod apart;
mod rare;
mod saved;

use std::path::Path;
use std::process::ExitCode;

use halha_lab::LoadedConflict;
use halha_record::Folder;

/// Root of all luck in these tables.
const SEED: u64 = 7;
/// The intervention that saves least of those that bite late.
const LEAST: &str = "khalkhin-gol-unfought-august";

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("give a conflict folder");
        return ExitCode::from(2);
    };
    match measure(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &str) -> Result<(), Failed> {
    let folder = Folder::open(folder)?;
    let (Some(conflict), _) = LoadedConflict::load(&folder) else {
        return Err("the conflict has errors".into());
    };
    put("what-if.md", "saved", &saved::table(&folder, &conflict, 1_000)?)?;
    put(
        "what-if.md",
        "apart",
        &apart::table(&folder, &conflict, (LEAST, 1_000))?,
    )?;
    put("rare-events.md", "rare", &rare::table(&folder, &conflict)?)
}

/// Prints a table and puts it in the place of the one that stands between its marks.
fn put(page: &str, mark: &str, table: &str) -> Result<(), Failed> {
    println!("{table}");
    let page = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../book/src/concepts")
        .join(page);
    let text = std::fs::read_to_string(&page)?;
    let (begin, end) = (format!("<!-- measured: {mark} -->\n"), "<!-- end -->".to_owned());
    let missing = || format!("{} has no marks for {mark}", page.display());
    let (before, rest) = text.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    std::fs::write(&page, format!("{before}{begin}{table}{end}{after}"))?;
    Ok(())
}
