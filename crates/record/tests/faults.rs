//! Planted faults: every family is found, in one pass, at the right row, beside whatever else is wrong.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::collections::BTreeMap;

use halha_record::{Code, Family, Folder, Issue, Record, Severity, template};

/// The template's files, to be spoilt.
struct Spoilt {
    files: BTreeMap<String, String>,
    /// What must be found: code, file, line, column.
    planted: Vec<(Code, &'static str, u64, &'static str)>,
}

impl Spoilt {
    fn new() -> Self {
        let files = template::files()
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Self {
            files: files.collect(),
            planted: Vec::new(),
        }
    }

    /// Replaces a text that stands once in a file, where `code` must then be found.
    fn replace(&mut self, code: Code, file: &'static str, column: &'static str, from: &str, to: &str) {
        let text = self.files.get_mut(file).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        let line = 1 + text[..text.find(from).unwrap()].matches('\n').count() as u64;
        *text = text.replace(from, to);
        self.planted.push((code, file, line, column));
    }

    /// Adds a row at the end of a file, where `code` must then be found.
    fn add(&mut self, code: Code, file: &'static str, column: &'static str, row: &str) {
        self.push(file, row);
        let line = self.files[file].lines().count() as u64;
        self.planted.push((code, file, line, column));
    }

    /// Adds a row that is sound by itself.
    fn push(&mut self, file: &'static str, row: &str) {
        let text = self.files.get_mut(file).unwrap();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(row);
        text.push('\n');
    }

    fn issues(&self) -> Vec<Issue> {
        let files = self
            .files
            .iter()
            .map(|(name, text)| (name.clone(), text.clone().into_bytes()));
        Record::read(&Folder::from_files(files.collect::<Vec<_>>())).1
    }

    /// Every planted fault is found where it is, and nothing is found anywhere else.
    #[track_caller]
    fn check(&self) {
        let issues = self.issues();
        let told: String = issues.iter().map(|issue| format!("{issue}\n")).collect();
        for (code, file, line, column) in &self.planted {
            let found = issues.iter().any(|issue| {
                issue.code == *code
                    && issue.file == *file
                    && issue.line == Some(*line)
                    && issue.column.as_deref().unwrap_or("") == *column
            });
            assert!(
                found,
                "{code} not found at {file}:{line} [{column}] among\n{told}"
            );
        }
        for issue in &issues {
            let place =
                |planted: &&(Code, &str, u64, &str)| planted.1 == issue.file && Some(planted.2) == issue.line;
            assert!(
                self.planted.iter().any(|planted| place(&planted)),
                "nothing was planted where this is: {issue}"
            );
            assert!(!issue.message.is_empty() && !issue.remedy.is_empty());
        }
    }
}

const CLAIMS: &str = "claims.csv";

fn plant_format(spoilt: &mut Spoilt) {
    spoilt.replace(
        Code::MalformedDate,
        "incidents.csv",
        "date",
        "skerra-north-beach,2102-04~,",
        "skerra-north-beach,2102-13~,",
    );
    spoilt.replace(
        Code::UnknownWord,
        "participants.csv",
        "status",
        "1st Division,,strait-historians,joint-history,stated",
        "1st Division,,strait-historians,joint-history,sure",
    );
    spoilt.add(
        Code::MalformedNumber,
        CLAIMS,
        "low",
        "merrow-shoal-2103,wounded,,dorvane-fleet,,\"1,200\",,men,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::RaggedRow,
        CLAIMS,
        "",
        "merrow-shoal-2103,wounded,,dorvane-fleet,,12",
    );
    spoilt.add(
        Code::SilentStatement,
        CLAIMS,
        "low",
        "merrow-shoal-2103,wounded,,dorvane-fleet,,,,men,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::EmptyCell,
        "acts.csv",
        "source",
        "act-1,An act,protest,2103,cassil,,,,,cassil,,,stated,",
    );
}

fn plant_references(spoilt: &mut Spoilt) {
    spoilt.replace(
        Code::UnknownPlace,
        "incidents.csv",
        "place",
        "naval,narrows,merrow-shoal,",
        "naval,narrows,merow-shoal,",
    );
    spoilt.add(
        Code::UnknownSource,
        CLAIMS,
        "source",
        "merrow-shoal-2103,wounded,,dorvane-fleet,,3,3,men,,,cassil,whitebook,,stated,",
    );
    spoilt.add(
        Code::UnknownClaimant,
        CLAIMS,
        "claimed_by",
        "merrow-shoal-2103,wounded,,dorvane-fleet,,4,4,men,,,norland,white-book,,stated,",
    );
    spoilt.add(
        Code::UnknownParty,
        "forces.csv",
        "party",
        "2107-01,norland,,,gunboat,3,3,vessels,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::UnknownSubject,
        CLAIMS,
        "incident",
        "merow-shoal-2103,wounded,,dorvane-fleet,,5,5,men,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::DuplicateId,
        "places.csv",
        "id",
        "sund-city,Sund again,,town,-20.2,-30.5,2,,joint-history,stated,",
    );
}

fn plant_bounds(spoilt: &mut Spoilt) {
    spoilt.replace(
        Code::ReversedRange,
        CLAIMS,
        "low",
        "dorvane,,4500,5000,men",
        "dorvane,,5500,5000,men",
    );
    spoilt.replace(
        Code::OutOfRange,
        "sectors.csv",
        "vagueness_high",
        "hills,,0.4,0.7,",
        "hills,,0.4,1.7,",
    );
    spoilt.replace(
        Code::OutsideSector,
        "places.csv",
        "sector",
        "hill,-20.55,-34.95,",
        "hill,-34.95,-20.55,",
    );
    spoilt.add(
        Code::NegativeQuantity,
        CLAIMS,
        "low",
        "merrow-shoal-2103,missing,,dorvane-fleet,,-3,3,men,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::BrokenPerson,
        CLAIMS,
        "low",
        "merrow-shoal-2103,sick,,dorvane-fleet,,2.5,3,men,,,cassil,white-book,,stated,",
    );
    spoilt.replace(
        Code::OutsideWhole,
        "incidents.csv",
        "date",
        "skerra-north-beach,2106-08-08/2106-08-21",
        "skerra-north-beach,2106-08-08/2106-10-21",
    );
    spoilt.replace(
        Code::AnswerBeforeCause,
        "incidents.csv",
        "date",
        "2105-03-02/2105-03-04",
        "2103-03-02/2103-03-04",
    );
}

fn plant_arithmetic(spoilt: &mut Spoilt) {
    // Killed above present, by one claimant in one source.
    spoilt.add(Code::LossAboveStrength, CLAIMS, "low", "merrow-campaign-2106,killed,,cassil-strait-force,,11000,11000,men,,,strait-historians,joint-history,,stated,");
    // A part above its whole.
    spoilt.add(
        Code::PartAboveWhole,
        CLAIMS,
        "low",
        "merrow-campaign-2106,killed,,dorvane,,1900,1900,men,,,dorvane,royal-bulletin,,stated,",
    );
    // Two parts that are above it only together.
    spoilt.push(
        CLAIMS,
        "merrow-campaign-2106,wounded,,cassil-strait-force,,1300,1300,men,,,cassil,white-book,,stated,",
    );
    spoilt.add(
        Code::PartAboveWhole,
        CLAIMS,
        "low",
        "merrow-campaign-2106,killed,,cassil-strait-force,,1000,1000,men,,,cassil,white-book,,stated,",
    );
    // More gunboats lost than were there.
    spoilt.add(Code::LostAboveCommitted, CLAIMS, "low", "merrow-narrows-2106,lost,gunboat,dorvane-fleet,,15,15,vessels,,,strait-historians,joint-history,,stated,");
    // An engagement's losses above the campaign's.
    spoilt.add(Code::EngagementAboveCampaign, CLAIMS, "low", "skerra-battle-2106,casualties,,cassil-strait-force,,3000,3000,men,,,naval-archive-cassil,archive-losses,,reported,");
    spoilt.replace(
        Code::StepsOutOfOrder,
        "decisions.csv",
        "step",
        "merrow-campaign-2106,2,2106-05-22",
        "merrow-campaign-2106,2,2106-01-22",
    );
}

#[test]
fn the_template_is_sound() {
    assert_eq!(Spoilt::new().issues(), Vec::new());
}

#[test]
fn faults_of_format_are_found() {
    let mut spoilt = Spoilt::new();
    plant_format(&mut spoilt);
    spoilt.check();
}

#[test]
fn faults_of_reference_are_found() {
    let mut spoilt = Spoilt::new();
    plant_references(&mut spoilt);
    spoilt.check();
}

#[test]
fn faults_of_bounds_are_found() {
    let mut spoilt = Spoilt::new();
    plant_bounds(&mut spoilt);
    spoilt.check();
}

#[test]
fn faults_of_arithmetic_are_found() {
    let mut spoilt = Spoilt::new();
    plant_arithmetic(&mut spoilt);
    spoilt.check();
}

#[test]
fn all_families_are_found_in_one_pass() {
    let mut spoilt = Spoilt::new();
    plant_references(&mut spoilt);
    plant_bounds(&mut spoilt);
    plant_arithmetic(&mut spoilt);
    plant_format(&mut spoilt);
    spoilt.check();
    for family in [
        Family::Format,
        Family::Reference,
        Family::Bounds,
        Family::Arithmetic,
    ] {
        assert!(
            spoilt
                .planted
                .iter()
                .filter(|planted| planted.0.family() == family)
                .count()
                >= 3
        );
    }
}

#[test]
fn issues_come_by_file_and_line() {
    let mut spoilt = Spoilt::new();
    plant_bounds(&mut spoilt);
    plant_format(&mut spoilt);
    let issues = spoilt.issues();
    assert!(issues.is_sorted_by_key(|issue| (issue.file.clone(), issue.line)));
}

#[test]
fn one_row_with_many_faults_has_all_of_them_told() {
    let mut spoilt = Spoilt::new();
    spoilt.push(
        CLAIMS,
        "nowhere-2103,hurt,tnk,norland,2103-13,9,-5,men,,,nobody,nothing,,sure,",
    );
    let line = spoilt.files[CLAIMS].lines().count() as u64;
    let mut codes: Vec<_> = spoilt
        .issues()
        .iter()
        .filter(|issue| issue.line == Some(line))
        .map(|i| i.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let expected = [
        Code::MalformedDate,
        Code::UnknownWord,
        Code::UnknownParty,
        Code::UnknownClaimant,
        Code::UnknownSource,
        Code::UnknownSubject,
        Code::UnknownAttribute,
        Code::ReversedRange,
        Code::NegativeQuantity,
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_row_that_cannot_be_read_is_no_dangling_reference() {
    let mut spoilt = Spoilt::new();
    spoilt.replace(
        Code::MalformedNumber,
        "places.csv",
        "longitude",
        "merrow-shoal,Merrow Shoal,,strait,-20.3",
        "merrow-shoal,Merrow Shoal,,strait,west",
    );
    spoilt.check();
}

#[test]
fn a_missing_table_is_told_once() {
    let mut spoilt = Spoilt::new();
    spoilt.files.remove("places.csv");
    let issues = spoilt.issues();
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert_eq!(
        (issues[0].code, issues[0].file.as_str()),
        (Code::MissingFile, "places.csv")
    );
}

#[test]
fn remedies_name_what_was_meant() {
    let mut spoilt = Spoilt::new();
    plant_references(&mut spoilt);
    let issues = spoilt.issues();
    let remedy = |code| &issues.iter().find(|issue| issue.code == code).unwrap().remedy;
    assert!(remedy(Code::UnknownPlace).contains("`merrow-shoal`"));
    assert!(remedy(Code::UnknownSource).contains("`white-book`"));
}

#[test]
fn rivals_are_no_issues_and_doubt_is_respected() {
    let mut spoilt = Spoilt::new();
    spoilt.push(CLAIMS, "merrow-campaign-2106,killed,,cassil-strait-force,,99000,99000,men,,,dorvane,royal-bulletin,,doubtful,A slip of the printer.");
    spoilt.push(
        CLAIMS,
        "merrow-shoal-2103,killed,,cassil-coast-guard,,4000,4000,men,,,sund-gazette,gazette,,stated,",
    );
    assert_eq!(spoilt.issues(), Vec::new());
}

#[test]
fn losses_above_every_claimed_strength_are_worth_a_warning() {
    let mut spoilt = Spoilt::new();
    let row = |killed| {
        format!(
            "merrow-campaign-2106,killed,,cassil-strait-force,,{killed},{killed},men,,,dorvane,royal-bulletin,,stated,"
        )
    };
    // The most that anybody says were there is 10,500, by another claimant.
    spoilt.push(CLAIMS, &row(10_500));
    assert_eq!(spoilt.issues(), Vec::new());
    spoilt.add(Code::LossAboveAnyStrength, CLAIMS, "low", &row(10_501));
    spoilt.check();
    assert_eq!(spoilt.issues()[0].severity, Severity::Warning);
}

#[test]
fn sources_and_memory_are_checked() {
    let mut spoilt = Spoilt::new();
    let sources = spoilt.files.get_mut("sources.toml").unwrap();
    sources.push_str("\n[[source]]\nid = \"recalled\"\ntitle = \"Remembered\"\nkind = \"memory\"\nvoice = \"sund-gazette\"\n");
    sources.push_str("\n[[source]]\nid = \"page\"\ntitle = \"A page\"\nkind = \"web\"\nvoice = \"sund-gazette\"\nurl = \"https://example.org/a\"\n");
    sources.push_str("\n[[source]]\nid = \"copy\"\ntitle = \"A copy\"\nkind = \"web\"\nvoice = \"sund-gazette\"\nurl = \"https://example.org/b\"\nmirrors = [\"https://example.org/a/\"]\n");
    let issues = spoilt.issues();
    let found = |code| issues.iter().filter(|issue| issue.code == code).count();
    assert_eq!((found(Code::MirrorAsSource), found(Code::UnusedEntry)), (1, 3));
    assert!(
        issues
            .iter()
            .filter(|issue| issue.code == Code::UnusedEntry)
            .all(|i| i.severity == Severity::Warning)
    );

    spoilt.push(
        CLAIMS,
        "merrow-shoal-2103,sick,,dorvane-fleet,,2,2,men,,,sund-gazette,recalled,,unverified,",
    );
    spoilt.add(
        Code::MemoryAsSource,
        CLAIMS,
        "source",
        "merrow-shoal-2103,sick,,dorvane-fleet,,3,3,men,,,sund-gazette,recalled,,stated,",
    );
    assert!(
        spoilt
            .issues()
            .iter()
            .any(|issue| { issue.code == Code::MemoryAsSource && issue.line == Some(spoilt.planted[0].2) })
    );
}

#[test]
fn strays_are_told_and_reserved_names_are_not() {
    let mut spoilt = Spoilt::new();
    for name in [
        "scenario.toml",
        "priors.toml",
        "README.md",
        "LICENSE-CC-BY-4.0",
        "interventions/joint.toml",
    ] {
        spoilt.files.insert(name.to_owned(), String::new());
    }
    assert_eq!(spoilt.issues(), Vec::new());
    spoilt.files.insert("incident.csv".to_owned(), String::new());
    let issues = spoilt.issues();
    assert_eq!(issues.len(), 1);
    assert!(issues[0].remedy.contains("incidents.csv"), "{}", issues[0]);
}
