//! All tests of the crate against numbers known beforehand, in one program so that it is linked once.

mod chance;
mod densities;
mod nuts;
mod scores;
