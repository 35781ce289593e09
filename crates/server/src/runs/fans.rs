//! Yearly quantiles over all campaigns, with the record's counts over them.

use halha_lab::report;

use super::measures::Source;
use super::opened::Opened;
use crate::refuse::{Refusal, shorten};
use crate::views::compare::mark;
use crate::wire::runs::{Band, Fan, FanMark, Fans};

impl Opened {
    /// The measure of that name.
    pub(crate) fn measure(&self, id: &str) -> Result<&Source, Refusal> {
        let found = self.measures.iter().find(|source| source.measure.id == id);
        found.ok_or_else(|| {
            let known: Vec<_> = self.measures.iter().map(|s| s.measure.id.as_str()).collect();
            Refusal::not_found(
                "measure",
                &shorten(id),
                &format!("ask for one of {}", known.join(", ")),
            )
        })
    }

    /// The fan of a measure or, if none is named, those of which the record speaks, then shootings and losses.
    pub(crate) fn fans(&self, measure: Option<&str>) -> Result<Fans, Refusal> {
        let asked: Vec<&Source> = match measure {
            Some(id) => vec![self.measure(id)?],
            None => self.measures.iter().filter(|source| is_shown(source)).collect(),
        };
        let fans = asked
            .into_iter()
            .map(|source| self.fan(source))
            .collect::<Result<_, _>>()?;
        Ok(Fans { fans })
    }

    fn fan(&self, source: &Source) -> Result<Fan, Refusal> {
        let made = || {
            self.answers
                .fans
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        if let Some(fan) = made().get(&source.measure.id) {
            return Ok(fan.clone());
        }
        let mut bands = Vec::new();
        for year in self.years() {
            if let Some(counts) = self.year(source, year)? {
                bands.push(band(year, &counts));
            }
        }
        let fan = Fan {
            measure: source.measure.clone(),
            bands,
            marks: self.marks(source)?,
        };
        made().insert(source.measure.id.clone(), fan.clone());
        Ok(fan)
    }

    fn marks(&self, source: &Source) -> Result<Vec<FanMark>, Refusal> {
        let Some((side, counted)) = source.counted else {
            return Ok(Vec::new());
        };
        let marks = report::marks(self.played(), self.rows()?, side, counted);
        let record = &self.conflict.record;
        let wire = |m: &report::FanMark| FanMark {
            period: m.period,
            yearly: [Some(m.yearly[0]), m.mark.high.map(|_| m.yearly[1])],
            mark: mark(record, &m.mark),
        };
        Ok(marks.iter().map(wire).collect())
    }
}

fn is_shown(source: &Source) -> bool {
    let id = source.measure.id.as_str();
    source.measure.recorded || id == "shootings" || id.starts_with("losses-")
}

/// The middle of a year's counts: each point is the least count at or below which the share lies.
pub(crate) fn band(year: i32, counts: &[f32]) -> Band {
    let mut sorted: Vec<f32> = counts.iter().copied().filter(|c| !c.is_nan()).collect();
    let point = |p: f64, sorted: &mut [f32]| {
        if sorted.is_empty() {
            return 0.0;
        }
        let rank = (p * sorted.len() as f64).ceil() as usize;
        let at = rank.clamp(1, sorted.len()) - 1;
        f64::from(*sorted.select_nth_unstable_by(at, f32::total_cmp).1)
    };
    let points = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| point(p, &mut sorted));
    let most = sorted.iter().copied().fold(0.0_f32, f32::max);
    Band {
        year,
        points,
        most: f64::from(most),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // whole numbers
    use super::band;

    #[test]
    fn a_band_holds_the_quantiles_of_its_counts() {
        let band = band(1936, &[10.0, 3.0, 1.0, 3.0, 2.0, 3.0, 2.0, 3.0, 3.0, 3.0]);
        assert_eq!(band.points, [1.0, 2.0, 3.0, 3.0, 10.0]);
        assert_eq!((band.year, band.most), (1936, 10.0));
        assert_eq!(super::band(1936, &[]).points, [0.0; 5]);
    }
}
