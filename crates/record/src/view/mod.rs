//! The record as readers want it: a chronicle, a page about one subject, the list of sources.

mod chronicle;
mod headline;
mod page;
mod sources;

pub use chronicle::{ChronicleRow, SideParties};
pub(crate) use headline::ByParties;
pub use headline::SideFigure;
pub use page::{Chain, NumberedSource, Page, PageClaim, PageRow, Section};
pub use sources::{Reading, SourceRow};
