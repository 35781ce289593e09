//! Tables and paragraphs that fit the screen: one plain style for all, rules only where they help the eye.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use crate::output::{Screen, bold};

/// A rule under the header and nothing else.
const PLAIN: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Columns that stay free between two columns of a table.
pub(crate) const GAP: u16 = 2;

/// An empty table with these headings; none, and there is no rule either.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(PLAIN)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if !headings.is_empty() {
        table.set_header(headings);
    }
    table
}

/// Columns that `text` fills on a screen; wide characters fill two.
pub(crate) fn width_of(text: &str) -> usize {
    text.width()
}

/// The text of a table whose columns have these widths, each with its gap.
pub(crate) fn text(mut table: Table, widths: &[u16]) -> String {
    table.set_width(widths.iter().sum());
    for (column, width) in table.column_iter_mut().zip(widths) {
        column.set_padding((0, GAP));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(*width)));
    }
    lines(&table)
}

/// The text of a table that shares out the width of the screen by what its columns hold.
pub(crate) fn fitting(mut table: Table, screen: &Screen) -> String {
    table.set_width(screen.width);
    for column in table.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    lines(&table)
}

/// The lines of a table, without spaces at their ends.
fn lines(table: &Table) -> String {
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// No column is made narrower than this.
const NARROWEST: u16 = 10;

/// Widths for columns that would like `wanted` each: the widest give way first until all fit into `available`.
pub(crate) fn share(wanted: &[u16], available: u16) -> Vec<u16> {
    let mut widths = wanted.to_vec();
    while widths.iter().map(|width| u32::from(*width)).sum::<u32>() > u32::from(available) {
        let Some(widest) = widths.iter_mut().max() else {
            break;
        };
        if *widest <= NARROWEST {
            break;
        }
        *widest -= 1;
    }
    widths
}

/// A heading with a blank line before it.
pub(crate) fn heading(title: &str) -> String {
    format!("\n{}\n", bold(title))
}

/// `text` in lines of at most the screen's width, every line after the first indented.
pub(crate) fn paragraph(screen: &Screen, text: &str, indent: usize) -> String {
    let mut lines = wrap(text, usize::from(screen.width), indent).join("\n");
    lines.push('\n');
    lines
}

/// `text` broken between words into lines of at most `width` columns, every line after the first indented.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = width_of(word);
        if used > 0 && used + 1 + length > width {
            lines.push(" ".repeat(indent));
            used = indent;
        } else if used > 0 {
            lines.last_mut().into_iter().for_each(|line| line.push(' '));
            used += 1;
        }
        lines.last_mut().into_iter().for_each(|line| line.push_str(word));
        used += length;
    }
    lines
}

/// A name broken after hyphens into lines of at most `width` columns.
pub(crate) fn wrap_at_hyphens(name: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in name.split_inclusive('-') {
        match lines.last_mut() {
            Some(line) if line.is_empty() || width_of(line) + width_of(piece) <= width => {
                line.push_str(piece)
            }
            _ => lines.push(piece.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{paragraph, share};
    use crate::output::Screen;

    #[test]
    fn the_widest_columns_give_way_first() {
        assert_eq!(share(&[10, 30, 12], 40), [10, 18, 12]);
        assert_eq!(share(&[10, 10], 40), [10, 10]);
        assert_eq!(share(&[12, 14], 3), [10, 10]);
    }

    #[test]
    fn paragraphs_keep_within_the_screen() {
        let text = paragraph(&Screen { width: 40 }, &"word ".repeat(40), 4);
        assert!(text.lines().all(|line| line.chars().count() <= 40));
        assert!(text.lines().skip(1).all(|line| line.starts_with("    w")));
    }
}
