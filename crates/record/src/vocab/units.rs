//! Units: in what a figure is counted or measured, and which units can be compared with which.

use super::Holds;

vocabulary! {
    /// In what `low` and `high` of a statement are given.
    pub enum Unit: "unit" {
        Men = "men" ["people", "persons", "soldiers", "troops", "riders", "sailors"] => "people of any kind, living or dead",
        Bodies = "bodies" ["corpses"] => "dead people handed over or found",
        Vehicles = "vehicles" ["tanks", "armoured-cars", "tankettes"] => "vehicles of any kind",
        Trucks = "trucks" ["lorries"] => "trucks",
        Aircraft = "aircraft" ["planes", "airplanes", "aeroplanes"] => "aircraft of any kind",
        Guns = "guns" ["machine-guns", "artillery", "pieces", "mortars"] => "guns of any kind, from machine guns upward",
        Rifles = "rifles" => "rifles",
        Vessels = "vessels" ["ships", "boats", "gunboats"] => "ships and boats of any kind",
        Horses = "horses" => "horses",
        Animals = "animals" ["horses-and-camels"] => "animals of any kind, horses and camels together",
        Armies = "armies" => "armies",
        Corps = "corps" => "corps",
        Divisions = "divisions" ["div"] => "divisions",
        Brigades = "brigades" => "brigades",
        Regiments = "regiments" => "regiments",
        Battalions = "battalions" => "battalions",
        Squadrons = "squadrons" => "squadrons of aircraft or of horse",
        Companies = "companies" => "companies",
        Batteries = "batteries" => "batteries of guns",
        Platoons = "platoons" => "platoons",
        Posts = "posts" ["outposts"] => "posts, forts and garrisons",
        Count = "count" ["times", "number", "cases", "incidents"] => "how often something happened, or a number of anything else",
        Sorties = "sorties" ["flights"] => "flights by one aircraft",
        Rounds = "rounds" ["shells", "cartridges"] => "shells or cartridges",
        Bombs = "bombs" => "bombs",
        Km = "km" ["kilometres", "kilometers"] => "kilometres",
        M = "m" ["metres", "meters"] => "metres",
        Miles = "miles" ["mi", "mile"] => "statute miles of 1.609344 km",
        Feet = "feet" ["ft", "foot"] => "feet of 0.3048 m",
        SquareKm = "square-km" ["km2"] => "square kilometres",
        Tonnes = "tonnes" ["tons", "t"] => "metric tonnes of 1,000 kg; a source's `tons` of unknown kind are read as these",
        TonnesPerDay = "tonnes-per-day" => "metric tonnes a day",
        Minutes = "minutes" => "minutes",
        Hours = "hours" ["h", "hour"] => "hours",
        Days = "days" ["day"] => "days",
        Weeks = "weeks" ["week"] => "weeks",
        Months = "months" ["month"] => "months, compared as 30.4375 days",
        Years = "years" ["year"] => "years, compared as 365.25 days",
        UsdMillion = "usd-million" ["usd", "dollars"] => "millions of United States dollars of the time",
        Ratio = "ratio" ["times-as-many"] => "one quantity divided by another of the same kind",
        Percent = "percent" ["%", "per-cent"] => "hundredths of a whole",
        Label = "label" ["id", "dispute-number", "code"] => "a number that identifies and does not measure",
        Date = "date" ["datetime", "time", "period"] => "EDTF dates or date-times",
        Text = "text" ["words", "string"] => "words, held in `low`",
    }
}

/// What kind of quantity a unit measures: figures are comparable within one dimension only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Human beings.
    People,
    /// Vehicles.
    Vehicles,
    /// Aircraft.
    Aircraft,
    /// Rifles and guns.
    Weapons,
    /// Ships and boats.
    Vessels,
    /// Animals.
    Animals,
    /// Formations of one size; two sizes do not compare.
    Formations(Unit),
    /// Shells, cartridges and bombs.
    Munitions,
    /// Occurrences and things that have no unit of their own.
    Occurrences,
    /// Metres underneath.
    Length,
    /// Square kilometres underneath.
    Area,
    /// Tonnes underneath.
    Mass,
    /// Tonnes a day underneath.
    Throughput,
    /// Days underneath.
    Duration,
    /// Millions of dollars underneath.
    Money,
    /// A pure number.
    Ratio,
    /// A number that identifies.
    Label,
    /// Dates.
    Date,
    /// Words.
    Text,
}

impl Unit {
    /// What kind of quantity the unit measures.
    ///
    /// ```
    /// use halha_record::vocab::Unit;
    /// assert_eq!(Unit::Miles.dimension(), Unit::M.dimension());
    /// ```
    #[must_use]
    pub fn dimension(self) -> Dimension {
        match self {
            Self::Men | Self::Bodies => Dimension::People,
            Self::Vehicles | Self::Trucks => Dimension::Vehicles,
            Self::Aircraft => Dimension::Aircraft,
            Self::Guns | Self::Rifles => Dimension::Weapons,
            Self::Vessels => Dimension::Vessels,
            Self::Horses | Self::Animals => Dimension::Animals,
            Self::Armies
            | Self::Corps
            | Self::Divisions
            | Self::Brigades
            | Self::Regiments
            | Self::Battalions
            | Self::Squadrons
            | Self::Companies
            | Self::Batteries
            | Self::Platoons => Dimension::Formations(self),
            Self::Rounds | Self::Bombs => Dimension::Munitions,
            Self::Posts | Self::Count | Self::Sorties => Dimension::Occurrences,
            Self::Km | Self::M | Self::Miles | Self::Feet => Dimension::Length,
            Self::SquareKm => Dimension::Area,
            Self::Tonnes => Dimension::Mass,
            Self::TonnesPerDay => Dimension::Throughput,
            Self::Minutes | Self::Hours | Self::Days | Self::Weeks | Self::Months | Self::Years => {
                Dimension::Duration
            }
            Self::UsdMillion => Dimension::Money,
            Self::Ratio | Self::Percent => Dimension::Ratio,
            Self::Label => Dimension::Label,
            Self::Date => Dimension::Date,
            Self::Text => Dimension::Text,
        }
    }

    /// The factor that turns a figure into the dimension's base (metres, days, pure numbers; 1 where things are
    /// counted).
    ///
    /// Miles and feet are exact by definition; a month is 30.4375 days and a year 365.25, the means of the Julian
    /// calendar.
    #[must_use]
    pub fn factor(self) -> f64 {
        match self {
            Self::Km => 1_000.0,
            Self::Miles => 1_609.344,
            Self::Feet => 0.3048,
            Self::Minutes => 1.0 / 1_440.0,
            Self::Hours => 1.0 / 24.0,
            Self::Weeks => 7.0,
            Self::Months => 30.4375,
            Self::Years => 365.25,
            Self::Percent => 0.01,
            _ => 1.0,
        }
    }

    /// Whether statements in this unit hold numbers, dates or text.
    #[must_use]
    pub fn holds(self) -> Holds {
        match self {
            Self::Date => Holds::Date,
            Self::Text => Holds::Text,
            _ => Holds::Number,
        }
    }

    /// Whether only whole numbers make sense: people and things, not measures.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(
            self.dimension(),
            Dimension::People
                | Dimension::Vehicles
                | Dimension::Aircraft
                | Dimension::Weapons
                | Dimension::Vessels
                | Dimension::Animals
                | Dimension::Munitions
                | Dimension::Occurrences
                | Dimension::Label
        )
    }
}
