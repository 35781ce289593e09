//! Small pictures of the page: a posterior within its prior, and the ranks of what was recorded in what was foretold.

use maud::{Markup, html};

use super::Taught;
use crate::fit::hindcast::Hindcast;

/// Half the width of a bar's scale, in standard deviations of the prior.
const REACH: f64 = 3.0;
/// Width of a bar.
const WIDTH: f64 = 160.0;
/// Bins of the histogram of ranks.
const BINS: usize = 5;

/// The posterior's 90 % and median on the scale of the prior's scores.
pub(super) fn within(taught: &Taught) -> Markup {
    let x = |score: f64| (score.clamp(-REACH, REACH) + REACH) / (2.0 * REACH) * WIDTH;
    let [low, middle, high] = taught.scores;
    let words =
        format!("posterior from {low:.2} to {high:.2} standard deviations of the prior, median {middle:.2}");
    html! {
        svg width=(WIDTH) height="16" viewBox={ "0 0 " (WIDTH) " 16" } role="img" aria-label=(words) {
            line x1=(x(-1.645)) x2=(x(1.645)) y1="8" y2="8" stroke="var(--muted)" stroke-width="1" {}
            rect x=(x(low)) y="4" width=((x(high) - x(low)).max(1.0)) height="8" fill="var(--side-1)" fill-opacity="0.5" {}
            line x1=(x(middle)) x2=(x(middle)) y1="2" y2="14" stroke="var(--side-1)" stroke-width="2" {}
        }
    }
}

/// What a predictive interval is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Interval {
    /// 5, 25, 50, 75 and 95 per cent.
    pub(super) quantiles: [f64; 5],
    /// Claims: low and high ends.
    pub(super) marks: Vec<[f64; 2]>,
}

/// An interval on the scale of ln(1 + x), with the claims as marks; the scale holds all of both.
pub(super) fn interval(shown: &Interval) -> Markup {
    let all = shown.quantiles.iter().chain(shown.marks.iter().flatten());
    let logs: Vec<f64> = all.map(|x| x.max(0.0).ln_1p()).collect();
    let low = logs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let reach = (high - low).max(1e-9);
    let x = |value: f64| 4.0 + (value.max(0.0).ln_1p() - low) / reach * (WIDTH - 8.0);
    let [q05, q25, q50, q75, q95] = shown.quantiles.map(x);
    let claims: Vec<String> = shown
        .marks
        .iter()
        .map(|[low, high]| format!("{low:.0} to {high:.0}"))
        .collect();
    let words = format!(
        "model {:.0} to {:.0}, median {:.0}; claims: {}",
        shown.quantiles[0],
        shown.quantiles[4],
        shown.quantiles[2],
        claims.join(", ")
    );
    html! {
        svg width=(WIDTH) height="20" viewBox={ "0 0 " (WIDTH) " 20" } role="img" aria-label=(words) {
            line x1=(q05) x2=(q95) y1="12" y2="12" stroke="var(--both)" stroke-width="2" {}
            rect x=(q25) y="8" width=((q75 - q25).max(1.0)) height="8" fill="var(--both)" fill-opacity="0.5" {}
            line x1=(q50) x2=(q50) y1="7" y2="17" stroke="var(--both)" stroke-width="2" {}
            @for [from, to] in &shown.marks {
                line x1=(x(*from)) x2=(x(*to)) y1="4" y2="4" stroke="currentColor" stroke-width="1.5" {}
                circle cx=(x(*from)) cy="4" r="2" fill="currentColor" {}
                circle cx=(x(*to)) cy="4" r="2" fill="currentColor" {}
            }
        }
    }
}

/// How often what was recorded fell into each fifth of what was foretold: level if the predictions are calibrated.
pub(super) fn ranks(hindcasts: &[Hindcast]) -> Markup {
    let lines = hindcasts.iter().flat_map(|h| &h.lines);
    let ranks: Vec<f64> = lines.filter_map(|line| line.rank).collect();
    histogram(&ranks, "recorded figures")
}

/// A histogram of probability integral transforms by fifths.
pub(super) fn histogram(transforms: &[f64], what: &str) -> Markup {
    let mut bins = [0_usize; BINS];
    for rank in transforms {
        bins[((rank * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let all = transforms.len();
    if all == 0 {
        return html! {};
    }
    let tallest = bins.iter().copied().max().unwrap_or(1) as f64;
    let level = all as f64 / BINS as f64;
    let height = |count: f64| 90.0 * count / tallest.max(level);
    let words = format!("ranks of {all} {what} by fifths: {bins:?}; {level:.1} each if calibrated");
    html! {
        figure {
            svg width="260" height="120" viewBox="0 0 260 120" role="img" aria-label=(words) {
                @for (n, count) in bins.iter().enumerate() {
                    rect x=(10 + 50 * n) y=(100.0 - height(*count as f64)) width="44" height=(height(*count as f64)) fill="var(--both)" {}
                    text x=(32 + 50 * n) y="115" text-anchor="middle" font-size="11" fill="currentColor" { (count) }
                }
                line x1="10" x2="254" y1=(100.0 - height(level)) y2=(100.0 - height(level)) stroke="currentColor" stroke-dasharray="4 3" {}
            }
            figcaption { "Where the " (all) " " (what) " fell in what was foretold, by fifths; the broken line is a calibrated model." }
        }
    }
}

/// Stated chances against shares that came true: points of a size by how many cases, on the diagonal if calibrated.
pub(super) fn calibration(groups: &[(f64, f64, usize)]) -> Markup {
    let place = |share: f64| 20.0 + 200.0 * share.clamp(0.0, 1.0);
    let words: Vec<String> = groups
        .iter()
        .map(|(stated, won, n)| format!("stated {stated:.2}, won {won:.2} of {n}"))
        .collect();
    html! {
        figure {
            svg width="240" height="240" viewBox="0 0 240 240" role="img" aria-label=(words.join("; ")) {
                rect x="20" y="20" width="200" height="200" fill="none" stroke="var(--grid)" {}
                line x1="20" y1="220" x2="220" y2="20" stroke="currentColor" stroke-dasharray="4 3" {}
                @for (stated, won, n) in groups {
                    circle cx=(place(*stated)) cy=(240.0 - place(*won)) r=(2.0 + (*n as f64).sqrt() / 2.0) fill="var(--both)" fill-opacity="0.7" {}
                }
                text x="120" y="236" text-anchor="middle" font-size="11" fill="currentColor" { "stated chance of a win" }
                text x="12" y="120" text-anchor="middle" font-size="11" fill="currentColor" transform="rotate(-90 12 120)" { "share won" }
            }
            figcaption { "Battles in fifths by the stated chance that the attacker wins; on the broken line the statements are true." }
        }
    }
}
