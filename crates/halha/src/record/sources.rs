//! `halha record sources`: the works in which the claims can be read, and how much rests on each.

use comfy_table::Cell;
use halha_record::Record;
use halha_record::view::{Reading, SourceRow};

use super::show::cite;
use crate::args::SourcesArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, dim};
use crate::tables::{self, paragraph};

/// Lists the sources, those on which most rests first.
pub(crate) fn run(args: &SourcesArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let record = conflict::record(conflict)?;
    let rows = record.source_rows();
    if args.json {
        return output::print_json(&rows);
    }
    output::print(&page(&record, &rows, screen))
}

fn page(record: &Record, rows: &[SourceRow<'_>], screen: &Screen) -> String {
    let mut table = tables::table(&["Claims", "Source", "Kind", "Work"]);
    for row in rows {
        let mirrors = match row.source.mirrors.len() {
            0 => String::new(),
            1 => " (1 mirror)".to_owned(),
            mirrors => format!(" ({mirrors} mirrors)"),
        };
        let weak = if row.weak == 0 {
            String::new()
        } else {
            format!("\n{} weak", row.weak)
        };
        table.add_row([
            Cell::new(format!("{}{weak}", row.claims)),
            Cell::new(&row.source.id),
            Cell::new(row.source.kind),
            Cell::new(format!("{}{mirrors}", cite(record, row.source))),
        ]);
    }
    let longest = rows
        .iter()
        .map(|row| row.source.id.as_str().len())
        .max()
        .unwrap_or(0);
    let mut widths = vec![
        9,
        u16::try_from(longest).unwrap_or(u16::MAX).clamp(8, 34) + tables::GAP,
        18,
    ];
    widths.push(screen.width.saturating_sub(widths.iter().sum()).max(20));
    let reported = rows
        .iter()
        .filter(|row| matches!(row.reading, Reading::Reported { .. }))
        .count();
    let note = format!(
        "{} sources; {reported} of them were not read themselves and are cited as others report them. Mirrors of one \
         text are one source. Weak claims are doubtful or unverified.",
        rows.len(),
    );
    format!(
        "{}\n{}",
        tables::text(table, &widths),
        dim(&paragraph(screen, &note, 0))
    )
}
