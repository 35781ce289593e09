//! Guessing which known name an unknown one was meant to be.

use std::borrow::Cow;

use strsim::{jaro_winkler, osa_distance};

/// Names longer than this are no slip of the pen, and comparing them would cost quadratic time.
const LONGEST_GUESS: usize = 64;

/// Folds case, spaces and underscores, so that `Light Machine_gun` meets `light-machine-gun`.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    let is_folded = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if text.len() <= LONGEST_GUESS && text.bytes().all(is_folded) {
        return Cow::Borrowed(text);
    }
    let separated = |c: char| if c.is_whitespace() || c == '_' { '-' } else { c };
    Cow::Owned(
        text.trim()
            .chars()
            .take(LONGEST_GUESS + 1)
            .map(separated)
            .flat_map(char::to_lowercase)
            .collect(),
    )
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
    if letters_missing(word, candidate) > allowed_edits(length) {
        return None;
    }
    let closeness = jaro_winkler(word, candidate);
    edits(word, candidate).map(|edits| 2.0 + edits + (1.0 - closeness))
}

/// How many slips are forgiven in a word of `length` letters.
fn allowed_edits(length: usize) -> usize {
    (length / 3).max(1)
}

/// How many different letters and digits of `word` the candidate lacks: no fewer edits make the one of the other.
fn letters_missing(word: &str, candidate: &str) -> usize {
    let set = |text: &str| {
        text.bytes().fold(0_u64, |set, b| match b {
            b'a'..=b'z' => set | 1 << (b - b'a'),
            b'0'..=b'9' => set | 1 << (b - b'0' + 26),
            _ => set,
        })
    };
    (set(word) & !set(candidate)).count_ones() as usize
}

/// Edits between `word` and the candidate, or the candidate's beginning where it is much longer (`khalkin` and
/// `khalkhin-gol-1939`), if they are few enough for a slip.
fn edits(word: &str, candidate: &str) -> Option<f64> {
    let length = word.chars().count();
    let longer = candidate.chars().count();
    let allowed = allowed_edits(length);
    if longer.abs_diff(length) <= allowed {
        return Some(osa_distance(word, candidate))
            .filter(|edits| *edits <= allowed)
            .map(|edits| edits as f64);
    }
    // An unfinished name is taken as such only from four letters on, and at some cost.
    if length < 4 || longer < length {
        return None;
    }
    let beginning = |n: usize| {
        candidate
            .char_indices()
            .nth(n)
            .map_or(candidate, |(end, _)| &candidate[..end])
    };
    let edits = (length - 1..=length + 2)
        .map(|n| osa_distance(word, beginning(n)))
        .min()?;
    (edits <= allowed).then_some(edits as f64 + 0.5)
}
