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

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{ReportError, ReportInput};

/// The whole page.
pub(super) fn page(input: &ReportInput) -> Result<Markup, ReportError> {
    let sections: [(&str, &str, Markup); 9] = [
        ("misfits", "Misfits", comparison::misfits(input)),
        (
            "comparison",
            "The record beside the model",
            comparison::table(input),
        ),
        ("books", "Counts in the books", books::section(input)?),
        ("losses", "How large it gets", losses::section(input)?),
        ("clashes", "The named clashes", clashes::section(input)?),
        ("ladder", "The ladder", ladder::section(input)),
        ("endings", "How it ends", endings::section(input)),
        ("campaigns", "Two campaigns", campaigns::section(input)?),
        ("tail", "The tail", tail::section(input)),
    ];
    let title = format!("{}: {}", input.about.title, input.about.run);
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header { (opening::opening(input)) }
                nav aria-label="Sections" {
                    @for (id, name, _) in &sections { a href={ "#" (id) } { (name) } }
                }
                main {
                    @for (id, name, content) in &sections {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (name) }
                            (content)
                        }
                    }
                }
                footer {
                    p { "Made by Halha " (input.about.version) ". The tables behind this page lie beside it, as Parquet." }
                }
            }
        }
    })
}
