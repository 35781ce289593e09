//! One row of a table as a strip: a predicted interval and every claim on a common logarithmic axis.

use maud::Markup;
use plotters::prelude::{
    ChartBuilder, Circle, Color, IntoLogRange, PathElement, RGBColor, Rectangle, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::paint::{GRID, INK, MUTED};
use super::{Drawn, picture, short, type_of};
use crate::compare::Mark;
use crate::report::ReportError;
use crate::statistics::Quantiles;

const WIDTH: u32 = 420;
const HEIGHT: u32 = 34;

/// The common axis of several strips: from 1 to a power of ten. What is 0 stands at its left end.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Scale {
    decades: i32,
}

impl Scale {
    /// An axis that holds these values.
    pub(in super::super) fn holding(values: impl Iterator<Item = f64>) -> Self {
        let top = values.fold(10.0, f64::max);
        Self {
            decades: (top.log10().ceil() as i32).max(1),
        }
    }

    fn top(self) -> f64 {
        10_f64.powi(self.decades)
    }

    /// The value on the axis: 1 for anything less.
    fn at(self, value: f64) -> f64 {
        value.clamp(1.0, self.top())
    }

    fn ticks(self) -> impl Iterator<Item = f64> {
        (0..=self.decades).map(|d| 10_f64.powi(d))
    }
}

/// The numbers of the axis.
pub(in super::super) fn axis(scale: Scale, title: &str) -> Result<Markup, ReportError> {
    picture(
        (WIDTH, 22),
        title,
        "The axis is logarithmic; 0 stands at its left end.",
        |area| {
            let chart = ChartBuilder::on(area)
                .margin_left(14)
                .margin_right(14)
                .build_cartesian_2d((1.0..scale.top()).log_scale(), 0.0..1.0)?;
            let numbers = type_of(MUTED, 14).pos(Pos::new(HPos::Center, VPos::Center));
            for tick in scale.ticks() {
                let label = if tick > 1.0 {
                    short(tick)
                } else {
                    "≤ 1".to_owned()
                };
                chart
                    .plotting_area()
                    .draw(&Text::new(label, (tick, 0.5), numbers.clone()))?;
            }
            Ok(())
        },
    )
}

/// A strip: the middle half as a bar, nine tenths as a line, the median as a dot, claims as upright strokes.
pub(in super::super) fn strip(
    scale: Scale,
    predicted: &Quantiles,
    claims: &[Mark],
    colour: RGBColor,
    description: &str,
) -> Result<Markup, ReportError> {
    let draw = |area: &super::Area<'_>| -> Drawn {
        let chart = ChartBuilder::on(area)
            .margin_left(14)
            .margin_right(14)
            .build_cartesian_2d((1.0..scale.top()).log_scale(), 0.0..1.0)?;
        let plane = chart.plotting_area();
        for tick in scale.ticks() {
            plane.draw(&PathElement::new([(tick, 0.0), (tick, 1.0)], GRID))?;
        }
        let q = predicted;
        let bar = |low: f64, high: f64, half: f64, strength: f64| {
            Rectangle::new(
                [(scale.at(low), 0.5 - half), (scale.at(high), 0.5 + half)],
                colour.mix(strength).filled(),
            )
        };
        plane.draw(&bar(q.q05, q.q95, 0.13, 0.25))?;
        plane.draw(&bar(q.q25, q.q75, 0.24, 0.45))?;
        plane.draw(&Circle::new((scale.at(q.median), 0.5), 5, colour.filled()))?;
        for claim in claims {
            let (low, high) = (scale.at(claim.low), scale.at(claim.high.unwrap_or(claim.low)));
            if high > low {
                plane.draw(&Rectangle::new([(low, 0.1), (high, 0.9)], INK.mix(0.12).filled()))?;
            }
            let stroke = ShapeStyle::from(&INK).stroke_width(2);
            for end in [low, high] {
                plane.draw(&PathElement::new([(end, 0.08), (end, 0.92)], stroke))?;
            }
        }
        Ok(())
    };
    picture((WIDTH, HEIGHT), description, description, draw)
}
