//! The page of an answer: whole in itself, with each intervention's differences and two pairs told side by side.

use maud::{Markup, html};

use super::answer::{Answer, Answered};
use super::contrast::Contrast;
use super::measures::Measure;
use crate::html_page::{self, Section};
use crate::replay::words::grouped;
use crate::replay::{Chronicle, Filter, Log, Names, Passage};

/// Passages told of each world.
const TOLD: usize = 14;

/// A pair with everything that happened in both worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldPair {
    /// Number of the column.
    pub column: usize,
    /// Which pair, in words.
    pub title: String,
    /// Why this one.
    pub chosen: String,
    /// Day on which the worlds part.
    pub parted: f64,
    /// Baseline and counterfactual.
    pub logs: [Log; 2],
}

/// The page as HTML.
pub fn page(answer: &Answer, names: &Names, pairs: &[ToldPair]) -> String {
    let title = format!(
        "What if: {}",
        answer
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    );
    let section = |(n, column): (usize, &Answered)| Section {
        id: format!("c{n}"),
        name: column.name.clone(),
        title: column.title.clone(),
        content: html! {
            (about(column))
            (table(answer, n))
            @for pair in pairs.iter().filter(|p| p.column == n) { (told(names, pair)) }
        },
    };
    let sections: Vec<Section> = answer.columns.iter().enumerate().map(section).collect();
    let foot = html! {
        p { "Made by Halha " (answer.provenance.halha) ". The pairs behind this page lie beside it: " code { "pairs.parquet" } "." }
    };
    html_page::page(&title, &opening(answer), &sections, &foot).into_string()
}

fn opening(answer: &Answer) -> Markup {
    let p = &answer.provenance;
    html! {
        p class="kicker" { "Halha · what if" }
        h1 { (p.conflict[1]) }
        p class="lead" {
            b { (grouped(p.pairs as f64)) " pairs of worlds" }
            " that share their luck and part only where an intervention bites."
        }
        @if p.stopped { p class="note" { "Stopped early: what was complete is shown." } }
        dl class="facts" {
            div { dt { "Seed" } dd { (p.seed) } }
            div { dt { "Pairs with the same parameters" } dd { (p.per_draw) } }
            div { dt { "Scenario, priors, interventions" } dd { (p.fingerprint) } }
        }
        p class="again" { "The same answer: " code { (p.command) } }
    }
}

fn about(column: &Answered) -> Markup {
    html! {
        p class="lead" { (column.question) }
        p { b { (column.tag.as_str()) } ". Asks for " (column.estimand) ". " span class="muted" { (column.origin) } }
        @if let Some(day) = &column.history_to { p { "Both worlds begin with the record up to " (day) "." } }
        @if !column.note.is_empty() { p class="note" { (column.note) } }
        p {
            @match &column.parted {
                Some([early, middle, late]) => {
                    "Anything changes in " b { (percent(column.divergence.changed)) } " of the pairs; half of them part between "
                    (early) " and " (late) ", the median on " (middle) "."
                }
                None => { "Nothing changes in any pair." }
            }
        }
    }
}

fn table(answer: &Answer, n: usize) -> Markup {
    let rows: Vec<(&Measure, &Contrast)> = answer
        .measures
        .iter()
        .filter_map(|m| answer.contrast(n, &m.id).map(|c| (m, c)))
        .collect();
    let line = |m: &Measure, c: &Contrast| {
        html! {
            tr {
                th { (m.title) span class="sub" { (m.unit) } }
                td class="num" { (number(c.baseline, m)) }
                td class="num" { (number(c.counterfactual, m)) }
                td class="num strong" { (signed(c.difference, m)) span class="sub" { "± " (number(c.error, m)) } }
                td { (forest(c)) }
                td class="num" { @if !m.yes_no { (signed(c.pair.q05, m)) " to " (signed(c.pair.q95, m)) } }
                td class="num" { (signed(c.expected.q05, m)) " to " (signed(c.expected.q95, m)) }
                td class="num" { @if let Some(share) = c.share_of_parameters() { (percent(share)) } }
                td class="num" { @match c.saved { Some(s) => { (format!("{s:.1}×")) } None => { "–" } } }
            }
        }
    };
    let quiet = |m: &Measure, c: &Contrast| !m.main && !c.moves();
    let still = rows.iter().filter(|(m, c)| quiet(m, c)).count();
    html! {
        div class="scroll" {
            table class="wide" {
                thead { tr {
                    th { "Measure" } th class="num" { "Baseline" } th class="num" { "With it" }
                    th class="num" { "Difference ± MC" } th { "in standard deviations of the baseline" }
                    th class="num" { "One history, 90 %" } th class="num" { "Expected, 90 %" }
                    th class="num" { "Parameters" } th class="num" { "Saved" }
                } }
                tbody { @for (m, c) in rows.iter().filter(|(m, c)| !quiet(m, c)) { (line(m, c)) } }
            }
        }
        @if still > 0 {
            details {
                summary { (still) " observables that move by no more than three standard errors" }
                div class="scroll" { table class="wide" { tbody { @for (m, c) in rows.iter().filter(|(m, c)| quiet(m, c)) { (line(m, c)) } } } }
            }
        }
        p class="note" {
            "One history: nine tenths of the pairs. Expected: nine tenths of the parameter vectors. Parameters: their share of the \
             variance between pairs; the rest is chance. Saved: variance of the difference between independent worlds over that \
             between these pairs."
        }
    }
}

/// The expected difference on an axis from −1 to 1 standard deviation of the baseline.
fn forest(c: &Contrast) -> Markup {
    let at = |x: f64| 90.0 + 80.0 * (x / c.sd_baseline).clamp(-1.0, 1.0);
    let known = c.sd_baseline > 0.0;
    html! {
        @if known {
            svg class="plot" viewBox="0 0 180 20" width="180" height="20" role="img" aria-label="Expected difference in standard deviations" {
                line x1="90" y1="1" x2="90" y2="19" stroke="#E3E1DA" {}
                line x1="10" y1="19" x2="170" y2="19" stroke="#E3E1DA" {}
                line x1=(at(c.expected.q05)) x2=(at(c.expected.q95)) y1="10" y2="10" stroke="#5B5EA6" stroke-width="2" {}
                line x1=(at(c.expected.q25)) x2=(at(c.expected.q75)) y1="10" y2="10" stroke="#5B5EA6" stroke-width="6" {}
                circle cx=(at(c.difference)) cy="10" r="4" fill="#1F2328" {}
            }
        }
    }
}

/// What happened in both worlds from where they part.
fn told(names: &Names, pair: &ToldPair) -> Markup {
    let heads = ["Baseline", "With it"];
    html! {
        figure {
            figcaption { (pair.title) }
            p { (pair.chosen) " The worlds are the same until " (names.date(pair.parted)) "." }
            div class="columns" {
                @for (head, log) in heads.iter().zip(&pair.logs) {
                    div {
                        h3 { (head) }
                        dl class="story" { @for (day, text) in passages(names, log, pair.parted) { div { dt { (day) } dd { (text) } } } }
                    }
                }
            }
        }
    }
}

/// The first passages of a log from a day on: crises in a sentence, moments as they are.
fn passages(names: &Names, log: &Log, from: f64) -> Vec<(String, String)> {
    let filter = Filter {
        from: Some(from),
        ..Filter::default()
    };
    let chronicle = Chronicle::of(names, log, &filter);
    let all: Vec<Passage> = chronicle
        .years
        .into_iter()
        .flat_map(|y| y.months)
        .flat_map(|m| m.passages)
        .collect();
    let left = all.len().saturating_sub(TOLD);
    let mut told: Vec<(String, String)> = all.iter().take(TOLD).map(|p| passage(names, p)).collect();
    if left > 0 {
        told.push((String::new(), format!("… and {left} more")));
    }
    told
}

fn passage(names: &Names, passage: &Passage) -> (String, String) {
    match passage {
        Passage::Moment(m) => {
            let place = m
                .sector
                .map_or_else(String::new, |k| format!("{}: ", names.sector(k)));
            (names.date(m.time), format!("{place}{}", m.text))
        }
        Passage::Crisis(c) => {
            let lost = c.lost.map_or(0, |[a, b]| u64::from(a) + u64::from(b));
            let text = format!(
                "{}: a crisis; {} men lost, {} acts",
                names.sector(c.sector),
                grouped(lost as f64),
                c.acts.len()
            );
            (names.date(c.time), text)
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn number(x: f64, m: &Measure) -> String {
    match (m.yes_no, x.abs()) {
        (true, _) => format!("{:.2} %", 100.0 * x),
        (_, a) if m.unit == "year" && a > 1000.0 => format!("{x:.1}"),
        (_, a) if a >= 100.0 => grouped(x.round()),
        (_, a) if a >= 1.0 => format!("{x:.2}"),
        _ => format!("{x:.3}"),
    }
}

fn signed(x: f64, m: &Measure) -> String {
    let text = number(x.abs(), m);
    match (x < 0.0, text.chars().all(|c| "0. %".contains(c))) {
        (_, true) => "0".to_owned(),
        (true, _) => format!("−{text}"),
        _ => format!("+{text}"),
    }
}
