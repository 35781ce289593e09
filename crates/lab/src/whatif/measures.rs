//! What is compared between paired worlds: a list that every conflict has, and the conflict's own from `measures.toml`.

use halha_kernel::event::Ending;
use halha_kernel::maths::ln;
use halha_kernel::outcome::{Counts, Outcome};
use halha_kernel::rung::Rung;
use halha_record::{Folder, Id, Record};
use serde::{Deserialize, Serialize};

use super::pair::Ended;
use crate::conflict::LoadedConflict;
use crate::problem::{Problem, ProblemCode};
use crate::scenario::{Calendar, YearMonth};
use crate::toml_file::{Node, TomlFile, join};

/// The file's name in a conflict folder.
pub const FILE: &str = "measures.toml";

/// What is computed from an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// ln(1 + losses of both sides).
    LnLosses,
    /// Losses of both sides.
    Losses,
    /// Incidents with shots.
    Shootings,
    /// Incidents that no crisis absorbed.
    Incidents,
    /// Incidents in a sector.
    SectorIncidents(usize),
    /// ln(1 + incidents that no crisis absorbed).
    LnIncidents,
    /// ln(1 + incidents with shots).
    LnShootings,
    /// Decisions for an offensive of a division or more.
    Offensives,
    /// The tempted side comes to be tempted and refrains.
    Refrained,
    /// Crises.
    Crises,
    /// Engagements with 7,000 men or more on one side.
    DivisionBattles,
    /// Engagements with 22,000 men or more on one side.
    CorpsBattles,
    /// An offensive of a division or more, or general war by choice.
    HighRung,
    /// Mean length of the crises.
    MeanCrisis,
    /// Median length of the crises.
    MedianCrisis,
    /// Days that the costliest crisis lasted.
    CostliestDays,
    /// Year, with its fraction, in which the costliest crisis ended.
    CostliestEnd,
    /// Settlements that agreed on the line.
    Agreements,
    /// The pact is signed.
    Pact,
    /// The tempted side attacks, if it comes to be tempted.
    Attacked,
    /// General war.
    GeneralWar,
    /// One of the conflict's observables, by its number.
    Observable(usize),
}

/// Something that is compared, with what it is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Its name in tables.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit; `yes or no` for a probability.
    pub unit: String,
    /// What is computed.
    pub quantity: Quantity,
    /// First and last year of the counts, as indices into the scenario's years; `None` for the whole history.
    pub years: Option<(usize, usize)>,
    /// Last day (not included) by which it must have happened.
    pub by: Option<f64>,
    /// Whether it is 1 or 0.
    pub yes_no: bool,
    /// Whether it belongs to the short list.
    pub main: bool,
}

impl Measure {
    fn new(id: &str, title: &str, unit: &str, quantity: Quantity) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            unit: unit.to_owned(),
            quantity,
            years: None,
            by: None,
            yes_no: unit == "yes or no",
            main: true,
        }
    }

    /// Whether an outcome alone says it; if not, [`Self::value`] is NaN, and only paired worlds have it.
    pub fn is_of_outcome(&self) -> bool {
        !matches!(self.quantity, Quantity::MeanCrisis | Quantity::MedianCrisis)
    }

    /// The value in a world of a pair; NaN if the question did not come up.
    pub(super) fn value_in(&self, world: &Ended, conflict: &LoadedConflict) -> f64 {
        match self.quantity {
            Quantity::MeanCrisis => world.crises.mean,
            Quantity::MedianCrisis => world.crises.median,
            _ => self.value(&world.outcome, conflict),
        }
    }

    /// The value in an outcome; NaN if the question did not come up.
    pub fn value(&self, outcome: &Outcome, conflict: &LoadedConflict) -> f64 {
        let count = |of: fn(&Counts) -> u32| {
            let (from, to) = self.years.unwrap_or((0, outcome.years.len().saturating_sub(1)));
            let years = outcome
                .years
                .iter()
                .skip(from)
                .take((to + 1).saturating_sub(from));
            years.map(|y| f64::from(of(&y.counts))).sum::<f64>()
        };
        let by = self.by.unwrap_or(f64::INFINITY);
        let yes = |is: bool| f64::from(u8::from(is));
        let war = matches!(outcome.ending, Ending::GeneralWar(_));
        let costliest = &outcome.costliest_episode;
        match self.quantity {
            Quantity::LnLosses => ln(1.0 + losses(outcome)),
            Quantity::Losses => losses(outcome),
            Quantity::Shootings => count(|c| c.shootings),
            Quantity::Incidents => count(|c| c.incidents.as_flattened().iter().sum()),
            Quantity::SectorIncidents(k) => outcome.by_sector.get(k).map_or(f64::NAN, |n| f64::from(*n)),
            Quantity::LnIncidents => ln(1.0 + count(|c| c.incidents.as_flattened().iter().sum())),
            Quantity::LnShootings => ln(1.0 + count(|c| c.shootings)),
            Quantity::Offensives => offensives(outcome),
            Quantity::Refrained => yes(outcome.tempted == Some(false)),
            Quantity::Crises => count(|c| c.episodes),
            Quantity::DivisionBattles => count(|c| c.division_battles),
            Quantity::CorpsBattles => count(|c| c.corps_battles),
            Quantity::HighRung => {
                let high = [Rung::Division, Rung::Corps, Rung::GeneralWar];
                yes(outcome
                    .rungs
                    .iter()
                    .any(|side| high.iter().any(|r| side[*r as usize] > 0)))
            }
            Quantity::MeanCrisis | Quantity::MedianCrisis => f64::NAN,
            Quantity::CostliestDays => costliest.days + 0.0 * costliest.time,
            Quantity::CostliestEnd => year_of(&conflict.calendar, costliest.time + costliest.days),
            Quantity::Agreements => f64::from(outcome.agreements),
            Quantity::Pact => yes(outcome.pact < by),
            Quantity::Attacked => outcome.tempted.map_or(f64::NAN, yes),
            Quantity::GeneralWar => yes(war && outcome.end < by),
            Quantity::Observable(n) => conflict
                .observables
                .get(n)
                .map_or(f64::NAN, |o| o.of_run(outcome, &conflict.calendar)),
        }
    }
}

fn losses(outcome: &Outcome) -> f64 {
    outcome.losses.as_flattened().iter().map(|n| f64::from(*n)).sum()
}

fn offensives(outcome: &Outcome) -> f64 {
    let taken = |rung: Rung| {
        outcome
            .rungs
            .iter()
            .map(|side| f64::from(side[rung as usize]))
            .sum::<f64>()
    };
    taken(Rung::Division) + taken(Rung::Corps)
}

/// A day as a year with its fraction; NaN stays NaN.
fn year_of(calendar: &Calendar, day: f64) -> f64 {
    if day.is_nan() {
        return f64::NAN;
    }
    let date = calendar.date(day);
    f64::from(date.year()) + (f64::from(date.day_of_year()) - 1.0) / f64::from(date.days_in_year())
}

/// Everything that is compared for a conflict, in order: the general list, the conflict's own, sectors, observables.
pub fn measures(folder: &Folder, conflict: &LoadedConflict) -> (Vec<Measure>, Vec<Problem>) {
    let mut all = general(conflict);
    let mut problems = Vec::new();
    if folder.contains(FILE) {
        match folder.text(FILE) {
            Ok(text) => {
                let (own, wrong) = read(&text, conflict);
                all.extend(own);
                problems.extend(wrong);
            }
            Err(why) => problems.push(Problem::unreadable(FILE, why)),
        }
    }
    all.extend(sectors(&conflict.record));
    for (n, o) in conflict.observables.iter().enumerate() {
        all.push(Measure {
            main: false,
            yes_no: o.is_yes_no,
            ..Measure::new(o.id.as_str(), &o.title, &o.unit, Quantity::Observable(n))
        });
    }
    // The first of a name stands: the conflict's own list comes before its observables.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|m| seen.insert(m.id.clone()));
    (all, problems)
}

fn general(conflict: &LoadedConflict) -> Vec<Measure> {
    let m = Measure::new;
    let mut all = vec![
        m(
            "ln-losses",
            "ln(1 + losses of both sides)",
            "ln men",
            Quantity::LnLosses,
        ),
        m("losses", "Losses of both sides", "men", Quantity::Losses),
        m("incidents", "Incidents", "incidents", Quantity::Incidents),
        m(
            "shootings",
            "Incidents with shots",
            "incidents",
            Quantity::Shootings,
        ),
        m("crises", "Crises", "crises", Quantity::Crises),
        m(
            "high-rung",
            "An offensive of a division or more",
            "yes or no",
            Quantity::HighRung,
        ),
        m(
            "division-battles-all",
            "Battles of 7,000 men or more",
            "battles",
            Quantity::DivisionBattles,
        ),
        m(
            "corps-battles-all",
            "Battles of 22,000 men or more",
            "battles",
            Quantity::CorpsBattles,
        ),
        m(
            "crisis-days-mean",
            "Mean length of the crises",
            "days",
            Quantity::MeanCrisis,
        ),
        m(
            "crisis-days-median",
            "Median length of the crises",
            "days",
            Quantity::MedianCrisis,
        ),
        m(
            "costliest-days",
            "Days that the costliest crisis lasted",
            "days",
            Quantity::CostliestDays,
        ),
        m(
            "costliest-end",
            "When the costliest crisis ended",
            "year",
            Quantity::CostliestEnd,
        ),
        m(
            "agreements",
            "Agreements on the line",
            "agreements",
            Quantity::Agreements,
        ),
        m("general-war", "General war", "yes or no", Quantity::GeneralWar),
    ];
    let scenario = conflict.scenario.scenario();
    if scenario.pact.is_some() {
        all.push(m("pact", "The pact is signed", "yes or no", Quantity::Pact));
    }
    if scenario.temptation.is_some() {
        all.push(m(
            "attacked",
            "The tempted side attacks",
            "yes or no",
            Quantity::Attacked,
        ));
    }
    all
}

/// What only an analysis of variance looks at: long tails on a logarithmic scale, and yes-and-no questions that always
/// have an answer.
pub(crate) fn further(conflict: &LoadedConflict) -> Vec<Measure> {
    let m = Measure::new;
    let mut all = vec![
        m(
            "ln-incidents",
            "ln(1 + incidents)",
            "ln incidents",
            Quantity::LnIncidents,
        ),
        m(
            "ln-shootings",
            "ln(1 + incidents with shots)",
            "ln incidents",
            Quantity::LnShootings,
        ),
        m(
            "offensives",
            "Offensives of a division or more",
            "decisions",
            Quantity::Offensives,
        ),
    ];
    if conflict.scenario.scenario().temptation.is_some() {
        let title = "The tempted side is tempted and refrains";
        all.push(m("refrained", title, "yes or no", Quantity::Refrained));
    }
    all
}

fn sectors(record: &Record) -> Vec<Measure> {
    let one = |(k, sector): (usize, &halha_record::model::Sector)| {
        Measure::new(
            &format!("incidents-{}", sector.id),
            &format!("Incidents, {}", sector.name),
            "incidents",
            Quantity::SectorIncidents(k),
        )
    };
    record.sectors.iter().enumerate().map(one).collect()
}

const KINDS: &[(Quantity, &str)] = &[
    (Quantity::Shootings, "shootings"),
    (Quantity::Incidents, "incidents"),
    (Quantity::Crises, "crises"),
    (Quantity::DivisionBattles, "division-battles"),
    (Quantity::CorpsBattles, "corps-battles"),
    (Quantity::Pact, "pact"),
    (Quantity::GeneralWar, "general-war"),
];

/// Reads `measures.toml`.
fn read(text: &str, conflict: &LoadedConflict) -> (Vec<Measure>, Vec<Problem>) {
    let mut file = TomlFile::new(FILE, text);
    let parsed = file.parse();
    let root = TomlFile::root(&parsed);
    file.known_keys(&root, &["format", "measure"]);
    let nodes = file.tables(&root, "measure");
    let measures = nodes
        .iter()
        .filter_map(|node| one(&mut file, node, conflict))
        .collect();
    (measures, file.into_problems())
}

fn one<'t>(file: &mut TomlFile<'t>, node: &Node<'t>, conflict: &LoadedConflict) -> Option<Measure> {
    file.known_keys(node, &["id", "title", "kind", "unit", "years", "by"]);
    let (id, title) = (file.text(node, "id")?, file.text(node, "title")?);
    if Id::new(id).is_none() {
        let path = join(&node.path, "id");
        let remedy = "use lower-case letters, digits and hyphens";
        file.push(ProblemCode::WrongType, &node.span, &path, "not an id", remedy);
    }
    let kind = file.text(node, "kind")?;
    let Some((quantity, _)) = KINDS.iter().find(|(_, word)| *word == kind) else {
        let list: Vec<&str> = KINDS.iter().map(|(_, word)| *word).collect();
        let path = join(&node.path, "kind");
        let remedy = format!("write one of {}", list.join(", "));
        file.push(
            ProblemCode::UnknownKind,
            &node.span,
            &path,
            "an unknown kind",
            remedy,
        );
        return None;
    };
    let yes_no = matches!(quantity, Quantity::Pact | Quantity::GeneralWar);
    let unit = file.optional_text(node, "unit");
    let unit = unit.unwrap_or(if yes_no { "yes or no" } else { "incidents" });
    let mut measure = Measure::new(id, title, unit, *quantity);
    let years = &conflict.scenario.scenario().years;
    if file.value(node, "years").is_some() {
        let given = file.numbers(node, "years");
        let index = |y: f64| years.iter().position(|year| (f64::from(*year) - y).abs() < 0.5);
        measure.years = match given[..] {
            [from, to] => index(from).zip(index(to)).filter(|(from, to)| from <= to),
            _ => None,
        };
        if measure.years.is_none() {
            let path = join(&node.path, "years");
            let remedy = "write the first and the last year, as in [1936, 1939]";
            file.push(
                ProblemCode::OutOfRange,
                &node.span,
                &path,
                "no years of the history",
                remedy,
            );
        }
    }
    if file.value(node, "by").is_some() {
        let month = file.text(node, "by")?.parse::<YearMonth>().ok();
        measure.by = month.map(|m| conflict.calendar.end_of(m));
        if month.is_none() {
            let path = join(&node.path, "by");
            file.push(
                ProblemCode::WrongType,
                &node.span,
                &path,
                "not a month",
                "write it as \"1941-12\"",
            );
        }
    }
    Some(measure)
}
