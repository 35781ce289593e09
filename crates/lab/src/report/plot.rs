//! Pictures: drawn by the plotting library as SVG, put into the page with words for those who cannot see them.

mod density;
mod fan;
mod strip;
mod timeline;

pub(super) use density::density;
pub(super) use fan::fan;
pub(super) use strip::{Scale, axis, strip};
pub(super) use timeline::timeline;

use std::fmt::Display;

use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, IntoFont, RGBColor, SVGBackend, TextStyle};

use super::ReportError;

/// A place to draw on.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// What drawing may say.
pub(super) type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Colours by what they mean. The library writes them into the picture; the style sheet knows the same ones and gives
/// each another shade in the dark.
pub(super) mod paint {
    use super::RGBColor;

    /// Words, and what the record claims.
    pub(in super::super) const INK: RGBColor = RGBColor(0x1F, 0x23, 0x28);
    /// Axes and their numbers.
    pub(in super::super) const MUTED: RGBColor = RGBColor(0x66, 0x6D, 0x76);
    /// Lines of a grid.
    pub(in super::super) const GRID: RGBColor = RGBColor(0xE3, 0xE1, 0xDA);
    /// The sides.
    pub(in super::super) const SIDES: [RGBColor; 2] =
        [RGBColor(0xB8, 0x4A, 0x1F), RGBColor(0x1B, 0x6C, 0x8C)];
    /// Both sides together.
    pub(in super::super) const BOTH: RGBColor = RGBColor(0x5B, 0x5E, 0xA6);
    /// The ground of the page, for haloes.
    pub(in super::super) const PAPER: RGBColor = RGBColor(0xFF, 0xFE, 0xFB);
}

/// Type for the numbers of an axis and the words in a picture.
pub(super) fn type_of(colour: RGBColor, size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&colour)
}

/// Draws a picture of `size` pixels that says `title` and `description` to those who do not see it.
///
/// # Errors
/// What the library says.
pub(super) fn picture(
    size: (u32, u32),
    title: &str,
    description: &str,
    draw: impl FnOnce(&Area<'_>) -> Drawn,
) -> Result<Markup, ReportError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area).map_err(failed)?;
        area.present().map_err(failed)?;
    }
    // The library's opening tag gives way to one with a role and words.
    let inner = svg
        .split_once(">\n")
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inner, _)| inner);
    let view = format!("0 0 {} {}", size.0, size.1);
    Ok(html! {
        svg class="plot" viewBox=(view) width=(size.0) height=(size.1) role="img" aria-label=(title) xmlns="http://www.w3.org/2000/svg" {
            desc { (description) }
            (PreEscaped(inner))
        }
    })
}

fn failed(error: impl Display) -> ReportError {
    ReportError::Plot(error.to_string())
}

/// The least round number (1, 2 or 5 and zeros) that is not below.
pub(super) fn round_up(value: f64) -> f64 {
    let decade = 10_f64.powf(value.max(1.0).log10().floor());
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|m| m * decade)
        .find(|m| *m >= value)
        .unwrap_or(value)
}

/// A number on an axis: `300`, `20k`, `1M`.
pub(super) fn short(value: f64) -> String {
    if value >= 1e6 {
        format!("{}M", value / 1e6)
    } else if value >= 1e4 {
        format!("{}k", value / 1e3)
    } else {
        halha_record::grouped(value)
    }
}
