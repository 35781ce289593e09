//! `scenario.toml`: the named assumptions that turn a record into a scenario, read with all their problems.

use halha_record::vocab::suggest;

use super::calendar::YearMonth;
use crate::problem::{Problem, ProblemCode};
use crate::toml_file::{Node, TomlFile, join};

/// The file's name in a conflict folder.
pub(crate) const FILE: &str = "scenario.toml";

/// A number and where it comes from: a source of the record, or the reason of an assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced {
    /// The number.
    pub value: f64,
    /// Where it comes from.
    pub origin: String,
}

/// How the points of a series are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Straight in the logarithm.
    LogLinear,
    /// Straight.
    Linear,
    /// Constant until the next point.
    Step,
}

/// A monthly series of one side: points, joined; constant before the first and after the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is: one of [`SERIES`].
    pub name: String,
    /// Index of the side.
    pub side: usize,
    /// How points are joined.
    pub join: Join,
    /// Months and values.
    pub points: Vec<(YearMonth, f64)>,
    /// Where it comes from.
    pub origin: String,
}

/// The series that every scenario has for both sides, with their smallest and largest values.
pub(crate) const SERIES: &[(&str, f64, f64)] = &[
    ("divisions", 1e-6, 1e6),
    ("tanks", 0.0, 1e9),
    ("guns", 0.0, 1e9),
    ("aircraft", 0.0, 1e9),
    ("distraction", 0.0, 1.0),
    ("espionage", 1e-6, 1e6),
    ("autonomy", 0.0, 1e3),
];

impl Series {
    /// Value in a month.
    pub fn at(&self, month: YearMonth) -> f64 {
        let after = self.points.partition_point(|p| p.0 <= month);
        if after == 0 {
            return self.points.first().map_or(0.0, |p| p.1);
        }
        let (m0, v0) = self.points[after - 1];
        let Some(&(m1, v1)) = self.points.get(after) else {
            return v0;
        };
        let share = f64::from(month.ordinal() - m0.ordinal()) / f64::from(m1.ordinal() - m0.ordinal());
        match self.join {
            Join::Step => v0,
            Join::LogLinear if v0 > 0.0 && v1 > 0.0 => halha_kernel::maths::exp(
                halha_kernel::maths::ln(v0) * (1.0 - share) + halha_kernel::maths::ln(v1) * share,
            ),
            Join::LogLinear | Join::Linear => v0 * (1.0 - share) + v1 * share,
        }
    }
}

/// Grievance from outside over a span of months.
#[derive(Debug, Clone, PartialEq)]
pub struct OutsideGrievance {
    /// Index of the aggrieved side.
    pub side: usize,
    /// First month.
    pub from: YearMonth,
    /// Last month, included.
    pub to: YearMonth,
    /// Grievance a month, nat.
    pub per_month: f64,
}

/// What is assumed about one side.
#[derive(Debug, Clone, PartialEq)]
pub struct SideAssumptions {
    /// Divisions at which the base rate holds.
    pub reference_divisions: Sourced,
    /// Men of a division with its share of army troops.
    pub men_per_division: Sourced,
    /// Trucks that can supply one sector.
    pub trucks: Sourced,
    /// Share of river violations by gunboat.
    pub gunboat_share: Sourced,
}

/// Supply constants and guards.
#[derive(Debug, Clone, PartialEq)]
pub struct StructureAssumptions {
    /// Load of a truck, kg.
    pub truck_payload_kg: Sourced,
    /// Distance a column makes in a day, km.
    pub truck_km_per_day: Sourced,
    /// Supply of one man, kg a day.
    pub kg_per_man_day: Sourced,
    /// Incidents above which a run counts as exploded.
    pub max_incidents: Sourced,
    /// Decisions above which an episode counts as stalled.
    pub max_steps: Sourced,
}

/// A pact that one side may seek.
#[derive(Debug, Clone, PartialEq)]
pub struct PactAssumptions {
    /// Index of the seeking side.
    pub seeker: usize,
    /// First month.
    pub from: YearMonth,
    /// Month of the shock.
    pub shock: YearMonth,
}

/// A temptation to attack.
#[derive(Debug, Clone, PartialEq)]
pub struct TemptationAssumptions {
    /// Index of the tempted side.
    pub side: usize,
    /// First month of the window.
    pub from: YearMonth,
    /// Last month of the window, included.
    pub to: YearMonth,
    /// Pull of another theatre, 0–1.
    pub alternative: f64,
}

/// A late entry.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryAssumptions {
    /// Index of the entering side.
    pub side: usize,
    /// Month of denunciation.
    pub denounce: YearMonth,
    /// Month of attack.
    pub enter: YearMonth,
}

/// Everything `scenario.toml` says.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioFile {
    /// First month in which patrols shoot.
    pub shooting_from: YearMonth,
    /// Supply constants and guards.
    pub structure: StructureAssumptions,
    /// Both sides, in the record's order.
    pub sides: [SideAssumptions; 2],
    /// Monthly series: every name of the list of series once for each side.
    pub series: Vec<Series>,
    /// Grievance from outside.
    pub outside_grievance: Vec<OutsideGrievance>,
    /// Open steppe going by calendar month, from January.
    pub warm: [f64; 12],
    /// Frozen rivers by calendar month, from January.
    pub ice: [f64; 12],
    /// Share of client troops by sector id and side.
    pub client_share: Vec<(String, [f64; 2])>,
    /// Months with a joint commission.
    pub commission: Vec<YearMonth>,
    /// The pact, if any.
    pub pact: Option<PactAssumptions>,
    /// The temptation, if any.
    pub temptation: Option<TemptationAssumptions>,
    /// The late entry, if any.
    pub entry: Option<EntryAssumptions>,
}

/// Names of the record that the file may use.
pub struct Names<'n> {
    /// The two sides.
    pub sides: [&'n str; 2],
    /// Sector ids.
    pub sectors: Vec<&'n str>,
    /// Source ids.
    pub sources: Vec<&'n str>,
}

impl ScenarioFile {
    /// Reads `scenario.toml`. All problems are reported; the file comes only without errors.
    pub fn read(text: &str, names: &Names<'_>) -> (Option<Self>, Vec<Problem>) {
        let mut reader = Reader {
            file: TomlFile::new(FILE, text),
            names,
        };
        let parsed = reader.file.parse();
        let read = reader.all(&TomlFile::root(&parsed));
        let ok = !reader.file.has_errors();
        (read.filter(|_| ok), reader.file.into_problems())
    }
}

const TOP: &[&str] = &[
    "format",
    "clock",
    "structure",
    "side",
    "series",
    "outside-grievance",
    "seasons",
    "sector",
    "commission",
    "pact",
    "temptation",
    "entry",
];
const ORIGIN: &[&str] = &["source", "assumed", "note"];

struct Reader<'t, 'n> {
    file: TomlFile<'t>,
    names: &'n Names<'n>,
}

impl<'t> Reader<'t, '_> {
    fn all(&mut self, root: &Node<'t>) -> Option<ScenarioFile> {
        self.file.known_keys(root, TOP);
        let format = self.file.number(root, "format");
        if format.is_some_and(|f| (f - 1.0).abs() > 0.0) {
            self.file.push(
                ProblemCode::OutOfRange,
                &root.span,
                "format",
                "an unknown version of the format",
                "write 1",
            );
        }
        let shooting_from = self.clock(root);
        let structure = self.structure(root);
        let sides = self.sides(root);
        let series = self.all_series(root);
        let outside_grievance = self.grievances(root);
        let seasons = self.seasons(root);
        let client_share = self.client_shares(root);
        let commission = self.commission(root);
        let pact = self.pact(root);
        let temptation = self.temptation(root);
        let entry = self.entry(root);
        let (warm, ice) = seasons?;
        Some(ScenarioFile {
            shooting_from: shooting_from?,
            structure: structure?,
            sides: sides?,
            series,
            outside_grievance,
            warm,
            ice,
            client_share,
            commission,
            pact,
            temptation,
            entry,
        })
    }

    /// Where a table's numbers come from: `source` (which must be in the record) or `assumed`.
    fn origin(&mut self, node: &Node<'t>) -> String {
        let source = self.file.optional_text(node, "source");
        let assumed = self.file.optional_text(node, "assumed");
        if let Some(source) = source
            && !self.names.sources.contains(&source)
        {
            let remedy = match suggest(source, self.names.sources.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to sources.toml".to_owned(),
            };
            let span = self.file.value(node, "source").map_or(0..0, toml::Spanned::span);
            let key = join(&node.path, "source");
            self.file.push(
                ProblemCode::UnknownName,
                &span,
                &key,
                "a source that the record does not list",
                remedy,
            );
        }
        match (source, assumed) {
            (Some(s), _) => s.to_owned(),
            (None, Some(reason)) if !reason.trim().is_empty() => format!("assumed: {reason}"),
            _ => {
                let remedy = "add `source` (an id of sources.toml) or `assumed` (the reason)";
                self.file.push(
                    ProblemCode::Unsourced,
                    &node.span,
                    &node.path,
                    "numbers without a source",
                    remedy,
                );
                String::new()
            }
        }
    }

    fn sourced(&mut self, node: &Node<'t>, key: &str, low: f64, high: f64) -> Option<Sourced> {
        let table = self.file.table(node, key)?;
        self.file.known_keys(&table, &[&["value"], ORIGIN].concat());
        let origin = self.origin(&table);
        let value = self.file.number_in(&table, "value", low, high)?;
        Some(Sourced { value, origin })
    }

    fn month(&mut self, node: &Node<'t>, key: &str) -> Option<YearMonth> {
        let text = self.file.text(node, key)?;
        let month = text.parse().ok();
        if month.is_none() {
            let span = self.file.value(node, key).map_or(0..0, toml::Spanned::span);
            let path = join(&node.path, key);
            self.file.push(
                ProblemCode::WrongType,
                &span,
                &path,
                "not a month",
                "write it as \"1939-05\"",
            );
        }
        month
    }

    fn side(&mut self, node: &Node<'t>, key: &str) -> Option<usize> {
        let text = self.file.text(node, key)?;
        let found = self.names.sides.iter().position(|s| *s == text);
        if found.is_none() {
            let span = self.file.value(node, key).map_or(0..0, toml::Spanned::span);
            let remedy = format!("write `{}` or `{}`", self.names.sides[0], self.names.sides[1]);
            let path = join(&node.path, key);
            self.file.push(
                ProblemCode::UnknownName,
                &span,
                &path,
                "a side that the conflict does not have",
                remedy,
            );
        }
        found
    }

    fn clock(&mut self, root: &Node<'t>) -> Option<YearMonth> {
        let node = self.file.table(root, "clock")?;
        self.file
            .known_keys(&node, &[&["shooting-from"], ORIGIN].concat());
        self.origin(&node);
        self.month(&node, "shooting-from")
    }

    fn structure(&mut self, root: &Node<'t>) -> Option<StructureAssumptions> {
        let node = self.file.table(root, "structure")?;
        let keys = [
            "truck-payload-kg",
            "truck-km-per-day",
            "kg-per-man-day",
            "max-incidents",
            "max-steps",
        ];
        self.file.known_keys(&node, &keys);
        let payload = self.sourced(&node, keys[0], 1e-3, 1e9);
        let km = self.sourced(&node, keys[1], 1e-3, 1e6);
        let kg = self.sourced(&node, keys[2], 1e-3, 1e6);
        let incidents = self.sourced(&node, keys[3], 1.0, 1e9);
        let steps = self.sourced(&node, keys[4], 1.0, 1e6);
        Some(StructureAssumptions {
            truck_payload_kg: payload?,
            truck_km_per_day: km?,
            kg_per_man_day: kg?,
            max_incidents: incidents?,
            max_steps: steps?,
        })
    }

    fn sides(&mut self, root: &Node<'t>) -> Option<[SideAssumptions; 2]> {
        let node = self.file.table(root, "side")?;
        let [a, b] = self.names.sides;
        self.file.known_keys(&node, &[a, b]);
        let first = self.one_side(&node, a);
        let second = self.one_side(&node, b);
        Some([first?, second?])
    }

    fn one_side(&mut self, node: &Node<'t>, id: &str) -> Option<SideAssumptions> {
        let node = self.file.table(node, id)?;
        let keys = [
            "reference-divisions",
            "men-per-division",
            "trucks",
            "gunboat-share",
        ];
        self.file.known_keys(&node, &keys);
        let reference = self.sourced(&node, keys[0], 1e-6, 1e6);
        let men = self.sourced(&node, keys[1], 1.0, 1e7);
        let trucks = self.sourced(&node, keys[2], 0.0, 1e9);
        let boats = self.sourced(&node, keys[3], 0.0, 1.0);
        Some(SideAssumptions {
            reference_divisions: reference?,
            men_per_division: men?,
            trucks: trucks?,
            gunboat_share: boats?,
        })
    }

    fn all_series(&mut self, root: &Node<'t>) -> Vec<Series> {
        let nodes = self.file.tables(root, "series");
        let series: Vec<Series> = nodes.iter().filter_map(|node| self.one_series(node)).collect();
        for (name, ..) in SERIES {
            for (side, id) in self.names.sides.iter().enumerate() {
                let times = series
                    .iter()
                    .filter(|s| s.name == *name && s.side == side)
                    .count();
                let key = format!("series {name}, {id}");
                if times > 1 {
                    self.file.push(
                        ProblemCode::Conflicting,
                        &root.span,
                        &key,
                        "a series given twice",
                        "keep one",
                    );
                } else if times == 0 && !self.file.has_errors() {
                    self.file.push(
                        ProblemCode::MissingKey,
                        &root.span,
                        &key,
                        "a series is missing",
                        "add a [[series]]",
                    );
                }
            }
        }
        series
    }

    fn one_series(&mut self, node: &Node<'t>) -> Option<Series> {
        self.file
            .known_keys(node, &[&["name", "side", "join", "points"], ORIGIN].concat());
        let origin = self.origin(node);
        let name = self.file.text(node, "name")?;
        let Some((_, low, high)) = SERIES.iter().find(|s| s.0 == name).copied() else {
            let known: Vec<&str> = SERIES.iter().map(|s| s.0).collect();
            let remedy = format!("write one of {}", known.join(", "));
            self.file.push(
                ProblemCode::UnknownName,
                &node.span,
                &node.path,
                "a series that no rule reads",
                remedy,
            );
            return None;
        };
        let side = self.side(node, "side");
        let join_kind = match self.file.text(node, "join")? {
            "log-linear" => Join::LogLinear,
            "linear" => Join::Linear,
            "step" => Join::Step,
            _ => {
                let span = self.file.value(node, "join").map_or(0..0, toml::Spanned::span);
                let remedy = "write `log-linear`, `linear` or `step`";
                self.file.push(
                    ProblemCode::WrongType,
                    &span,
                    &join(&node.path, "join"),
                    "no way of joining",
                    remedy,
                );
                return None;
            }
        };
        let points = self.points(node, low, high)?;
        Some(Series {
            name: name.to_owned(),
            side: side?,
            join: join_kind,
            points,
            origin,
        })
    }

    fn points(&mut self, node: &Node<'t>, low: f64, high: f64) -> Option<Vec<(YearMonth, f64)>> {
        let path = join(&node.path, "points");
        let mut points: Vec<(YearMonth, f64)> = Vec::new();
        let mut complete = true;
        for item in self.file.list(node, "points") {
            let pair = item.get_ref().as_array().filter(|a| a.len() == 2);
            let month = pair
                .and_then(|a| a.first())
                .and_then(|m| m.get_ref().as_str())
                .and_then(|m| m.parse().ok());
            let value = pair
                .and_then(|a| a.get(1))
                .and_then(|v| self.file.as_number(v, &path));
            match (month, value) {
                (Some(month), Some(value)) if (low..=high).contains(&value) => {
                    if points.last().is_some_and(|p| p.0 >= month) {
                        let remedy = "put the points in order of time";
                        self.file.push(
                            ProblemCode::Reversed,
                            &item.span(),
                            &path,
                            "points out of order",
                            remedy,
                        );
                        complete = false;
                    }
                    points.push((month, value));
                }
                _ => {
                    let remedy = format!("write [\"1939-05\", number], the number from {low} to {high}");
                    self.file.push(
                        ProblemCode::OutOfRange,
                        &item.span(),
                        &path,
                        "not a point of this series",
                        remedy,
                    );
                    complete = false;
                }
            }
        }
        if points.is_empty() && complete {
            self.file.push(
                ProblemCode::MissingKey,
                &node.span,
                &path,
                "a series without points",
                "give at least one",
            );
        }
        (complete && !points.is_empty()).then_some(points)
    }

    fn grievances(&mut self, root: &Node<'t>) -> Vec<OutsideGrievance> {
        let nodes = self.file.tables(root, "outside-grievance");
        nodes.iter().filter_map(|node| self.one_grievance(node)).collect()
    }

    fn one_grievance(&mut self, node: &Node<'t>) -> Option<OutsideGrievance> {
        self.file
            .known_keys(node, &[&["side", "from", "to", "per-month"], ORIGIN].concat());
        self.origin(node);
        let side = self.side(node, "side");
        let (from, to) = self.span(node, "from", "to")?;
        let per_month = self.file.number_in(node, "per-month", 0.0, 100.0)?;
        Some(OutsideGrievance {
            side: side?,
            from,
            to,
            per_month,
        })
    }

    fn span(&mut self, node: &Node<'t>, first: &str, last: &str) -> Option<(YearMonth, YearMonth)> {
        let from = self.month(node, first);
        let to = self.month(node, last);
        let (from, to) = (from?, to?);
        if from > to {
            let message = format!("`{first}` {from} after `{last}` {to}");
            self.file.push(
                ProblemCode::Reversed,
                &node.span,
                &node.path,
                message,
                "put the earlier month first",
            );
            return None;
        }
        Some((from, to))
    }

    fn seasons(&mut self, root: &Node<'t>) -> Option<([f64; 12], [f64; 12])> {
        let node = self.file.table(root, "seasons")?;
        self.file.known_keys(&node, &[&["warm", "ice"], ORIGIN].concat());
        self.origin(&node);
        let warm = self.twelve(&node, "warm");
        let ice = self.twelve(&node, "ice");
        Some((warm?, ice?))
    }

    fn twelve(&mut self, node: &Node<'t>, key: &str) -> Option<[f64; 12]> {
        let values = self.file.numbers(node, key);
        let right = values.iter().all(|v| (0.0..=1.0).contains(v));
        match (<[f64; 12]>::try_from(values), right) {
            (Ok(twelve), true) => Some(twelve),
            _ => {
                let remedy = "write twelve numbers from 0 to 1, January first";
                self.file.push(
                    ProblemCode::OutOfRange,
                    &node.span,
                    &join(&node.path, key),
                    "not twelve shares",
                    remedy,
                );
                None
            }
        }
    }

    fn client_shares(&mut self, root: &Node<'t>) -> Vec<(String, [f64; 2])> {
        let Some(node) = self.file.table(root, "sector") else {
            return Vec::new();
        };
        self.file.known_keys(&node, &self.names.sectors);
        let sectors = self.names.sectors.clone();
        sectors
            .into_iter()
            .filter_map(|id| Some((id.to_owned(), self.client_share(&node, id)?)))
            .collect()
    }

    fn client_share(&mut self, node: &Node<'t>, sector: &str) -> Option<[f64; 2]> {
        let node = self.file.table(node, sector)?;
        self.file.known_keys(&node, &["client-share"]);
        let share = self.file.table(&node, "client-share")?;
        let [a, b] = self.names.sides;
        self.file.known_keys(&share, &[&[a, b], ORIGIN].concat());
        self.origin(&share);
        let first = self.file.number_in(&share, a, 0.0, 1.0);
        let second = self.file.number_in(&share, b, 0.0, 1.0);
        Some([first?, second?])
    }

    fn commission(&mut self, root: &Node<'t>) -> Vec<YearMonth> {
        let Some(node) = self.file.table(root, "commission") else {
            return Vec::new();
        };
        self.file.known_keys(&node, &[&["months"], ORIGIN].concat());
        self.origin(&node);
        let mut months = Vec::new();
        for text in self.file.texts(&node, "months") {
            match text.parse() {
                Ok(month) => months.push(month),
                Err(()) => {
                    let key = join(&node.path, "months");
                    self.file.push(
                        ProblemCode::WrongType,
                        &node.span,
                        &key,
                        "not a month",
                        "write it as \"1939-05\"",
                    );
                }
            }
        }
        months
    }

    fn optional(&mut self, root: &Node<'t>, key: &str) -> Option<Node<'t>> {
        self.file.value(root, key)?;
        self.file.table(root, key)
    }

    fn pact(&mut self, root: &Node<'t>) -> Option<PactAssumptions> {
        let node = self.optional(root, "pact")?;
        self.file
            .known_keys(&node, &[&["seeker", "from", "shock"], ORIGIN].concat());
        self.origin(&node);
        let seeker = self.side(&node, "seeker");
        let (from, shock) = self.span(&node, "from", "shock")?;
        Some(PactAssumptions {
            seeker: seeker?,
            from,
            shock,
        })
    }

    fn temptation(&mut self, root: &Node<'t>) -> Option<TemptationAssumptions> {
        let node = self.optional(root, "temptation")?;
        self.file
            .known_keys(&node, &[&["side", "from", "to", "alternative"], ORIGIN].concat());
        self.origin(&node);
        let side = self.side(&node, "side");
        let (from, to) = self.span(&node, "from", "to")?;
        let alternative = self.file.number_in(&node, "alternative", 0.0, 1.0)?;
        Some(TemptationAssumptions {
            side: side?,
            from,
            to,
            alternative,
        })
    }

    fn entry(&mut self, root: &Node<'t>) -> Option<EntryAssumptions> {
        let node = self.optional(root, "entry")?;
        self.file
            .known_keys(&node, &[&["side", "denounce", "enter"], ORIGIN].concat());
        self.origin(&node);
        let side = self.side(&node, "side");
        let (denounce, enter) = self.span(&node, "denounce", "enter")?;
        Some(EntryAssumptions {
            side: side?,
            denounce,
            enter,
        })
    }
}
