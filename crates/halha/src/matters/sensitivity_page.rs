//! The answer of a sensitivity analysis as text: measure by measure, the strongest factors first.

use halha_lab::matters::{Design, Factor, Found, Observed, Sensitivity};

use super::percent;
use crate::output::{Screen, bold, dim};
use crate::tables::{self, heading, paragraph};

/// Factors that are shown of each measure unless all are asked for.
const SHOWN: usize = 10;

/// The whole answer; with `all` also factors that cannot be told from none.
pub(crate) fn answer(answer: &Sensitivity, all: bool, screen: &Screen) -> String {
    let p = &answer.provenance;
    let title = match p.question.settings.design {
        Design::Saltelli => "What matters: indices of Sobol'",
        Design::Screening => "What matters: elementary effects",
        Design::GivenData => "What matters: correlation ratios",
    };
    let mut text = format!("{}\n", bold(title));
    for observed in &answer.observed {
        text.push_str(&one(observed, &answer.factors, all, screen));
    }
    text.push_str(&foot(answer, screen));
    text
}

/// Where the files are.
pub(super) fn place(directory: &std::path::Path, design: Design) -> String {
    let shown = directory.display();
    let outputs = match design {
        Design::GivenData => String::new(),
        _ => format!(" · outputs: {shown}/outputs.parquet"),
    };
    format!("Answer: {shown}/sensitivity.json · indices: {shown}/indices.parquet{outputs}\n")
}

/// A line of a table: the factor's number, by what it is sorted, whether it is told, its cells.
struct Line {
    factor: usize,
    weight: f64,
    told: bool,
    cells: Vec<String>,
}

fn one(observed: &Observed, factors: &[Factor], all: bool, screen: &Screen) -> String {
    let mut lines = lines(&observed.found);
    lines.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let told = lines.iter().filter(|l| l.told).count();
    let total = lines.len();
    lines.retain(|l| all || l.told);
    if !all {
        lines.truncate(SHOWN);
    }
    let mut text = heading(&format!("{} ({})", observed.measure.title, observed.measure.id));
    text.push_str(&paragraph(screen, &chance(&observed.found), 0));
    if !lines.is_empty() {
        let mut headings = vec!["Factor"];
        headings.extend(headings_of(&observed.found));
        headings.push("Label");
        let mut table = tables::table(&headings);
        for line in &lines {
            let factor = &factors[line.factor];
            let mut cells = vec![factor.name.clone()];
            cells.extend(line.cells.iter().cloned());
            cells.push(factor.label.to_owned());
            table.add_row(cells);
        }
        text.push_str(&tables::fitting(table, screen));
    }
    let rest = format!(
        "{told} of {total} factors can be told from none; {} shown.",
        lines.len()
    );
    text.push_str(&dim(&paragraph(screen, &rest, 0)));
    text
}

fn headings_of(found: &Found) -> &'static [&'static str] {
    match found {
        Found::Saltelli(_) => &["Total, %", "First order, %"],
        Found::Screening(_) => &["Size", "Mean effect", "Spread"],
        Found::GivenData(_) => &["Share, %"],
    }
}

fn lines(found: &Found) -> Vec<Line> {
    let interval = |e: &halha_lab::matters::Estimate| {
        format!("{} ({} to {})", percent(e.value), percent(e.low), percent(e.high))
    };
    match found {
        Found::Saltelli(a) => {
            let line = |(factor, i): (usize, &halha_lab::matters::Index)| Line {
                factor,
                weight: i.total.value,
                told: i.is_told,
                cells: vec![interval(&i.total), interval(&i.first)],
            };
            a.indices.iter().enumerate().map(line).collect()
        }
        Found::Screening(s) => {
            let line = |(factor, e): (usize, &halha_lab::matters::Effect)| Line {
                factor,
                weight: e.size.value,
                told: e.is_told,
                cells: vec![
                    format!(
                        "{} ({} to {})",
                        three(e.size.value),
                        three(e.size.low),
                        three(e.size.high)
                    ),
                    format!("{} ± {}", signed(e.mean), three(e.error)),
                    three(e.spread),
                ],
            };
            s.effects.iter().enumerate().map(line).collect()
        }
        Found::GivenData(g) => {
            let line = |(factor, r): (usize, &halha_lab::matters::Ratio)| Line {
                factor,
                weight: r.first,
                told: r.is_told,
                cells: vec![format!("{} ± {}", percent(r.first), percent(r.error))],
            };
            g.ratios.iter().enumerate().map(line).collect()
        }
    }
}

/// What chance accounts for.
fn chance(found: &Found) -> String {
    match found {
        Found::Saltelli(a) if a.variance_inputs.low <= 0.0 => format!(
            "Mean {}. What parameters account for cannot be told from nothing beside chance: the shares below mean little; \
             ask for a larger --base.",
            three(a.mean)
        ),
        Found::Saltelli(a) => format!(
            "Mean {}. Chance accounts for {} % ({} to {}) of the variance of a single campaign; of the rest, first orders \
             add up to {} %.",
            three(a.mean),
            percent(a.aleatory.value),
            percent(a.aleatory.low),
            percent(a.aleatory.high),
            percent(a.indices.iter().map(|i| i.first.value).sum()),
        ),
        Found::Screening(s) => format!(
            "Mean {}. Chance accounts for about {} % of the variance of a single campaign.",
            three(s.mean),
            percent(s.aleatory)
        ),
        Found::GivenData(g) => match g.aleatory {
            Some(share) => format!(
                "Mean {}. Chance accounts for {} % of the variance of a single campaign; shares are of the rest. Shuffled \
                 outcomes reach {} %.",
                three(g.mean),
                percent(share),
                percent(g.bar)
            ),
            None => format!(
                "Mean {}. No parameter vector has two campaigns: chance cannot be told apart, and shares are of all \
                 variance. Shuffled outcomes reach {} %.",
                three(g.mean),
                percent(g.bar)
            ),
        },
    }
}

fn foot(answer: &Sensitivity, screen: &Screen) -> String {
    let p = &answer.provenance;
    let s = &p.question.settings;
    let n = halha_record::grouped(answer.campaigns as f64);
    let mut line = match s.design {
        Design::Saltelli => format!(
            "{n} campaigns: {} base points, {} factors of the priors, {} replicates, seed {}. Total: share of what \
             parameters account for that would remain if all but the factor were known; first order: share that the factor \
             accounts for by itself (Saltelli 2010, Jansen 1999; chance taken out). In brackets 90 % bootstrap intervals.",
            answer.played,
            answer.factors.len(),
            s.replicates,
            s.seed
        ),
        Design::Screening => format!(
            "{n} campaigns: {} paths, {} factors of the priors, {} replicates, seed {}. Size: root mean square effect of \
             half of a prior, chance taken out (Morris 1991), in the measure's unit; in brackets 90 % bootstrap intervals. \
             Spread: the effect is not the same everywhere.",
            answer.played,
            answer.factors.len(),
            s.replicates,
            s.seed
        ),
        Design::GivenData => format!(
            "{n} campaigns of {} parameter vectors from the {}, seed {}. Share: variance of the expected outcome given the \
             parameter alone, whatever it brings along: parameters that depend on each other share what they explain, and \
             shares need not add up to 100 %. ± standard error.",
            answer.played,
            p.question.parameters.as_str(),
            s.seed
        ),
    };
    line.push_str(
        " Told from none: at most 1 in 100 such analyses of a measure tells so of any factor without effect.",
    );
    if p.stopped {
        line.push_str(" Stopped early: what is complete is shown.");
    }
    format!(
        "\n{}{}",
        dim(&paragraph(screen, &line, 0)),
        dim(&paragraph(screen, &format!("Again: {}", p.command), 2))
    )
}

fn three(x: f64) -> String {
    let text = match x.abs() {
        _ if !x.is_finite() => "–".to_owned(),
        a if a >= 100.0 => halha_record::grouped(x.round()),
        a if a >= 10.0 => format!("{x:.1}"),
        a if a >= 0.1 || a == 0.0 => format!("{x:.2}"),
        _ => format!("{x:.3}"),
    };
    text.replace('-', "−")
}

fn signed(x: f64) -> String {
    if x > 0.0 {
        format!("+{}", three(x))
    } else {
        three(x)
    }
}
