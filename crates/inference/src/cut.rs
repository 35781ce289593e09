//! Modules joined without feedback: what one module learned is handed on to the next, which cannot change it.
//!
//! Law: with φ of the upstream module (data z) and θ of the downstream one (data y), the full posterior is
//! p(φ | z, y) p(θ | φ, y); the cut posterior is p(φ | z) p(θ | φ, y). Draw φ from the upstream posterior, then θ given that
//! φ. Use: when the downstream model is trusted less than the upstream one, so that its misfit must not bend what other
//! data said. Price: φ is not informed by y, even where y could inform it. Sources: Plummer 2015 (doi
//! 10.1007/s11222-014-9503-z); Jacob, Murray, Holmes, Robert 2017 (arXiv:1708.08719).
//!
//! A sampler that alternates between the two conditionals does not have this law (Plummer 2015); here the downstream module
//! is fitted anew for every upstream draw, and only draws of its own converged fit may be handed back.

use rayon::prelude::*;

use crate::chance::address;

/// First part of the address of a downstream fit.
const DOWNSTREAM: u64 = 0x6375_7400_0001;

/// A draw of both modules.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// Which upstream draw it stands on.
    pub from: usize,
    /// The upstream parameters.
    pub upstream: Vec<f64>,
    /// The downstream parameters given those.
    pub downstream: Vec<f64>,
}

/// Draws of two modules joined by a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The joint draws, in the order of the upstream draws.
    pub draws: Vec<Joint>,
    /// Upstream draws whose downstream fit failed, with the reason. They are left out, so the upstream margin of the rest
    /// is that of the draws at which the downstream module can be fitted.
    pub failures: Vec<(usize, String)>,
}

/// Joins an upstream posterior with a downstream fit.
///
/// `fit` gets an upstream draw and a seed of its own, and gives draws from p(θ | φ, y): all are kept, each with the same
/// upstream draw. The result does not depend on threads.
pub fn compose<F>(upstream: &[Vec<f64>], seed: u64, fit: F) -> Cut
where
    F: Fn(&[f64], u64) -> Result<Vec<Vec<f64>>, String> + Sync,
{
    let fitted: Vec<_> = upstream
        .par_iter()
        .enumerate()
        .map(|(from, phi)| fit(phi, address(&[DOWNSTREAM, seed, from as u64])))
        .collect();
    let mut cut = Cut {
        draws: Vec::new(),
        failures: Vec::new(),
    };
    for ((from, phi), result) in upstream.iter().enumerate().zip(fitted) {
        match result {
            Ok(draws) => cut.draws.extend(draws.into_iter().map(|downstream| Joint {
                from,
                upstream: phi.clone(),
                downstream,
            })),
            Err(reason) => cut.failures.push((from, reason)),
        }
    }
    cut
}
