//! General inference: densities and simulators in, draws with diagnostics, calibration and scores out.
//!
//! Nothing in here knows a conflict, a record or the kernel. What is inferred from arrives as a [`density::LogDensity`]
//! (sampled by [`nuts`]) or as a simulator, and what comes out are [`draws::Chains`].

pub mod chance;
pub mod density;
pub mod draws;
pub mod normal;
pub mod nuts;
pub mod scores;
