//! How large it gets, and how often.

use maud::{Markup, html};

use super::words::{chance, number};
use crate::report::ReportInput;
use crate::statistics::{Quantiles, Share};

/// The table of the tail.
pub(super) fn section(input: &ReportInput) -> Markup {
    let tail = &input.compared.tail;
    html! {
        p class="note" {
            "Far quantiles over all campaigns, and chances with the 90 % interval that their number leaves (Wilson)."
        }
        div class="scroll" {
            table class="compact" {
                thead {
                    tr {
                        th scope="col" { "Size" }
                        @for name in ["Median", "75 %", "95 %", "99 %", "99.9 %"] { th scope="col" class="num" { (name) } }
                    }
                }
                tbody {
                    (sizes("Largest battle, men of both sides", tail.largest_battle.as_ref(), tail.largest_battle_far))
                    (sizes("Costliest crisis, losses of both sides", tail.costliest.as_ref(), tail.costliest_far))
                }
            }
            table class="compact" {
                thead { tr { th scope="col" { "In one campaign" } th scope="col" class="num" { "Chance" } } }
                tbody {
                    (odds("At least one engagement of division size (7,000 men on one side)", tail.division.as_ref()))
                    (odds("At least one engagement of corps size (22,000 men on one side)", tail.corps.as_ref()))
                    (odds("General war", tail.general_war.as_ref()))
                    (odds("Grew beyond all bounds (broken off)", tail.exploded.as_ref()))
                }
            }
        }
    }
}

fn sizes(title: &str, q: Option<&Quantiles>, far: [f64; 2]) -> Markup {
    html! {
        tr {
            th scope="row" { (title) }
            @match q {
                Some(q) => @for value in [q.median, q.q75, q.q95, far[0], far[1]] { td class="num" { (number(value)) } },
                None => td colspan="5" { "none" },
            }
        }
    }
}

fn odds(title: &str, share: Option<&Share>) -> Markup {
    html! {
        tr {
            th scope="row" { (title) }
            td class="num" { (share.map_or_else(|| "–".to_owned(), chance)) }
        }
    }
}
