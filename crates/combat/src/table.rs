//! A table of battles: its rows, what was set aside and why, and everything that is wrong with it.

mod cells;
mod read;
mod traps;

use serde::Serialize;

use crate::battle::Battle;
use crate::problem::{Problem, Severity};

/// Why a row takes no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aside {
    /// It lies inside a larger battle of the table, whose row stays.
    InsideAnother,
    /// A strength is not given.
    NoStrength,
    /// It belongs to the reference case: predicted, never fitted.
    ReferenceCase,
}

impl Aside {
    /// In words.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::InsideAnother => "inside a larger battle of the table",
            Self::NoStrength => "without a strength",
            Self::ReferenceCase => "of the reference case: predicted, never fitted",
        }
    }
}

/// A table that was read: the battles, whatever becomes of them.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Rows that may be fitted and scored, in the order of the file.
    pub battles: Vec<Battle>,
    /// Rows that may not, with the reason.
    pub aside: Vec<(Aside, Battle)>,
    /// Hash of the bytes, as 16 hexadecimal digits (FNV-1a).
    pub hash: String,
}

/// Largest file that is read, in bytes: a hundred times the database.
pub const LARGEST: usize = 64 << 20;

/// Reads a table from the bytes of a file: the table, or none if a problem stands in the way; and all problems.
#[must_use]
pub fn read(bytes: &[u8]) -> (Option<Table>, Vec<Problem>) {
    let (rows, mut problems) = read::rows(bytes);
    let (battles, more) = traps::look(rows);
    problems.extend(more);
    problems.sort_by_key(|p| (p.severity == Severity::Warning, p.line));
    if problems.iter().any(|p| p.severity == Severity::Error) {
        return (None, problems);
    }
    let mut table = Table {
        hash: fnv(bytes),
        ..Table::default()
    };
    for battle in battles {
        match aside(&battle) {
            Some(why) => table.aside.push((why, battle)),
            None => table.battles.push(battle),
        }
    }
    (Some(table), problems)
}

fn aside(battle: &Battle) -> Option<Aside> {
    if crate::reference_case::holds(battle) {
        Some(Aside::ReferenceCase)
    } else if battle.parent.is_some() {
        Some(Aside::InsideAnother)
    } else if battle.forces.iter().any(|f| f.men.is_none()) {
        Some(Aside::NoStrength)
    } else {
        None
    }
}

/// FNV-1a, 64 bits: tells one file from another; it is no protection against forgery.
///
/// Source: Fowler, Noll, Vo; draft-eastlake-fnv.
fn fnv(bytes: &[u8]) -> String {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    format!("{:016x}", bytes.iter().fold(0xCBF2_9CE4_8422_2325, fold))
}
