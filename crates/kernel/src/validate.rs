//! Checks a scenario, all problems at once, and works out what depends on it alone.

use std::sync::Arc;

use crate::maths::ln;
use crate::outcome::MAX_YEARS;
use crate::scenario::{MAX_SECTORS, MAX_WINDOWS, Month, Scenario, ScenarioError, Sector, SideSpec};

/// Most months that a scenario may have.
pub const MAX_MONTHS: usize = 12 * MAX_YEARS;

/// A scenario without problems, cheap to clone and to share between threads.
#[derive(Debug, Clone)]
pub struct ValidScenario(Arc<Compiled>);

/// The scenario and what follows from it alone.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) scenario: Scenario,
    /// End of each month, the last one the end of the history.
    pub(crate) month_end: Vec<f64>,
    /// Month in which each whole day begins.
    month_of_day: Vec<u16>,
    /// ½[ln(D₀/D̄₀) + ln(D₁/D̄₁)] of each month.
    pub(crate) density: Vec<f64>,
    /// Length of each sector over 800 km.
    pub(crate) length: Vec<f64>,
    /// Men that each side's trucks can supply in each sector.
    pub(crate) supply_cap: Vec<[f64; 2]>,
}

impl Compiled {
    /// The month in which day `t` of the history falls.
    #[inline]
    pub(crate) fn month_of(&self, t: f64) -> usize {
        let day = (t as usize).min(self.month_of_day.len() - 1);
        let mut month = usize::from(self.month_of_day[day]);
        // A month may begin within a day.
        while month + 1 < self.month_end.len() && t >= self.month_end[month] {
            month += 1;
        }
        month
    }
}

impl ValidScenario {
    /// The scenario as it was given.
    pub fn scenario(&self) -> &Scenario {
        &self.0.scenario
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.0
    }
}

impl Scenario {
    /// Checks everything and makes the scenario ready to run.
    ///
    /// # Errors
    /// All problems found, each with its field, its value and what would be right.
    pub fn validate(self) -> Result<ValidScenario, Vec<ScenarioError>> {
        let problems = self.problems();
        if problems.is_empty() {
            Ok(ValidScenario(Arc::new(compile(self))))
        } else {
            Err(problems)
        }
    }

    /// Every problem of the scenario; empty if it is valid.
    pub fn problems(&self) -> Vec<ScenarioError> {
        let mut check = Check::default();
        check.shape(self);
        check.calendar(self);
        for (k, sector) in self.sectors.iter().enumerate() {
            check.sector(k, sector);
        }
        for (i, side) in self.sides.iter().enumerate() {
            check.side(i, side);
        }
        for (m, month) in self.months.iter().enumerate() {
            check.month(m, month);
        }
        check.structure(self);
        check.strategic(self);
        check.0
    }
}

fn compile(scenario: Scenario) -> Compiled {
    let mut month_end: Vec<f64> = scenario.months.iter().skip(1).map(|m| m.begin).collect();
    month_end.push(scenario.end);
    let mut month_of_day = Vec::with_capacity(scenario.end as usize + 1);
    let mut month = 0;
    for day in 0..=scenario.end as usize {
        while month + 1 < month_end.len() && day as f64 >= month_end[month] {
            month += 1;
        }
        month_of_day.push(month as u16);
    }
    let sides = &scenario.sides;
    let level = |m: &Month, i: usize| ln(m.divisions[i] / sides[i].reference_divisions);
    let density = scenario
        .months
        .iter()
        .map(|m| 0.5 * (level(m, 0) + level(m, 1)))
        .collect();
    let length = scenario.sectors.iter().map(|s| s.length_km / 800.0).collect();
    let s = &scenario.structure;
    let daily_kg_km = s.truck_payload_kg * s.truck_km_per_day / s.kg_per_man_day;
    let cap = |sector: &Sector, i: usize| {
        if sector.railhead_km[i] > 0.0 {
            sides[i].trucks * daily_kg_km / (2.0 * sector.railhead_km[i])
        } else {
            f64::INFINITY
        }
    };
    let supply_cap = scenario.sectors.iter().map(|k| [cap(k, 0), cap(k, 1)]).collect();
    Compiled {
        month_end,
        month_of_day,
        density,
        length,
        supply_cap,
        scenario,
    }
}

#[derive(Default)]
struct Check(Vec<ScenarioError>);

impl Check {
    fn that(
        &mut self,
        right: bool,
        field: impl Into<String>,
        value: impl std::fmt::Display,
        expected: &'static str,
    ) {
        if !right {
            self.0.push(ScenarioError {
                field: field.into(),
                value: value.to_string(),
                expected,
            });
        }
    }

    fn number(&mut self, value: f64, range: Range, field: impl Into<String>) {
        let (low, high, expected) = range;
        self.that(value >= low && value <= high, field, value, expected);
    }

    fn shape(&mut self, s: &Scenario) {
        let (months, years) = (s.months.len(), s.years.len());
        let (sectors, windows) = (s.sectors.len(), s.windows.len());
        self.number(s.end, DAYS, "end");
        self.that(
            (1..=MAX_MONTHS).contains(&months),
            "months",
            months,
            "1 to 384 months",
        );
        self.that((1..=MAX_YEARS).contains(&years), "years", years, "1 to 32 years");
        self.that(
            (1..=MAX_SECTORS).contains(&sectors),
            "sectors",
            sectors,
            "1 to 16 sectors",
        );
        self.that(windows <= MAX_WINDOWS, "windows", windows, "at most 16 windows");
        for (n, pair) in s.years.windows(2).enumerate() {
            let field = format!("years[{}]", n + 1);
            self.that(pair[0] < pair[1], field, pair[1], "a year after the one before");
        }
        for (n, w) in s.windows.iter().enumerate() {
            let value = format!("{}..{}", w.from, w.to);
            self.that(
                w.from < w.to && w.to <= months,
                format!("windows[{n}]"),
                value,
                "from before to, both within the months",
            );
        }
    }

    fn calendar(&mut self, s: &Scenario) {
        if let Some(first) = s.months.first() {
            self.number(first.begin, (0.0, 0.0, "0: the first day"), "months[0].begin");
        }
        for (n, pair) in s.months.windows(2).enumerate() {
            let field = |what: &str| format!("months[{}].{what}", n + 1);
            let (before, after) = (&pair[0], &pair[1]);
            self.that(
                after.begin > before.begin,
                field("begin"),
                after.begin,
                "a day after the month before began",
            );
            self.that(
                after.year >= before.year,
                field("year"),
                after.year,
                "the year of the month before, or later",
            );
        }
        if let Some(last) = s.months.last() {
            self.that(
                last.begin < s.end,
                "end",
                s.end,
                "a day after the last month began",
            );
        }
    }

    fn sector(&mut self, k: usize, s: &Sector) {
        let field = |what: &str| format!("sectors[{k}].{what}");
        self.number(s.length_km, LENGTH, field("length_km"));
        self.number(s.vagueness, SHARE, field("vagueness"));
        for i in 0..2 {
            self.number(s.client_share[i], SHARE, field(&format!("client_share[{i}]")));
            self.number(s.railhead_km[i], DISTANCE, field(&format!("railhead_km[{i}]")));
        }
    }

    fn side(&mut self, i: usize, s: &SideSpec) {
        let field = |what: &str| format!("sides[{i}].{what}");
        self.number(s.reference_divisions, DIVISIONS, field("reference_divisions"));
        self.number(s.men_per_division, DIVISION_MEN, field("men_per_division"));
        self.number(s.trucks, THINGS, field("trucks"));
        self.number(s.gunboat_share, SHARE, field("gunboat_share"));
    }

    fn month(&mut self, n: usize, m: &Month) {
        let field = |what: &str| format!("months[{n}].{what}");
        self.number(m.warm, SHARE, field("warm"));
        self.number(m.ice, SHARE, field("ice"));
        for i in 0..2 {
            let field = |what: &str| format!("months[{n}].{what}[{i}]");
            self.number(m.divisions[i], DIVISIONS, field("divisions"));
            self.number(m.tanks[i], THINGS, field("tanks"));
            self.number(m.guns[i], THINGS, field("guns"));
            self.number(m.aircraft[i], THINGS, field("aircraft"));
            self.number(m.distraction[i], SHARE, field("distraction"));
            self.number(m.espionage[i], INDEX, field("espionage"));
            self.number(m.autonomy[i], MULTIPLIER, field("autonomy"));
            self.number(m.outside_grievance[i], GRIEVANCE, field("outside_grievance"));
        }
    }

    fn structure(&mut self, s: &Scenario) {
        let x = &s.structure;
        self.number(x.truck_payload_kg, AMOUNT, "structure.truck_payload_kg");
        self.number(x.truck_km_per_day, AMOUNT, "structure.truck_km_per_day");
        self.number(x.kg_per_man_day, AMOUNT, "structure.kg_per_man_day");
        self.that(
            (1..=1_000_000).contains(&x.max_incidents),
            "structure.max_incidents",
            x.max_incidents,
            "1 to 1,000,000",
        );
        self.that(
            (1..=100_000).contains(&x.max_steps),
            "structure.max_steps",
            x.max_steps,
            "1 to 100,000",
        );
        for (n, m) in s.months.iter().enumerate() {
            self.that(
                m.year < s.years.len(),
                format!("months[{n}].year"),
                m.year,
                "an index into years",
            );
        }
    }

    fn strategic(&mut self, s: &Scenario) {
        let months = s.months.len();
        if let Some(p) = &s.pact {
            self.one_side(p.seeker, "pact.seeker");
            self.within(p.from, months, "pact.from");
        }
        if let Some(t) = &s.temptation {
            self.one_side(t.side, "temptation.side");
            self.within(t.to, months, "temptation.to");
            self.that(
                t.from <= t.to,
                "temptation.from",
                t.from,
                "no later than temptation.to",
            );
            self.number(t.alternative, SHARE, "temptation.alternative");
        }
        if let Some(e) = &s.entry {
            self.one_side(e.side, "entry.side");
            self.within(e.enter, months, "entry.enter");
            self.that(
                e.denounce <= e.enter,
                "entry.denounce",
                e.denounce,
                "no later than entry.enter",
            );
        }
    }

    fn one_side(&mut self, side: usize, field: &str) {
        self.that(side < 2, field, side, "0 or 1");
    }

    fn within(&mut self, month: usize, months: usize, field: &str) {
        self.that(month < months, field, month, "an index into months");
    }
}

/// Lowest and highest allowed value, and how to say so.
type Range = (f64, f64, &'static str);

const DAYS: Range = (
    f64::MIN_POSITIVE,
    1e5,
    "a number of days above 0, at most 100,000",
);
const LENGTH: Range = (1e-3, 1e5, "a length above 0 km, at most 100,000");
const DISTANCE: Range = (0.0, 1e5, "0 to 100,000 km");
const SHARE: Range = (0.0, 1.0, "0 to 1");
const DIVISIONS: Range = (1e-3, 1e3, "above 0, at most 1,000 divisions");
const DIVISION_MEN: Range = (1.0, 1e5, "1 to 100,000 men");
const THINGS: Range = (0.0, 1e6, "0 to 1,000,000");
const INDEX: Range = (1e-6, 1e3, "an index above 0, about 1");
const MULTIPLIER: Range = (0.0, 1e3, "0 to 1,000");
const GRIEVANCE: Range = (0.0, 1e3, "0 to 1,000 nats");
const AMOUNT: Range = (1e-6, 1e6, "above 0, at most 1,000,000");
