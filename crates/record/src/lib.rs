//! What sources say about a border conflict: claims, uncertain dates, places and citations, read from a folder of
//! plain text and checked as a whole.
//!
//! A *record* is the unreconciled set of claims. Nothing in this crate merges rival figures or decides between them.

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
