//! General inference: densities and simulators in, draws with diagnostics, calibration and scores out.
//!
//! Nothing in here knows a conflict, a record or the kernel. What is inferred from arrives as a [`density::LogDensity`]
//! (sampled by [`nuts`]) or as a [`abc::Simulator`]; what comes out are [`draws::Chains`] or weighted particles, judged by
//! [`diagnostics`], [`sbc`] and [`scores`], joined by [`cut`] and kept by [`store`]. What matters for an output is asked by
//! [`sensitivity`], where an outcome comes about by [`prim`].

pub mod abc;
pub mod chance;
pub mod cut;
pub mod density;
pub mod diagnostics;
pub mod draws;
pub mod hawkes;
mod matrix;
pub mod normal;
pub mod nuts;
pub mod prim;
pub mod prior;
pub mod sbc;
pub mod scores;
pub mod sensitivity;
pub mod splitting;
pub mod store;
