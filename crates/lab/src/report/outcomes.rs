//! How campaigns and crises ended, as shares.

use std::collections::BTreeMap;

use super::ReportError;
use crate::replay::Names;
use crate::statistics::Share;
use crate::store::StoredRun;
use crate::store::schema::Words;

/// One way to end, and how often it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What it is, in words.
    pub title: String,
    /// Its share; of crises, all those of all campaigns together.
    pub share: Share,
}

/// How campaigns and crises ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcomes {
    /// Campaigns.
    pub endings: Vec<Outcome>,
    /// Why general wars began.
    pub causes: Vec<Outcome>,
    /// Crises.
    pub settlements: Vec<Outcome>,
}

/// Columns of the campaigns that count crises, and what they count.
const SETTLEMENTS: [(&str, &str); 6] = [
    ("ceasefires", "a cease-fire"),
    ("withdrawals", "one side withdrew"),
    ("investigations", "a joint investigation"),
    ("lapsed", "lapsed: nobody answered any more"),
    ("stalled", "went on without end (broken off)"),
    ("left_open", "still open when the history ended"),
];

/// Counts how campaigns and crises ended.
///
/// # Errors
/// If a table cannot be read.
pub fn outcomes(run: &StoredRun, names: &Names) -> Result<Outcomes, ReportError> {
    let endings = words(run, "ending")?;
    let causes = words(run, "war_cause")?;
    let mut sums = Vec::new();
    for (column, title) in SETTLEMENTS {
        let sum: f64 = run.numbers("campaigns", column)?.iter().sum();
        sums.push((title.to_owned(), sum as u64));
    }
    let entrant = names
        .roles
        .entrant
        .map_or("the entering side", |side| names.side(side));
    let ending = |word: &str| match word {
        "horizon" => "reached their last day".to_owned(),
        "entry" => format!("{entrant} entered the war"),
        "general-war" => "general war".to_owned(),
        _ => "grew beyond all bounds (broken off)".to_owned(),
    };
    let cause = |word: &str| match word {
        "choice" => "a capital chose it".to_owned(),
        "brinkmanship" => "one step too far, which nobody had willed".to_owned(),
        "spread" => "three sectors in battle at once".to_owned(),
        "size" => "too many divisions engaged".to_owned(),
        _ => "the tempted side attacked".to_owned(),
    };
    let list = |words: Words, counts: &BTreeMap<String, u64>, title: &dyn Fn(&str) -> String| {
        let counted = words
            .list()
            .iter()
            .filter_map(|w| Some((title(w), *counts.get(*w)?)));
        shares(counted.collect())
    };
    Ok(Outcomes {
        endings: list(Words::Ending, &endings, &ending),
        causes: list(Words::Cause, &causes, &cause),
        settlements: shares(sums),
    })
}

fn shares(counts: Vec<(String, u64)>) -> Vec<Outcome> {
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    let found = counts.into_iter().filter(|(_, n)| *n > 0);
    let mut outcomes: Vec<Outcome> = found
        .filter_map(|(title, n)| {
            Some(Outcome {
                title,
                share: Share::of(n, all)?,
            })
        })
        .collect();
    outcomes.sort_by(|a, b| b.share.share.total_cmp(&a.share.share));
    outcomes
}

/// How often each word stands in a column of the campaigns.
fn words(run: &StoredRun, column: &str) -> Result<BTreeMap<String, u64>, ReportError> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    run.scan("campaigns", &[column], |batch| {
        let cells = &batch.columns()[0];
        for word in (0..batch.rows()).filter_map(|row| cells.text(row)) {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
    })?;
    Ok(counts)
}
