//! Central intervals of draws: their ends, their score and how often they hold what happened.

use serde::Serialize;

/// The quantile of draws by linear interpolation between order statistics (Hyndman, Fan 1996, type 7).
///
/// `sorted` ascending and not empty.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

/// The quantile of weighted draws: the least value at or below which a share `p` of the weight lies.
#[must_use]
pub fn weighted_quantile(draws: &[f64], weights: &[f64], p: f64) -> f64 {
    let mut pairs: Vec<(f64, f64)> = draws.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let wanted = p * pairs.iter().map(|x| x.1).sum::<f64>();
    let mut below = 0.0;
    for (value, weight) in &pairs {
        below += weight;
        if below >= wanted && *weight > 0.0 {
            return *value;
        }
    }
    pairs.last().map_or(f64::NAN, |x| x.0)
}

/// A central predictive interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Nominal probability, such as 0.9.
    pub level: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// The central interval of draws (not empty) at a level.
    #[must_use]
    pub fn central(draws: &[f64], level: f64) -> Self {
        let mut sorted = draws.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - level) / 2.0;
        Self {
            level,
            lower: quantile(&sorted, tail),
            upper: quantile(&sorted, 1.0 - tail),
        }
    }

    /// Whether it holds a value; the ends belong to it.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }

    /// Its width.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }
}

/// The interval score: width, and 2/α times the distance by which the value lies outside (α = 1 − level).
///
/// Source: Gneiting, Raftery 2007, eq. 43.
#[must_use]
pub fn interval_score(interval: &Interval, observed: f64) -> f64 {
    let alpha = 1.0 - interval.level;
    let below = (interval.lower - observed).max(0.0);
    let above = (observed - interval.upper).max(0.0);
    interval.width() + 2.0 / alpha * (below + above)
}

/// The quantile (pinball) score of a stated p-quantile: `(1[y < q] − p)(q − y)`. Its integral over p is half the CRPS.
#[must_use]
pub fn pinball(p: f64, stated: f64, observed: f64) -> f64 {
    (f64::from(u8::from(observed < stated)) - p) * (stated - observed)
}

/// How often intervals of one level held what happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// Nominal probability.
    pub level: f64,
    /// Cases inside.
    pub inside: usize,
    /// Cases in all.
    pub of: usize,
    /// Mean width of the intervals, to be read beside the coverage: wide enough intervals hold everything.
    pub mean_width: f64,
}

impl Coverage {
    /// Of intervals and what happened, pair by pair.
    #[must_use]
    pub fn of(cases: &[(Interval, f64)]) -> Self {
        let width: f64 = cases.iter().map(|(interval, _)| interval.width()).sum();
        Self {
            level: cases.first().map_or(f64::NAN, |(interval, _)| interval.level),
            inside: cases.iter().filter(|(interval, y)| interval.holds(*y)).count(),
            of: cases.len(),
            mean_width: width / cases.len() as f64,
        }
    }

    /// Share inside.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.inside as f64 / self.of as f64
    }

    /// Standard error that the share would have if the nominal level were true and cases independent.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        (self.level * (1.0 - self.level) / self.of as f64).sqrt()
    }
}
