//! The complete, validated input of a run except its parameters: sectors, monthly covariates, structural settings.

/// A sector of the border.
#[derive(Debug, Clone, PartialEq)]
pub struct Sector {
    /// Name for reports; no rule reads it.
    pub name: String,
    /// Length, km; above 0.
    pub length_km: f64,
    /// Vagueness of the demarcation at the start, 0–1.
    pub vagueness: f64,
    /// The line runs in a river.
    pub river: bool,
    /// Probability that the troops of each side are a client's.
    pub client_share: [f64; 2],
    /// Road from the railhead to the line, km, each side.
    pub railhead_km: [f64; 2],
}

/// Values of one month. All finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// First day of the month (clipped to the scenario), days since the start.
    pub begin: f64,
    /// Calendar year, for yearly counts; an index into `Scenario::years`.
    pub year: usize,
    /// Field divisions of each side in the theatre; above 0.
    pub divisions: [f64; 2],
    /// Tanks, guns and aircraft of each side in the theatre; at least 0.
    pub tanks: [f64; 2],
    /// Guns.
    pub guns: [f64; 2],
    /// Aircraft.
    pub aircraft: [f64; 2],
    /// Distraction of each side, 0–1.
    pub distraction: [f64; 2],
    /// Espionage demand of each side, about 1; above 0.
    pub espionage: [f64; 2],
    /// Multiplier on each side's autonomy, about 1; at least 0.
    pub autonomy: [f64; 2],
    /// Grievance added to each side from outside at the start of the month, nat; at least 0.
    pub outside_grievance: [f64; 2],
    /// Open steppe going, 0–1.
    pub warm: f64,
    /// Frozen rivers, 0–1.
    pub ice: f64,
    /// Patrols have begun to shoot.
    pub step: bool,
    /// A joint border commission is at work.
    pub commission: bool,
}

/// What is fixed about one side.
#[derive(Debug, Clone, PartialEq)]
pub struct SideSpec {
    /// Name for reports; no rule reads it.
    pub name: String,
    /// Reference divisions D̄ at which `mu0` holds; above 0.
    pub reference_divisions: f64,
    /// Men of a division with its share of corps and army troops; above 0.
    pub men_per_division: f64,
    /// Trucks that can supply one sector; at least 0.
    pub trucks: f64,
    /// Probability that an intruder in an open river sector comes by gunboat, 0–1.
    pub gunboat_share: f64,
}

/// A pact that one side may seek.
#[derive(Debug, Clone, PartialEq)]
pub struct PactRule {
    /// The seeking side, 0 or 1.
    pub seeker: usize,
    /// First month (index) in which it can be signed.
    pub from: usize,
    /// First month of the shock term.
    pub shock: usize,
}

/// A temptation to attack, decided once in a month drawn uniformly from a window.
#[derive(Debug, Clone, PartialEq)]
pub struct TemptationRule {
    /// The tempted side.
    pub side: usize,
    /// First month (index) of the window.
    pub from: usize,
    /// Last month (index), included.
    pub to: usize,
    /// Pull of another theatre, 0–1.
    pub alternative: f64,
}

/// A late entry into the war, on an outside timetable.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRule {
    /// The entering side.
    pub side: usize,
    /// Month (index) of decision and denunciation.
    pub denounce: usize,
    /// Month (index) of the attack.
    pub enter: usize,
}

/// Structural constants of supply and guards. Assumptions with a source in the conflict folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// Load of a truck, kg.
    pub truck_payload_kg: f64,
    /// Distance a truck column makes in a day, km.
    pub truck_km_per_day: f64,
    /// Supply of one man with his weapons' ammunition, kg/day.
    pub kg_per_man_day: f64,
    /// Incidents above which a run counts as exploded.
    pub max_incidents: u32,
    /// Decisions above which an episode counts as stalled.
    pub max_steps: u32,
}

/// The complete input of a run except its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Length of the history, days.
    pub end: f64,
    /// Calendar years covered, in order; yearly counts have one entry for each.
    pub years: Vec<i32>,
    /// Months in order; the first begins at 0.
    pub months: Vec<Month>,
    /// Periods of whole months for which counts are kept besides the years; at most [`MAX_WINDOWS`].
    pub windows: Vec<Window>,
    /// Sectors, at least 1 and at most [`MAX_SECTORS`].
    pub sectors: Vec<Sector>,
    /// The two sides.
    pub sides: [SideSpec; 2],
    /// Supply constants and guards.
    pub structure: Structure,
    /// The pact, if the scenario has one.
    pub pact: Option<PactRule>,
    /// The temptation, if any.
    pub temptation: Option<TemptationRule>,
    /// The late entry, if any.
    pub entry: Option<EntryRule>,
}

/// A period of whole months, `from..to` (indices, `to` excluded).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First month.
    pub from: usize,
    /// The month after the last.
    pub to: usize,
}

/// Most windows a scenario may name.
pub const MAX_WINDOWS: usize = 16;

/// Most sectors a scenario may have.
pub const MAX_SECTORS: usize = 16;

/// Something wrong with a scenario: which field, what value, what is allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioError {
    /// Path of the field (`sectors[2].length_km`).
    pub field: String,
    /// The offending value.
    pub value: String,
    /// What would be right.
    pub expected: &'static str,
}
