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

/// How often what was recorded fell into each fifth of what was foretold: level if the predictions are calibrated.
pub(super) fn ranks(hindcasts: &[Hindcast]) -> Markup {
    let mut bins = [0_usize; BINS];
    let lines = hindcasts.iter().flat_map(|h| &h.lines);
    for rank in lines.filter_map(|line| line.rank) {
        bins[((rank * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let all: usize = bins.iter().sum();
    if all == 0 {
        return html! {};
    }
    let tallest = bins.iter().copied().max().unwrap_or(1) as f64;
    let level = all as f64 / BINS as f64;
    let height = |count: f64| 90.0 * count / tallest.max(level);
    let words = format!("ranks of {all} recorded figures by fifths: {bins:?}; {level:.1} each if calibrated");
    html! {
        figure {
            svg width="260" height="120" viewBox="0 0 260 120" role="img" aria-label=(words) {
                @for (n, count) in bins.iter().enumerate() {
                    rect x=(10 + 50 * n) y=(100.0 - height(*count as f64)) width="44" height=(height(*count as f64)) fill="var(--both)" {}
                    text x=(32 + 50 * n) y="115" text-anchor="middle" font-size="11" fill="currentColor" { (count) }
                }
                line x1="10" x2="254" y1=(100.0 - height(level)) y2=(100.0 - height(level)) stroke="currentColor" stroke-dasharray="4 3" {}
            }
            figcaption { "Where the recorded figures fell in what was foretold, by fifths; the broken line is a calibrated model." }
        }
    }
}
