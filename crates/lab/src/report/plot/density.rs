//! A distribution over orders of magnitude, with its middle underneath and the claims of the record marked.

use maud::Markup;
use plotters::prelude::{
    ChartBuilder, Circle, Color, EmptyElement, IntoLogRange, PathElement, Rectangle, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::paint::{BOTH, GRID, INK, MUTED, PAPER};
use super::{Drawn, picture, short, type_of};
use crate::report::{Distribution, ReportError};

const SIZE: (u32, u32) = (1040, 280);

/// The distribution as columns. Claims carry their number in the list of claims, from 1.
pub(in super::super) fn density(of: &Distribution, description: &str) -> Result<Markup, ReportError> {
    picture(SIZE, &of.title, description, |area| draw(of, area))
}

fn draw(of: &Distribution, area: &super::Area<'_>) -> Drawn {
    let claimed = of.marks.iter().map(|m| m.high.unwrap_or(m.low));
    let top = of
        .bins
        .last()
        .map_or(10.0, |b| b.ends[1])
        .max(claimed.fold(1.0, f64::max) * 1.3)
        .max(10.0);
    let first = of.bins.first().map_or(1.0, |b| b.ends[0]);
    let highest = of.bins.iter().map(|b| b.share).fold(0.001, f64::max);
    // Room above for the marks, and below for the intervals.
    let (ceiling, floor) = (highest * 1.32, -highest * 0.14);
    let mut chart = ChartBuilder::on(area)
        .margin(6)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d((first..top).log_scale(), floor..ceiling)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .bold_line_style(GRID)
        .light_line_style(GRID.mix(0.0))
        .axis_style(MUTED)
        .label_style(type_of(MUTED, 15))
        .x_labels(8)
        .x_label_formatter(&|v| short(*v))
        .y_labels(5)
        .y_label_formatter(&|share| {
            if *share < 0.0 {
                String::new()
            } else {
                format!("{:.0} %", share * 100.0)
            }
        })
        .draw()?;
    let column = |bin: &crate::report::Bin| {
        Rectangle::new(
            [(bin.ends[0], 0.0), (bin.ends[1], bin.share)],
            BOTH.mix(0.38).filled(),
        )
    };
    chart.draw_series(of.bins.iter().filter(|b| b.share > 0.0).map(column))?;
    let q = &of.quantiles;
    let level = floor * 0.5;
    let line = |from: f64, to: f64, width: u32| {
        PathElement::new(
            [(from.max(first), level), (to.max(first), level)],
            BOTH.stroke_width(width),
        )
    };
    chart.draw_series([line(q.q05, q.q95, 2), line(q.q25, q.q75, 6)])?;
    if q.median >= first {
        chart.draw_series([Circle::new((q.median, level), 5, BOTH.filled())])?;
    }
    let numbers = type_of(PAPER, 14).pos(Pos::new(HPos::Center, VPos::Center));
    for (n, mark) in of.marks.iter().enumerate() {
        let high = mark.high.unwrap_or(mark.low).max(first);
        let low = mark.low.max(first);
        if high > low {
            chart.draw_series([Rectangle::new(
                [(low, 0.0), (high, highest * 1.12)],
                INK.mix(0.08).filled(),
            )])?;
        }
        let at = (low * high).sqrt();
        // Neighbours stand on two levels, so that both can be read.
        let level = highest * if n % 2 == 0 { 1.24 } else { 1.12 };
        chart.draw_series([PathElement::new(
            [(at, 0.0), (at, level)],
            ShapeStyle::from(&INK).stroke_width(1),
        )])?;
        let label = EmptyElement::at((at, level))
            + Circle::new((0, 0), 9, INK.filled())
            + Text::new((n + 1).to_string(), (0, 0), numbers.clone());
        chart.draw_series([label])?;
    }
    Ok(())
}
