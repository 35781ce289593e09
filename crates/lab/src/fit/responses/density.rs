//! The log density of the response law's parameters with its gradient.

use halha_inference::density::LogDensity;
use halha_kernel::parameters::Parameters;
use halha_kernel::rung::Rung;

use super::rows::{Ground, Response};
use crate::fit::line::Line;

/// Places of the parameters in the line.
const RECIPROCITY: usize = 13;
const FOLLOW: usize = 14;
const DISTRACTION: usize = 15;
const AUTONOMY: usize = 16;
/// Number of parameters, fixed ones included.
const SIZE: usize = 18;

/// The density over the coordinates of its line.
#[derive(Debug, Clone)]
pub struct Responses {
    rows: Vec<Response>,
    line: Line,
    rest: Parameters,
}

/// A case of a decision: its weight, how that moves by (pull, autonomy), and what it lets a side do.
struct Case {
    weight: f64,
    by_pull: f64,
    by_autonomy: f64,
    field: bool,
    approved: bool,
}

/// A case's softmax at the rung taken: the probability, and Σ (1[r taken] − P(r)) times what utilities depend on.
struct Softmax {
    all: [f64; 13],
    by_value: [f64; SIZE],
    by_pull: f64,
}

impl Responses {
    /// The density of these responses; what the line does not hold stands at `rest`.
    pub fn new(rows: Vec<Response>, line: Line, rest: &Parameters) -> Self {
        Self {
            rows,
            line,
            rest: *rest,
        }
    }

    /// The parameters.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The probability of each rung in a situation, at the values of a draw's parameters.
    pub fn probabilities(&self, row: &Response, draw: &[f64]) -> [f64; 13] {
        let v = self.line.values(draw);
        let mut out = [0.0; 13];
        for case in self.cases(row, &v) {
            let softmax = self.softmax(row, &v, &case);
            for (sum, p) in out.iter_mut().zip(softmax.all) {
                *sum += case.weight * p;
            }
        }
        out
    }

    /// Pull of the situation without field preference (model §4, step 5), as far as the record tells.
    fn pull(&self, row: &Response, v: &[f64]) -> f64 {
        let p = &self.rest;
        let ground = match row.ground {
            Ground::Nobody => 0.0,
            Ground::Own => -p.pull_held,
            Ground::Enemy => p.pull_lost,
        };
        p.delta0 - v[DISTRACTION] * row.distraction + p.pull_vagueness * (row.vagueness - 0.6) + ground
    }

    /// The cases; where the record tells whether the capital had approved, only those that agree.
    fn cases(&self, row: &Response, v: &[f64]) -> Vec<Case> {
        let p = &self.rest;
        let raw = v[AUTONOMY + row.side] * row.autonomy;
        let (autonomy, moves) = if raw < 1.0 {
            (raw, row.autonomy)
        } else {
            (1.0, 0.0)
        };
        let odds = p.approve0 + p.approve_pull * self.pull(row, v);
        let approved = 1.0 / (1.0 + (-odds).exp());
        let by_pull = p.approve_pull * approved * (1.0 - approved);
        let case = |weight, by_pull, by_autonomy, field, approved| Case {
            weight,
            by_pull,
            by_autonomy,
            field,
            approved,
        };
        let mut cases = Vec::with_capacity(3);
        if row.authorised != Some(true) {
            cases.push(case(autonomy, 0.0, moves, true, true));
        }
        if row.authorised != Some(false) {
            let rest = 1.0 - autonomy;
            cases.push(case(
                rest * approved,
                rest * by_pull,
                -moves * approved,
                false,
                true,
            ));
            cases.push(case(
                rest * (1.0 - approved),
                -rest * by_pull,
                -moves * (1.0 - approved),
                false,
                false,
            ));
        }
        cases
    }

    fn softmax(&self, row: &Response, v: &[f64], case: &Case) -> Softmax {
        let p = &self.rest;
        let pull = self.pull(row, v) + if case.field { p.pull_autonomy } else { 0.0 };
        let mut all = [0.0; 13];
        let mut total = 0.0;
        for rung in Rung::ALL {
            let r = rung as usize;
            if !row.possible[r] || (rung.needs_approval() && !case.approved) {
                continue;
            }
            let off = rung.score() - v[FOLLOW] * row.h_last;
            let bonus = if case.field && rung.is_force() {
                p.autonomy_bonus
            } else {
                0.0
            };
            all[r] = (v[r] + rung.score() * pull - 0.5 * v[RECIPROCITY] * off * off + bonus).exp();
            total += all[r];
        }
        all.iter_mut().for_each(|x| *x /= total);
        let mut out = Softmax {
            all,
            by_value: [0.0; SIZE],
            by_pull: 0.0,
        };
        for rung in Rung::ALL {
            let r = rung as usize;
            let weight = f64::from(u8::from(rung == row.rung)) - all[r];
            let off = rung.score() - v[FOLLOW] * row.h_last;
            out.by_value[r] = weight;
            out.by_value[RECIPROCITY] -= 0.5 * weight * off * off;
            out.by_value[FOLLOW] += weight * v[RECIPROCITY] * off * row.h_last;
            out.by_pull += weight * rung.score();
        }
        out
    }

    /// The log-probability of a response given the cases that agree with the record.
    fn row(&self, row: &Response, v: &[f64], by_value: &mut [f64]) -> f64 {
        let cases = self.cases(row, v);
        let done = row.rung as usize;
        let (mut sum, mut by_pull) = (0.0, 0.0);
        let mut by = [0.0; SIZE];
        for case in &cases {
            let softmax = self.softmax(row, v, case);
            let p = softmax.all[done];
            sum += case.weight * p;
            for (total, slope) in by.iter_mut().zip(softmax.by_value) {
                *total += case.weight * p * slope;
            }
            by_pull += p * (case.by_pull + case.weight * softmax.by_pull);
            by[AUTONOMY + row.side] += p * case.by_autonomy;
        }
        by[DISTRACTION] -= by_pull * row.distraction;
        for (total, slope) in by_value.iter_mut().zip(by) {
            *total += slope / sum;
        }
        sum.ln()
    }
}

impl LogDensity for Responses {
    fn dim(&self) -> usize {
        self.line.free()
    }

    fn names(&self) -> Vec<String> {
        self.line.free_names()
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let places = self.line.places(at);
        let v: Vec<f64> = places.iter().map(|p| p.value).collect();
        let mut by_value = vec![0.0; SIZE];
        let sum: f64 = self.rows.iter().map(|row| self.row(row, &v, &mut by_value)).sum();
        sum + self.line.log_prior(&places, &by_value, gradient)
    }
}
