//! The record beside the model: what does not fit in words, then every observable in a table.

use maud::{Markup, html};

use super::words::{badge, claimant, claimed, interval, is_yes_no, number, percent, range};
use crate::clashes::{self, Clash, ClashLosses};
use crate::compare::{Mark, Row, Simulated, Verdict};
use crate::replay::words::list;
use crate::report::ReportInput;

/// Where record and model disagree, in plain words.
pub(super) fn misfits(input: &ReportInput) -> Markup {
    let misfits: Vec<&Row> = input.compared.rows.iter().filter(|row| row.is_misfit()).collect();
    html! {
        @if misfits.is_empty() {
            p { "None: for every observable of the record at least one vouched claim lies inside the model’s 90 % interval." }
        } @else {
            p class="note" {
                "Here no vouched claim of the record lies inside the 90 % interval of the campaigns (or, for what either \
                 happened or did not, the model gives it less than one chance in twenty)."
            }
            ul class="misfits" {
                @for row in misfits { li { (misfit(input, row)) } }
            }
        }
        (of_clashes(input))
    }
}

/// Losses and victors of the named clashes that the model does not expect.
fn of_clashes(input: &ReportInput) -> Markup {
    let clashes = &input.compared.clashes;
    let found = clashes::misfits(clashes);
    html! {
        @if !clashes.is_empty() {
            p class="note" {
                "Of the named clashes, fought by themselves with the forces of the record, " (found.losses.len()) " of "
                (found.of_losses) " losses have no vouched claim inside what such forces lose in nine fights of ten, and "
                (found.victors.len()) " of " (found.of_victors) " victors win less than one fight in twenty."
            }
            ul class="misfits" {
                @for (clash, losses) in &found.losses { li { (unexpected(input, clash, losses)) } }
                @for (clash, victor) in &found.victors {
                    li {
                        b { (clash.name) } ". Won by " (input.names.side(victor.side)) ", which wins " (percent(victor.wins.share))
                        " of such fights. " (badge(Some(victor.verdict())))
                    }
                }
            }
        }
    }
}

fn unexpected(input: &ReportInput, clash: &Clash, losses: &ClashLosses) -> Markup {
    html! {
        b { (clash.name) ": " (input.names.side(losses.side)) ", " (losses.what) } ". The record says " (rivals(input, &losses.recorded, false))
        "; of such forces the model expects " (interval(&losses.simulated)) ". " (badge(worst(&losses.recorded)))
    }
}

fn misfit(input: &ReportInput, row: &Row) -> Markup {
    let model = match &row.simulated {
        Simulated::Number(q) => format!(
            "the campaigns have a median of {}, and nine in ten lie between {} and {}",
            number(q.median),
            number(q.q05),
            number(q.q95)
        ),
        Simulated::YesNo(s) => format!("it comes true in {} of the campaigns", percent(s.share)),
        Simulated::Nothing => "no campaign has a value".to_owned(),
    };
    html! {
        b { (row.title) } ". The record says " (rivals(input, &row.recorded, is_yes_no(row))) "; " (model) ". " (badge(worst(&row.recorded)))
    }
}

fn rivals(input: &ReportInput, claims: &[Mark], yes_no: bool) -> String {
    let each: Vec<String> = claims
        .iter()
        .map(|mark| format!("{} ({})", claimed(mark, yes_no), claimant(input, mark)))
        .collect();
    list(&each)
}

fn worst(claims: &[Mark]) -> Option<Verdict> {
    claims
        .iter()
        .filter_map(|mark| mark.verdict)
        .find(|verdict| !verdict.meets())
}

/// Every observable in the order of the history, a line for each rival claim.
pub(super) fn table(input: &ReportInput) -> Markup {
    html! {
        p class="note" {
            "Simulated: median over all campaigns, with the middle 50 % and 90 %. ± is the Monte Carlo standard error of \
             the median or of the share: what more campaigns would take away. Rival claims stand as they are, none merged. \
             Inside: ✓ 50 % and ✓ 90 % name the narrowest interval that holds the claim; ✗ higher and ✗ lower say that the \
             claim lies above or below both; what either happened or did not is unlikely below one chance in twenty."
        }
        div class="scroll" {
            table class="wide" {
                thead {
                    tr {
                        th scope="col" { "Observable" }
                        th scope="col" { "Recorded" }
                        th scope="col" { "Claimed by" }
                        th scope="col" class="num" { "Median" }
                        th scope="col" class="num" { "50 %" }
                        th scope="col" class="num" { "90 %" }
                        th scope="col" class="num" { "±" }
                        th scope="col" { "Inside?" }
                    }
                }
                @for row in &input.compared.rows { tbody class=[row.is_misfit().then_some("misfit")] { (lines(input, row)) } }
            }
        }
    }
}

fn lines(input: &ReportInput, row: &Row) -> Markup {
    let span = row.recorded.len().max(1);
    let yes_no = is_yes_no(row);
    let [median, half, most, error] = simulated(&row.simulated);
    html! {
        @for n in 0..span {
            tr {
                @if n == 0 {
                    th scope="rowgroup" rowspan=(span) {
                        (row.title)
                        @if !yes_no { " " span class="unit" { (row.unit) } }
                    }
                }
                @match row.recorded.get(n) {
                    Some(mark) => {
                        td class="num" { (claimed(mark, yes_no)) }
                        td { (who(input, mark)) }
                    }
                    None => { td class="num" { "–" } td { "nobody" } }
                }
                @if n == 0 {
                    td class="num strong" rowspan=(span) { (median) }
                    td class="num" rowspan=(span) { (half) }
                    td class="num" rowspan=(span) { (most) }
                    td class="num muted" rowspan=(span) { (error) }
                }
                td { (badge(row.recorded.get(n).and_then(|mark| mark.verdict))) }
            }
        }
    }
}

fn who(input: &ReportInput, mark: &Mark) -> Markup {
    html! {
        span title={ "source: " (mark.source) @if !mark.note.is_empty() { "; " (mark.note) } } { (claimant(input, mark)) }
        @if mark.status == "unverified" { " " span class="unit" { "unverified" } }
    }
}

/// Median, 50 %, 90 % and error.
fn simulated(simulated: &Simulated) -> [String; 4] {
    match simulated {
        Simulated::Number(q) => [
            number(q.median),
            range(q.q25, q.q75),
            range(q.q05, q.q95),
            number(q.median_error),
        ],
        Simulated::YesNo(s) => [percent(s.share), String::new(), String::new(), percent(s.error)],
        Simulated::Nothing => ["–".to_owned(), String::new(), String::new(), String::new()],
    }
}
