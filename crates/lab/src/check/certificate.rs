//! V3: the certificate of calibration, and whether it still speaks of this code and this scenario.

use serde::{Deserialize, Serialize};

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;

/// The certificate's name in a conflict folder.
pub const FILE: &str = "certificate.toml";

/// What was found when the fits were last calibrated, for which code and which scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Certificate {
    /// Version of the file's layout.
    pub format: u32,
    /// Hash of the sources of kernel, inference and fits.
    pub code: String,
    /// Fingerprint of the scenario and the priors.
    pub scenario: String,
    /// Root of all luck.
    pub seed: u64,
    /// The calibrations, module by module.
    pub calibration: Vec<Calibration>,
}

/// One module's calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Calibration {
    /// Module.
    pub module: String,
    /// Draws from the prior, each with data of its own.
    pub replications: u64,
    /// Quantities whose ranks were looked at.
    pub quantities: u64,
    /// How many of them left the simultaneous 95 % band.
    pub outside: u64,
    /// Share of planted values inside the 50 % interval.
    pub coverage_50: f64,
    /// Share of planted values inside the 90 % interval.
    pub coverage_90: f64,
}

/// Hash of the sources that decide what a fit says, as they were when this program was compiled.
pub fn code_hash() -> String {
    env!("HALHA_FIT_SOURCES").to_owned()
}

pub(super) fn check(conflict: &LoadedConflict, certificate: Option<&Certificate>) -> Check {
    let (value, verdict) = match certificate {
        None => (
            format!("no {FILE} in the conflict folder: the fits have not been calibrated by simulation yet"),
            Verdict::NotRun,
        ),
        Some(c) if c.code != code_hash() || c.scenario != format!("{:016x}", conflict.fingerprint) => (
            "the certificate is of other code or another scenario".into(),
            Verdict::Failed,
        ),
        Some(c) => told(c),
    };
    Check {
        name: "V3",
        title: "calibration of the fits",
        criterion: "ranks inside the simultaneous 95 % band, 50 and 90 % coverage within 7 points, certificate current",
        value,
        verdict,
    }
}

fn told(certificate: &Certificate) -> (String, Verdict) {
    let near = |share: f64, level: f64| (share - level).abs() <= 0.07;
    let good = |c: &Calibration| c.outside == 0 && near(c.coverage_50, 0.5) && near(c.coverage_90, 0.9);
    let each: Vec<String> = certificate
        .calibration
        .iter()
        .map(|c| {
            format!(
                "{}: {} of {} outside the band, coverage {:.0} and {:.0} % over {} draws",
                c.module,
                c.outside,
                c.quantities,
                100.0 * c.coverage_50,
                100.0 * c.coverage_90,
                c.replications
            )
        })
        .collect();
    let holds = !certificate.calibration.is_empty() && certificate.calibration.iter().all(good);
    (each.join("; "), Verdict::of(holds))
}
