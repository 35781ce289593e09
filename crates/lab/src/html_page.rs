//! The frame of every page that is written: head, opening, links to its sections, the sections, foot. It loads nothing.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A part of a page that can be linked to.
pub(crate) struct Section {
    /// Its anchor.
    pub(crate) id: String,
    /// What the link to it says.
    pub(crate) name: String,
    /// Its heading.
    pub(crate) title: String,
    /// What stands under the heading.
    pub(crate) content: Markup,
}

impl Section {
    /// A section whose heading is the words of its link.
    pub(crate) fn new(id: impl Into<String>, title: impl Into<String>, content: Markup) -> Self {
        let title = title.into();
        Self {
            id: id.into(),
            name: title.clone(),
            title,
            content,
        }
    }
}

/// A whole page; an empty foot is left out.
pub(crate) fn page(title: &str, opening: &Markup, sections: &[Section], foot: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(include_str!("report/style.css"))) }
            }
            body {
                header { (opening) }
                nav aria-label="Sections" {
                    @for section in sections { a href={ "#" (section.id) } { (section.name) } }
                }
                main {
                    @for section in sections {
                        section id=(section.id) aria-labelledby={ (section.id) "-title" } {
                            h2 id={ (section.id) "-title" } { (section.title) }
                            (section.content)
                        }
                    }
                }
                @if !foot.0.is_empty() { footer { (foot) } }
            }
        }
    }
}
