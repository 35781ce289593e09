//! An answer as text: what each intervention is, when worlds part, and what differs, side effects in plain sight.

use halha_lab::whatif::{Answer, Answered, Contrast, Intervention, Measure};

use crate::output::{Screen, bold, dim};
use crate::tables::{self, heading, paragraph};

/// The interventions of a conflict, each with its question.
pub(super) fn list(all: &[Intervention], screen: &Screen) -> String {
    let mut table = tables::table(&["Intervention", "Question", "Tag"]);
    for one in all {
        table.add_row([one.id.as_str(), one.question.as_str(), one.tag.as_str()]);
    }
    tables::fitting(table, screen)
}

/// The whole answer; with `all` also what does not move.
pub(crate) fn answer(answer: &Answer, all: bool, screen: &Screen) -> String {
    let mut text = String::new();
    for column in &answer.columns {
        text.push_str(&about(column, screen));
    }
    let (shown, still) = rows(answer, all);
    text.push_str(&if answer.columns.len() == 1 {
        one_column(answer, &shown, screen)
    } else {
        several_columns(answer, &shown, screen)
    });
    if still > 0 {
        let line = format!(
            "{still} further observables move by no more than three standard errors of the simulation; --all shows them."
        );
        text.push_str(&dim(&paragraph(screen, &line, 0)));
    }
    text.push_str(&foot(answer, screen));
    text
}

/// Where the answer's files are.
pub(super) fn place(directory: &std::path::Path) -> String {
    let shown = directory.display();
    format!(
        "Report: {shown}/report.html · pairs: {shown}/pairs.parquet · again: halha whatif --again {shown}\n"
    )
}

/// What an intervention is and when worlds part.
fn about(column: &Answered, screen: &Screen) -> String {
    let mut text = format!("\n{}\n", bold(&format!("{} ({})", column.title, column.name)));
    text.push_str(&paragraph(screen, &column.question, 0));
    let mut line = format!("{}; asks for {}.", column.tag.as_str(), column.estimand);
    if let Some(day) = &column.history_to {
        line.push_str(&format!(" Both worlds begin with the record up to {day}."));
    }
    if !column.note.is_empty() {
        line.push_str(&format!(" It {}.", column.note));
    }
    text.push_str(&dim(&paragraph(screen, &line, 0)));
    let changed = column.divergence.changed;
    let line = match &column.parted {
        Some([early, middle, late]) => format!(
            "Anything changes in {} of the pairs; half of them part between {early} and {late}, the median on {middle}.",
            percent(changed)
        ),
        None => "Nothing changes in any pair.".to_owned(),
    };
    text.push_str(&paragraph(screen, &line, 0));
    text
}

/// The measures that are shown, and how many observables are left out because they do not move in any column.
fn rows(answer: &Answer, all: bool) -> (Vec<&Measure>, usize) {
    let moves = |m: &Measure| {
        (0..answer.columns.len()).any(|n| answer.contrast(n, &m.id).is_some_and(Contrast::moves))
    };
    let known = |m: &&Measure| (0..answer.columns.len()).any(|n| answer.contrast(n, &m.id).is_some());
    let known: Vec<&Measure> = answer.measures.iter().filter(known).collect();
    let total = known.len();
    let shown: Vec<&Measure> = known.into_iter().filter(|m| all || m.main || moves(m)).collect();
    let still = total - shown.len();
    (shown, still)
}

fn one_column(answer: &Answer, shown: &[&Measure], screen: &Screen) -> String {
    let mut table = tables::table(&[
        "Measure",
        "Baseline",
        "With it",
        "Difference ± MC",
        "One history: 50 %; 90 %",
        "Expected: 90 %",
        "Par.",
        "Saved",
    ]);
    for measure in shown {
        let Some(c) = answer.contrast(0, &measure.id) else {
            continue;
        };
        let value = |x| number(x, measure);
        let range = |low, high| {
            format!(
                "{} to {}",
                signed_number(low, measure),
                signed_number(high, measure)
            )
        };
        // The difference of two answers yes or no is −1, 0 or 1: quantiles of one history say nothing.
        let one = if measure.yes_no {
            String::new()
        } else {
            format!(
                "{}; {}",
                range(c.pair.q25, c.pair.q75),
                range(c.pair.q05, c.pair.q95)
            )
        };
        table.add_row([
            title(measure),
            value(c.baseline),
            value(c.counterfactual),
            with_error(c, measure),
            one,
            range(c.expected.q05, c.expected.q95),
            c.share_of_parameters().map_or_else(String::new, percent),
            c.saved.map_or_else(|| "–".to_owned(), |s| format!("{s:.1}×")),
        ]);
    }
    format!("{}{}", heading("What differs"), tables::fitting(table, screen))
}

fn several_columns(answer: &Answer, shown: &[&Measure], screen: &Screen) -> String {
    let mut headings = vec!["Difference ± MC"];
    headings.extend(answer.columns.iter().map(|c| c.name.as_str()));
    let mut table = tables::table(&headings);
    for measure in shown {
        let mut cells = vec![title(measure)];
        for n in 0..answer.columns.len() {
            let cell = answer.contrast(n, &measure.id);
            cells.push(cell.map_or_else(|| "–".to_owned(), |c| with_error(c, measure)));
        }
        table.add_row(cells);
    }
    format!("{}{}", heading("What differs"), tables::fitting(table, screen))
}

fn title(measure: &Measure) -> String {
    if measure.yes_no || measure.title.starts_with("ln") {
        measure.title.clone()
    } else {
        format!("{} ({})", measure.title, measure.unit)
    }
}

fn foot(answer: &Answer, screen: &Screen) -> String {
    let p = &answer.provenance;
    let mut line = format!(
        "{} pairs, {} with the same parameters, seed {}.",
        p.pairs, p.per_draw, p.seed
    );
    if p.stopped {
        line.push_str(" Stopped early: what is complete is shown.");
    }
    let needed = answer.columns.iter().flat_map(|c| &c.contrasts);
    let needed = needed
        .filter(|c| {
            answer
                .measures
                .iter()
                .any(|m| m.id == c.measure && m.main && m.yes_no)
        })
        .map(|c| c.pairs_needed)
        .fold(0.0, f64::max);
    line.push_str(&format!(
        " Every probability to a standard error of {} needs {} pairs.",
        p.precision,
        halha_record::grouped(needed.max(2.0).ceil())
    ));
    line.push_str(
        " One history: half and nine tenths of the pairs. Expected: nine tenths of the parameter vectors. Par.: share of \
         the variance between pairs that parameters account for. Saved: variance of the difference between independent \
         worlds over that between these pairs.",
    );
    format!(
        "\n{}{}",
        dim(&paragraph(screen, &line, 0)),
        dim(&paragraph(screen, &format!("Again: {}", p.command), 2))
    )
}

fn with_error(c: &Contrast, measure: &Measure) -> String {
    if c.saved.is_none() {
        return "0".to_owned();
    }
    let digits = digits(c.error.max(1e-12), measure);
    if measure.yes_no {
        format!(
            "{} ± {:.digits$} %",
            signed(100.0 * c.difference, digits),
            100.0 * c.error
        )
    } else {
        format!("{} ± {:.digits$}", signed(c.difference, digits), c.error)
    }
}

/// Decimals that show two digits of an error.
fn digits(error: f64, measure: &Measure) -> usize {
    let shown = if measure.yes_no { 100.0 * error } else { error };
    (1.0 - shown.log10().floor()).clamp(0.0, 4.0) as usize
}

fn number(x: f64, measure: &Measure) -> String {
    match (measure.yes_no, x.abs()) {
        (true, _) => format!("{:.2} %", 100.0 * x),
        (_, a) if measure.unit == "year" => format!("{x:.*}", usize::from(a > 0.0)),
        (_, a) if a >= 100.0 => halha_record::grouped(x.round()),
        (_, a) if a >= 1.0 => format!("{x:.2}"),
        _ => format!("{x:.3}"),
    }
}

fn signed_number(x: f64, measure: &Measure) -> String {
    match (measure.yes_no, x.abs()) {
        (true, _) => signed(100.0 * x, 2),
        (_, a) if a >= 100.0 => signed(x, 0),
        (_, a) if a.fract() == 0.0 => signed(x, 0),
        (_, a) if a >= 10.0 => signed(x, 1),
        _ => signed(x, 2),
    }
}

/// A number with its sign, a true minus; nothing but zeros has none.
pub(super) fn signed(x: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", x.abs());
    let zero = text.chars().all(|c| c == '0' || c == '.');
    match (zero, x < 0.0) {
        (true, _) => "0".to_owned(),
        (_, true) => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
