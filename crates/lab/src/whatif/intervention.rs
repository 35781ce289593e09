//! An intervention: data that say how a counterfactual world departs from its baseline, and since when.

use halha_kernel::parameters::PARAMETERS;
use halha_kernel::rung::Rung;

/// What speaks for the size of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// The record says something about the parameters through which the intervention works.
    DataInformed,
    /// Only priors do: the answer is that of the assumptions.
    PriorDriven,
}

impl Tag {
    /// Both, with the words they are written with.
    pub const ALL: [(Self, &'static str); 2] = [
        (Self::DataInformed, "data-informed"),
        (Self::PriorDriven, "prior-driven"),
    ];

    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataInformed => "data-informed",
            Self::PriorDriven => "prior-driven",
        }
    }
}

/// One intervention, as its file says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// Its name: that of its file.
    pub id: String,
    /// A title.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// What is to be estimated, in words.
    pub estimand: String,
    /// What speaks for the answer.
    pub tag: Tag,
    /// A source of the record, or the reason of an assumption.
    pub origin: String,
    /// Recorded history that both worlds begin with.
    pub given: Option<Given>,
    /// What is done.
    pub dos: Vec<Do>,
    /// File it was read from.
    pub file: String,
    /// What the file says.
    pub text: String,
}

/// Recorded history up to a day, shared by both worlds; the model goes on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub struct Given {
    /// First day that the model plays, days since the start.
    pub day: u32,
    /// Line of the file.
    pub line: u64,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Do {
    /// What it does.
    pub change: Change,
    /// Since when.
    pub from: When,
    /// Until which day (not included), days since the start; `None` for good.
    pub until: Option<f64>,
    /// File and line, for problems.
    pub file: String,
    /// Line of the file.
    pub line: u64,
}

/// When something begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// With the world.
    Start,
    /// On a day, days since the start.
    Day(f64),
    /// As soon as something has happened in that world.
    After(Condition),
}

/// What an intervention may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// An incident with shots.
    Shooting,
    /// A crisis has opened.
    Crisis,
    /// An engagement with 7,000 men or more on one side.
    DivisionBattle,
    /// An engagement with 22,000 men or more on one side.
    CorpsBattle,
    /// The pact is in force.
    Pact,
    /// The line has been agreed on somewhere.
    Agreement,
}

impl Condition {
    /// All conditions, with the words they are written with.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Shooting, "shooting"),
        (Self::Crisis, "crisis"),
        (Self::DivisionBattle, "division-battle"),
        (Self::CorpsBattle, "corps-battle"),
        (Self::Pact, "pact"),
        (Self::Agreement, "agreement"),
    ];
}

/// What is changed, and how.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A number is set, scaled, added to or held within bounds.
    Number {
        /// Which.
        target: Target,
        /// How, in the order in which it is applied.
        ops: Vec<Op>,
    },
    /// A rule is switched.
    Switch {
        /// Which.
        rule: Rule,
        /// On or off.
        on: bool,
    },
    /// Commands follow the recorded decisions where they can, or do not.
    Scripted(bool),
    /// The outcome of the next large battle is forced.
    Battle(Battle),
}

/// A number that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A parameter of the model, by its number.
    Parameter(usize),
    /// A monthly series of a side.
    Series(Series, usize),
    /// Vagueness of a sector's line.
    Vagueness(usize),
    /// Share of a side's troops in a sector that are a client's.
    ClientShare(usize, usize),
    /// Forces of a side in the open crisis of a sector.
    Force(Arm, usize, usize),
}

/// Monthly series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are those of scenario.toml.
pub enum Series {
    Divisions,
    Tanks,
    Guns,
    Aircraft,
    Distraction,
    Espionage,
    Autonomy,
    OutsideGrievance,
}

impl Series {
    /// All series, with their names, smallest and largest values.
    pub const ALL: [(Self, &'static str, f64, f64); 8] = [
        (Self::Divisions, "divisions", 1e-6, 1e6),
        (Self::Tanks, "tanks", 0.0, 1e9),
        (Self::Guns, "guns", 0.0, 1e9),
        (Self::Aircraft, "aircraft", 0.0, 1e9),
        (Self::Distraction, "distraction", 0.0, 1.0),
        (Self::Espionage, "espionage", 1e-6, 1e6),
        (Self::Autonomy, "autonomy", 0.0, 1e3),
        (Self::OutsideGrievance, "outside-grievance", 0.0, 1e3),
    ];
}

/// What forces consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are the documentation.
pub enum Arm {
    Men,
    Vehicles,
    Guns,
    Aircraft,
    Boats,
}

impl Arm {
    /// All arms, with their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Men, "men"),
        (Self::Vehicles, "vehicles"),
        (Self::Guns, "guns"),
        (Self::Aircraft, "aircraft"),
        (Self::Boats, "boats"),
    ];
}

/// A rule that can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are those of scenario.toml.
pub enum Rule {
    Pact,
    Temptation,
    Entry,
    Commission,
}

impl Rule {
    /// All rules, with their names.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Pact, "pact"),
        (Self::Temptation, "temptation"),
        (Self::Entry, "entry"),
        (Self::Commission, "commission"),
    ];
}

/// The forced outcome of one battle.
#[derive(Debug, Clone, PartialEq)]
pub struct Battle {
    /// Sectors in which it may be fought.
    pub sectors: Vec<usize>,
    /// Men on the larger side from which on a battle is meant.
    pub at_least_men: u32,
    /// How it ends.
    pub ending: Ending,
}

/// How a forced battle ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A side has the better of it.
    Won(usize),
    /// Nobody has.
    Drawn,
    /// It is not fought: the command that would have begun it does nothing.
    Unfought,
}

/// One operation on a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Op {
    /// What is done.
    pub kind: OpKind,
    /// With which number.
    pub value: f64,
}

/// Operations, in the order in which they are applied when several concern the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpKind {
    /// The number becomes the value.
    Set,
    /// A series becomes what it was so many months later: everything comes earlier.
    Earlier,
    /// The number is multiplied.
    Scale,
    /// The value is added.
    Add,
    /// The number is raised to the value if it is below.
    AtLeast,
    /// The number is lowered to the value if it is above.
    AtMost,
}

impl OpKind {
    /// All operations, with the keys they are written with.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Set, "set"),
        (Self::Earlier, "earlier-by-months"),
        (Self::Scale, "scale"),
        (Self::Add, "add"),
        (Self::AtLeast, "at-least"),
        (Self::AtMost, "at-most"),
    ];
}

impl Op {
    /// The number after the operation. Shifts in time are made where the whole series is known.
    pub fn apply(self, x: f64) -> f64 {
        match self.kind {
            OpKind::Set => self.value,
            OpKind::Earlier => x,
            OpKind::Scale => x * self.value,
            OpKind::Add => x + self.value,
            OpKind::AtLeast => x.max(self.value),
            OpKind::AtMost => x.min(self.value),
        }
    }
}

impl Target {
    /// The utility of a rung is one of the parameters.
    pub fn utility(rung: Rung) -> Option<Self> {
        const NAMES: [&str; 13] = [
            "alpha_ignore",
            "alpha_protest",
            "alpha_investigate",
            "alpha_reinforce",
            "alpha_punitive",
            "alpha_air",
            "alpha_seize",
            "alpha_division",
            "alpha_corps",
            "alpha_ceasefire",
            "alpha_bodies",
            "alpha_withdraw",
            "alpha_war",
        ];
        let name = NAMES[rung as usize];
        PARAMETERS
            .iter()
            .position(|p| p.name == name)
            .map(Self::Parameter)
    }

    /// Whether it is a state that is changed once, so that nothing can end the change.
    pub fn is_state(self) -> bool {
        matches!(self, Self::Vagueness(_) | Self::Force(..))
    }
}

impl Do {
    /// First day on which it may be in force: 0 for what waits for a condition.
    pub fn first_day(&self) -> f64 {
        match self.from {
            When::Day(day) => day,
            When::Start | When::After(_) => 0.0,
        }
    }

    /// Whether two things may be in force at the same time.
    pub fn overlaps(&self, other: &Self) -> bool {
        let end = |d: &Self| d.until.unwrap_or(f64::INFINITY);
        self.first_day() < end(other) && other.first_day() < end(self)
    }
}
