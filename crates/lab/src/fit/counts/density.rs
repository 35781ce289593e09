//! The log density of the counts' parameters with its gradient, by one pass forward and one back.

use halha_inference::density::LogDensity;
use halha_inference::hawkes::negative_binomial;

use super::model::{
    BIAS, BRANCHING, CONFUSION, CROSS, DENSITY, DETECT, DETECT_SHOTS, ESPIONAGE, FALSE, FIRE0, Forward,
    HALF_LIFE, ICE, MU0, Model, OWN, PACT, PUBLISH, SPILL, STEP, VAGUE, WARM, YEAR_SD,
};
use super::rows::Row;
use crate::fit::line::Line;
use crate::observables::Kind;

/// The density over the coordinates of a line, followed by the year effects in standard deviations.
#[derive(Debug, Clone, Copy)]
pub struct Density<'m> {
    model: &'m Model,
    line: &'m Line,
}

impl Model {
    /// The density of this model's parameters; the line is over [`super::PARAMETERS`].
    pub fn density<'m>(&'m self, line: &'m Line) -> Density<'m> {
        Density { model: self, line }
    }
}

/// Derivatives gathered on the way back.
struct Backward {
    /// By the values of the parameters.
    values: Vec<f64>,
    years: Vec<f64>,
    /// By each month's incidents of each side, and by its probability of shots.
    incidents: Vec<[f64; 2]>,
    fire: Vec<f64>,
    spread: f64,
    types: [f64; 3],
}

impl LogDensity for Density<'_> {
    fn dim(&self) -> usize {
        self.line.free() + self.model.years.len()
    }

    fn names(&self) -> Vec<String> {
        let mut names = self.line.free_names();
        names.extend(self.model.years.iter().map(|y| format!("year_{y}")));
        names
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let free = self.line.free();
        let (places, years) = (self.line.places(at), &at[free..]);
        let v: Vec<f64> = places.iter().map(|p| p.value).collect();
        let Some(f) = self.model.forward(&v, years) else {
            return f64::NEG_INFINITY;
        };
        let mut back = Backward::new(self.model, v.len());
        let mut value = 0.0;
        for index in 0..self.model.rows.len() {
            if self.model.rows[index].fitted {
                value += back.row(self.model, index, &v, &f);
            }
        }
        back.through(self.model, &v, years, &f);
        value += self.line.log_prior(&places, &back.values, gradient);
        for (i, z) in years.iter().enumerate() {
            value -= 0.5 * z * z;
            gradient[free + i] = back.years[i] - z;
        }
        value
    }
}

impl Backward {
    fn new(model: &Model, values: usize) -> Self {
        Self {
            values: vec![0.0; values],
            years: vec![0.0; model.years.len()],
            incidents: vec![[0.0; 2]; model.months.len()],
            fire: vec![0.0; model.months.len()],
            spread: 0.0,
            types: [0.0; 3],
        }
    }

    /// The log-probability of a row; its derivatives by what it is made of.
    fn row(&mut self, model: &Model, index: usize, v: &[f64], f: &Forward) -> f64 {
        let row = &model.rows[index];
        let e = model.expected(index, v, f);
        let counted = negative_binomial(row.value, e.mean, e.dispersion);
        let (offset, excess) = model.calibration.rows[index];
        let noise = v[PUBLISH] * v[PUBLISH] + row.rival_sd * row.rival_sd;
        let by_dispersion = counted.by_dispersion;
        let cluster = excess * (f.spread - 1.0);
        let by_mean = counted.by_mean + by_dispersion * (cluster / e.among + noise);
        let by_among = -by_dispersion * cluster * e.mean / (e.among * e.among);
        self.spread += by_dispersion * excess * e.mean / e.among;
        self.values[PUBLISH] += by_dispersion * 2.0 * v[PUBLISH] * e.mean;
        self.period(model, row, v, f, [by_mean * offset.exp(), by_among]);
        counted.log_probability
    }

    /// From a row's mean to months, types and detection.
    fn period(&mut self, model: &Model, row: &Row, v: &[f64], f: &Forward, [by_sum, by_among]: [f64; 2]) {
        let holds = model.holds(row, v, f);
        let (all, shots) = model.in_period(row, f);
        let ground = 1.0 - f.types[2];
        for i in 0..2 {
            let among = if holds.counts[i] { by_among } else { 0.0 };
            let (by_all, by_shots) = (by_sum * holds.all[i] + among, by_sum * holds.shots[i]);
            for m in row.months.0..row.months.1 {
                self.incidents[m][i] += by_all + by_shots * ground * f.fire[m][0];
                self.fire[m] += by_shots * ground * f.incidents[m][i];
            }
            self.types[2] -= by_shots * shots[i] / ground;
        }
        self.detection(row, v, f, [all, shots], by_sum);
    }

    fn detection(&mut self, row: &Row, v: &[f64], f: &Forward, [all, shots]: [[f64; 2]; 2], by: f64) {
        match row.kind {
            Kind::Shootings { book } => {
                let held = if book.is_some() { shots[0] + shots[1] } else { 0.0 };
                self.values[DETECT_SHOTS] += by * held;
            }
            Kind::BookTotal { side } => {
                self.accused(side, all, shots, by);
                self.values[OWN + side] += by * (all[side] - shots[side]);
                self.values[DETECT_SHOTS] += by * shots[side];
            }
            Kind::BookAccused { side } => self.accused(side, all, shots, by),
            Kind::BookType { side, incident } => {
                let (i, c, share) = (1 - side, v[CONFUSION], f.types[incident]);
                let told = super::model::told_as(c, share);
                self.values[DETECT + side] += by * told * (all[i] - shots[i]);
                self.values[DETECT_SHOTS] += by * told * shots[i];
                self.values[FALSE + side] += by * share * all[i];
                let by_told = by * (v[DETECT + side] * (all[i] - shots[i]) + v[DETECT_SHOTS] * shots[i]);
                self.values[CONFUSION] += by_told * (0.5 - 1.5 * share);
                self.types[incident] += by_told * (1.0 - 1.5 * c) + by * v[FALSE + side] * all[i];
            }
            _ => {}
        }
    }

    fn accused(&mut self, side: usize, all: [f64; 2], shots: [f64; 2], by: f64) {
        let i = 1 - side;
        self.values[DETECT + side] += by * (all[i] - shots[i]);
        self.values[FALSE + side] += by * all[i];
        self.values[DETECT_SHOTS] += by * shots[i];
    }

    /// From months to the parameters of rates, excitation and fire.
    fn through(&mut self, model: &Model, v: &[f64], years: &[f64], f: &Forward) {
        let halves = |sign: f64| {
            self.incidents
                .iter()
                .map(|g| 0.5 * (g[0] + sign * g[1]))
                .collect::<Vec<f64>>()
        };
        let (by_sum, by_difference) = (halves(1.0), halves(-1.0));
        let sum = f
            .sum
            .backward(&f.days, &f.sums, f.branchings[0], f.decay, &by_sum);
        let difference =
            f.difference
                .backward(&f.days, &f.differences, f.branchings[1], f.decay, &by_difference);
        for (m, month) in model.months.iter().enumerate() {
            let by = [
                sum.rates[m] + difference.rates[m],
                sum.rates[m] - difference.rates[m],
            ];
            let each = [by[0] * f.rates[m][0], by[1] * f.rates[m][1]];
            let both = each[0] + each[1];
            let [open, icy, vague] = f.parts[m];
            self.values[MU0] += both;
            self.values[BIAS] += 0.5 * (each[0] - each[1]);
            self.values[DENSITY] += both * month.density;
            self.values[STEP] += both * month.step;
            self.values[PACT] -= both * month.pact;
            self.values[WARM] += both * open * month.warm;
            self.values[ICE] += both * icy * month.ice;
            self.values[VAGUE] += both * vague;
            self.values[YEAR_SD] += both * years[month.year];
            self.years[month.year] += both * v[YEAR_SD];
            for (p, slope) in f.fire[m][1..].iter().enumerate() {
                self.values[FIRE0 + p] += self.fire[m] * slope;
            }
        }
        let by_spread = self.spread * 2.0 * (1.0 - f.branchings[0]).powi(-3);
        self.excitation(model, v, [sum.branching + by_spread, difference.branching]);
        let by_decay = sum.decay + difference.decay;
        self.values[HALF_LIFE] -= by_decay * f.decay / v[HALF_LIFE];
        self.shares(v, f);
    }

    fn excitation(&mut self, model: &Model, v: &[f64], by: [f64; 2]) {
        let omega = model.calibration.omega;
        let n = omega * v[BRANCHING];
        let [sum, difference] = model.mixing(v);
        let away = if model.sectors.len() > 1 { 1.0 } else { 0.0 };
        self.values[BRANCHING] += omega * (by[0] * sum + by[1] * difference);
        self.values[CROSS] -= by[1] * n * 2.0 * (1.0 - v[SPILL]);
        self.values[SPILL] += n * (by[0] * (away - 1.0) - by[1] * (1.0 - 2.0 * v[CROSS] + away));
    }

    /// From shares of types to their weights.
    fn shares(&mut self, v: &[f64], f: &Forward) {
        let total: f64 = v[ESPIONAGE..ESPIONAGE + 3].iter().sum();
        let mean: f64 = self.types.iter().zip(f.types).map(|(g, p)| g * p).sum();
        for t in 0..3 {
            self.values[ESPIONAGE + t] += (self.types[t] - mean) / total;
        }
    }
}
