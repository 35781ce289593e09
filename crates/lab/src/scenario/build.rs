//! Joins record and assumptions into a scenario the kernel accepts.

use std::collections::BTreeMap;

use halha_kernel::scenario::{
    EntryRule, Month, PactRule, Scenario, Sector, SideSpec, Structure, TemptationRule, Window,
};
use halha_kernel::validate::ValidScenario;
use halha_record::Record;
use halha_record::vocab::Terrain;

use super::calendar::{Calendar, YearMonth};
use super::file::{FILE, ScenarioFile};
use crate::problem::{Problem, ProblemCode};

/// Road from the railhead when neither record nor assumptions state one, km. Assumed; reported as a warning.
const UNSTATED_ROAD_KM: f64 = 300.0;

/// Builds the scenario of a record: its border, its time, and the assumptions of `scenario.toml`.
///
/// `windows` are the periods for which counts are kept, as first and last month (included). Problems are those of the
/// joining (months outside the history, sectors without roads); the kernel validates the rest.
pub fn build(
    record: &Record,
    file: &ScenarioFile,
    windows: &[(YearMonth, YearMonth)],
) -> (Option<(ValidScenario, Calendar)>, Vec<Problem>) {
    let mut builder = Builder {
        record,
        file,
        problems: Vec::new(),
    };
    let built = builder.build(windows);
    let failed = builder.problems.iter().any(|p| !p.warning);
    (built.filter(|_| !failed), builder.problems)
}

struct Builder<'b> {
    record: &'b Record,
    file: &'b ScenarioFile,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn build(&mut self, windows: &[(YearMonth, YearMonth)]) -> Option<(ValidScenario, Calendar)> {
        let conflict = &self.record.conflict;
        let Some(calendar) = Calendar::new(conflict.start.earliest(), conflict.end.latest()) else {
            let value = format!("{} to {}", conflict.start, conflict.end);
            self.problem(
                ProblemCode::Reversed,
                "conflict.start",
                &value,
                "a history that ends before it begins",
            );
            return None;
        };
        let years = calendar.years();
        let months = self.months(&calendar, &years);
        let windows = windows
            .iter()
            .filter_map(|w| self.window(&calendar, *w))
            .collect();
        let scenario = Scenario {
            end: calendar.end_days(),
            years,
            months,
            windows,
            sectors: self.sectors(),
            sides: [self.side(0), self.side(1)],
            structure: self.structure(),
            pact: self.pact(&calendar),
            temptation: self.temptation(&calendar),
            entry: self.entry(&calendar),
        };
        match scenario.validate() {
            Ok(valid) => Some((valid, calendar)),
            Err(errors) => {
                for error in errors {
                    let message = format!("expected {}", error.expected);
                    self.problem(ProblemCode::OutOfRange, &error.field, &error.value, &message);
                }
                None
            }
        }
    }

    fn problem(&mut self, code: ProblemCode, key: &str, value: &str, message: &str) {
        self.problems.push(Problem {
            code,
            warning: false,
            file: FILE.to_owned(),
            line: None,
            key: key.to_owned(),
            value: value.to_owned(),
            message: message.to_owned(),
            remedy: "mend scenario.toml or the record".to_owned(),
        });
    }

    fn months(&self, calendar: &Calendar, years: &[i32]) -> Vec<Month> {
        let series: BTreeMap<(&str, usize), _> = self
            .file
            .series
            .iter()
            .map(|s| ((s.name.as_str(), s.side), s))
            .collect();
        let pair =
            |name: &str, month| [0, 1].map(|side| series.get(&(name, side)).map_or(0.0, |s| s.at(month)));
        let month = |m: &YearMonth| {
            let season = (m.month - 1) as usize;
            Month {
                begin: calendar.begin(*m),
                year: years.iter().position(|y| *y == i32::from(m.year)).unwrap_or(0),
                divisions: pair("divisions", *m),
                tanks: pair("tanks", *m),
                guns: pair("guns", *m),
                aircraft: pair("aircraft", *m),
                distraction: pair("distraction", *m),
                espionage: pair("espionage", *m),
                autonomy: pair("autonomy", *m),
                outside_grievance: self.outside_grievance(*m),
                warm: self.file.warm[season],
                ice: self.file.ice[season],
                step: *m >= self.file.shooting_from,
                commission: self.file.commission.contains(m),
            }
        };
        calendar.months().iter().map(month).collect()
    }

    fn outside_grievance(&self, month: YearMonth) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for g in self
            .file
            .outside_grievance
            .iter()
            .filter(|g| g.from <= month && month <= g.to)
        {
            sum[g.side] += g.per_month;
        }
        sum
    }

    fn window(&mut self, calendar: &Calendar, (from, to): (YearMonth, YearMonth)) -> Option<Window> {
        let first = self.index(calendar, "window", from)?;
        let last = self.index(calendar, "window", to)?;
        Some(Window {
            from: first,
            to: last + 1,
        })
    }

    fn index(&mut self, calendar: &Calendar, key: &str, month: YearMonth) -> Option<usize> {
        let index = calendar.index(month);
        if index.is_none() {
            self.problem(
                ProblemCode::OutOfRange,
                key,
                &month.to_string(),
                "a month outside the history",
            );
        }
        index
    }

    fn sectors(&mut self) -> Vec<Sector> {
        let shares: BTreeMap<&str, [f64; 2]> = self
            .file
            .client_share
            .iter()
            .map(|(id, share)| (id.as_str(), *share))
            .collect();
        let record = self.record;
        let mut sectors = Vec::with_capacity(record.sectors.len());
        for sector in &record.sectors {
            let id = sector.id.as_str();
            sectors.push(Sector {
                name: sector.id.to_string(),
                length_km: sector.length_km,
                vagueness: 0.5 * (sector.vagueness_low + sector.vagueness_high),
                river: sector.terrain == Terrain::River,
                client_share: shares.get(id).copied().unwrap_or([0.0; 2]),
                railhead_km: [self.road(id, 0), self.road(id, 1)],
            });
        }
        sectors
    }

    fn road(&mut self, sector: &str, side: usize) -> f64 {
        let id = &self.record.conflict.sides[side].id;
        let row = self
            .record
            .sector_sides
            .iter()
            .find(|r| r.sector.as_str() == sector && r.side == *id);
        let ends = row.map(|r| (r.railhead_km_low, r.railhead_km_high));
        match ends {
            Some((Some(low), Some(high))) => 0.5 * (low + high),
            Some((Some(one), None) | (None, Some(one))) => one,
            _ => {
                let message = format!("no road from a railhead is stated; {UNSTATED_ROAD_KM} km are assumed");
                self.problem(
                    ProblemCode::MissingKey,
                    &format!("sector-sides: {sector}, {id}"),
                    "",
                    &message,
                );
                if let Some(last) = self.problems.last_mut() {
                    last.warning = true;
                }
                UNSTATED_ROAD_KM
            }
        }
    }

    fn side(&self, side: usize) -> SideSpec {
        let a = &self.file.sides[side];
        SideSpec {
            name: self.record.conflict.sides[side].id.to_string(),
            reference_divisions: a.reference_divisions.value,
            men_per_division: a.men_per_division.value,
            trucks: a.trucks.value,
            gunboat_share: a.gunboat_share.value,
        }
    }

    fn structure(&self) -> Structure {
        let s = &self.file.structure;
        Structure {
            truck_payload_kg: s.truck_payload_kg.value,
            truck_km_per_day: s.truck_km_per_day.value,
            kg_per_man_day: s.kg_per_man_day.value,
            max_incidents: s.max_incidents.value as u32,
            max_steps: s.max_steps.value as u32,
        }
    }

    fn pact(&mut self, calendar: &Calendar) -> Option<PactRule> {
        let p = self.file.pact.clone()?;
        let from = self.index(calendar, "pact.from", p.from)?;
        let shock = self.index(calendar, "pact.shock", p.shock)?;
        Some(PactRule {
            seeker: p.seeker,
            from,
            shock,
        })
    }

    fn temptation(&mut self, calendar: &Calendar) -> Option<TemptationRule> {
        let t = self.file.temptation.clone()?;
        let from = self.index(calendar, "temptation.from", t.from)?;
        let to = self.index(calendar, "temptation.to", t.to)?;
        Some(TemptationRule {
            side: t.side,
            from,
            to,
            alternative: t.alternative,
        })
    }

    fn entry(&mut self, calendar: &Calendar) -> Option<EntryRule> {
        let e = self.file.entry.clone()?;
        let denounce = self.index(calendar, "entry.denounce", e.denounce)?;
        let enter = self.index(calendar, "entry.enter", e.enter)?;
        Some(EntryRule {
            side: e.side,
            denounce,
            enter,
        })
    }
}
