//! Battles as data, and how their losses and outcomes are learned from them.
//!
//! A [`table`] of battles is read with everything that is wrong with it; [`outcome`] and [`losses`] learn from the rows
//! that may be fitted and predict a battle from what was known before it; [`score`] sets the predictions beside naive
//! rivals on battles that were not learned from.

pub mod battle;
pub mod columns;
mod design;
pub mod duration;
pub mod given_losses;
mod groups;
pub mod losses;
pub mod naive;
pub mod outcome;
pub mod plain;
pub mod pooled;
pub mod posterior;
pub mod predictors;
pub mod problem;
pub mod reference_case;
pub mod score;
pub mod select;
pub mod table;
