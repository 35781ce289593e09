//! What sources say about a border conflict: claims, uncertain dates, places and citations, read from a folder of
//! plain text and checked as a whole.
//!
//! A *record* is the unreconciled set of claims. Nothing in this crate merges rival figures or decides between them.
//!
//! ```
//! use halha_record::{Folder, Record, Severity, template};
//!
//! // A folder on disk (`Folder::open`), or one in memory: here the invented conflict that new folders begin with.
//! let (record, issues) = Record::read(&template::folder());
//! assert!(issues.iter().all(|issue| issue.severity < Severity::Error));
//!
//! // Who says how many of the Strait Force were killed in the battle for Skerra? Every claim stands.
//! let killed = record
//!     .claims_about("skerra-battle-2106")
//!     .filter(|claim| claim.attribute == "killed" && claim.party == ["cassil-strait-force"]);
//! let said: Vec<_> = killed
//!     .map(|claim| format!("{}: {}", claim.statement.claimed_by, record.quantity(&claim.statement).as_read()))
//!     .collect();
//! assert_eq!(said, ["dorvane: ≥ 2,000", "cassil: 400", "naval-archive-cassil: 620"]);
//!
//! // Where do they disagree most?
//! let rival = &record.rivals()[0];
//! assert!(rival.claims.len() >= 2);
//! ```
//!
//! The way of the data: [`Folder`] → [`Record::read`] → tables of the rows in [`model`] → what readers want
//! ([`Record::chronicle`], [`Record::page`], [`Record::rivals`], [`Record::source_rows`]) or programs take
//! ([`Record::flat_claims`], [`export`]). The columns and words of a folder are in [`codebook`].

pub mod codebook;
pub mod edtf;
pub mod export;
pub mod issue;
pub mod model;
pub mod template;
pub mod view;
pub mod vocab;

mod check;
mod flat;
mod folder;
mod id;
mod limits;
mod read;
mod record;
mod rivals;
mod row;
mod statement;
mod table;
mod value;
mod write;

pub use edtf::Edtf;
pub use flat::{FlatClaim, FlatTable};
pub use folder::{Folder, FolderError, MAX_FILE_BYTES, MAX_FILES};
pub use id::Id;
pub use issue::{Code, Family, Issue, Severity};
pub use read::{MAX_CELL_BYTES, MAX_ROWS};
pub use record::{Book, Record, Subject};
pub use rivals::{Ratio, Rival, RivalClaim};
pub use table::{Named, Origin, Table};
pub use value::{Quantity, Value, grouped};
