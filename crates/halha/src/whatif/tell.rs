//! A pair of worlds told: both chronicles beside each other from where they part.

use halha_lab::replay::{Chronicle, Filter, Names};
use halha_lab::whatif::ToldPair;

use crate::output::{Screen, bold};
use crate::replay::page;
use crate::tables::width_of;

/// Columns between the two chronicles.
const GAP: usize = 3;

/// Both chronicles from a month before the worlds part.
pub(super) fn beside(names: &Names, pair: &ToldPair, screen: &Screen) -> String {
    let half = (usize::from(screen.width).saturating_sub(GAP)) / 2;
    let filter = Filter {
        from: Some((pair.parted - 30.0).max(0.0)),
        ..Filter::default()
    };
    let narrow = Screen { width: half as u16 };
    let titles = ["the baseline", "the world with it"];
    let sides: Vec<Vec<String>> = titles
        .iter()
        .zip(&pair.logs)
        .map(|(title, log)| {
            let chronicle = Chronicle::of(names, log, &filter);
            let text = page::chronicle(names, &chronicle, (title, &pair.chosen), &narrow);
            text.lines().map(str::to_owned).collect()
        })
        .collect();
    let mut text = format!("\n{}\n\n", bold(&pair.title));
    let rows = sides.iter().map(Vec::len).max().unwrap_or(0);
    let line = |side: &[String], n: usize| side.get(n).cloned().unwrap_or_default();
    for n in 0..rows {
        let (left, right) = (line(&sides[0], n), line(&sides[1], n));
        let pad = (half + GAP).saturating_sub(visible(&left));
        let row = format!("{left}{}{right}", " ".repeat(pad));
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// Columns that a line fills, marks of style left out.
fn visible(line: &str) -> usize {
    let mut plain = String::with_capacity(line.len());
    let mut in_mark = false;
    for c in line.chars() {
        match (in_mark, c) {
            (false, '\x1b') => in_mark = true,
            (true, 'm') => in_mark = false,
            (true, _) => {}
            (false, c) => plain.push(c),
        }
    }
    width_of(&plain)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn marks_of_style_fill_no_columns() {
        assert_eq!(visible("\x1b[1mbold\x1b[0m and not"), 12);
    }
}
