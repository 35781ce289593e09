//! A study as text: its question, what came out, the fingerprint, and where everything lies.

use std::path::Path;

use halha_lab::study::{Again, Ready, Results, Studied, Study};

use crate::failure::Failure;
use crate::output::{Screen, bold};
use crate::tables::{self, paragraph};
use crate::{forecast, matters, rare, run, whatif};

/// The studies of a conflict, each with its question.
pub(super) fn list(all: &[Study], screen: &Screen) -> String {
    let mut table = tables::table(&["Study", "Kind", "Question"]);
    for one in all {
        table.add_row([one.id.as_str(), one.task.kind(), one.question.as_str()]);
    }
    tables::fitting(table, screen)
}

/// What came out of a study.
pub(super) fn studied(ready: &Ready<'_>, studied: &Studied, screen: &Screen) -> Result<String, Failure> {
    let study = ready.study();
    let mut text = format!("{}\n", bold(&study.title));
    text.push_str(&paragraph(screen, &study.question, 0));
    text.push_str(&match &studied.results {
        Results::Run(stored) => run::text(stored, &study.observables, screen)?,
        Results::Whatif(answer) => {
            let only = answer.only(&study.observables);
            whatif::page::answer(&only, !study.observables.is_empty(), screen)
        }
        Results::Forecast(forecast) => forecast::page(forecast, &study.observables, screen),
        Results::Rare(answer) => kept(studied, rare::page::answer(answer, None, screen))?,
        Results::Sensitivity(answer) => {
            kept(studied, matters::sensitivity_page::answer(answer, true, screen))?
        }
        Results::Discovery(answer) => kept(studied, matters::discover_page::answer(answer, screen))?,
        Results::Json(_) => told_before(studied),
    });
    let shown = studied.directory.display();
    text.push_str(&format!(
        "\nFingerprint {:016x} · results: {shown} · again: halha study --again {shown}\n",
        studied.fingerprint
    ));
    Ok(text)
}

/// What was printed of an answer, kept beside it to be printed again: a terminal's marks are left out.
const TOLD: &str = "answer.txt";

fn kept(studied: &Studied, text: String) -> Result<String, Failure> {
    let path = studied.directory.join(TOLD);
    let plain = anstream::adapter::strip_str(&text).to_string();
    std::fs::write(&path, plain).map_err(|error| Failure::Write { path, error })?;
    Ok(text)
}

fn told_before(studied: &Studied) -> String {
    std::fs::read_to_string(studied.directory.join(TOLD))
        .unwrap_or_else(|_| "What was found stands in the directory, as JSON.\n".to_owned())
}

/// What a second time has shown.
pub(super) fn again(first: &Path, second: &Path, compared: &Again) -> String {
    let [one, two] = compared.fingerprints.map(|print| format!("{print:016x}"));
    if compared.is_same() {
        return format!(
            "identical: fingerprint {one}, {} files of {} came out the same again\n",
            compared.files,
            first.display()
        );
    }
    format!(
        "NOT identical: {} has fingerprint {one}, {} has {two}; differing: {}\n",
        first.display(),
        second.display(),
        compared.differing.join(", ")
    )
}
