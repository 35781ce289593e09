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
    /// Version of the program.
    pub halha: String,
    /// Hash of the sources of kernel, inference and fits.
    pub code: String,
    /// Fingerprint of the scenario and the priors.
    pub scenario: String,
    /// Root of all luck.
    pub seed: u64,
    /// The command that mints it.
    pub command: String,
    /// The calibrations, module by module.
    pub calibration: Vec<Calibration>,
}

/// One module's calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Calibration {
    /// Module.
    pub module: String,
    /// What was planted, and how the fit was run.
    pub how: String,
    /// Draws from the prior, each with data of its own and a fit that ended.
    pub replications: u64,
    /// Fits that failed beside them.
    pub failures: u64,
    /// Draws of each fit among which what was planted is ranked.
    pub ranked: u64,
    /// Quantities whose ranks were looked at.
    pub quantities: u64,
    /// Those that left the band that holds all of them together with 95 %.
    pub outside: Vec<String>,
    /// Share of planted values, of all quantities, inside the 50 % interval.
    pub coverage_50: f64,
    /// The same of the 90 % interval.
    pub coverage_90: f64,
}

/// By how much a coverage may differ from its level.
const TOLERANCE: f64 = 0.07;

impl Calibration {
    /// All ranks inside the band, both coverages near their levels, no fit failed.
    pub fn holds(&self) -> bool {
        let near = |share: f64, level: f64| (share - level).abs() <= TOLERANCE;
        self.outside.is_empty()
            && self.failures == 0
            && near(self.coverage_50, 0.5)
            && near(self.coverage_90, 0.9)
    }
}

impl Certificate {
    /// Whether it speaks of this code and of this conflict.
    pub fn is_current(&self, conflict: &LoadedConflict) -> bool {
        self.code == code_hash() && self.scenario == format!("{:016x}", conflict.fingerprint)
    }

    /// As the text of its file.
    ///
    /// # Errors
    /// If it cannot be written as TOML.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        let body = toml::to_string(self)?;
        Ok(format!(
            "# Whether the fits give back, with the right uncertainty, what was planted. Written by `halha certify`; to\n\
             # change it, mint it again.\n{body}"
        ))
    }
}

/// Hash of the sources that decide what a fit says, as they were when this program was compiled.
pub fn code_hash() -> String {
    env!("HALHA_FIT_SOURCES").to_owned()
}

pub(super) fn check(conflict: &LoadedConflict, certificate: Option<&Certificate>) -> Check {
    let (value, verdict) = match certificate {
        None => (
            format!(
                "no {FILE} in the conflict folder: the fits have not been calibrated by simulation; `halha certify` does it"
            ),
            Verdict::NotRun,
        ),
        Some(c) if !c.is_current(conflict) => (
            "the certificate is of other code or another scenario; mint it again with `halha certify`".into(),
            Verdict::Failed,
        ),
        Some(c) => told(c),
    };
    Check {
        name: "V3",
        title: "calibration of the fits",
        criterion: "ranks of all quantities together inside a 95 % band, 50 and 90 % coverage within 7 points, certificate current",
        value,
        verdict,
    }
}

fn told(certificate: &Certificate) -> (String, Verdict) {
    let each: Vec<String> = certificate
        .calibration
        .iter()
        .map(|c| {
            let names = if c.outside.is_empty() {
                String::new()
            } else {
                format!(" ({})", c.outside.join(", "))
            };
            format!(
                "{}: {} of {} outside the band{names}, coverage {:.0} and {:.0} % over {} planted",
                c.module,
                c.outside.len(),
                c.quantities,
                100.0 * c.coverage_50,
                100.0 * c.coverage_90,
                c.replications
            )
        })
        .collect();
    let holds = !certificate.calibration.is_empty() && certificate.calibration.iter().all(Calibration::holds);
    (each.join("; "), Verdict::of(holds))
}
