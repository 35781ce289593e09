//! `truth.html`: where the model is wrong, first; then the checks, the record in the model, scores, and what was taught.

mod battles;
mod pictures;
mod record;

use halha_kernel::parameters::PARAMETERS;
use maud::{Markup, html};

use crate::check::{Check, Verdict};
use crate::clashes::{self, Clash};
use crate::compare::{Mark, Row, Simulated};
use crate::conflict::LoadedConflict;
use crate::fit::INFORMED;
use crate::fit::hindcast::{Hindcast, Line};
use crate::fit::scores::Scores;
use crate::html_page::{self, Section};
use crate::skill::{BattleSkill, CountSkill, LossSkill};

/// Everything that the page shows.
#[derive(Debug, Clone, Copy)]
pub struct TruthInput<'t> {
    /// The conflict, with its posterior if it has one.
    pub conflict: &'t LoadedConflict,
    /// The checks that were run.
    pub checks: &'t [Check],
    /// The record beside the model.
    pub rows: &'t [Row],
    /// The named clashes, each fought by itself.
    pub clashes: &'t [Clash],
    /// Years foretold from their past.
    pub hindcasts: &'t [Hindcast],
    /// Counts foretold from the training period.
    pub counts: &'t [CountSkill],
    /// Losses of named clashes, under each source of parameters.
    pub losses: &'t [LossSkill],
    /// Battles of other wars, if a table of them was given.
    pub battles: Option<&'t BattleSkill>,
}

/// A parameter before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Taught {
    /// Name.
    pub name: &'static str,
    /// 5 %, 50 % and 95 % of the prior's scores that the posterior takes: the prior's own are −1.64, 0 and 1.64.
    pub scores: [f64; 3],
    /// 5 %, 50 % and 95 % of the posterior.
    pub values: [f64; 3],
    /// 1 − variance of the posterior over that of the prior, in scores.
    pub contraction: f64,
}

impl Taught {
    /// `data-informed` or `prior-driven`.
    pub fn label(&self) -> &'static str {
        if self.contraction >= INFORMED {
            "data-informed"
        } else {
            "prior-driven"
        }
    }
}

/// What a posterior says of each parameter that has a spread, the most informed first; empty without one.
pub fn taught(conflict: &LoadedConflict) -> Vec<Taught> {
    let Some(posterior) = &conflict.posterior else {
        return Vec::new();
    };
    let scores = Scores::new(&conflict.priors);
    let rows: Vec<Vec<f64>> = posterior.rows().iter().map(|row| scores.of(row)).collect();
    let mut all: Vec<Taught> = (0..PARAMETERS.len())
        .filter(|p| scores.is_free(*p))
        .map(|p| {
            let column: Vec<f64> = rows.iter().map(|z| z[p]).collect();
            Taught {
                name: PARAMETERS[p].name,
                contraction: 1.0 - variance(&column),
                scores: thirds(column),
                values: thirds(posterior.column(p)),
            }
        })
        .collect();
    all.sort_by(|a, b| b.contraction.total_cmp(&a.contraction));
    all
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n
}

fn thirds(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_unstable_by(f64::total_cmp);
    [0.05, 0.5, 0.95].map(|p| crate::statistics::quantile(&values, p))
}

/// The page as HTML, whole in itself: it loads nothing.
pub fn render(input: &TruthInput<'_>) -> String {
    let title = format!(
        "{}: how far to trust the model",
        input.conflict.record.conflict.title
    );
    let sides = [0, 1].map(|n| input.conflict.record.conflict.sides[n].name.clone());
    let sections = [
        Section::new("misfits", "Where the model is wrong", misfits(input, &sides)),
        Section::new("checks", "The checks", checks(input.checks)),
        Section::new(
            "record",
            "The record in the model",
            record::observables(input.rows),
        ),
        Section::new("counts", "Counts", record::counts(input.counts)),
        Section::new(
            "losses",
            "Losses of named clashes",
            record::losses(input.losses, &sides),
        ),
        Section::new("foretold", "The next year, foretold", foretold(input.hindcasts)),
        Section::new(
            "battles",
            "Battles of other wars",
            battles::section(input.battles),
        ),
        Section::new("taught", "What the record taught", learned(input.conflict)),
    ];
    let opening = html! { h1 { (title) } p.lead { (source(input.conflict)) } };
    html_page::page(&title, &opening, &sections, &html! {}).into_string()
}

fn source(conflict: &LoadedConflict) -> String {
    conflict.posterior.as_ref().map_or_else(
        || "Nothing was learned from the record: the parameters are those of the priors.".into(),
        |p| {
            format!(
                "Parameters from {} draws of a posterior fitted to the record until {}; {} campaigns were played for it.",
                p.rows().len(),
                p.note.until,
                p.note.simulations
            )
        },
    )
}

fn misfits(input: &TruthInput<'_>, sides: &[String; 2]) -> Markup {
    let off: Vec<&Row> = input.rows.iter().filter(|row| row.is_misfit()).collect();
    let failed: Vec<&Check> = input
        .checks
        .iter()
        .filter(|c| c.verdict == Verdict::Failed)
        .collect();
    let clashed = clashes::misfits(input.clashes);
    html! {
        p { (off.len()) " of " (input.rows.len()) " observables and " (clashed.losses.len()) " of " (clashed.of_losses)
            " losses in the named clashes have no vouched value inside the model’s 90 %, " (clashed.victors.len()) " of "
            (clashed.of_victors) " victors of those clashes are given less than one chance in twenty, and " (failed.len()) " of "
            (input.checks.len()) " checks failed." }
        ul {
            @for check in &failed { li { strong { (check.name) " " (check.title) } ": " (check.value) } }
            @for row in &off { li { strong { (row.title) } ": recorded " (claims(&row.recorded)) "; the model has " (simulated(&row.simulated)) } }
            @for (clash, losses) in &clashed.losses {
                li {
                    strong { (clash.name) ": " (sides[losses.side]) ", " (losses.what) } ": recorded " (claims(&losses.recorded))
                    "; of such forces the model expects " (simulated(&Simulated::Number(losses.simulated)))
                }
            }
            @for (clash, victor) in &clashed.victors {
                li { strong { (clash.name) } ": won by " (sides[victor.side]) ", which wins " (simulated(&Simulated::YesNo(victor.wins))) " of such fights" }
            }
        }
    }
}

fn claims(marks: &[Mark]) -> String {
    let one = |m: &Mark| match m.high {
        Some(high) if high.to_bits() != m.low.to_bits() => format!("{:.0}–{high:.0}", m.low),
        _ => format!("{:.0}", m.low),
    };
    marks.iter().map(one).collect::<Vec<_>>().join(" | ")
}

fn simulated(simulated: &Simulated) -> String {
    match simulated {
        Simulated::Number(q) => format!(
            "{:.0} [{:.0}–{:.0}] ({:.0}–{:.0})",
            q.median, q.q25, q.q75, q.q05, q.q95
        ),
        Simulated::YesNo(share) => format!("{:.1} %", 100.0 * share.share),
        Simulated::Nothing => "nothing".into(),
    }
}

fn checks(checks: &[Check]) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th { "Check" } th { "Wanted" } th { "Found" } th { "Verdict" } } }
            tbody { @for check in checks { tr {
                td { strong { (check.name) } " " (check.title) }
                td { (check.criterion) }
                td { (check.value) }
                td { (check.verdict.as_str()) }
            } } }
        } }
    }
}

fn foretold(hindcasts: &[Hindcast]) -> Markup {
    html! {
        p.note { "Each year from what was known on its 1 January: worlds drawn from the priors whose past resembles the record’s. "
            "Scores, less is better: CRPS of ln(1 + x) for amounts, Brier’s for yes and no; beside them the mean of the years before "
            "and the last year as predictions." }
        (pictures::ranks(hindcasts))
        @for year in hindcasts {
            h3 { (year.year) }
            div.scroll { table {
                thead { tr { th { "Foretold" } th { "Median (90 %)" } th { "Recorded" } th { "Model" } th { "Mean of past" } th { "Last year" } } }
                tbody { @for line in &year.lines { (row(line)) } }
            } }
        }
    }
}

fn row(line: &Line) -> Markup {
    let recorded = line.recorded.map_or("–".to_owned(), |[low, high]| {
        if low.to_bits() == high.to_bits() {
            format!("{low:.0}")
        } else {
            format!("{low:.0}–{high:.0}")
        }
    });
    let score = |of: fn(&crate::fit::hindcast::Scores) -> f64| {
        line.scores
            .as_ref()
            .map_or("–".to_owned(), |s| format!("{:.2}", of(s)))
    };
    html! { tr {
        td { (line.what) }
        td { (format!("{:.0} ({:.0}–{:.0}), mean {:.2}", line.model.median, line.model.q05, line.model.q95, line.mean)) }
        td { (recorded) }
        td { (score(|s| s.model)) }
        td { (score(|s| s.climatology)) }
        td { (score(|s| s.persistence)) }
    } }
}

fn learned(conflict: &LoadedConflict) -> Markup {
    let all = taught(conflict);
    if all.is_empty() {
        return html! { p { "Nothing: the conflict has no posterior. Every parameter is prior-driven." } };
    }
    html! {
        p.note { "A bar shows where the posterior lies within its prior (5 %, median, 95 %); the thin line is the prior’s own 90 %. "
            "Contraction is 1 − variance after over variance before." }
        div.scroll { table {
            thead { tr { th { "Parameter" } th { "Within the prior" } th { "Median (90 %)" } th { "Contraction" } th { "Label" } } }
            tbody { @for t in &all { tr {
                td { code { (t.name) } }
                td { (pictures::within(t)) }
                td { (format!("{:.3} ({:.3}–{:.3})", t.values[1], t.values[0], t.values[2])) }
                td { (format!("{:.2}", t.contraction)) }
                td { (t.label()) }
            } } }
        } }
    }
}
