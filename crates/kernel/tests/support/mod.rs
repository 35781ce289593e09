//! What the statistical tests share: the ledger of false-alarm rates and the two tests of fit.

use std::collections::BTreeMap;

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The ledger as it stands in `tests/ledger.md`: α by the name of the check.
pub(crate) fn ledger() -> BTreeMap<&'static str, f64> {
    let rows = include_str!("../ledger.md")
        .lines()
        .filter(|line| line.starts_with("| "));
    rows.skip(2)
        .map(|row| entry(row).unwrap_or_else(|| panic!("not a row of the ledger: {row}")))
        .collect()
}

fn entry(row: &'static str) -> Option<(&'static str, f64)> {
    let mut cells = row.split('|').map(str::trim).skip(1);
    Some((cells.next()?, cells.next()?.parse().ok()?))
}

/// Asserts that `check`, which turns a sampler into a p-value, passes the `sound` sampler at the ledger's α
/// and catches the `defective` one.
pub(crate) fn assert_sound_and_sharp<S>(name: &str, check: impl Fn(S) -> f64, sound: S, defective: S) {
    let alpha = *ledger()
        .get(name)
        .unwrap_or_else(|| panic!("'{name}' has no row in tests/ledger.md"));
    let p = check(sound);
    assert!(p > alpha, "{name}: p = {p:e} is below the ledger's {alpha:e}");
    let p = check(defective);
    assert!(p < alpha, "{name}: the planted defect went unseen, p = {p:e}");
}

/// P-value of the Kolmogorov–Smirnov test that `sample` has the continuous distribution function `cdf`.
///
/// The limit law with Stephens' correction (J. R. Statist. Soc. B 32 (1970) 115).
pub(crate) fn ks_p_value(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gap = |(i, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - i as f64 / n).max((i + 1) as f64 / n - f)
    };
    let distance = sample.iter().enumerate().map(gap).fold(0.0, f64::max);
    let lambda = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    let term = |j: f64| (-2.0 * (j * lambda).powi(2)).exp();
    let sum: f64 = (1..=50)
        .map(|j| f64::from(j % 2 * 2 - 1) * term(f64::from(j)))
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// P-value of the G-test that `counts` come from the `expected` counts; cells that expect fewer than five are
/// pooled with their neighbours.
pub(crate) fn g_p_value(counts: &[u64], expected: &[f64]) -> f64 {
    assert_eq!(counts.len(), expected.len());
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for (&count, &expect) in counts.iter().zip(expected) {
        open = (open.0 + count as f64, open.1 + expect);
        if open.1 >= 5.0 {
            cells.push(std::mem::take(&mut open));
        }
    }
    if let Some(last) = cells.last_mut() {
        *last = (last.0 + open.0, last.1 + open.1);
    }
    let g: f64 = cells
        .iter()
        .filter(|cell| cell.0 > 0.0)
        .map(|&(count, expect)| count * (count / expect).ln())
        .sum();
    ChiSquared::new((cells.len() - 1) as f64).unwrap().sf(2.0 * g)
}
