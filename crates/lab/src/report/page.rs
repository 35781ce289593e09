//! The page: its head, its sections in their order, and the words they share.

mod books;
mod campaigns;
mod clashes;
mod comparison;
mod endings;
mod ladder;
mod losses;
mod opening;
mod tail;
mod words;

use maud::{Markup, html};

use super::{ReportError, ReportInput};
use crate::html_page::{self, Section};

/// The whole page.
pub(super) fn page(input: &ReportInput) -> Result<Markup, ReportError> {
    let sections = [
        Section::new("misfits", "Misfits", comparison::misfits(input)),
        Section::new(
            "comparison",
            "The record beside the model",
            comparison::table(input),
        ),
        Section::new("books", "Counts in the books", books::section(input)?),
        Section::new("losses", "How large it gets", losses::section(input)?),
        Section::new("clashes", "The named clashes", clashes::section(input)?),
        Section::new("ladder", "The ladder", ladder::section(input)),
        Section::new("endings", "How it ends", endings::section(input)),
        Section::new("campaigns", "Two campaigns", campaigns::section(input)?),
        Section::new("tail", "The tail", tail::section(input)),
    ];
    let title = format!("{}: {}", input.about.title, input.about.run);
    let foot = html! {
        p { "Made by Halha " (input.about.version) ". The tables behind this page lie beside it, as Parquet." }
    };
    Ok(html_page::page(
        &title,
        &opening::opening(input),
        &sections,
        &foot,
    ))
}
