//! Results on disk: Parquet tables in parts, each whole or not there, and the notes that say which are.

mod directory;
pub(crate) mod draft;
mod error;
mod events;
mod kept;
pub mod pages;
mod part;
mod rows;
mod same;
pub mod schema;
mod sheet;
mod stored;
mod summary;
pub(crate) mod words;
mod yearly;

pub use directory::Done;
pub(crate) use directory::{RunDirectory, Session, lock};
pub use draft::Stamp;
pub use error::StoreError;
pub use kept::{Kept, Stretch};
pub(crate) use part::{Bench, names};
pub use part::{Manifest, PartFile};
pub(crate) use rows::{Clock, day_of};
pub use same::{Same, same};
pub use stored::StoredRun;
pub use yearly::Yearly;
