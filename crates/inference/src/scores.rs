//! Proper scores of probabilistic predictions, all turned so that less is better, and what is read beside them:
//! calibration, coverage, means with their standard errors.
//!
//! A score is proper if no forecaster can expect a better one by stating other than what he believes (Gneiting,
//! Raftery 2007, doi 10.1198/016214506000001437).

mod calibration;
mod crps;
mod discrete;
mod interval;
mod mean;
mod pit;

pub use calibration::{Calibration, CalibrationError, calibration};
pub use crps::{crps_counts, crps_fair, crps_lognormal, crps_normal, crps_sample, crps_weighted};
pub use discrete::{brier, brier_classes, ln_mean_exp, log_score, log_score_of_draws, rps};
pub use interval::{Coverage, Interval, interval_score, pinball, quantile, weighted_quantile};
pub use mean::{Mean, MeanError, paired, paired_clustered};
pub use pit::{pit_counts, pit_histogram, pit_randomised, pit_sample};
