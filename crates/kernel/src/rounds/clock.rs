//! When an engagement's losses fall: number of rounds, clock of hazard, and the round at whose end the loser breaks.

use crate::dist::categorical;
use crate::maths::{exp_m1, pow};

/// Fewest and most rounds of an engagement.
pub(crate) const FEWEST: u32 = 4;
pub(crate) const MOST: u32 = 60;

/// Exponent of losses in duration: the fitted effect for attackers (book, model §3).
const DURATION_EXPONENT: f64 = 0.70;
/// Effects on the log hazard of breaking off: of the logit of the own loss fraction, of the difference of the loss
/// fractions, of the time gone by. Assumed small: one in ten breaks was for losses (`McQuie` 1987).
const BREAK_LOSSES: f64 = 0.12;
const BREAK_DIFFERENCE: f64 = 0.5;
const BREAK_TIME: f64 = 0.64;

/// How many rounds of the length that `men` on both sides together call for go into `days`, each begun one counted.
///
/// **Law** book, rounds, Steps. **Units** men, days. **Source** none. **Status** assumed.
pub(crate) fn number_of_rounds(men: f64, days: f64) -> u32 {
    let length = if men < 400.0 {
        1.0 / 144.0
    } else if men < 3_000.0 {
        1.0 / 24.0
    } else if men < 20_000.0 {
        0.25
    } else {
        1.0
    };
    ((days / length).ceil() as u32).clamp(FEWEST, MOST)
}

/// The share x^0.70 of the nominal hazard that has passed at the end of each of `rounds` equal rounds; the last is 1.
pub(crate) fn clock(rounds: u32) -> Vec<f64> {
    let at = |j: u32| pow(f64::from(j) / f64::from(rounds), DURATION_EXPONENT);
    (1..=rounds)
        .map(|j| if j == rounds { 1.0 } else { at(j) })
        .collect()
}

/// The number of rounds after which the loser breaks: at least 1, and one less than all, so that a pursuit follows.
///
/// `totals` are the nominal hazards of the loser and the winner over the whole engagement.
///
/// **Law** book, rounds, Break. **Source** `McQuie` 1987 for the small part of losses. **Status** assumed.
pub(crate) fn break_after(u: f64, clock: &[f64], totals: [f64; 2]) -> usize {
    let before_last = clock.len() - 1;
    let weight = |j: usize| {
        // Beyond 30 nats nobody is left, and below 10⁻³⁰⁰ the power would be 0: both far outside any fit.
        let [loser, winner] = totals.map(|h| (h * clock[j]).clamp(1e-300, 30.0));
        let fractions = [loser, winner].map(|h| -exp_m1(-h));
        let time = (j + 1) as f64 / clock.len() as f64;
        // logit f = ln(e^h − 1) for f = 1 − e^−h.
        pow(exp_m1(loser), BREAK_LOSSES)
            * crate::maths::exp(BREAK_DIFFERENCE * (fractions[0] - fractions[1]) + BREAK_TIME * time)
    };
    let weights: Vec<f64> = (0..before_last).map(weight).collect();
    1 + categorical(u, &weights).unwrap_or(before_last - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_as_long_as_the_engagement_is_large() {
        let day = [
            (399.0, 60),
            (400.0, 24),
            (2_999.0, 24),
            (3_000.0, 4),
            (20_000.0, 4),
        ];
        for (men, rounds) in day {
            assert_eq!(number_of_rounds(men, 1.0), rounds, "{men} men");
        }
        assert_eq!(number_of_rounds(20.0, 0.03), 5, "43 minutes");
        assert_eq!(number_of_rounds(3_000.0, 7.9), 32);
        assert_eq!(number_of_rounds(60_000.0, 40.0), 40);
        assert_eq!(number_of_rounds(500.0, 40.0), MOST);
        assert_eq!(number_of_rounds(60_000.0, 0.03), FEWEST);
    }

    #[test]
    fn a_break_leaves_a_fight_before_it_and_a_pursuit_after_it() {
        for rounds in [FEWEST, 9, MOST] {
            for totals in [
                [0.0, 0.0],
                [0.3, 0.1],
                [8.0, 8.0],
                [1e-12, 700.0],
                [f64::INFINITY, 0.0],
            ] {
                for u in [1e-10, 0.5, 1.0 - 1e-10] {
                    let after = break_after(u, &clock(rounds), totals);
                    assert!(
                        (1..rounds as usize).contains(&after),
                        "{after} of {rounds}, {totals:?}, {u}"
                    );
                }
            }
        }
    }
}
