//! The list of purposes: what each random draw of the kernel is for.

/// What a draw is for. Part of its address, so a number here is never reused and never changed:
/// a new purpose takes the next free one, a retired purpose keeps its own.
///
/// Eight bits wide, because the counter leaves 24 bits beside it for the steps of a [`super::Stream`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Purpose {
    /// Candidate points of the background process from which incidents are thinned.
    ImmigrantPoints = 0,
    /// Kind, place, sizes and further marks of an incident.
    IncidentMarks = 1,
    /// Number, delays and places of the incidents that an incident excites.
    Offspring = 2,
    /// Whether a side notices and reports an incident, and what it claims.
    Detection = 3,
    /// Reports of incidents that did not happen.
    FalseReports = 4,
    /// Patrol contacts and whether they come to fire.
    Patrol = 5,
    /// Duration, losses and outcome of an engagement as a whole.
    Engagement = 6,
    /// Losses and withdrawals within one round of an engagement.
    Round = 7,
    /// Which rung a side chooses in answer.
    Response = 8,
    /// How long a decision or an arrival takes.
    Delay = 9,
    /// How much is asked for and sent as reinforcement.
    Reinforcement = 10,
    /// Ceasefires and the terms on which an episode ends.
    Settlement = 11,
    /// Pacts, denunciations and general war.
    Strategic = 12,
    /// Parameter vectors drawn from their priors.
    Parameters = 13,
    /// Uncertain inputs of a scenario drawn from named assumptions.
    Assumption = 14,
    /// Private resolve of a side in an episode.
    Resolve = 15,
    /// The effect of a calendar year on the rates.
    YearEffect = 16,
    /// The noise of a published yearly count.
    Publication = 17,
}
