//! What can be shown year by year: its name, its title, and the columns that it adds up.

use halha_lab::replay::Names;
use halha_lab::report::Counted;

use crate::wire::runs::Measure;

/// A measure with the columns of `yearly` or, with a book, of `books` that it adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) measure: Measure,
    /// Whose book, and what of it.
    pub(crate) counted: Option<(usize, Counted)>,
    pub(crate) columns: Vec<&'static str>,
}

const TRUTH: [(&str, &str, &str, &[&str]); 4] = [
    (
        "shootings",
        "Incidents with shots, a year",
        "incidents",
        &["shootings"],
    ),
    (
        "incidents",
        "Violations of both sides, a year",
        "incidents",
        &[
            "espionage_0",
            "ground_0",
            "air_0",
            "espionage_1",
            "ground_1",
            "air_1",
        ],
    ),
    ("crises", "Crises that opened, a year", "crises", &["episodes"]),
    (
        "division-battles",
        "Engagements of 7,000 men or more on one side, a year",
        "battles",
        &["division_battles"],
    ),
];

/// All measures: the books of both sides, then the truth of the campaign.
pub(crate) fn all(names: &Names, recorded: &[(usize, Counted)]) -> Vec<Source> {
    let books = (0..2).flat_map(|side| {
        [Counted::Total, Counted::Accused, Counted::Shootings].map(|counted| book(names, side, counted))
    });
    let losses = (0..2).map(|side| Source {
        measure: measure(
            format!("losses-{}", names.side_ids[side]),
            format!("Men lost by {}, a year", names.side(side)),
            "men",
        ),
        counted: None,
        columns: vec![["lost_0", "lost_1"][side]],
    });
    let truth = TRUTH.iter().map(|(id, title, unit, columns)| Source {
        measure: measure((*id).to_owned(), (*title).to_owned(), unit),
        counted: None,
        columns: columns.to_vec(),
    });
    let mut all: Vec<Source> = books.chain(truth).chain(losses).collect();
    for source in &mut all {
        source.measure.recorded = source.counted.is_some_and(|counted| recorded.contains(&counted));
    }
    all
}

fn measure(id: String, title: String, unit: &str) -> Measure {
    Measure {
        id,
        title,
        unit: unit.to_owned(),
        book: None,
        recorded: false,
    }
}

fn book(names: &Names, side: usize, counted: Counted) -> Source {
    const ACCUSED: [&str; 3] = ["accused_espionage", "accused_ground", "accused_air"];
    const OWN: [&str; 3] = ["own_espionage", "own_ground", "own_air"];
    let id = &names.side_ids[side];
    let whose = names.whose(side);
    let (id, title, columns) = match counted {
        Counted::Total => (
            format!("book-{id}"),
            format!("{whose} book: incidents of both sides, a year"),
            [ACCUSED, OWN].concat(),
        ),
        Counted::Accused => (
            format!("accused-{id}"),
            format!("{whose} book: acts of {}, a year", names.side(1 - side)),
            ACCUSED.to_vec(),
        ),
        Counted::Shootings => (
            format!("book-shootings-{id}"),
            format!("{whose} book: incidents with shots, a year"),
            vec!["shootings"],
        ),
    };
    let mut measure = measure(id, capital(&title), "reports");
    measure.book = Some(names.side_ids[side].clone());
    Source {
        measure,
        counted: Some((side, counted)),
        columns,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
