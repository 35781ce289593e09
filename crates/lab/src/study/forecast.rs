//! A study of what comes next: the work of `halha forecast`. It is short: one that was stopped begins anew.

use std::path::Path;

use super::ForecastTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::priors::fnv1a;
use crate::whatif::{Forecast, json, write_forecast};

/// Forecasts and writes.
pub(super) fn play(
    ready: &Ready<'_>,
    task: &ForecastTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let outlook = task.outlook(ready.study.seed);
    let forecast = Forecast::of(&ready.conflict, &outlook, threads, watches.campaigns)?;
    if forecast.runs < outlook.runs {
        return Err(StudyError::Stopped);
    }
    write_forecast(directory, &forecast, &ready.note.command)?;
    let fingerprint = fnv1a(&json(&forecast.steps));
    Ok((Results::Forecast(Box::new(forecast)), fingerprint))
}
