//! Attributes: what a claim says about its subject, what it holds, and how it adds up.

use super::{Unit, Vocabulary};

vocabulary! {
    /// What the cells of a statement hold.
    pub enum Holds: "kind of value" {
        Number = "number" ["numeric", "count"] => "numbers",
        Date = "date" ["datetime"] => "EDTF dates",
        Text = "text" ["words", "string"] => "words",
    }
}

/// What part a figure plays in the arithmetic that the checks do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arithmetic {
    /// Men or things on the field.
    Strength,
    /// Some of those on the field.
    StrengthPart,
    /// All losses together.
    LossTotal,
    /// One kind of loss.
    LossPart,
    /// Two kinds of loss told as one (`killed-or-missing`).
    LossUnion,
    /// Takes no part in sums.
    Plain,
}

/// Declares the attributes: `Variant = "spelling" Holds Arithmetic {wholes} [synonyms] => "meaning"`.
macro_rules! attributes {
    ($($variant:ident = $word:literal $holds:ident $class:ident {$($whole:ident)*} [$($synonym:literal),*] => $meaning:literal),+ $(,)?) => {
        vocabulary! {
            /// A standard attribute of a claim; a folder may add its own in `attributes.csv`.
            pub enum Attribute: "attribute" {
                $($variant = $word [$($synonym),*] => $meaning),+
            }
        }

        impl Attribute {
            /// What its claims hold.
            #[must_use]
            pub fn holds(self) -> Holds {
                match self { $(Self::$variant => Holds::$holds),+ }
            }

            /// The part it plays in sums.
            #[must_use]
            pub fn arithmetic(self) -> Arithmetic {
                match self { $(Self::$variant => Arithmetic::$class),+ }
            }

            /// The attributes of which this is a part: by the same claimant for the same party, its figure cannot
            /// exceed theirs.
            #[must_use]
            pub fn wholes(self) -> &'static [Self] {
                match self { $(Self::$variant => &[$(Self::$whole),*]),+ }
            }
        }
    };
}

attributes! {
    Present = "present" Number Strength {} ["strength", "force", "engaged", "deployed"] => "men or things of the party that took part, over the whole of the incident",
    PresentPeak = "present-peak" Number Strength {} ["peak"] => "the most that were there at one time",
    PresentEnd = "present-end" Number Strength {} ["strength-end"] => "how many were there at the end",
    Committed = "committed" Number StrengthPart { Present } ["attacking", "attackers", "assault-force"] => "those of the present who took part in one attack or move; the note says which",
    Reinforcement = "reinforcement" Number StrengthPart { Present } ["reinforcements"] => "brought up after the incident began",
    Planned = "planned" Number Plain {} ["war-plan", "intended"] => "foreseen by a plan or an order, whether or not it came about",
    Needed = "needed" Number Plain {} ["required"] => "reckoned to be needed",
    Mobilised = "mobilised" Number Plain {} ["mobilized", "called-up"] => "called up or moved into the theatre",

    Casualties = "casualties" Number LossTotal {} ["losses", "casualties-total", "total-losses"] => "killed, wounded, missing and captured together",
    CombatCasualties = "combat-casualties" Number LossPart { Casualties } ["battle-casualties"] => "casualties by enemy action",
    NoncombatCasualties = "noncombat-casualties" Number Plain {} ["non-combat-casualties"] => "casualties by sickness, frost or accident",
    Killed = "killed" Number LossPart { Casualties Present KilledOrMissing KilledOrWounded } ["dead", "deaths", "battle-deaths", "fatalities"] => "dead, those who died of wounds included where the source does so",
    Wounded = "wounded" Number LossPart { Casualties KilledOrWounded WoundedOrSick } ["injured"] => "wounded and living",
    Missing = "missing" Number LossPart { Casualties Present KilledOrMissing } ["mia"] => "missing",
    Captured = "captured" Number LossPart { Casualties } ["prisoners", "prisoners-taken", "pow"] => "men or things of the party that fell into the enemy's hands",
    KilledOrMissing = "killed-or-missing" Number LossUnion { Casualties Present } ["dead-and-missing"] => "killed and missing as one figure",
    KilledOrWounded = "killed-or-wounded" Number LossUnion { Casualties } ["killed-or-seriously-wounded"] => "killed and wounded as one figure",
    WoundedOrSick = "wounded-or-sick" Number LossUnion {} ["wounded-and-sick"] => "wounded and sick as one figure",
    Sick = "sick" Number LossPart { WoundedOrSick } ["ill"] => "sick",
    Deserted = "deserted" Number LossPart { Present } ["defectors", "mutineers", "mutinied", "defected"] => "went over, deserted or rose against their officers",

    Lost = "lost" Number LossTotal {} ["things-lost", "written-off"] => "things of the party destroyed, captured or abandoned",
    Destroyed = "destroyed" Number LossPart { Lost } ["sunk", "burnt", "burned", "wrecked"] => "things of the party destroyed or sunk",
    ShotDown = "shot-down" Number LossPart { Lost } ["downed"] => "aircraft of the party lost in the air or to fire from the ground",
    ForcedDown = "forced-down" Number LossPart {} ["forced-landing"] => "aircraft of the party made to land",
    Damaged = "damaged" Number LossPart {} ["crippled", "disabled", "knocked-out"] => "things of the party damaged and not lost",
    DrivenOff = "driven-off" Number Plain {} ["repelled"] => "things of the party made to leave, whole",
    Taken = "taken" Number Plain {} ["seized", "booty", "trophies", "captured-things"] => "things that the party took from the enemy",

    BodiesReturned = "bodies-returned" Number LossPart { Killed KilledOrMissing } ["return-of-bodies"] => "dead of the party given back by the other side",
    BodiesRecovered = "bodies-recovered" Number Plain {} ["bodies"] => "dead of the party found, by whomever",
    PrisonersReturned = "prisoners-returned" Number LossPart { Captured } ["exchanged"] => "prisoners of the party given back",
    Decorated = "decorated" Number Plain {} ["awards", "awards-personnel"] => "men of the party decorated or rewarded",

    Sorties = "sorties" Number Plain {} ["flights", "bombing-sorties"] => "flights by the party's aircraft",
    BombsDropped = "bombs-dropped" Number Plain {} ["bombs"] => "bombs dropped by the party",
    RoundsFired = "rounds-fired" Number Plain {} ["shells-fired"] => "shells or cartridges fired by the party",
    Assaults = "assaults" Number Plain {} ["attacks", "attempts"] => "attacks made by the party",
    AssaultsByDay = "assaults-by-day" Number Plain { Assaults } ["assaults-day"] => "attacks made by daylight",
    AssaultsByNight = "assaults-by-night" Number Plain { Assaults } ["assaults-night"] => "attacks made at night",
    Incursions = "incursions" Number Plain {} ["crossings", "violations", "frontier-crossings"] => "crossings of the line by the party",
    Engagements = "engagements" Number Plain {} ["principal-engagements", "skirmishes", "incidents"] => "engagements that the source divides the subject into",
    Posts = "posts" Number Plain {} ["observation-posts"] => "posts set up, manned or planned by the party",
    Delegates = "delegates" Number Plain {} ["representatives", "commissioners"] => "members of a commission or delegation",
    BorderDisputes = "border-disputes" Number Plain {} ["disputes"] => "disputes that the subject is said to be made of; counts by period belong in counts.csv",

    Depth = "depth" Number Plain {} ["depth-of-intrusion", "penetration"] => "how far beyond the line, on the other side's or the claimed ground",
    Distance = "distance" Number Plain {} ["distance-from"] => "how far from a named point; the note says which",
    RailheadDistance = "railhead-distance" Number Plain {} ["distance-railhead", "distance-base"] => "road distance from the railhead that supplied the party",
    Radius = "radius" Number Plain {} ["operating-radius"] => "how far the party could operate from its base",
    Length = "length" Number Plain {} ["border-length", "size"] => "length of a border, front or island",
    Width = "width" Number Plain {} ["front", "breadth"] => "width of a front or island",
    ClaimOffset = "claim-offset" Number Plain {} ["border-shift", "border-claim-distance"] => "how far apart two rival lines run",
    Duration = "duration" Number Plain {} ["lasted", "occupation-duration", "term", "round-trip"] => "how long the subject, or what the note names, lasted or takes",
    Lag = "lag" Number Plain {} ["interval", "delay"] => "time between the subject and what the note names",
    DailyCapacity = "daily-capacity" Number Plain {} ["throughput"] => "what a line of supply can bring in a day",
    Tonnage = "tonnage" Number Plain {} ["tonnage-moved", "supplies-moved"] => "what a line of supply brought, or was to bring, in all",
    Ratio = "ratio" Number Plain {} ["casualty-ratio", "force-ratio", "exchange-ratio"] => "the first party's figure divided by the second's; the note says of what",

    DateOf = "date" Date Plain {} ["date-range", "period", "day"] => "when the subject happened, where sources differ",
    Start = "start" Date Plain {} ["date-start", "began", "opened", "invasion-start", "attack-time"] => "when it began",
    End = "end" Date Plain {} ["date-end", "ended"] => "when it ended",
    Ordered = "ordered" Date Plain {} ["order-date", "mobilisation-order"] => "when it was ordered",
    Agreed = "agreed" Date Plain {} ["signed", "concluded"] => "when it was agreed or signed",
    Announced = "announced" Date Plain {} ["declared", "declaration-of-war"] => "when it was announced or declared",
    Ratified = "ratified" Date Plain {} ["ratification"] => "when it was ratified",
    Effective = "effective" Date Plain {} ["in-force", "took-effect"] => "when it took effect",
    Denounced = "denounced" Date Plain {} ["abrogated"] => "when notice of its end was given",
    Cancelled = "cancelled" Date Plain {} ["canceled", "called-off"] => "when it was called off",
    Expiry = "expiry" Date Plain {} ["expires", "pact-expiry"] => "when it runs out, or would have",
    Decided = "decided" Date Plain {} ["imperial-conference"] => "when it was decided",

    Name = "name" Text Plain {} ["also-known-as", "alias"] => "another name of the subject",
    Outcome = "outcome" Text Plain {} ["result", "victor"] => "what came of it",
    Cause = "cause" Text Plain {} ["reason", "antecedent", "motive"] => "what led to it",
    Consequence = "consequence" Text Plain {} ["effect", "follow-up", "aftermath"] => "what followed from it",
    Account = "account" Text Plain {} ["story", "course", "activity", "occupation"] => "how it went, in a sentence",
    FirstFire = "first-fire" Text Plain {} ["fire-first", "who-fired-first"] => "who opened fire, or moved first",
    Location = "location" Text Plain {} ["place", "where"] => "where it happened, as the claimant puts it",
    BorderClaim = "border-claim" Text Plain {} ["claim", "map-claim", "line-claimed"] => "where the claimant says that the line runs, and by what right",
    Belief = "belief" Text Plain {} ["view", "perception"] => "what the party thought",
    Commander = "commander" Text Plain {} ["led-by", "officer"] => "who led the party's troops",
    Unit = "unit" Text Plain {} ["formation", "regiment"] => "which units or formations took part",
    Equipment = "equipment" Text Plain {} ["armament", "composition", "force-composition"] => "with what the troops were equipped",
    StrengthDescribed = "strength-described" Text Plain {} ["force-scale", "force-relation", "scale"] => "the size of forces in words that no number reads",
    LossesDescribed = "losses-described" Text Plain {} ["loss", "damage"] => "losses in words that no number reads",
    Order = "order" Text Plain {} ["directive", "raid-order", "instruction"] => "an order or directive and who gave it",
    Demand = "demand" Text Plain {} ["ultimatum"] => "a demand or ultimatum and its date",
    Proposal = "proposal" Text Plain {} ["offer", "proposals-author"] => "what was proposed, and by whom",
    Terms = "terms" Text Plain {} ["term-text", "provisions", "lines-held"] => "what was agreed",
    Inquiry = "inquiry" Text Plain {} ["investigation"] => "who looked into it",
    Support = "support" Text Plain {} ["backing"] => "what help the party's troops had",
    Decision = "decision" Text Plain {} ["choice"] => "what was decided",
    Rhetoric = "rhetoric" Text Plain {} ["speech", "statement", "declaration"] => "what was said in public",
    Nature = "nature" Text Plain {} ["character", "nature-of-violations", "comparison"] => "of what kind it was",
    Periodisation = "periodisation" Text Plain {} ["phases", "periodization"] => "into which phases the claimant divides it",

    DisputeNumber = "dispute-number" Number Plain {} ["mid-dispute", "mid", "battle-number"] => "the number under which a dataset lists it",
    FatalityBand = "fatality-band" Number Plain {} ["fatality-level"] => "the band of deaths in which a dataset places it",
    HostilityLevel = "hostility-level" Number Plain {} ["hostility"] => "the level of hostility that a dataset gives it",
}

impl Attribute {
    /// Whether claims of the attribute may be given in `unit`.
    ///
    /// ```
    /// use halha_record::vocab::{Attribute, Unit};
    /// assert!(Attribute::Killed.accepts(Unit::Men));
    /// assert!(!Attribute::Killed.accepts(Unit::Date));
    /// ```
    #[must_use]
    pub fn accepts(self, unit: Unit) -> bool {
        self.holds() == unit.holds()
    }

    /// The standard attribute of that name, if there is one.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::parse(name)
    }
}
