//! The page of a forecast: what happens month by month, what has happened by then, and what had to be assumed.

use maud::{Markup, html};

use super::{Forecast, Step};
use crate::html_page::{self, Section};
use crate::replay::words::grouped;
use crate::statistics::Share;
use crate::whatif::Spread;

/// Width and height of a picture, and the margins left and below.
const SIZE: [f64; 2] = [520.0, 170.0];
const LEFT: f64 = 56.0;
const BELOW: f64 = 26.0;
const ABOVE: f64 = 8.0;

/// What the six probabilities are called on the page, in the order of [`super::BY_THEN`].
const CHANCES: [&str; 6] = [
    "Force used in a crisis",
    "Air strike or more",
    "Offensive of a division or more",
    "Offensive of a corps or more",
    "Pact",
    "General war",
];

/// The page as HTML; `command` makes the same forecast again.
pub fn forecast_page(forecast: &Forecast, command: &str) -> String {
    let sections = [
        Section::new("months", "Month by month", months(forecast)),
        Section::new("by-then", "What has happened by then", by_then(forecast)),
        Section::new("rules", "What is assumed of the past", rules(forecast)),
    ];
    let title = format!("What comes next, as of {}", forecast.as_of);
    let foot = html! {
        p { "Made by Halha " (forecast.halha) ". The numbers behind this page lie beside it: " code { (super::FORECAST) } "." }
    };
    html_page::page(&title, &opening(forecast, command), &sections, &foot).into_string()
}

fn opening(forecast: &Forecast, command: &str) -> Markup {
    let standing = match &forecast.standing[..] {
        [] => "No recorded crisis stands on that day.".to_owned(),
        sectors => format!("A recorded crisis stands on that day: {}.", sectors.join(", ")),
    };
    html! {
        p class="kicker" { "Halha · forecast as of " (forecast.as_of) }
        h1 { (forecast.conflict[1]) }
        p class="lead" { "What the model has come next, from the record as it stood on that day. " (standing) }
        @if forecast.cut { p class="note" { "The history ends before the horizon." } }
        dl class="facts" {
            div { dt { "Campaigns, each with parameters of its own" } dd { (grouped(forecast.runs as f64)) } }
            div { dt { "Seed" } dd { (forecast.seed) } }
            div { dt { "Scenario, priors, posterior" } dd { (forecast.fingerprint) } }
        }
        p class="again" { "The same forecast: " code { (command) } }
    }
}

fn months(forecast: &Forecast) -> Markup {
    let [a, b] = &forecast.sides;
    let titles = [
        "Incidents".to_owned(),
        "Incidents with shots".to_owned(),
        "Crises that open".to_owned(),
        "Battles of 7,000 men or more".to_owned(),
        format!("Losses, {a}"),
        format!("Losses, {b}"),
    ];
    html! {
        p class="note" {
            "A bar for each month: nine tenths of the campaigns in light, half of them in dark, the median as a stroke. Losses \
             stand on a scale of ln(1 + men). Months of one campaign belong together; bars of different months may not be added."
        }
        @for (q, title) in titles.iter().enumerate() {
            figure { figcaption { (title) } (fan(forecast, q, title)) }
        }
        div class="scroll" {
            table class="wide" {
                thead { tr { th { "Month up to" } @for title in &titles { th class="num" { (title) } } } }
                tbody {
                    @for step in &forecast.steps {
                        tr { th { (step.until) } @for s in &step.counts { td class="num" { (band(s)) } } }
                    }
                    @if let Some(last) = forecast.steps.last() {
                        tr { th { "all together" } @for s in &last.so_far { td class="num strong" { (band(s)) } } }
                    }
                }
            }
        }
    }
}

fn band(s: &Spread) -> String {
    let n = |x: f64| grouped(x.round());
    format!("{} ({}–{})", n(s.median), n(s.q05), n(s.q95))
}

/// Where a value stands: losses on a scale of ln(1 + x), counts on a plain one.
#[derive(Clone, Copy)]
struct Scale {
    logarithmic: bool,
    most: f64,
}

impl Scale {
    fn of(forecast: &Forecast, q: usize) -> Self {
        let highest = forecast.steps.iter().map(|s| s.counts[q].q95);
        Self {
            logarithmic: q >= 4,
            most: highest.fold(1.0, f64::max),
        }
    }

    fn y(self, x: f64) -> f64 {
        let share = match self.logarithmic {
            true => x.ln_1p() / self.most.ln_1p(),
            false => x / self.most,
        };
        SIZE[1] - BELOW - share.clamp(0.0, 1.0) * (SIZE[1] - BELOW - ABOVE)
    }

    /// Numbers of the axis: powers of ten, or nothing, half and all.
    fn ticks(self) -> Vec<f64> {
        if self.logarithmic {
            let tens = (0..9).map(|n| 10_f64.powi(n)).filter(|x| *x <= self.most);
            return std::iter::once(0.0).chain(tens.skip(1)).collect();
        }
        let step = (self.most / 2.0).ceil();
        vec![0.0, step, 2.0 * step]
            .into_iter()
            .filter(|x| *x <= self.most)
            .collect()
    }
}

fn fan(forecast: &Forecast, q: usize, title: &str) -> Markup {
    let scale = Scale::of(forecast, q);
    let paint = match q {
        4 => "#B84A1F",
        5 => "#1B6C8C",
        _ => "#5B5EA6",
    };
    let slot = (SIZE[0] - LEFT - 8.0) / forecast.steps.len().max(1) as f64;
    let wide = (0.7 * slot).min(26.0);
    let bar = |n: usize, low: f64, high: f64| {
        let left = LEFT + (n as f64 + 0.5) * slot - wide / 2.0;
        let (top, foot) = (scale.y(high), scale.y(low));
        (left, top, (foot - top).max(0.5))
    };
    let last = forecast.steps.last().map_or(0.0, |s| s.counts[q].median);
    let words = format!(
        "{title}, month by month, {} months; the median of the last is {last:.0}",
        forecast.steps.len()
    );
    html! {
        svg class="plot" viewBox={ "0 0 " (SIZE[0]) " " (SIZE[1]) } role="img" aria-label=(words) {
            @for tick in scale.ticks() {
                line x1=(LEFT) x2=(SIZE[0]) y1=(scale.y(tick)) y2=(scale.y(tick)) stroke="#E3E1DA" {}
                text x=(LEFT - 6.0) y=(scale.y(tick) + 4.0) text-anchor="end" font-size="11" fill="#666D76" { (grouped(tick)) }
            }
            @for (n, step) in forecast.steps.iter().enumerate() {
                @let s = &step.counts[q];
                @let (left, top, tall) = bar(n, s.q05, s.q95);
                rect x=(left) y=(top) width=(wide) height=(tall) fill=(paint) fill-opacity="0.28" {}
                @let (left, top, tall) = bar(n, s.q25, s.q75);
                rect x=(left) y=(top) width=(wide) height=(tall) fill=(paint) fill-opacity="0.65" {}
                line x1=(left) x2=(left + wide) y1=(scale.y(s.median)) y2=(scale.y(s.median)) stroke="#1F2328" stroke-width="2" {}
            }
            (days(forecast, slot))
        }
    }
}

/// Dates under a picture, as many as there is room for.
fn days(forecast: &Forecast, slot: f64) -> Markup {
    let every = (70.0 / slot).ceil().max(1.0) as usize;
    html! {
        @for (n, step) in forecast.steps.iter().enumerate().filter(|(n, _)| n % every == 0) {
            text x=(LEFT + (n as f64 + 0.5) * slot) y=(SIZE[1] - 8.0) text-anchor="middle" font-size="11" fill="#666D76" { (step.until) }
        }
    }
}

fn by_then(forecast: &Forecast) -> Markup {
    html! {
        p class="note" {
            "The share of campaigns in which it has happened since the first day, with the standard error of the simulation; what \
             never happened is bounded by the upper end of Wilson’s 90 % interval."
        }
        @for (q, title) in CHANCES.iter().enumerate() {
            figure { figcaption { (title) } (curve(&forecast.steps, forecast, q, title)) }
        }
        div class="scroll" {
            table class="wide" {
                thead { tr { th { "By" } @for title in CHANCES { th class="num" { (title) } } } }
                tbody {
                    @for step in &forecast.steps {
                        tr { th { (step.until) } @for share in &step.by_then { td class="num" { (chance(share)) } } }
                    }
                }
            }
        }
    }
}

/// A probability with its Monte Carlo error; one that was never seen is bounded by Wilson's interval.
pub fn chance(s: &Share) -> String {
    if s.share == 0.0 {
        format!("< {:.2} %", 100.0 * s.high)
    } else {
        format!("{:.1} ± {:.1} %", 100.0 * s.share, 100.0 * s.error)
    }
}

fn curve(steps: &[Step], forecast: &Forecast, q: usize, title: &str) -> Markup {
    let slot = (SIZE[0] - LEFT - 8.0) / steps.len().max(1) as f64;
    let y = |share: f64| SIZE[1] - BELOW - share * (SIZE[1] - BELOW - ABOVE);
    let x = |n: usize| LEFT + (n as f64 + 0.5) * slot;
    let point = |(n, step): (usize, &Step)| format!("{:.1},{:.1}", x(n), y(step.by_then[q].share));
    let points: Vec<String> = steps.iter().enumerate().map(point).collect();
    let last = steps.last().map_or(0.0, |s| s.by_then[q].share);
    let words = format!("{title}: {:.1} % by the last month", 100.0 * last);
    html! {
        svg class="plot" viewBox={ "0 0 " (SIZE[0]) " " (SIZE[1]) } role="img" aria-label=(words) {
            @for tick in [0.0, 0.5, 1.0] {
                line x1=(LEFT) x2=(SIZE[0]) y1=(y(tick)) y2=(y(tick)) stroke="#E3E1DA" {}
                text x=(LEFT - 6.0) y=(y(tick) + 4.0) text-anchor="end" font-size="11" fill="#666D76" { (100.0 * tick) " %" }
            }
            polyline points=(points.join(" ")) fill="none" stroke="#5B5EA6" stroke-width="2" {}
            @for (n, step) in steps.iter().enumerate() {
                @let share = &step.by_then[q];
                line x1=(x(n)) x2=(x(n)) y1=(y(share.low)) y2=(y(share.high)) stroke="#5B5EA6" stroke-width="1" {}
            }
            (days(forecast, slot))
        }
    }
}

fn rules(forecast: &Forecast) -> Markup {
    html! {
        p { "The record up to the first day becomes a state of the model by these rules; they are assumptions." }
        dl class="facts" {
            @for [name, rule] in &forecast.rules { div { dt { (name) } dd { (rule) } } }
        }
    }
}
