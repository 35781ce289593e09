//! A campaign on a time line: a lane for each sector, violations by month, crises as bars, battles as circles.

use std::collections::BTreeMap;

use halha_kernel::event::{Event, Fight};
use maud::Markup;
use plotters::prelude::{ChartBuilder, Circle, Color, PathElement, RGBColor, Rectangle, ShapeStyle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::paint::{BOTH, GRID, INK, MUTED, SIDES};
use super::{Drawn, picture, type_of};
use crate::replay::{Log, Names};
use crate::report::ReportError;

const WIDTH: u32 = 1040;
/// Height of a sector's lane, pixels.
const LANE: u32 = 64;
/// Room above the lanes for words and large circles, and below for the years, lanes.
const ABOVE: f64 = 0.8;
const BELOW: f64 = 0.4;
/// Men of both sides in a battle whose circle has a radius of 1 pixel, so that areas go with men.
const MEN_A_PIXEL: f64 = 60.0;
/// Share of a lane that the month with the most violations fills.
const MONTHS: f64 = 0.42;

/// The time line of a campaign.
pub(in super::super) fn timeline(
    names: &Names,
    log: &Log,
    title: &str,
    description: &str,
) -> Result<Markup, ReportError> {
    let height = (f64::from(LANE) * (names.sectors.len() as f64 + ABOVE + BELOW)).round() as u32;
    picture((WIDTH, height), title, description, |area| {
        draw(names, &Seen::of(names, log), area)
    })
}

/// What a time line shows of a campaign.
#[derive(Default)]
struct Seen {
    /// Violations by sector and month: quiet ones and those with shots.
    months: BTreeMap<(u8, usize), [u32; 2]>,
    /// Crises: sector, opening, end.
    crises: Vec<(u8, f64, f64)>,
    /// Battles: sector, time, fight.
    battles: Vec<(u8, f64, Fight)>,
    /// What concerns the whole war.
    strategic: Vec<(f64, &'static str)>,
    /// When the history ended, if before its last day.
    end: Option<f64>,
}

impl Seen {
    fn of(names: &Names, log: &Log) -> Self {
        let mut seen = Self::default();
        let begins: Vec<f64> = names
            .calendar
            .months()
            .iter()
            .map(|m| names.calendar.begin(*m))
            .collect();
        let mut open: BTreeMap<u8, f64> = BTreeMap::new();
        for (time, event) in &log.events {
            match event {
                Event::Incident { sector, fight, .. } => {
                    let month = begins.partition_point(|begin| begin <= time).saturating_sub(1);
                    seen.months.entry((*sector, month)).or_default()[usize::from(fight.is_some())] += 1;
                }
                Event::EpisodeOpened { sector, .. } => {
                    open.insert(*sector, *time);
                }
                Event::Settlement { sector, .. } => {
                    seen.crises
                        .extend(open.remove(sector).map(|from| (*sector, from, *time)));
                }
                Event::Battle { sector, fight, .. } => seen.battles.push((*sector, *time, *fight)),
                Event::PactSigned => seen.strategic.push((*time, "pact")),
                Event::Denunciation => seen.strategic.push((*time, "denunciation")),
                Event::Entry => seen.strategic.push((*time, "entry")),
                Event::GeneralWar { .. } => seen.strategic.push((*time, "general war")),
                Event::End { .. } => seen.end = Some(*time),
                _ => {}
            }
        }
        // Large circles first, so that small ones lie on them.
        seen.battles
            .sort_by_key(|(_, _, fight)| std::cmp::Reverse(men(fight)));
        seen
    }
}

fn men(fight: &Fight) -> u64 {
    u64::from(fight.forces[0].men) + u64::from(fight.forces[1].men)
}

fn draw(names: &Names, seen: &Seen, area: &super::Area<'_>) -> Drawn {
    let calendar = &names.calendar;
    let lanes = names.sectors.len() as f64;
    let mut chart = ChartBuilder::on(area)
        .margin_left(6)
        .margin_right(12)
        .y_label_area_size(150)
        .build_cartesian_2d(0.0..calendar.end_days(), (lanes + BELOW)..-ABOVE)?;
    chart.configure_mesh().disable_mesh().disable_axes().draw()?;
    let ink = |colour: RGBColor, size: u32, h: HPos, v: VPos| type_of(colour, size).pos(Pos::new(h, v));
    let plane = chart.plotting_area();
    let first = calendar.months().iter().filter(|m| m.month == 1);
    for month in first {
        let day = calendar.begin(*month);
        plane.draw(&PathElement::new([(day, 0.0), (day, lanes)], GRID))?;
        plane.draw(&Text::new(
            month.year.to_string(),
            (day, lanes + 0.06),
            ink(MUTED, 15, HPos::Center, VPos::Top),
        ))?;
    }
    for (k, name) in names.sectors.iter().enumerate() {
        let base = k as f64 + 0.92;
        plane.draw(&PathElement::new(
            [(0.0, base), (calendar.end_days(), base)],
            GRID,
        ))?;
        let label = format!("{name}\u{a0}\u{a0}");
        plane.draw(&Text::new(
            label,
            (0.0, k as f64 + 0.6),
            ink(INK, 15, HPos::Right, VPos::Center),
        ))?;
    }
    for (n, (at, what)) in seen.strategic.iter().enumerate() {
        // Neighbours stand on two levels; late ones to the left of their line.
        let level = if n % 2 == 0 { -0.2 } else { -0.52 };
        let side = if *at > 0.85 * calendar.end_days() {
            HPos::Right
        } else {
            HPos::Left
        };
        plane.draw(&PathElement::new([(*at, level), (*at, lanes)], INK.mix(0.55)))?;
        plane.draw(&Text::new(
            format!(" {what} "),
            (*at, level),
            ink(INK, 14, side, VPos::Center),
        ))?;
    }
    months(names, seen, plane)?;
    for (sector, from, to) in &seen.crises {
        let lane = f64::from(*sector);
        let to = to.max(from + calendar.end_days() / 600.0);
        plane.draw(&Rectangle::new(
            [(*from, lane + 0.12), (to, lane + 0.24)],
            BOTH.mix(0.75).filled(),
        ))?;
    }
    for (sector, at, fight) in &seen.battles {
        let colour = SIDES[usize::from(fight.attacker.min(1))];
        let radius = ((men(fight) as f64 / MEN_A_PIXEL).sqrt().round() as u32).max(1);
        let centre = (*at, f64::from(*sector) + 0.18);
        plane.draw(&Circle::new(centre, radius, colour.mix(0.18).filled()))?;
        plane.draw(&Circle::new(
            centre,
            radius,
            ShapeStyle::from(&colour).stroke_width(1),
        ))?;
    }
    Ok(())
}

/// Violations by month as small columns; those with shots are dark at their foot.
fn months<C>(
    names: &Names,
    seen: &Seen,
    plane: &plotters::prelude::DrawingArea<plotters::prelude::SVGBackend<'_>, C>,
) -> Drawn
where
    C: plotters::coord::CoordTranslate<From = (f64, f64)>,
{
    let calendar = &names.calendar;
    let most = seen
        .months
        .values()
        .map(|[quiet, shots]| quiet + shots)
        .max()
        .unwrap_or(1);
    let height = |count: u32| MONTHS * (f64::from(count) / f64::from(most.max(1))).sqrt();
    for ((sector, month), [quiet, shots]) in &seen.months {
        let Some(of) = calendar.months().get(*month) else {
            continue;
        };
        let base = f64::from(*sector) + 0.92;
        let (from, to) = (calendar.begin(*of), calendar.end_of(*of).min(calendar.end_days()));
        let column =
            |count: u32, style: ShapeStyle| Rectangle::new([(from, base - height(count)), (to, base)], style);
        plane.draw(&column(quiet + shots, MUTED.mix(0.35).filled()))?;
        if *shots > 0 {
            plane.draw(&column(*shots, INK.mix(0.85).filled()))?;
        }
    }
    Ok(())
}
