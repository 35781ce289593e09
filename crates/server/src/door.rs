//! What stands between the network and the answers: who may ask, how many at a time, and the page itself.

mod assets;
mod connections;
mod guard;
mod listen;

pub(crate) use assets::{asset, not_allowed};
pub(crate) use guard::{Guard, guard};
pub(crate) use listen::serve;
