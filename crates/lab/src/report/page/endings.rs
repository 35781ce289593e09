//! How campaigns and crises end, as bars.

use maud::{Markup, html};

use super::words::chance;
use crate::report::{Outcome, ReportInput};

/// Endings, causes of general war, settlements.
pub(super) fn section(input: &ReportInput) -> Markup {
    let o = &input.outcomes;
    html! {
        div class="columns" {
            (bars("Campaigns", "How the campaigns ended.", &o.endings))
            (bars("Crises", "How the crises ended, all campaigns together.", &o.settlements))
            (bars("General wars", "Why they began, where they began.", &o.causes))
        }
    }
}

fn bars(title: &str, about: &str, outcomes: &[Outcome]) -> Markup {
    html! {
        div {
            h3 { (title) }
            p class="note" { (about) }
            @if outcomes.is_empty() { p { "None." } }
            @else {
                table class="bars" {
                    tbody {
                        @for outcome in outcomes {
                            tr {
                                th scope="row" { (outcome.title) }
                                td {
                                    span class="bar" style={ "--share:" (format!("{:.4}", outcome.share.share)) } aria-hidden="true" {}
                                    span class="num" { (chance(&outcome.share)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
