//! `halha run --again`: the same run once more, compared with the first byte by byte.

use std::path::{Path, PathBuf};

use halha_lab::job::{self, Place};
use halha_lab::store::{Same, same};
use serde::Serialize;

use super::args::RunArgs;
use super::meter::Meter;
use super::{STOP, failure};
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::tables::paragraph;

/// What the comparison found, as data.
#[derive(Serialize)]
struct Compared<'c> {
    run: &'c Path,
    again: &'c Path,
    #[serde(flatten)]
    same: &'c Same,
}

/// Makes a finished run again, in `--out` or in a directory beside it that is removed when both are identical.
pub(super) fn run(first: &Path, args: &RunArgs, screen: &Screen) -> Result<(), Failure> {
    let second = args.out.clone().unwrap_or_else(|| beside(first));
    let place = Place {
        directory: second.clone(),
        threads: args.threads(),
    };
    let meter = Meter::new(&STOP);
    let played = job::again(first, &place, &meter);
    meter.ends();
    played.map_err(|error| failure(error, &second))?;
    let same = same(first, &second)?;
    if args.json {
        output::print_json(&Compared {
            run: first,
            again: &second,
            same: &same,
        })?;
    } else {
        output::print(&paragraph(screen, &in_words(first, &second, &same), 0))?;
    }
    if same.difference.is_some() {
        return Err(Failure::CheckFailed);
    }
    if args.out.is_none() {
        std::fs::remove_dir_all(&second).map_err(|error| Failure::Write { path: second, error })?;
    }
    Ok(())
}

/// The directory of a second time beside that of the first.
pub(crate) fn beside(run: &Path) -> PathBuf {
    let mut name = run
        .components()
        .next_back()
        .map(|c| c.as_os_str().to_owned())
        .unwrap_or_default();
    name.push("-again");
    run.with_file_name(name)
}

fn in_words(first: &Path, second: &Path, same: &Same) -> String {
    let (first, second) = (first.display(), second.display());
    match &same.difference {
        None => format!(
            "identical: {} files, {} bytes of {first} came out the same again",
            same.files, same.bytes
        ),
        Some(difference) => format!("NOT identical: {first} and {second} differ first in {difference}"),
    }
}
