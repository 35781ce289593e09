//! Each named clash: what losses the model expects of the recorded forces, and what is claimed.

use maud::{Markup, html};

use super::words::{badge, claimant, claimed, interval, percent, range};
use crate::clashes::{Clash, ClashLosses};
use crate::replay::capital;
use crate::report::plot::{self, Scale, paint};
use crate::report::{ReportError, ReportInput};

/// The clashes in the order of their dates, a strip for each side and kind of loss.
pub(super) fn section(input: &ReportInput) -> Result<Markup, ReportError> {
    let clashes = &input.compared.clashes;
    let losses = || clashes.iter().flat_map(|c| &c.losses);
    let ends = losses().flat_map(|l| {
        l.recorded
            .iter()
            .map(|m| m.high.unwrap_or(m.low))
            .chain([l.simulated.q95])
    });
    let scale = Scale::holding(ends);
    let mut rows = Vec::new();
    for clash in clashes {
        let mut strips = Vec::new();
        for losses in &clash.losses {
            let what = describe(input, clash, losses);
            let colour = paint::SIDES[losses.side.min(1)];
            strips.push((
                losses,
                plot::strip(scale, &losses.simulated, &losses.recorded, colour, &what)?,
            ));
        }
        rows.push((clash, strips));
    }
    let axis = plot::axis(scale, "Men lost")?;
    Ok(html! {
        p class="note" {
            "Every clash is fought by itself with the forces that the record gives (rival strengths are drawn between), \
             parameters from " (input.about.parameters.in_words()) ". The bar holds half of the fights, the thin one nine tenths, the dot is the median; \
             upright strokes are claims."
        }
        @if clashes.is_empty() { p { "The record gives no clash with forces and losses of both sides." } }
        @else {
            div class="scroll" {
                table class="wide strips" {
                    thead {
                        tr {
                            th scope="col" { "Clash" }
                            th scope="col" { "Losses of" }
                            th scope="col" { "Men (logarithmic)" (axis) }
                            th scope="col" class="num" { "Expected, 90 %" }
                            th scope="col" { "Claimed" }
                        }
                    }
                    @for (clash, strips) in &rows { tbody { (lines(input, clash, strips)) } }
                }
            }
        }
    })
}

fn lines(input: &ReportInput, clash: &Clash, strips: &[(&ClashLosses, Markup)]) -> Markup {
    html! {
        @for (n, (losses, strip)) in strips.iter().enumerate() {
            tr {
                @if n == 0 { th scope="rowgroup" rowspan=(strips.len()) { (head(input, clash)) } }
                td { (capital(input.names.side(losses.side))) ": " (losses.what) }
                td class="strip" { (strip) }
                td class="num" { (interval(&losses.simulated)) }
                td {
                    ul class="claims" {
                        @for mark in &losses.recorded {
                            li { b { (claimed(mark, false)) } " " (claimant(input, mark)) " " (badge(mark.verdict)) }
                        }
                    }
                }
            }
        }
    }
}

fn head(input: &ReportInput, clash: &Clash) -> Markup {
    let men = |side: usize| {
        format!(
            "{} {}",
            input.names.side(side),
            range(clash.men[side][0], clash.men[side][1])
        )
    };
    html! {
        (clash.name)
        span class="sub" { (clash.date) }
        span class="sub" { (men(0)) ", " (men(1)) " men" }
        @if clash.attacker_known { span class="sub" { "attacker: " (input.names.side(clash.attacker)) } }
        @if let Some(victor) = &clash.victor {
            span class="sub" { "won by " (input.names.side(victor.side)) ", which wins " (percent(victor.wins.share)) " here" }
        }
    }
}

fn describe(input: &ReportInput, clash: &Clash, losses: &ClashLosses) -> String {
    let claims: Vec<String> = losses
        .recorded
        .iter()
        .map(|m| format!("{} by {}", claimed(m, false), claimant(input, m)))
        .collect();
    let q = &losses.simulated;
    format!(
        "{}, {} of {}: expected {}; claimed {}",
        clash.name,
        losses.what,
        input.names.side(losses.side),
        interval(q),
        claims.join(", ")
    )
}
