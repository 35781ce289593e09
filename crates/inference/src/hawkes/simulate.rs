//! Paths of self-exciting and mutually exciting processes by Ogata's thinning: for tests, benches and checks of a fit.

use super::univariate::Rates;

/// Most events of one path, so that a supercritical process ends.
const MOST: usize = 10_000_000;

/// Times of a process of unit weights over [0, end]. `uniform` gives numbers in (0, 1).
///
/// **Law** Ogata (1981): between events the intensity falls, so its value now bounds it; the next candidate comes
/// after an exponential time at that rate and is kept in proportion to the intensity then. **Units** that of `end`.
/// **Valid for** branching < 1; above it paths are cut at ten million events. **Status** exact.
pub fn simulate(at: &Rates, end: f64, uniform: &mut impl FnMut() -> f64) -> Vec<f64> {
    let mut times = Vec::new();
    let (mut now, mut excited) = (0.0, 0.0);
    let jump = at.branching * at.decay;
    while times.len() < MOST {
        let bound = at.background + excited;
        let wait = -uniform().ln() / bound;
        now += wait;
        if now > end {
            break;
        }
        excited *= (-at.decay * wait).exp();
        if uniform() * bound <= at.background + excited {
            times.push(now);
            excited += jump;
        }
    }
    times
}

/// Times and kinds of a mutually exciting process with constant backgrounds; `branching` from column to row, row by row.
///
/// **Law** as [`simulate`], the kind in proportion to the intensities. **Units** that of `end`. **Valid for** a
/// branching matrix of spectral radius below 1. **Source** Ogata (1981). **Status** exact.
pub fn simulate_mutual(
    background: &[f64],
    branching: &[f64],
    decay: f64,
    end: f64,
    uniform: &mut impl FnMut() -> f64,
) -> (Vec<f64>, Vec<usize>) {
    let kinds = background.len();
    let (mut times, mut marks) = (Vec::new(), Vec::new());
    let mut excited = vec![0.0; kinds];
    let base: f64 = background.iter().sum();
    let mut now = 0.0;
    while times.len() < MOST {
        let bound = base + excited.iter().sum::<f64>();
        let wait = -uniform().ln() / bound;
        now += wait;
        if now > end {
            break;
        }
        let e = (-decay * wait).exp();
        excited.iter_mut().for_each(|x| *x *= e);
        let mut target = uniform() * bound;
        let kind = (0..kinds).find(|k| {
            target -= background[*k] + excited[*k];
            target <= 0.0
        });
        if let Some(kind) = kind {
            times.push(now);
            marks.push(kind);
            for (row, x) in excited.iter_mut().enumerate() {
                *x += decay * branching[row * kinds + kind];
            }
        }
    }
    (times, marks)
}
