//! A walk through a record as programs see it: `cargo run -p halha-record --example tour -- DIR [ID]`.

use std::io::{self, Write};

use halha_record::{Book, Folder, Ratio, Record, view::SideFigure};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments
        .next()
        .unwrap_or_else(|| "conflicts/soviet-japanese".to_owned());
    let (record, issues) = Record::read(&Folder::open(directory)?);
    let mut out = io::stdout().lock();
    writeln!(out, "{}: {} issues", record.conflict.title, issues.len())?;
    match arguments.next() {
        Some(id) => page(&mut out, &record, &id)?,
        None => overview(&mut out, &record)?,
    }
    Ok(())
}

fn overview(out: &mut impl Write, record: &Record) -> io::Result<()> {
    for row in record.chronicle() {
        let date = row.date.describe();
        write!(out, "{date:28} {:36} men {}", row.id, figures(&row.men))?;
        writeln!(out, "  losses {}", figures(&row.losses))?;
    }
    for rival in record.rivals().iter().take(10) {
        let ratio = match rival.ratio {
            Ratio::Times { times } => format!("{times:.1} times"),
            Ratio::NoneAgainst { highest } => format!("none against {highest}"),
        };
        writeln!(
            out,
            "{} {} of {:?}: {ratio}, {} sources",
            rival.subject, rival.attribute, rival.party, rival.sources
        )?;
        for claim in &rival.claims {
            writeln!(out, "    {}: {}", claim.claim.statement.claimed_by, claim.value)?;
        }
    }
    for row in record.source_rows().iter().take(5) {
        writeln!(
            out,
            "{} statements rest on {} ({:?})",
            row.claims, row.source.title, row.reading
        )?;
    }
    Ok(())
}

fn figures(figures: &[SideFigure<'_>]) -> String {
    let range = |figure: &SideFigure<'_>| match figure.high {
        Some(high) => format!("{} {}–{high}", figure.side, figure.low),
        None => format!("{} ≥ {}", figure.side, figure.low),
    };
    figures.iter().map(range).collect::<Vec<_>>().join(", ")
}

fn page(out: &mut impl Write, record: &Record, id: &str) -> io::Result<()> {
    let Some(page) = record.page(id) else {
        return writeln!(out, "nothing is called {id}");
    };
    for (section, rows) in &page.sections {
        writeln!(out, "== {}", section.title())?;
        for row in rows {
            let element = row
                .element
                .map(|element| format!(" {element}"))
                .unwrap_or_default();
            let party: Vec<_> = row.party.iter().map(|party| record.name_of(party)).collect();
            writeln!(
                out,
                "{}{element} of {} ({})",
                row.attribute,
                party.join(" and "),
                row.unit
            )?;
            for (book, claims) in page.books.iter().zip(&row.books) {
                for claim in claims {
                    let book = match book {
                        Book::Side(side) => side.to_string(),
                        Book::Both => "both".to_owned(),
                        Book::Outsider => "outsider".to_owned(),
                        Book::Voice(voice) => voice.to_string(),
                    };
                    let who = record.name_of(&claim.claim.statement.claimed_by);
                    writeln!(out, "    {book:12} {who}: {} [{}]", claim.as_read, claim.source)?;
                }
            }
        }
    }
    for source in &page.sources {
        writeln!(
            out,
            "[{}] {}",
            source.number,
            source.source.map_or(source.id.as_str(), |source| &source.title)
        )?;
    }
    Ok(())
}
