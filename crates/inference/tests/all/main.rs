//! All tests of the crate against numbers known beforehand, in one program so that it is linked once.

mod abc;
mod abc_interrupted;
mod chance;
mod cut;
mod densities;
mod diagnostics;
mod nuts;
mod prim;
mod sbc;
mod scores;
mod sensitivity;
mod splitting;
mod store;
