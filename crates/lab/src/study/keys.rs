//! The vocabulary of studies: what each table of a file may hold. Readers, schema and the book's page go by it.

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Holds {
    /// A text.
    Text,
    /// Several texts.
    Texts,
    /// A day, a month or a year.
    Date,
    /// A whole number from the least to the most.
    Whole(u64, u64),
    /// A number above 0.
    Positive,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Months (`6`, `"6m"`) or years (`"2y"`).
    Horizon,
    /// Numbers by the names of parameters.
    Parameters,
}

/// A key of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether the table needs it.
    pub needed: bool,
    /// What it means.
    pub means: &'static str,
}

/// A kind of study: the table of its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kind {
    /// The table's name, that of the command.
    pub name: &'static str,
    /// What is done.
    pub does: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
    /// What `observables` chooses from; empty if it has none.
    pub observables: &'static str,
}

const fn needed(name: &'static str, holds: Holds, means: &'static str) -> Key {
    Key {
        name,
        holds,
        needed: true,
        means,
    }
}

const fn may(name: &'static str, holds: Holds, means: &'static str) -> Key {
    Key {
        name,
        holds,
        needed: false,
        means,
    }
}

/// Most campaigns of a forecast.
pub(super) const MOST_RUNS: u64 = 4_000_000;
/// Largest seed: a whole number that every reader of TOML and JSON keeps.
pub(super) const MOST_SEED: u64 = (1 << 53) - 1;

const MOST_EFFORT: u64 = crate::rare::RareSettings::MOST_EFFORT as u64;
const MOST_REPEATS: u64 = crate::rare::RareSettings::MOST_REPEATS;
const MOST_PAIRS: u64 = crate::whatif::PairSettings::MOST;
const MOST_CAMPAIGNS: u64 = crate::settings::RunSettings::MOST;

/// The keys that every study has, beside the table of its kind.
pub const HEAD: &[Key] = &[
    needed("format", Holds::Whole(1, 1), "version of the format"),
    needed("title", Holds::Text, "a title"),
    needed("question", Holds::Text, "the question in a sentence"),
    may(
        "conflict",
        Holds::Text,
        "name or folder of the conflict; without it, that of `--conflict`, or the one whose folder ships the study",
    ),
    needed("seed", Holds::Whole(0, MOST_SEED), "root of all luck"),
    may(
        "observables",
        Holds::Texts,
        "what is printed of the results; without it, everything of note",
    ),
    may("note", Holds::Text, "anything else"),
];

/// The keys of `[parameters]`.
pub const PARAMETER_KEYS: &[Key] = &[
    may(
        "from",
        Holds::Word(&["posterior", "prior"]),
        "where parameter vectors are drawn from; without it, the posterior, or the priors where there is none",
    ),
    may(
        "hold",
        Holds::Parameters,
        "parameters held at a value, as in `{ branching = 0.2 }`; not with `[run]`, whose directory could not say so",
    ),
    may("note", Holds::Text, "anything else"),
];

/// The kinds of studies.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "run",
        does: "plays campaigns and sets them beside the record",
        keys: &[
            needed("replications", Holds::Whole(1, MOST_CAMPAIGNS), "campaigns"),
            may(
                "draws",
                Holds::Whole(1, MOST_CAMPAIGNS),
                "parameter vectors; without it, one for each campaign",
            ),
            may(
                "events",
                Holds::Word(&["summary", "all", "none"]),
                "which events are stored; `summary` without it",
            ),
            may("from", Holds::Date, "first day played"),
            may("to", Holds::Date, "last day played"),
            may(
                "policy",
                Holds::Word(&["quantal-response", "scripted"]),
                "who decides; `quantal-response` without it",
            ),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "ids of `observables.toml`",
    },
    Kind {
        name: "whatif",
        does: "plays worlds in pairs, with an intervention and without",
        keys: &[
            needed(
                "interventions",
                Holds::Texts,
                "a column each: names of the conflict’s own, or files ending in `.toml` beside the study; joined by `+` \
                 where they are done together",
            ),
            needed("pairs", Holds::Whole(2, MOST_PAIRS), "pairs of worlds"),
            may(
                "per-draw",
                Holds::Whole(1, MOST_PAIRS),
                "pairs with the same parameters; 10 without it",
            ),
            may(
                "until-precision",
                Holds::Positive,
                "end as soon as every main probability and the logarithm of losses is known to this standard error",
            ),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "measures: what `halha whatif --all --json` lists under `measures`",
    },
    Kind {
        name: "forecast",
        does: "goes on from the record as it stood on a day",
        keys: &[
            needed("as-of", Holds::Date, "first day that the model plays"),
            needed(
                "horizon",
                Holds::Horizon,
                "how far ahead: months (6, \"6m\") or years (\"2y\")",
            ),
            needed(
                "runs",
                Holds::Whole(2, MOST_RUNS),
                "campaigns, each with parameters of its own",
            ),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "what is counted and what may have happened: the columns of the forecast’s JSON",
    },
    Kind {
        name: "rare",
        does: "estimates the probability of a rare event by multilevel splitting",
        keys: &[
            needed(
                "event",
                Holds::Text,
                "an event of `rare.toml`, or a threshold such as \"losses>=200000\"",
            ),
            may(
                "effort",
                Holds::Whole(10, MOST_EFFORT),
                "paths at each level; 1,000 without it",
            ),
            needed(
                "repeats",
                Holds::Whole(2, MOST_REPEATS),
                "independent repeats, from which the error comes",
            ),
            may(
                "method",
                Holds::Word(&["fixed", "adaptive"]),
                "how levels are found; `fixed` without it",
            ),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "",
    },
    Kind {
        name: "sensitivity",
        does: "finds out what each parameter accounts for, and what chance does",
        keys: &[
            may(
                "design",
                Holds::Word(&["saltelli", "screening", "given-data"]),
                "how; `saltelli` without it. Designs move the priors, `given-data` takes draws as they are",
            ),
            needed(
                "base",
                Holds::Whole(2, MOST_RUNS),
                "base points, paths, or parameter vectors",
            ),
            may(
                "replicates",
                Holds::Whole(2, 1000),
                "campaigns at each point; 4 without it",
            ),
            may(
                "by",
                Holds::Word(&["parameter", "layer"]),
                "what is moved by itself; `parameter` without it",
            ),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "measures: what `halha sensitivity --list` lists; they are those that are looked at",
    },
    Kind {
        name: "discovery",
        does: "looks for parameters and early years that lead to an outcome",
        keys: &[
            needed(
                "outcome",
                Holds::Text,
                "as in \"losses >= 40000\", or a measure that is yes or no",
            ),
            needed("replications", Holds::Whole(100, MOST_RUNS), "campaigns"),
            may(
                "draws",
                Holds::Whole(1, MOST_RUNS),
                "parameter vectors; without it, those of the posterior, or one for each campaign",
            ),
            may(
                "early-until",
                Holds::Whole(1, 9999),
                "last of the early years; without it, early conditions are not looked at",
            ),
            may("boxes", Holds::Whole(1, 20), "most boxes; 1 without it"),
            may("note", Holds::Text, "anything else"),
        ],
        observables: "",
    },
];
