//! A typical campaign and an extreme one, on time lines, with their largest crises told.

use maud::{Markup, html};

use crate::replay::words::{count, grouped};
use crate::replay::{Act, Chronicle, Crisis, Filter, Names, Passage};
use crate::report::{ReportError, ReportInput, Shown, plot};

/// Crises that are told of each campaign.
const TOLD: usize = 3;
/// Battles that are told of each crisis.
const BATTLES: usize = 8;

/// The campaigns.
pub(super) fn section(input: &ReportInput) -> Result<Markup, ReportError> {
    let mut shown = Vec::new();
    for campaign in &input.campaigns {
        let title = format!("{} (number {})", campaign.title, campaign.replication);
        let crises = crises(&input.names, campaign);
        let description = format!(
            "{} crises; the costliest are told below the picture.",
            crises.len()
        );
        shown.push((
            campaign,
            crises,
            plot::timeline(&input.names, &campaign.log, &title, &description)?,
        ));
    }
    Ok(html! {
        p class="note" {
            "A lane for each sector. Columns: violations by month, dark where shots were fired. Bars: crises. Circles: battles, \
             their areas by the men of both sides, in the colour of the attacker ("
            @for side in 0..2_usize {
                @if side == 1 { ", " }
                span class={ "side-" (side) } { (input.names.side(side)) }
            }
            "). Tell one whole: " code { "halha replay RUN NUMBER" } "."
        }
        @for (campaign, crises, picture) in &shown {
            figure {
                figcaption { (campaign.title) span class="unit" { " number " (campaign.replication) } }
                p { (campaign.chosen) }
                (picture)
                (told(&input.names, crises))
            }
        }
    })
}

/// All crises of a campaign, the costliest first.
fn crises(names: &Names, campaign: &Shown) -> Vec<Crisis> {
    let chronicle = Chronicle::of(names, &campaign.log, &Filter::default());
    let passages = chronicle
        .years
        .into_iter()
        .flat_map(|y| y.months)
        .flat_map(|m| m.passages);
    let mut crises: Vec<Crisis> = passages
        .filter_map(|p| match p {
            Passage::Crisis(crisis) => Some(crisis),
            Passage::Moment(_) => None,
        })
        .collect();
    crises.sort_by_key(|c| std::cmp::Reverse((cost(c), c.largest)));
    crises
}

fn cost(crisis: &Crisis) -> u64 {
    crisis.lost.map_or(0, |[a, b]| u64::from(a) + u64::from(b))
}

fn told(names: &Names, crises: &[Crisis]) -> Markup {
    html! {
        p {
            @if crises.is_empty() { "No crisis opened." }
            @else { (crate::replay::capital(&count(crises.len() as u32, "crisis", "crises"))) " opened. The costliest:" }
        }
        @for (n, crisis) in crises.iter().take(TOLD).enumerate() {
            details open[n == 0] {
                summary {
                    (names.date(crisis.time)) ", " (names.sector(crisis.sector)) ": "
                    (grouped(cost(crisis) as f64)) " men lost, "
                    @if crisis.largest > 0 { (grouped(crisis.largest)) " in the largest battle" } @else { "no battle" }
                }
                dl class="story" {
                    div { dt { (names.day(crisis.time)) } dd { (crisis.opening) " " (crisis.details.join(" ")) } }
                    @for (between, act) in highlights(&crisis.acts) {
                        @if between > 0 {
                            div { dt {} dd class="between" { "… " (count(between, "smaller act", "smaller acts")) } }
                        }
                        div {
                            dt { (names.day(act.time)) }
                            dd { (act.text) @for detail in &act.details { " " span class="detail" { (detail) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The largest battles and the end, each with the number of acts left out before it.
fn highlights(acts: &[Act]) -> Vec<(u32, &Act)> {
    let mut sizes: Vec<u32> = acts.iter().map(|act| act.men).filter(|men| *men > 0).collect();
    sizes.sort_unstable_by_key(|men| std::cmp::Reverse(*men));
    let least = sizes.get(BATTLES - 1).copied().unwrap_or(1);
    let mut told = Vec::new();
    let mut between = 0;
    for (n, act) in acts.iter().enumerate() {
        if act.men >= least || n + 1 == acts.len() {
            told.push((std::mem::take(&mut between), act));
        } else {
            between += 1;
        }
    }
    told
}
