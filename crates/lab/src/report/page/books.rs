//! Yearly counts of each side's book, as fans with the record's counts.

use maud::{Markup, html};

use super::words::{claimed, key, number, range};
use crate::report::{Fan, FanMark, ReportError, ReportInput, plot};

/// The fans, each with its key and its numbers as a table.
pub(super) fn section(input: &ReportInput) -> Result<Markup, ReportError> {
    let mut figures = Vec::new();
    for fan in &input.fans {
        figures.push((fan, plot::fan(fan, &description(fan))?));
    }
    Ok(html! {
        p class="note" {
            "What each side would have on file, year by year: the line is the median of all campaigns, the darker band holds \
             half of them, the lighter one nine tenths. Dark bars are counts of the record; a count of several years is \
             drawn across them at its yearly mean. A campaign that ended early counts as 0 from then on."
        }
        @for (fan, picture) in &figures {
            figure {
                figcaption { (fan.title) }
                (picture)
                @if fan.marks.is_empty() { p class="note" { "The record has no such count." } }
                @else { (key(input, fan.marks.iter().map(|m| (&m.mark, said(m))))) }
                (numbers(fan))
            }
        }
    })
}

fn said(mark: &FanMark) -> String {
    let [from, to] = mark.period;
    let (first, last) = (from.floor(), (to - 1e-6).floor());
    let years = if first < last {
        format!("{first:.0}–{last:.0}")
    } else {
        format!("{first:.0}")
    };
    let count = claimed(&mark.mark, false);
    if to - from > 1.01 {
        format!(
            "{years}: {count} in all, {} a year,",
            range(mark.yearly[0], mark.yearly[1])
        )
    } else {
        format!("{years}: {count},")
    }
}

fn description(fan: &Fan) -> String {
    let year = |b: &crate::report::Band| {
        format!(
            "{}: {} ({}–{})",
            b.year,
            number(b.points[2]),
            number(b.points[0]),
            number(b.points[4])
        )
    };
    let years: Vec<String> = fan.bands.iter().map(year).collect();
    format!("Median and 90 % interval by year. {}.", years.join("; "))
}

fn numbers(fan: &Fan) -> Markup {
    html! {
        details {
            summary { "As a table" }
            div class="scroll" {
                table class="compact" {
                    thead {
                        tr {
                            th scope="col" { "Year" }
                            @for name in ["5 %", "25 %", "Median", "75 %", "95 %"] { th scope="col" class="num" { (name) } }
                        }
                    }
                    tbody {
                        @for band in &fan.bands {
                            tr {
                                th scope="row" { (band.year) }
                                @for point in band.points { td class="num" { (number(point)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
