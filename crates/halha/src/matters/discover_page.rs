//! The answer of a discovery as text: boxes with their bounds, what each is worth, and the trajectory.

use halha_lab::matters::{Bound, Discoveries, FoundBox};

use super::percent;
use crate::output::{Screen, bold, dim};
use crate::run::number;
use crate::tables::{self, heading, paragraph};

/// Boxes of the trajectory that are shown.
const SHOWN: usize = 7;

/// The whole answer.
pub(crate) fn answer(answer: &Discoveries, screen: &Screen) -> String {
    let mut text = format!("{}\n", bold(&format!("What leads to {}", answer.outcome)));
    text.push_str(&paragraph(screen, &head(answer), 0));
    for (n, found) in answer.boxes.iter().enumerate() {
        text.push_str(&one(n, found, screen));
    }
    if answer.boxes.is_empty() {
        text.push_str("Too few worlds of one kind in a half: nothing can be found.\n");
    }
    text.push_str(&foot(answer, screen));
    text
}

fn head(answer: &Discoveries) -> String {
    let count = |n: usize| halha_record::grouped(n as f64);
    let mut line = format!(
        "{}: so in {} of {} campaigns ({} %).",
        answer.outcome.measure.title,
        count(answer.hits),
        count(answer.cases),
        percent(answer.hits as f64 / answer.cases as f64)
    );
    if let Some(year) = answer.provenance.question.early_until {
        if answer.early_hits > 0 {
            line.push_str(&format!(
                " {} more had it by the end of {year} and are left out.",
                count(answer.early_hits)
            ));
        }
        if !answer.is_dated {
            line.push_str(&format!(
                " Whether it came after {year} is not known of this measure: early conditions may be part of it."
            ));
        }
    }
    if answer.undefined > 0 {
        line.push_str(&format!(
            " In {} the question did not come up; they are left out.",
            count(answer.undefined)
        ));
    }
    line
}

fn one(n: usize, found: &FoundBox, screen: &Screen) -> String {
    let claim = &found.claim;
    if !found.is_claimed {
        let line = if found.bounds.is_empty() {
            "No bound is worth its place: nothing is claimed.".to_owned()
        } else {
            format!(
                "A box was found, but on the worlds that judge it it does no better than chance might (p {:.2}): nothing is \
                 claimed.",
                claim.p
            )
        };
        return format!(
            "{}{}",
            heading(&format!("Box {}", n + 1)),
            paragraph(screen, &line, 0)
        );
    }
    let mut text = heading(&format!("Box {}", n + 1));
    let line = format!(
        "Density {} % against {} % everywhere, coverage {} %, support {} %; p {:.4}.",
        percent(claim.density),
        percent(claim.base),
        percent(claim.coverage),
        percent(claim.support),
        claim.p
    );
    text.push_str(&paragraph(screen, &line, 0));
    let headings = ["Bound", "Lets in, %", "Density without, %", "Quasi-p", "Label"];
    let mut table = tables::table(&headings);
    for bound in &found.bounds {
        table.add_row([
            words(bound),
            percent(bound.lets_in),
            percent(bound.density_without),
            match bound.quasi_p {
                p if p < 0.0001 => "< 0.0001".to_owned(),
                p if p < 0.05 => format!("{p:.4}"),
                p => format!("{p:.2} (idle?)"),
            },
            bound.input.label.to_owned(),
        ]);
    }
    text.push_str(&tables::fitting(table, screen));
    for bound in &found.bounds {
        let line = format!("{}: {}", bound.input.name, bound.input.meaning);
        text.push_str(&dim(&paragraph(screen, &line, 2)));
    }
    text.push_str(&trajectory(found, screen));
    text
}

fn words(bound: &Bound) -> String {
    let name = &bound.input.name;
    match (bound.low, bound.high) {
        (Some(low), Some(high)) => format!("{} ≤ {name} ≤ {}", number(low), number(high)),
        (Some(low), None) => format!("{name} ≥ {}", number(low)),
        (None, Some(high)) => format!("{name} ≤ {}", number(high)),
        (None, None) => name.clone(),
    }
}

/// A few boxes of the peeling, the chosen one among them.
fn trajectory(found: &FoundBox, screen: &Screen) -> String {
    let last = found.trajectory.len() - 1;
    let mut steps: Vec<usize> = (0..SHOWN).map(|n| n * last / (SHOWN - 1)).collect();
    steps.push(found.chosen);
    steps.sort_unstable();
    steps.dedup();
    let mut table = tables::table(&[
        "Peeling",
        "Coverage, %",
        "Density, %",
        "Support, %",
        "Inputs bounded",
    ]);
    for n in steps {
        let step = &found.trajectory[n];
        table.add_row([
            format!("{n}{}", if n == found.chosen { " chosen" } else { "" }),
            percent(step.coverage),
            percent(step.density),
            percent(step.support),
            step.restrictions.len().to_string(),
        ]);
    }
    format!("\n{}", tables::fitting(table, screen))
}

fn foot(answer: &Discoveries, screen: &Screen) -> String {
    let p = &answer.provenance;
    let mut line = format!(
        "{} campaigns of {} parameter vectors from the {}, seed {}; {} inputs. Boxes by patient rule induction (Friedman, \
         Fisher 1999) on one half of the vectors, all figures but the trajectory's from the other half. p: shuffled \
         outcomes do as well (a box is claimed at 0.01 or less: outcomes without meaning lead to a claim in at most 1 of 100 \
         discoveries). Quasi-p: the box without this bound would hold as many hits by chance (Bryant, Lempert 2010).",
        halha_record::grouped(p.question.run.replications as f64),
        halha_record::grouped(p.question.run.draws as f64),
        p.question.run.parameters.as_str(),
        p.question.run.seed,
        answer.inputs.len()
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
