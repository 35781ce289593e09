//! Yearly counts as a fan: half and nine tenths of all campaigns, their median, and the record's counts as marks.

use maud::Markup;
use plotters::prelude::{
    ChartBuilder, Circle, Color, EmptyElement, PathElement, Polygon, Rectangle, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::paint::{GRID, INK, MUTED, PAPER, SIDES};
use super::{Drawn, picture, round_up, type_of};
use crate::report::{Fan, ReportError};

const SIZE: (u32, u32) = (1040, 330);

/// The fan of a book. Marks carry their number in the list of claims, from 1.
pub(in super::super) fn fan(fan: &Fan, description: &str) -> Result<Markup, ReportError> {
    picture(SIZE, &fan.title, description, |area| draw(fan, area))
}

fn draw(fan: &Fan, area: &super::Area<'_>) -> Drawn {
    let colour = SIDES[fan.side.min(1)];
    let (Some(first), Some(last)) = (fan.bands.first(), fan.bands.last()) else {
        return Ok(());
    };
    let years = f64::from(first.year)..f64::from(last.year + 1);
    let top = fan
        .bands
        .iter()
        .map(|b| b.points[4])
        .chain(fan.marks.iter().map(|m| m.yearly[1]))
        .fold(1.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .margin(6)
        .margin_top(14)
        .margin_right(26)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(years, 0.0..round_up(top * 1.04))?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(GRID)
        .light_line_style(GRID.mix(0.0))
        .axis_style(MUTED)
        .label_style(type_of(MUTED, 15))
        .x_labels(fan.bands.len() + 1)
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_labels(6)
        .y_label_formatter(&|count| halha_record::grouped(*count))
        .draw()?;
    for (low, high, strength) in [(0, 4, 0.16), (1, 3, 0.30)] {
        let upper = fan
            .bands
            .iter()
            .map(|b| (f64::from(b.year) + 0.5, b.points[high]));
        let lower = fan
            .bands
            .iter()
            .rev()
            .map(|b| (f64::from(b.year) + 0.5, b.points[low]));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        chart.draw_series([Polygon::new(outline, colour.mix(strength))])?;
    }
    let median: Vec<(f64, f64)> = fan
        .bands
        .iter()
        .map(|b| (f64::from(b.year) + 0.5, b.points[2]))
        .collect();
    chart.draw_series([PathElement::new(median.clone(), colour.stroke_width(2))])?;
    chart.draw_series(median.into_iter().map(|at| Circle::new(at, 3, colour.filled())))?;
    let numbers = type_of(PAPER, 14).pos(Pos::new(HPos::Center, VPos::Center));
    for (n, mark) in fan.marks.iter().enumerate() {
        let ([from, to], [low, high]) = (mark.period, mark.yearly);
        let line = ShapeStyle::from(&INK).stroke_width(2);
        if high > low {
            chart.draw_series([Rectangle::new([(from, low), (to, high)], INK.mix(0.14).filled())])?;
        }
        for level in if high > low { vec![low, high] } else { vec![low] } {
            chart.draw_series([PathElement::new([(from + 0.04, level), (to - 0.04, level)], line)])?;
        }
        // Marks of the same period stand side by side; those of several years at the beginning, clear of single years.
        let before = fan.marks[..n]
            .iter()
            .filter(|m| m.period.map(f64::to_bits) == mark.period.map(f64::to_bits))
            .count() as f64;
        let first = if to - from > 1.01 {
            from + 0.18
        } else {
            f64::midpoint(from, to)
        };
        let at = (first + 0.28 * before, f64::midpoint(low, high));
        let label = EmptyElement::at(at)
            + Circle::new((0, 0), 9, INK.filled())
            + Text::new((n + 1).to_string(), (0, 0), numbers.clone());
        chart.draw_series([label])?;
    }
    Ok(())
}
