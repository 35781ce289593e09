//! The record inside the model's intervals: observables, counts and losses, each with its rival claims as marks.

use maud::{Markup, html};

use super::pictures::{Interval, histogram, interval};
use crate::compare::{Row, Simulated};
use crate::skill::{CountSkill, LossSkill, SideLoss};

/// Every observable with a number: the model's intervals and the claims.
pub(super) fn observables(rows: &[Row]) -> Markup {
    let drawn: Vec<(&Row, Interval)> = rows.iter().filter_map(|r| Some((r, of_row(r)?))).collect();
    html! {
        p.note { "The model’s central 90 % (thin) and 50 % (thick) with its median, on the scale of ln(1 + x); each mark is what a "
            "voice claims, a range a line. Marks of rows that nobody vouches for are left out where there are better ones." }
        div.scroll { table {
            thead { tr { th { "Observable" } th { "Model and claims" } th { "Median (90 %)" } th { "Verdict" } } }
            tbody { @for (row, shown) in &drawn { tr {
                td { (row.title) }
                td { (interval(shown)) }
                td { (format!("{:.0} ({:.0}–{:.0})", shown.quantiles[2], shown.quantiles[0], shown.quantiles[4])) }
                td { @if row.recorded.is_empty() { "no claim" } @else if row.is_misfit() { strong { "outside" } } @else { "inside" } }
            } } }
        } }
    }
}

fn of_row(row: &Row) -> Option<Interval> {
    let Simulated::Number(q) = row.simulated else {
        return None;
    };
    let vouched: Vec<[f64; 2]> = row
        .recorded
        .iter()
        .filter(|m| m.status != "unverified")
        .map(|m| [m.low, m.high.unwrap_or(m.low)])
        .collect();
    Some(Interval {
        quantiles: [q.q05, q.q25, q.median, q.q75, q.q95],
        marks: vouched,
    })
}

/// Counts foretold from the training period, with their ranks.
pub(super) fn counts(counts: &[CountSkill]) -> Markup {
    if counts.is_empty() {
        return html! { p { "No counts were scored." } };
    }
    let score = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.1}"));
    let pits: Vec<f64> = counts.iter().filter(|c| !c.fitted).map(|c| c.pit).collect();
    html! {
        p.note { "What the training period taught, asked for every count. Those it was fitted to are no predictions. Ranked probability "
            "score, less is better; beside it the rate of all other counts of the same book, and of the last one before." }
        (histogram(&pits, "counts after the training period"))
        div.scroll { table {
            thead { tr { th { "Count" } th { "Recorded" } th { "Median (90 %)" } th { "PIT" } th { "Model" } th { "Others" } th { "Last" } } }
            tbody { @for c in counts { tr {
                td { (c.title) @if c.fitted { " (fitted)" } }
                td { (format!("{:.0}", c.recorded)) }
                td { (format!("{:.0} ({:.0}–{:.0})", c.quantiles[1], c.quantiles[0], c.quantiles[2])) }
                td { (format!("{:.2}", c.pit)) }
                td { (format!("{:.1}", c.crps)) }
                td { (score(c.climatology.map(|r| r.crps))) }
                td { (score(c.persistence.map(|r| r.crps))) }
            } } }
        } }
    }
}

/// Losses of named clashes under each source of parameters.
pub(super) fn losses(each: &[LossSkill], sides: &[String; 2]) -> Markup {
    html! {
        p.note { "Losses of both sides in every clash whose forces are recorded. CRPS and interval score of ln(1 + x), averaged over "
            "rival claims; the rivals have read the losses of every other clash." }
        @for skill in each {
            h3 { "Parameters from the " (skill.source) }
            p { (means(skill)) }
            (histogram(&skill.losses.iter().map(|l| l.pit).collect::<Vec<_>>(), "side-losses"))
        }
        @if let Some(last) = each.last() {
            div.scroll { table {
                thead { tr { th { "Clash" } th { "Side" } th { "Model and claims" } th { "Median (90 %)" } th { "Claimed" } } }
                tbody { @for l in &last.losses { (loss(l, sides)) } }
            } }
        }
    }
}

fn means(skill: &LossSkill) -> String {
    let [crps, interval, inside] = skill.mean;
    let names = ["model", "losses of the others", "shares lost in the others"];
    let one = |k: usize| {
        format!(
            "{}: CRPS {:.3}, interval score {:.2}, {:.0} % inside",
            names[k],
            crps[k],
            interval[k],
            100.0 * inside[k]
        )
    };
    format!(
        "{} side-losses. {}.",
        skill.losses.len(),
        [0, 1, 2].map(one).join("; ")
    )
}

fn loss(l: &SideLoss, sides: &[String; 2]) -> Markup {
    let [low, middle, high] = l.quantiles;
    let shown = Interval {
        quantiles: [low, middle, middle, middle, high],
        marks: l.claims.iter().map(|x| [*x, *x]).collect(),
    };
    let claims: Vec<String> = l.claims.iter().map(|x| format!("{x:.0}")).collect();
    html! { tr {
        td { (l.name) }
        td { (sides[l.side]) " " (l.what) }
        td { (interval(&shown)) }
        td { (format!("{middle:.0} ({low:.0}–{high:.0})")) }
        td { (claims.join(" | ")) }
    } }
}
