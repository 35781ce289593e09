//! The ladder as a flow: what follows on what, as a table whose shades can be read as a picture.

use halha_kernel::event::SettlementKind;
use halha_kernel::rung::Rung;
use maud::{Markup, html};

use crate::replay::words::grouped;
use crate::report::{Ladder, Next, ReportInput};

/// The transitions.
pub(super) fn section(input: &ReportInput) -> Markup {
    let ladder = &input.ladder;
    let columns: Vec<(usize, Next)> = (0..Ladder::COLUMNS)
        .filter(|c| (0..Ladder::ROWS).any(|row| ladder.counts[row][*c] > 0))
        .filter_map(|c| Some((c, Ladder::column(c)?)))
        .collect();
    let rows: Vec<usize> = (0..Ladder::ROWS).filter(|row| ladder.total(*row) > 0).collect();
    html! {
        p class="note" {
            "Read across: after the act on the left, what does the other side do next, or how does the crisis end? Shares of \
             each row in per cent, from the crises of " (grouped(ladder.campaigns as f64)) " campaigns spread over the run. Stronger \
             shades are larger shares, a point is less than half a per cent; acts of force are set bold."
        }
        div class="scroll" {
            table class="heat" {
                thead {
                    tr {
                        th scope="col" { "after" }
                        th scope="col" class="num" { "a campaign" }
                        @for (_, next) in &columns {
                            th scope="col" class={ "turned" @if is_end(*next) { " end" } } { span { (name(*next)) } }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr class=[is_force(row).then_some("force")] {
                            th scope="row" { (row_name(row)) }
                            td class="num muted" { (rate(ladder.total(row), ladder.campaigns)) }
                            @for (column, next) in &columns { (cell(ladder.counts[row][*column], ladder.total(row), *next)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(count: u64, all: u64, next: Next) -> Markup {
    let share = count as f64 / all.max(1) as f64;
    let percent = share * 100.0;
    let text = if count == 0 {
        String::new()
    } else if percent < 0.5 {
        "·".to_owned()
    } else {
        format!("{percent:.0}")
    };
    // Shade by the square root, so that small shares can still be told apart.
    let shade = format!("--share:{:.3}", share.sqrt());
    let exact = format!("{percent:.2} %");
    html! { td class=(if is_end(next) { "end" } else { "act" }) style=(shade) title=(exact) { (text) } }
}

fn rate(count: u64, campaigns: u64) -> String {
    let rate = count as f64 / campaigns.max(1) as f64;
    if rate >= 10.0 {
        format!("{rate:.0}")
    } else {
        format!("{rate:.2}")
    }
}

fn is_end(next: Next) -> bool {
    matches!(next, Next::End(_))
}

fn is_force(row: usize) -> bool {
    row.checked_sub(1)
        .and_then(|r| Rung::ALL.get(r))
        .is_some_and(|rung| rung.is_force())
}

fn row_name(row: usize) -> &'static str {
    row.checked_sub(1)
        .and_then(|r| Rung::ALL.get(r))
        .map_or("the opening", |rung| rung_name(*rung))
}

fn name(next: Next) -> &'static str {
    match next {
        Next::Rung(rung) => rung_name(rung),
        Next::End(SettlementKind::Lapsed) => "lapses",
        Next::End(SettlementKind::Ceasefire) => "cease-fire",
        Next::End(SettlementKind::Investigation) => "inquiry closes it",
        Next::End(SettlementKind::Withdrawal) => "over: withdrawn",
        Next::End(SettlementKind::Stalled) => "broken off",
        Next::End(SettlementKind::Open) => "still open",
    }
}

fn rung_name(rung: Rung) -> &'static str {
    match rung {
        Rung::Ignore => "ignore",
        Rung::Protest => "protest",
        Rung::Investigate => "ask for inquiry",
        Rung::Reinforce => "reinforce",
        Rung::Punitive => "punitive expedition",
        Rung::AirStrike => "air strike",
        Rung::Seize => "seize ground",
        Rung::Division => "division offensive",
        Rung::Corps => "corps offensive",
        Rung::CeasefireOffer => "offer cease-fire",
        Rung::ReturnBodies => "return the dead",
        Rung::Withdraw => "withdraw",
        Rung::GeneralWar => "general war",
    }
}
