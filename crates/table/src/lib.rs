//! Tables of typed columns that may have holes, to and from Parquet.
//!
//! A [`Column`] is filled by row; what is left out is null. A [`Writer`] encodes the rows that wait and keeps no more of
//! them than their compressed pages; a [`Reader`] hands a file on in [`Batch`]es, so that neither needs memory for its length.
//!
//! ```
//! use halha_table::{Column, Reader, to_parquet};
//!
//! let columns = [
//!     Column::all("number", [1_u32, 2, 3]),
//!     Column::some("days", [0.5, f64::NAN, 2.0]),
//! ];
//! let path = std::env::temp_dir().join("halha-table-example.parquet");
//! std::fs::write(&path, to_parquet(&columns).unwrap()).unwrap();
//! let reader = Reader::open(&path).unwrap();
//! let mut days = Vec::new();
//! reader
//!     .scan(&["days"], |batch| days.extend((0..batch.rows()).map(|row| batch.columns()[0].f64(row))))
//!     .unwrap();
//! assert_eq!(days, [Some(0.5), None, Some(2.0)]);
//! # std::fs::remove_file(&path).unwrap();
//! ```

mod batch;
mod cell;
mod column;
mod error;
mod field;
mod pages;
mod reader;
mod writer;

pub use batch::{Batch, Held};
pub use cell::{Cell, Day, Text, Word};
pub use column::{Coding, Column};
pub use error::TableError;
pub use field::{Field, Holds};
pub use reader::Reader;
pub use writer::{Writer, to_parquet};
