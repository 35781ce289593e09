//! Sizes and losses over orders of magnitude, with the claims of the record marked.

use maud::{Markup, html};

use super::words::{claimed, interval, key, number, percent};
use crate::report::{Distribution, ReportError, ReportInput, plot};

/// The distributions, each with its key.
pub(super) fn section(input: &ReportInput) -> Result<Markup, ReportError> {
    let mut figures = Vec::new();
    for of in &input.distributions {
        figures.push((of, plot::density(of, &description(of))?));
    }
    Ok(html! {
        p class="note" {
            "Share of campaigns by size, on a logarithmic axis: ten columns to each factor of ten. Under the columns the \
             median, the middle half and the middle nine tenths. Numbered lines are claims of the record."
        }
        @for (of, picture) in &figures {
            figure {
                figcaption { (of.title) ", " (of.unit) }
                (picture)
                (key(input, of.marks.iter().map(|m| (m, format!("{} {},", claimed(m, false), of.unit)))))
                p class="note" {
                    "Median " (interval(&of.quantiles)) " " (of.unit) "."
                    @if of.none > 0.0 { " " (percent(of.none)) " of the campaigns have none, and stand in no column." }
                }
                details {
                    summary { "As a table" }
                    div class="scroll" { (numbers(of)) }
                }
            }
        }
    })
}

fn description(of: &Distribution) -> String {
    let q = &of.quantiles;
    format!(
        "Median {}; half of all campaigns between {} and {}, nine tenths between {} and {} {}.",
        number(q.median),
        number(q.q25),
        number(q.q75),
        number(q.q05),
        number(q.q95),
        of.unit
    )
}

fn numbers(of: &Distribution) -> Markup {
    html! {
        table class="compact" {
            thead { tr { th scope="col" { "From" } th scope="col" { "To below" } th scope="col" class="num" { "Share" } } }
            tbody {
                @for bin in of.bins.iter().filter(|b| b.share > 0.0) {
                    tr {
                        td class="num" { (number(bin.ends[0].ceil())) }
                        td class="num" { (number(bin.ends[1].ceil())) }
                        td class="num" { (percent(bin.share)) }
                    }
                }
            }
        }
    }
}
