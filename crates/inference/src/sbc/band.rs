//! Simultaneous bands for the empirical distribution function of ranks.
//!
//! Law: at places z₁ < … < z_K the number of N uniform ranks below z_k is binomial (N, z_k). The band holds each of them
//! with the same probability 1 − γ, and γ is the greatest for which it holds all of them together with the level asked
//! for. That probability is computed exactly, as the counts form a Markov chain:
//! count(z_{k+1}) = x + binomial(N − x, (z_{k+1} − z_k)/(1 − z_k)).

use serde::Serialize;

/// Most places at which the band is evaluated.
const PLACES: usize = 100;

/// The band of N ranks between 0 and L.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// Ranks.
    pub ranks: usize,
    /// Draws ranked against.
    pub draws: usize,
    /// Probability that uniform ranks stay inside everywhere, at least this.
    pub level: f64,
    /// 1 − the probability of staying inside at one place.
    pub gamma: f64,
    /// For each place: ranks below `at`, no fewer than `low`, no more than `high`.
    pub places: Vec<Place>,
}

/// The band at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Ranks below this are counted.
    pub at: usize,
    /// Least count inside.
    pub low: usize,
    /// Greatest count inside.
    pub high: usize,
}

/// Where ranks leave the band by most, in units of its half width.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Excursion {
    /// The place.
    pub place: Place,
    /// Ranks counted below it.
    pub count: usize,
    /// 1 at the edge of the band, more outside.
    pub by: f64,
}

/// ln n! for 0..=n.
fn ln_factorials(n: usize) -> Vec<f64> {
    let mut table = vec![0.0; n + 1];
    for i in 1..=n {
        table[i] = table[i - 1] + libm::log(i as f64);
    }
    table
}

/// P(binomial(n, p) = k).
fn binomial(table: &[f64], n: usize, k: usize, p: f64) -> f64 {
    if p >= 1.0 {
        return f64::from(u8::from(k == n));
    }
    let ways = table[n] - table[k] - table[n - k];
    libm::exp(ways + k as f64 * libm::log(p) + (n - k) as f64 * libm::log1p(-p))
}

impl Band {
    /// The band of `ranks` ranks between 0 and `draws`.
    #[must_use]
    pub fn new(ranks: usize, draws: usize, level: f64) -> Self {
        let table = ln_factorials(ranks);
        let bins = draws + 1;
        let places = bins.min(PLACES);
        let at: Vec<usize> = (1..places).map(|k| k * bins / places).collect();
        let edges = |gamma: f64| -> Vec<Place> {
            let one = |at: &usize| edge(&table, ranks, *at, *at as f64 / bins as f64, gamma);
            at.iter().map(one).collect()
        };
        // γ lies between 1 − level shared among all places (Bonferroni) and 1 − level at one place.
        let (mut narrow, mut wide) = (1.0 - level, (1.0 - level) / places as f64 / 2.0);
        for _ in 0..25 {
            let middle = libm::sqrt(narrow * wide);
            if inside(&table, ranks, bins, &edges(middle)) >= level {
                wide = middle;
            } else {
                narrow = middle;
            }
        }
        Self {
            ranks,
            draws,
            level,
            gamma: wide,
            places: edges(wide),
        }
    }

    /// Where the ranks leave the band by most; `None` if they stay inside.
    #[must_use]
    pub fn excursion(&self, ranks: &[usize]) -> Option<Excursion> {
        let of = |place: &Place| {
            let count = ranks.iter().filter(|r| **r < place.at).count();
            let middle = (place.low + place.high) as f64 / 2.0;
            let half = ((place.high - place.low) as f64 / 2.0).max(0.5);
            Excursion {
                place: *place,
                count,
                by: (count as f64 - middle).abs() / half,
            }
        };
        let outside = |e: &Excursion| e.count < e.place.low || e.count > e.place.high;
        self.places
            .iter()
            .map(of)
            .filter(outside)
            .max_by(|a, b| a.by.total_cmp(&b.by))
    }
}

/// The central counts of probability 1 − γ or more: each tail left out holds at most γ/2.
fn edge(table: &[f64], n: usize, at: usize, p: f64, gamma: f64) -> Place {
    let mut low = 0;
    let mut tail = binomial(table, n, 0, p);
    while low < n && tail <= gamma / 2.0 {
        low += 1;
        tail += binomial(table, n, low, p);
    }
    let mut high = n;
    tail = binomial(table, n, n, p);
    while high > 0 && tail <= gamma / 2.0 {
        high -= 1;
        tail += binomial(table, n, high, p);
    }
    Place { at, low, high }
}

/// The probability that uniform ranks stay inside at all places.
fn inside(table: &[f64], n: usize, bins: usize, places: &[Place]) -> f64 {
    let mut before = (0, vec![1.0]);
    let mut z = 0.0;
    for place in places {
        let next = place.at as f64 / bins as f64;
        let share = (next - z) / (1.0 - z);
        let mut chances = vec![0.0; place.high - place.low + 1];
        for (i, chance) in before.1.iter().enumerate() {
            let x = before.0 + i;
            for count in place.low.max(x)..=place.high {
                chances[count - place.low] += chance * binomial(table, n - x, count - x, share);
            }
        }
        before = (place.low, chances);
        z = next;
    }
    before.1.iter().sum()
}
