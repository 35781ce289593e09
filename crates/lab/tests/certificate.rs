//! The certificate of calibration: the committed one speaks of this code and scenario, and minting catches a bad fit.
//!
//! Seeds are pinned. A right fit would fail the minting check in about one re-seeding in twenty (its bands hold all
//! ranks together with 95 %); draws a third too narrow, or shifted by half a standard deviation, fail it here.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::AtomicBool;

use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;
use halha_lab::LoadedConflict;
use halha_lab::certify::{Claims, calibrated};
use halha_lab::check::{CERTIFICATE, Calibration, Certificate, code_hash};
use halha_lab::fit::split::Split;

fn conflict() -> LoadedConflict {
    let (loaded, findings) = LoadedConflict::load(&support::reference());
    loaded.unwrap_or_else(|| panic!("{findings:?}"))
}

fn committed() -> Certificate {
    toml::from_str(&support::reference().text(CERTIFICATE).unwrap()).unwrap()
}

#[test]
fn the_committed_certificate_is_of_this_code_and_this_scenario() {
    let (certificate, conflict) = (committed(), conflict());
    assert!(
        certificate.is_current(&conflict),
        "the certificate is of code {} and scenario {}, these are {} and {:016x}; mint it again: {}",
        certificate.code,
        certificate.scenario,
        code_hash(),
        conflict.fingerprint,
        certificate.command
    );
    let modules: Vec<&str> = certificate
        .calibration
        .iter()
        .map(|c| c.module.as_str())
        .collect();
    assert_eq!(
        modules,
        ["counts", "claims", "responses", "small-fights", "coupled"]
    );
    let other = Certificate {
        code: "0000000000000000".into(),
        ..certificate
    };
    assert!(!other.is_current(&conflict), "another hash passes as current");
}

#[test]
fn a_certificate_reads_back_as_it_was_written() {
    let certificate = committed();
    let again: Certificate = toml::from_str(&certificate.to_toml().unwrap()).unwrap();
    assert_eq!(again, certificate);
}

/// A fit whose draws are moved: about their mean by a factor, then by a share of their standard deviation.
struct Bent<'e> {
    claims: &'e Claims,
    factor: f64,
    shift: f64,
}

impl Experiment for Bent<'_> {
    type Data = <Claims as Experiment>::Data;

    fn quantities(&self) -> Vec<String> {
        self.claims.quantities()
    }

    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Self::Data) {
        self.claims.draw(stream)
    }

    fn fit(&self, data: &Self::Data, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let mut rows = self.claims.fit(data, seed)?;
        let n = rows.len() as f64;
        for k in 0..rows[0].len() {
            let mean = rows.iter().map(|r| r[k]).sum::<f64>() / n;
            let sd = (rows.iter().map(|r| (r[k] - mean).powi(2)).sum::<f64>() / n).sqrt();
            for row in &mut rows {
                row[k] = mean + self.factor * (row[k] - mean) + self.shift * sd;
            }
        }
        Ok(rows)
    }

    fn evaluate(&self, at: &[f64], data: &Self::Data) -> Vec<f64> {
        // Bent draws of a standard deviation may fall below 0, where the law is none.
        let at: Vec<f64> = self
            .quantities()
            .iter()
            .zip(at)
            .map(|(name, x)| if name.ends_with("sd") { x.max(1e-3) } else { *x })
            .collect();
        self.claims.evaluate(&at, data)
    }
}

#[test]
fn minting_passes_the_claims_and_catches_draws_that_are_too_narrow_or_shifted() {
    const PLANTED: usize = 60;
    let conflict = conflict();
    let (split, _) = Split::of(&support::reference());
    let claims = Claims::new(&conflict, &split.unwrap()).unwrap();
    let never = AtomicBool::new(false);
    let of = |factor: f64, shift: f64| -> Calibration {
        let bent = Bent {
            claims: &claims,
            factor,
            shift,
        };
        calibrated(&bent, Claims::ABOUT, PLANTED, 11, &|_, _, _| {}, &never).unwrap()
    };
    let right = of(1.0, 0.0);
    assert!(right.holds(), "{right:?}");
    assert_eq!(right.replications, PLANTED as u64);
    for (factor, shift) in [(0.67, 0.0), (1.0, 0.5)] {
        let wrong = of(factor, shift);
        assert!(!wrong.holds(), "{factor} {shift}: {wrong:?}");
    }
    let stopped = AtomicBool::new(true);
    assert!(calibrated(&claims, Claims::ABOUT, PLANTED, 11, &|_, _, _| {}, &stopped).is_none());
}
