//! Repeats and values of campaigns as records of kept work, and back, to the bit.

use halha_inference::splitting::{Splitting, Stage};

use crate::store::words::{Reading, Written};

/// A repeat, with the levels that it found if it is the pilot.
pub(super) type Kept = (Vec<f64>, Splitting);

pub(super) fn of_repeat((levels, one): &Kept) -> Vec<u8> {
    let mut out = Written::default();
    out.numbers(levels);
    out.number(one.probability);
    out.whole(one.work);
    out.whole(one.stages.len() as u64);
    for stage in &one.stages {
        out.number(stage.threshold);
        [stage.tried, stage.reached, stage.work]
            .iter()
            .for_each(|n| out.whole(*n));
    }
    out.whole(one.ancestors.len() as u64);
    one.ancestors.iter().for_each(|n| out.whole(*n));
    out.bytes().to_vec()
}

pub(super) fn repeat(bytes: &[u8]) -> Option<Kept> {
    let mut from = Reading(bytes);
    let levels = from.numbers()?;
    let (probability, work) = (from.number()?, from.whole()?);
    let stages = (0..from.count()?)
        .map(|_| stage(&mut from))
        .collect::<Option<_>>()?;
    let ancestors = (0..from.count()?).map(|_| from.whole()).collect::<Option<_>>()?;
    let one = Splitting {
        probability,
        stages,
        work,
        ancestors,
    };
    from.end((levels, one))
}

fn stage(from: &mut Reading<'_>) -> Option<Stage> {
    Some(Stage {
        threshold: from.number()?,
        tried: from.whole()?,
        reached: from.whole()?,
        work: from.whole()?,
    })
}

pub(super) fn of_numbers(all: &[f64]) -> Vec<u8> {
    let mut out = Written::default();
    out.numbers(all);
    out.bytes().to_vec()
}

pub(super) fn numbers(bytes: &[u8]) -> Option<Vec<f64>> {
    let mut from = Reading(bytes);
    let all = from.numbers()?;
    from.end(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_repeat_comes_back_whole_and_no_prefix_is_one() {
        let one = Splitting {
            probability: 0.1 + 0.2,
            stages: vec![
                Stage {
                    threshold: f64::INFINITY,
                    tried: 7,
                    reached: 3,
                    work: 900,
                };
                2
            ],
            work: u64::MAX,
            ancestors: vec![4, 4, 1],
        };
        let kept = (vec![3.5, f64::INFINITY], one);
        let bytes = of_repeat(&kept);
        assert_eq!(repeat(&bytes).unwrap(), kept);
        assert!((0..bytes.len()).all(|n| repeat(&bytes[..n]).is_none()));
        assert_eq!(numbers(&of_numbers(&[0.1, 1.0])).unwrap(), [0.1, 1.0]);
    }
}
