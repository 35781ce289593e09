//! Answers that are gone on with or made again: what the commands that keep an answer in a directory share.

use std::path::Path;

use halha_lab::asked::{Asked, differing};

use crate::failure::Failure;
use crate::output;
use crate::run::beside;

/// Makes the answer in `first` again, in `out` or in a directory beside it that is removed when all `files` are the same.
pub(crate) fn compare(
    first: &Path,
    out: Option<&Path>,
    files: &[&'static str],
    make: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let second = out.map_or_else(|| beside(first), Path::to_owned);
    make(&second)?;
    let differing = differing([first, &second], files)?;
    let (one, two) = (first.display(), second.display());
    if !differing.is_empty() {
        output::print(&format!(
            "NOT identical: {one} and {two} differ in {}\n",
            differing.join(", ")
        ))?;
        return Err(Failure::CheckFailed);
    }
    output::print(&format!(
        "identical: {} files of {one} came out the same again\n",
        files.len()
    ))?;
    match out {
        Some(_) => Ok(()),
        None => std::fs::remove_dir_all(&second).map_err(|error| Failure::Write { path: second, error }),
    }
}

/// Whether what decided an answer, besides its question, is still the same.
pub(crate) fn still<Q>(before: Option<&Asked<Q>>, now: &Asked<Q>) -> Result<(), Failure> {
    let decides = |a: &Asked<Q>| {
        (
            a.halha.clone(),
            a.chance,
            a.fingerprint.clone(),
            a.posterior.clone(),
        )
    };
    match before {
        Some(before) if decides(before) != decides(now) => Err(Failure::Untold {
            what:
                "program, scenario, priors, posterior or definitions are others now than when this was asked"
                    .to_owned(),
            remedy: format!("ask anew with: {}", before.command),
        }),
        _ => Ok(()),
    }
}

/// Work that was stopped and is kept in a directory.
pub(crate) fn broken_off(command: &str, directory: &Path) -> Failure {
    Failure::Interrupted {
        remedy: format!("Go on with: halha {command} --resume {}", directory.display()),
    }
}
