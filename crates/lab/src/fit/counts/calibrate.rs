//! Brings in what the mean behaviour leaves out, by playing the model itself at one reference vector.

use halha_kernel::chance::Key;
use halha_kernel::event::{Ending, NoObserver};
use halha_kernel::outcome::{Counts, Outcome};
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use halha_kernel::scenario::{MAX_WINDOWS, Window};
use halha_kernel::validate::ValidScenario;

use super::model::{Calibration, Model};
use super::{NAME, PARAMETERS};
use crate::conflict::LoadedConflict;
use crate::fit::FitError;
use crate::observables::Observable;

/// Study number of these runs: apart from ensembles, clashes and draws of parameters.
const STUDY: u64 = 2;
/// The played excess dispersion is known to some ten per cent: ratios beyond these are noise or a breakdown.
const EXCESS: [f64; 2] = [0.25, 4.0];
/// Fewest runs that must reach the last counted month.
const FEWEST: usize = 20;

/// Plays the model at `reference` and matches each count's mean and dispersion there.
///
/// Year effects are left out of both sides of the comparison, as are pact, temptation and late entry: a pact enters
/// the formulas at its date in the record. Runs that end before the last counted month are left out.
///
/// # Errors
/// A vector that the model cannot take, or one at which hardly a run lasts.
pub fn calibrate(
    conflict: &LoadedConflict,
    model: &mut Model,
    reference: &Parameters,
    runs: u64,
) -> Result<(), FitError> {
    let reference = Parameters {
        year_sd: 0.0,
        ..*reference
    };
    let mut played: Vec<Vec<f64>> = vec![Vec::new(); model.rows.len()];
    let mut weights = Weights::default();
    let windows = windows(model);
    for some in windows.chunks(MAX_WINDOWS) {
        let scenario = with_windows(conflict, some)?;
        let prepared =
            Prepared::new(&scenario, &reference).map_err(|errors| unplayable(&format!("{errors:?}")))?;
        let mut workspace = Workspace::new();
        for replicate in 0..runs {
            let key = Key::derive(0, STUDY, 0, replicate);
            let outcome = run(
                &prepared,
                &key,
                &mut QuantalResponse,
                &mut workspace,
                &mut NoObserver,
            );
            if outcome.ending != Ending::Horizon {
                continue;
            }
            weights.add(outcome);
            for (row, values) in model.rows.iter().zip(&mut played) {
                if let Some(w) = some.iter().position(|w| (w.from, w.to) == row.months) {
                    values.push(count(row, outcome, w, conflict));
                }
            }
        }
    }
    if played.iter().any(|values| values.len() < FEWEST) {
        return Err(unplayable(&format!(
            "fewer than {FEWEST} of {runs} runs at the reference vector reach the end"
        )));
    }
    model.calibration = Calibration {
        omega: weights.mean(&reference),
        rows: vec![(0.0, 1.0); model.rows.len()],
    };
    let ratios = ratios(model, &reference, &played)?;
    model.calibration.rows = ratios;
    Ok(())
}

fn unplayable(why: &str) -> FitError {
    FitError::Unplayable {
        module: NAME,
        why: why.to_owned(),
    }
}

/// The different periods of the rows.
fn windows(model: &Model) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for row in &model.rows {
        let window = Window {
            from: row.months.0,
            to: row.months.1,
        };
        if !windows.contains(&window) {
            windows.push(window);
        }
    }
    windows
}

/// The history up to the last counted month, without pact, temptation and entry, with these periods counted.
fn with_windows(conflict: &LoadedConflict, windows: &[Window]) -> Result<ValidScenario, FitError> {
    let mut scenario = conflict.scenario.scenario().clone();
    scenario.windows = windows.to_vec();
    (scenario.pact, scenario.temptation, scenario.entry) = (None, None, None);
    scenario
        .validate()
        .map_err(|errors| unplayable(&format!("{errors:?}")))
}

/// What the row counts of a run.
fn count(row: &super::Row, outcome: &Outcome, window: usize, conflict: &LoadedConflict) -> f64 {
    let observable = conflict
        .observables
        .iter()
        .find(|o| o.id.as_str() == row.observable);
    observable.map_or(f64::NAN, |o| {
        let here = Observable {
            window: Some(window),
            ..o.clone()
        };
        here.of_run(outcome, &conflict.calendar)
    })
}

/// How many incidents had shots, for the mean weight of an incident's offspring.
#[derive(Default)]
struct Weights {
    incidents: f64,
    shootings: f64,
    ln_losses: f64,
}

impl Weights {
    fn add(&mut self, outcome: &Outcome) {
        let sum = |f: &dyn Fn(&Counts) -> f64| outcome.years.iter().map(|y| f(&y.counts)).sum::<f64>();
        let shots = sum(&|c| f64::from(c.shootings));
        self.incidents += f64::from(outcome.incidents);
        self.shootings += shots;
        // A patrol fight costs some men: the mean of ln(1 + losses) is near that of the fights' mean loss.
        self.ln_losses += shots * LN_PATROL_LOSSES;
    }

    fn mean(&self, p: &Parameters) -> f64 {
        if self.incidents == 0.0 {
            return p.omega_quiet;
        }
        let shots = self.shootings / self.incidents;
        p.omega_quiet * (1.0 - shots)
            + p.omega_shots * shots
            + p.omega_losses * self.ln_losses / self.incidents
    }
}

/// Mean of ln(1 + casualties) of a patrol fight. Assumed; it moves the mean weight by a few per cent at most.
const LN_PATROL_LOSSES: f64 = 1.5;

/// Logarithm of played over expected mean, and played over expected excess dispersion, of each row.
fn ratios(model: &Model, reference: &Parameters, played: &[Vec<f64>]) -> Result<Vec<(f64, f64)>, FitError> {
    let all = reference.to_vec();
    let value = |name: &&str| halha_kernel::parameters::index_of(name).map_or(f64::NAN, |i| all[i]);
    let mut v: Vec<f64> = PARAMETERS.iter().map(value).collect();
    // No publication noise in runs, no pact in these ones.
    v[super::model::PUBLISH] = 0.0;
    v[super::model::PACT] = 0.0;
    v[super::model::FIRE_PACT] = 0.0;
    let years = vec![0.0; model.years.len()];
    let forward = model
        .forward(&v, &years)
        .ok_or_else(|| unplayable("the reference vector explodes"))?;
    let one = |(index, values): (usize, &Vec<f64>)| {
        let expected = model.expected(index, &v, &forward);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        // A count that hardly ever happens says nothing about its ratio: half a count stands in for none.
        let offset = ((mean + 0.5 / n) / expected.mean).ln();
        let cluster = (expected.dispersion - 1.0) * offset.exp();
        let excess = if cluster > 1e-9 {
            (variance / mean.max(1e-9) - 1.0) / cluster
        } else {
            1.0
        };
        (offset, excess.clamp(EXCESS[0], EXCESS[1]))
    };
    Ok(played.iter().enumerate().map(one).collect())
}
