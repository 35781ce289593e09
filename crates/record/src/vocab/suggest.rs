//! Guessing which known name an unknown one was meant to be.

use strsim::{jaro_winkler, osa_distance};

/// Names longer than this are no slip of the pen, and comparing them would cost quadratic time.
const LONGEST_GUESS: usize = 64;

/// Folds case, spaces and underscores, so that `Light Machine_gun` meets `light-machine-gun`.
pub(crate) fn fold(text: &str) -> String {
    let separated = |c: char| if c.is_whitespace() || c == '_' { '-' } else { c };
    text.trim()
        .chars()
        .take(LONGEST_GUESS + 1)
        .map(separated)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The candidate that `word` was probably meant to be, or none if nothing is near.
///
/// A unique prefix wins (`khasan` for `khasan-1938`), then a unique containment (`gol-1939`), then the smallest
/// edit distance, if it is no more than a third of the word.
///
/// ```
/// use halha_record::vocab::suggest;
/// let known = ["khasan-1938", "khalkhin-gol-1939", "kanchazu-1937"];
/// assert_eq!(suggest("khalkin", known), Some("khalkhin-gol-1939"));
/// assert_eq!(suggest("zebra", known), None);
/// ```
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    suggest_all(word, candidates).into_iter().next()
}

/// All candidates that `word` may have been meant to be, best first.
///
/// Ties keep the order in which the candidates came. The empty word suggests nothing.
pub fn suggest_all<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = fold(word);
    if word.is_empty() || word.chars().count() > LONGEST_GUESS {
        return Vec::new();
    }
    let mut scored: Vec<(f64, &'a str)> = candidates
        .into_iter()
        .filter_map(|c| Some((distance(&word, &fold(c))?, c)))
        .collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How far `candidate` is from `word`: 0 the same, below 1 a prefix, below 2 contained, from 2 on by edits; `None` if
/// too far to be meant.
fn distance(word: &str, candidate: &str) -> Option<f64> {
    if word == candidate {
        return Some(0.0);
    }
    let length = word.chars().count();
    let unmatched = 1.0 - length as f64 / candidate.chars().count().max(1) as f64;
    if candidate.starts_with(word) {
        return Some(unmatched);
    }
    if length >= 3 && candidate.contains(word) {
        return Some(1.0 + unmatched);
    }
    let closeness = jaro_winkler(word, candidate);
    edits(word, candidate).map(|edits| 2.0 + edits + (1.0 - closeness))
}

/// Edits between `word` and the candidate, or the candidate's beginning where that is nearer (`khalkin` and
/// `khalkhin-gol-1939`), if they are few enough for a slip.
fn edits(word: &str, candidate: &str) -> Option<f64> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    let whole = osa_distance(word, candidate);
    // An unfinished name is taken as such only from four letters on, and at some cost.
    let beginning = (length >= 4)
        .then(|| {
            let widths = length.saturating_sub(1)..=length + 2;
            widths
                .map(|n| osa_distance(word, &candidate.chars().take(n).collect::<String>()))
                .min()
        })
        .flatten();
    let by_whole = (whole <= allowed).then_some(whole as f64);
    let by_beginning = beginning.filter(|b| *b <= allowed).map(|b| b as f64 + 0.5);
    match (by_whole, by_beginning) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
