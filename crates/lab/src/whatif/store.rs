//! An answer on disk: its pairs as a table, the answer itself, the interventions as they were, and the page.

use std::fs;
use std::path::Path;

use halha_table::{Column, TableError, Text, Writer};

use super::answer::{Answer, Asked};
use super::forecast::{FORECAST, Forecast, forecast_page};
use super::intervention::Intervention;
use super::job::{Whatif, Worlds};
use crate::store::{Clock, StoreError, draft};

/// The table of pairs in an answer's directory.
pub const PAIRS: &str = "pairs.parquet";
/// The answer in its directory.
pub const ANSWER: &str = "whatif.json";

/// The columns of `pairs.parquet` with their types and meanings; the book's page is made from them.
pub const COLUMNS: &[(&str, &str, &str)] = &[
    (
        "intervention",
        "text",
        "Name of the intervention, or several joined by `+`.",
    ),
    ("pair", "uint32", "Number of the pair, from 0."),
    (
        "draw",
        "uint32",
        "Number of its parameter vector under the seed of `whatif.json`.",
    ),
    (
        "replicate",
        "uint32",
        "Its number among the pairs with the same parameters.",
    ),
    (
        "changed",
        "boolean",
        "Whether anything differed between the two worlds.",
    ),
    (
        "parted",
        "date",
        "The first day on which anything differed; null if nothing did.",
    ),
    (
        "*measure*_baseline",
        "double",
        "The measure in the baseline, one column for each measure of `whatif.json`; null where its question did not come up.",
    ),
    ("*measure*_with", "double", "The same in the counterfactual."),
];

/// The pairs as Parquet, one row for each intervention and pair: the same bytes for the same answer.
///
/// # Errors
/// If the writer refuses the columns, which an answer cannot bring about.
pub fn pairs_parquet(whatif: &Whatif<'_>, worlds: &Worlds) -> Result<Vec<u8>, TableError> {
    let mut writer: Option<Writer<Vec<u8>>> = None;
    for plan in 0..whatif.plans().len() {
        let columns = columns(whatif, worlds, plan);
        let writer = match &mut writer {
            Some(writer) => writer,
            empty => empty.insert(Writer::new(Vec::new(), &columns)?),
        };
        writer.write(&columns, worlds.pairs)?;
    }
    writer.map_or_else(|| Ok(Vec::new()), Writer::finish)
}

/// The rows of one intervention.
fn columns(whatif: &Whatif<'_>, worlds: &Worlds, plan: usize) -> Vec<Column> {
    let clock = Clock::new(&whatif.conflict().calendar);
    let name = Text::from(whatif.plans()[plan].column.name.as_str());
    let parted = worlds.parted(plan);
    let number = |name: &str, of: fn((u64, u64)) -> u64| {
        Column::all(name, worlds.all().map(|pair| of(worlds.place(pair)) as u32))
    };
    let mut columns = vec![
        Column::all("intervention", worlds.all().map(|_| name.clone())),
        Column::all("pair", worlds.all().map(|pair| pair as u32)),
        number("draw", |(draw, _)| draw),
        number("replicate", |(_, replicate)| replicate),
        Column::all("changed", parted.iter().map(|t| !t.is_nan())),
        Column::some("parted", parted.iter().map(|t| clock.when(*t))),
    ];
    for (m, measure) in whatif.measures().iter().enumerate() {
        let numbers = |suffix: &str, values: &[f64]| {
            Column::some(format!("{}_{suffix}", measure.id), values.iter().copied())
        };
        columns.push(numbers("baseline", worlds.baseline(plan, m)));
        columns.push(numbers("with", worlds.counterfactual(plan, m)));
    }
    columns
}

/// Writes an answer into a directory: pairs, answer, interventions and page.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write(
    directory: &Path,
    whatif: &Whatif<'_>,
    worlds: &Worlds,
    (answer, page): (&Answer, &str),
    interventions: &[Intervention],
) -> Result<(), StoreError> {
    let inner = directory.join(super::FOLDER);
    fs::create_dir_all(&inner).map_err(|error| StoreError::write(&inner, error))?;
    for one in interventions {
        draft::write(&inner.join(format!("{}.toml", one.id)), one.text.as_bytes())?;
    }
    let path = directory.join(PAIRS);
    let pairs = pairs_parquet(whatif, worlds).map_err(|error| StoreError::table(&path, error))?;
    draft::write(&path, &pairs)?;
    draft::write(&directory.join("report.html"), page.as_bytes())?;
    // Written last: an answer that is there is whole.
    draft::write(&directory.join(ANSWER), &json(answer))?;
    Ok(())
}

/// Writes a forecast into a directory: its numbers and its page. `command` makes it again.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write_forecast(directory: &Path, forecast: &Forecast, command: &str) -> Result<(), StoreError> {
    fs::create_dir_all(directory).map_err(|error| StoreError::write(directory, error))?;
    let page = forecast_page(forecast, command);
    draft::write(&directory.join("report.html"), page.as_bytes())?;
    draft::write(&directory.join(FORECAST), &json(forecast))?;
    Ok(())
}

/// An answer or a forecast as it is written.
pub fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What an answer's directory says was asked.
///
/// # Errors
/// If there is no answer, or none that this version can read.
pub fn asked(directory: &Path) -> Result<Asked, StoreError> {
    #[derive(serde::Deserialize)]
    struct Head {
        provenance: Asked,
    }
    let path = directory.join(ANSWER);
    let text = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, error))?;
    let head: Head = serde_json::from_str(&text).map_err(|error| StoreError::strange(&path, error))?;
    Ok(head.provenance)
}

/// The files of results that an answer's directory holds otherwise than `pairs` and `answer` have them.
///
/// # Errors
/// If one of them cannot be read.
pub fn differing(directory: &Path, pairs: &[u8], answer: &[u8]) -> Result<Vec<&'static str>, StoreError> {
    let mut differing = Vec::new();
    for (name, bytes) in [(PAIRS, pairs), (ANSWER, answer)] {
        let path = directory.join(name);
        let there = fs::read(&path).map_err(|error| StoreError::read(&path, error))?;
        if there != bytes {
            differing.push(name);
        }
    }
    Ok(differing)
}
