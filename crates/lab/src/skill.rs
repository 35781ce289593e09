//! Skill: what the model foretells set beside rivals that know little, on battles, counts and losses.

mod battles;
mod counts;
mod losses;
mod predicted;

pub use battles::{BattleSkill, battles};
pub use counts::{CountSkill, Rival, counts};
pub use losses::{LossSkill, SideLoss, losses};
pub use predicted::{Claimed, Learned, Predicted};
