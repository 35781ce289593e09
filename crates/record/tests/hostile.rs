//! Folders that no honest author would write: each ends in issues, or works, within a time limit; never in a panic.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use halha_record::{Code, Folder, Issue, Record, template};

/// Processor time that one folder may take: ample even for a build that is hardly optimised. A quadratic reader of these
/// inputs takes hours. Processor time, because the clock on the wall also runs for the neighbours of a busy machine.
const PROCESSOR_LIMIT: Duration = Duration::from_secs(60);
/// For a reader that waits for something that never comes, and where processor time cannot be had.
const WALL_LIMIT: Duration = Duration::from_secs(900);

/// What `work` gives, if it gives it within the limits.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    within(PROCESSOR_LIMIT, WALL_LIMIT, work)
}

fn within<T: Send + 'static>(
    processor: Duration,
    wall: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    let (thread_sender, thread) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        let _watcher_gone = thread_sender.send(fs::read_link("/proc/thread-self").ok());
        sender.send(work())
    });
    let thread = thread.recv().ok().flatten();
    let begun = Instant::now();
    loop {
        match receiver.recv_timeout(Duration::from_millis(200)) {
            Ok(value) => return value,
            Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(_) => unreachable!("the worker sends before it ends"),
            },
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let used = thread.as_deref().and_then(processor_time).unwrap_or_default();
                assert!(used < processor, "not done after {used:?} of processor time");
                assert!(begun.elapsed() < wall, "not done after {wall:?}");
            }
        }
    }
}

/// The time that a thread has run, where the system tells (Linux: the first number of `schedstat`, in nanoseconds).
fn processor_time(thread: &Path) -> Option<Duration> {
    let text = fs::read_to_string(Path::new("/proc").join(thread).join("schedstat")).ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

#[test]
#[should_panic(expected = "not done after")]
fn the_limits_catch_work_without_end() {
    let (stop, stopped) = mpsc::channel::<()>();
    let waited = within(Duration::from_secs(1), Duration::from_secs(3), move || {
        stopped.recv()
    });
    assert!(waited.is_err());
    drop(stop);
}

/// The template with one file put in the place of another, or added.
fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Folder {
    with_all([(name, bytes.into())])
}

fn with_all<const N: usize>(replaced: [(&str, Vec<u8>); N]) -> Folder {
    let kept = template::files()
        .iter()
        .filter(|(name, _)| !replaced.iter().any(|(other, _)| other == name));
    let kept = kept.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let files: Vec<_> = kept
        .chain(
            replaced
                .iter()
                .map(|(name, bytes)| ((*name).to_owned(), bytes.clone())),
        )
        .collect();
    Folder::from_files(files)
}

fn read(folder: Folder) -> (Record, Vec<Issue>) {
    in_time(move || Record::read(&folder))
}

fn issues(folder: Folder) -> Vec<Issue> {
    read(folder).1
}

fn has(issues: &[Issue], code: Code, file: &str) -> bool {
    issues
        .iter()
        .any(|issue| issue.code == code && issue.file == file)
}

#[track_caller]
fn expect(issues: &[Issue], code: Code, file: &str) {
    let told: Vec<_> = issues.iter().take(5).map(ToString::to_string).collect();
    assert!(
        has(issues, code, file),
        "no {code} in {file} among {} issues:\n{}",
        issues.len(),
        told.join("\n")
    );
}

fn template_file(name: &str) -> &'static str {
    template::files()
        .iter()
        .find(|(file, _)| *file == name)
        .unwrap()
        .1
}

fn header(name: &str) -> &'static str {
    template_file(name).lines().next().unwrap()
}

// ---- size ----

#[test]
fn a_million_claims_work() {
    let mut text = header("claims.csv").to_owned();
    for row in 0..1_000_000 {
        write!(
            text,
            "\nmerrow-campaign-2106,sorties,,dorvane,,{row},{row},count,,,cassil,white-book,p. {row},stated,"
        )
        .unwrap();
    }
    let (record, issues) = read(with("claims.csv", text));
    assert_eq!(record.claims.len(), 1_000_000);
    assert!(
        !issues
            .iter()
            .any(|issue| issue.file == "claims.csv" && issue.code.family() == halha_record::Family::Format)
    );
}

#[test]
fn a_million_equal_rows_are_told_as_doubles_and_counted() {
    let row = "\nmerrow-campaign-2106,sorties,,dorvane,,5,5,count,,,cassil,white-book,p. 1,stated,";
    let issues = issues(with(
        "claims.csv",
        header("claims.csv").to_owned() + &row.repeat(1_000_000),
    ));
    expect(&issues, Code::DuplicateRow, "claims.csv");
    expect(&issues, Code::MoreLikeThis, "claims.csv");
    assert!(
        issues.len() < 5_000,
        "{} issues are nothing to read",
        issues.len()
    );
}

#[test]
fn a_hundred_thousand_wrong_names_among_a_hundred_thousand_names_are_found() {
    let mut incidents = template_file("incidents.csv").to_owned();
    let mut claims = header("claims.csv").to_owned();
    for n in 0..100_000 {
        writeln!(
            incidents,
            "clash-{n},Clash {n},,clash,narrows,merrow-shoal,2104,,,,,gazette,"
        )
        .unwrap();
        write!(
            claims,
            "\nclesh-{n},sorties,,dorvane,,{n},{n},count,,,cassil,white-book,,stated,"
        )
        .unwrap();
    }
    let folder = with_all([
        ("incidents.csv", incidents.into_bytes()),
        ("claims.csv", claims.into_bytes()),
    ]);
    expect(&issues(folder), Code::UnknownSubject, "claims.csv");
}

#[test]
fn a_hundred_thousand_names_of_rows_that_cannot_be_read_are_not_told_again() {
    let mut incidents = template_file("incidents.csv").to_owned();
    let mut claims = header("claims.csv").to_owned();
    for n in 0..100_000 {
        writeln!(
            incidents,
            "clash-{n},Clash {n},,clish,narrows,merrow-shoal,2104,,,,,gazette,"
        )
        .unwrap();
        write!(
            claims,
            "\nclash-{n},sorties,,dorvane,,{n},{n},count,,,cassil,white-book,,stated,"
        )
        .unwrap();
    }
    let folder = with_all([
        ("incidents.csv", incidents.into_bytes()),
        ("claims.csv", claims.into_bytes()),
    ]);
    let issues = issues(folder);
    expect(&issues, Code::UnknownWord, "incidents.csv");
    assert!(!has(&issues, Code::UnknownSubject, "claims.csv"));
}

#[test]
fn a_hundred_thousand_wrong_cells_in_every_column_are_found() {
    let columns = header("claims.csv").split(',').count();
    let row = format!("\n{}", vec!["!"; columns].join(","));
    let issues = issues(with(
        "claims.csv",
        header("claims.csv").to_owned() + &row.repeat(100_000),
    ));
    expect(&issues, Code::MalformedId, "claims.csv");
    expect(&issues, Code::UnknownWord, "claims.csv");
    expect(&issues, Code::MalformedDate, "claims.csv");
}

#[test]
fn a_header_of_a_million_columns_ends_in_issues() {
    let columns = (0..1_000_000)
        .map(|n| format!("c{n}"))
        .collect::<Vec<_>>()
        .join(",");
    let issues = issues(with("counts.csv", format!("{columns}\n{columns}\n")));
    expect(&issues, Code::UnknownColumn, "counts.csv");
}

#[test]
fn a_field_of_fifty_megabytes_is_refused() {
    let huge = "x".repeat(50_000_000);
    let text = template_file("acts.csv").replacen("Rejected the same week.", &huge, 1);
    let issues = issues(with("acts.csv", text));
    expect(&issues, Code::FieldTooLong, "acts.csv");
    assert!(issues.iter().all(|issue| issue.to_string().len() < 1_000));
}

#[test]
fn huge_names_words_dates_and_numbers_make_short_messages() {
    let nines = "9".repeat(60_000);
    let row = format!(
        "{nines},{nines},{nines},{nines},{nines},{nines},{nines},{nines},,{nines},{nines},{nines},,{nines},"
    );
    let issues = issues(with("claims.csv", format!("{}\n{row}\n", header("claims.csv"))));
    assert!(!issues.is_empty());
    assert!(issues.iter().all(|issue| issue.to_string().len() < 2_000));
}

#[test]
fn a_list_of_ten_thousand_names_in_one_cell_is_read() {
    let list = vec!["cassil"; 9_000].join(";");
    let row = format!("\nmerrow-campaign-2106,sorties,,{list},,5,5,count,,,cassil,white-book,p. 1,stated,");
    let _outcome = issues(with(
        "claims.csv",
        header("claims.csv").to_owned() + &row.repeat(50),
    ));
}

#[test]
fn numbers_at_the_edge_of_doubles_are_refused_or_kept_finite() {
    for number in [
        "1e999",
        "inf",
        "NaN",
        "-inf",
        "0x10",
        "1_000",
        "٣",
        "--5",
        &"9".repeat(400),
    ] {
        let row = format!(
            "\nmerrow-campaign-2106,sorties,,dorvane,,{number},,count,,,cassil,white-book,p. 1,stated,"
        );
        let issues = issues(with("claims.csv", header("claims.csv").to_owned() + &row));
        assert!(has(&issues, Code::MalformedNumber, "claims.csv"), "{number:.20}");
    }
}

// ---- encodings ----

#[test]
fn utf16_is_named() {
    let text = template_file("parties.csv");
    let little: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [little, big, bare] {
        let issues = issues(with("parties.csv", bytes));
        expect(&issues, Code::NotUtf8, "parties.csv");
        assert!(issues.iter().any(|issue| issue.to_string().contains("UTF-16")));
    }
}

#[test]
fn latin1_is_told_with_its_line() {
    let mut bytes = template_file("parties.csv").as_bytes().to_vec();
    bytes.extend(b"ile,\xCEle perdue,other,,,,,\n");
    let lines = template_file("parties.csv").lines().count() as u64;
    let issues = issues(with("parties.csv", bytes));
    assert!(
        issues
            .iter()
            .any(|issue| issue.code == Code::NotUtf8 && issue.line == Some(lines + 1))
    );
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_read_as_if_they_were_not_there() {
    let clean = Record::read(&template::folder()).0;
    for name in [
        "claims.csv",
        "conflict.toml",
        "sources.toml",
        "geometry.geojson",
        "incidents.csv",
    ] {
        let text = template_file(name);
        for bytes in [
            format!("\u{feff}{text}"),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
        ] {
            let (record, issues) = read(with(name, bytes));
            assert_eq!(issues, [], "{name}");
            assert_eq!(record.claims, clean.claims, "{name}");
            assert_eq!(record.sources, clean.sources, "{name}");
        }
    }
}

#[test]
fn lines_are_counted_alike_whatever_ends_them() {
    let bad = template_file("counts.csv").replacen("border-violation,2103", "border-violence,2103", 1);
    let place = |text: String| {
        let issues = issues(with("counts.csv", text));
        issues
            .iter()
            .find(|issue| issue.code == Code::UnknownWord)
            .map(|issue| issue.line)
    };
    let unix = place(bad.clone());
    assert!(unix.is_some());
    assert_eq!(unix, place(bad.replace('\n', "\r\n")));
}

#[test]
fn nuls_are_told() {
    let text = template_file("acts.csv").replacen("Rejected", "Re\0jected", 1);
    expect(
        &issues(with("acts.csv", text)),
        Code::ControlCharacter,
        "acts.csv",
    );
    let nothing_but = issues(with("acts.csv", vec![0; 1_000_000]));
    assert!(nothing_but.iter().any(|issue| issue.file == "acts.csv"));
    for name in ["conflict.toml", "sources.toml", "geometry.geojson"] {
        let issues = issues(with(name, vec![0; 100_000]));
        assert!(issues.iter().any(|issue| issue.file == name), "{name}");
    }
}

// ---- shape of CSV ----

#[test]
fn an_unbalanced_quote_is_told_as_what_it_is() {
    let text = template_file("claims.csv").replacen("p. 64", "\"p. 64", 1);
    let issues = issues(with("claims.csv", text));
    assert!(
        issues
            .iter()
            .any(|issue| issue.file == "claims.csv" && issue.to_string().contains("quotation mark"))
    );
}

#[test]
fn doubled_missing_and_unknown_columns_are_told() {
    let text = template_file("counts.csv");
    let doubled = issues(with("counts.csv", text.replacen("locator", "status", 1)));
    expect(&doubled, Code::DuplicateColumn, "counts.csv");
    expect(&doubled, Code::MissingColumn, "counts.csv");
    let misspelt = issues(with("counts.csv", text.replacen("locator", "locater", 1)));
    expect(&misspelt, Code::UnknownColumn, "counts.csv");
    assert!(
        misspelt
            .iter()
            .any(|issue| issue.to_string().contains("did you mean `locator`?"))
    );
}

#[test]
fn files_with_nothing_in_them_are_told() {
    for (name, _) in template::files().iter().filter(|(name, _)| *name != "README.md") {
        for bytes in ["", "\n", "\n\n\n", ",", "\"", "\r"] {
            let issues = issues(with(name, bytes));
            assert!(!issues.is_empty() || name.ends_with(".toml"), "{name} {bytes:?}");
        }
    }
}

#[test]
fn ragged_rows_are_told_with_their_lines() {
    let text = header("counts.csv").to_owned() + "\na\na,b\n" + &",".repeat(100_000) + "\n";
    let found = issues(with("counts.csv", text));
    let lines: Vec<_> = found
        .iter()
        .filter(|issue| issue.code == Code::RaggedRow)
        .map(|issue| issue.line)
        .collect();
    assert_eq!(&lines[..2], [Some(2), Some(3)]);
}

// ---- shape of TOML and GeoJSON ----

#[test]
fn deeply_nested_toml_ends_in_an_issue() {
    for depth in [100, 10_000, 1_000_000] {
        let arrays = format!("title = {}{}\n", "[".repeat(depth), "]".repeat(depth));
        let tables = format!("title = {}1{}\n", "{a=".repeat(depth), "}".repeat(depth));
        let dotted = format!("{}a = 1\n", "a.".repeat(depth.min(100_000)));
        let headers = format!("[{}a]\n", "a.".repeat(depth.min(100_000)));
        for text in [arrays, tables, dotted, headers] {
            let issues = issues(with("conflict.toml", text));
            assert!(issues.iter().any(|issue| issue.file == "conflict.toml"));
        }
    }
}

#[test]
fn deeply_nested_geojson_ends_in_an_issue() {
    let feature = |geometry: String| {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{geometry}}}]}}"
        )
    };
    for depth in [100, 10_000, 1_000_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let collection =
            "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(depth) + &"]}".repeat(depth);
        let geometries = [
            format!("{{\"type\":\"Polygon\",\"coordinates\":{open}{close}}}"),
            collection,
        ];
        let texts = geometries
            .map(feature)
            .into_iter()
            .chain([open.clone(), format!("{open}{close}")]);
        for text in texts {
            let issues = issues(with("geometry.geojson", text));
            assert!(
                issues.iter().any(|issue| issue.file == "geometry.geojson"),
                "depth {depth}"
            );
        }
    }
}

#[test]
fn coordinates_that_cannot_be_drawn_end_in_an_issue() {
    for coordinates in [
        "[]",
        "[[]]",
        "[[0]]",
        "[[0,0]]",
        "[[1e308,1e308],[0,0]]",
        "[[999,0],[0,0]]",
        "[null]",
        "[[\"a\",1]]",
        "5",
    ] {
        let text = template_file("geometry.geojson").replacen(
            "[[-20.18, -34.6], [-20.16, -34.8], [-20.2, -35.0], [-20.22, -35.4]]",
            coordinates,
            1,
        );
        assert!(text.contains(coordinates));
        let issues = issues(with("geometry.geojson", text));
        assert!(
            issues.iter().any(|issue| issue.file == "geometry.geojson"),
            "{coordinates}"
        );
    }
}

#[test]
fn a_line_of_a_million_points_works() {
    let mut points = String::from("[[-20.18,-34.6]");
    for n in 0..1_000_000 {
        write!(points, ",[-20.{n:07},-34.9]").unwrap();
    }
    points.push(']');
    let text = template_file("geometry.geojson").replacen(
        "[[-20.18, -34.6], [-20.16, -34.8], [-20.2, -35.0], [-20.22, -35.4]]",
        &points,
        1,
    );
    let (record, issues) = read(with("geometry.geojson", text));
    assert_eq!(issues, []);
    assert_eq!(record.features.len(), 5);
}

#[test]
fn wrong_types_in_toml_are_told() {
    for line in [
        "id = 5",
        "id = []",
        "id = { a = 1 }",
        "side = 3",
        "side = []",
        "start = 2101",
        "format = \"one\"",
        "format = 99",
    ] {
        let key = line.split(' ').next().unwrap();
        let kept: String = template_file("conflict.toml")
            .lines()
            .filter(|other| !other.starts_with(&format!("{key} ")) || key == "side")
            .fold(String::new(), |text, line| text + line + "\n");
        let without_sides = kept.split("[[side]]").next().unwrap();
        let text = if key == "side" {
            format!("{line}\n{without_sides}")
        } else {
            format!("{line}\n{kept}")
        };
        let issues = issues(with("conflict.toml", text));
        // A bare year is a number to TOML and a date to the folder: that one is read.
        assert_eq!(
            issues.iter().any(|issue| issue.file == "conflict.toml"),
            line != "start = 2101",
            "{line}"
        );
    }
}

// ---- circles ----

#[test]
fn circles_of_every_kind_are_found() {
    let chain = |n: usize, column: fn(usize, usize) -> String| {
        let mut text = header("incidents.csv").to_owned();
        for at in 0..n {
            write!(text, "\n{}", column(at, (at + 1) % n)).unwrap();
        }
        text
    };
    let answers: fn(usize, usize) -> String =
        |at, next| format!("i-{at},Incident,,clash,narrows,merrow-shoal,2104,,i-{next},,,gazette,");
    let part_of: fn(usize, usize) -> String =
        |at, next| format!("i-{at},Incident,,clash,narrows,merrow-shoal,2104,i-{next},,,,gazette,");
    for n in [1, 2, 3, 100_000] {
        for kind in [answers, part_of] {
            expect(
                &issues(with("incidents.csv", chain(n, kind))),
                Code::CyclicReference,
                "incidents.csv",
            );
        }
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_answers_works() {
    let mut text = template_file("incidents.csv").to_owned();
    for at in 1..100_000 {
        let cause = if at == 1 {
            "merrow-shoal-2103".to_owned()
        } else {
            format!("i-{}", at - 1)
        };
        writeln!(
            text,
            "i-{at},Incident,,clash,narrows,merrow-shoal,2104,,{cause},,,gazette,"
        )
        .unwrap();
    }
    let issues = issues(with("incidents.csv", text));
    assert!(!has(&issues, Code::CyclicReference, "incidents.csv"));
}

#[test]
fn an_incident_that_answers_a_hundred_thousand_others_works() {
    let mut text = template_file("incidents.csv").to_owned();
    for at in 0..7_000 {
        writeln!(
            text,
            "i-{at},Incident,,clash,narrows,merrow-shoal,2104,,,,,gazette,"
        )
        .unwrap();
    }
    let causes = (0..7_000)
        .map(|at| format!("i-{at}"))
        .collect::<Vec<_>>()
        .join(";");
    for at in 0..20 {
        writeln!(
            text,
            "j-{at},Incident,,clash,narrows,merrow-shoal,2104,,{causes},,,gazette,"
        )
        .unwrap();
    }
    let issues = issues(with("incidents.csv", text));
    assert!(!has(&issues, Code::CyclicReference, "incidents.csv"));
}

#[test]
fn circles_of_parties_and_commands_are_found() {
    let parties = template_file("parties.csv")
        .replacen(
            "cassil-coast-guard,Coast Guard of Cassil,force,western,,cassil,",
            "cassil-coast-guard,Coast Guard of Cassil,force,western,,cassil-strait-force,",
            1,
        )
        .replacen(
            "cassil-strait-force,Strait Force of Cassil,force,western,,cassil,",
            "cassil-strait-force,Strait Force of Cassil,force,western,,cassil-coast-guard,",
            1,
        );
    expect(
        &issues(with("parties.csv", parties)),
        Code::CyclicReference,
        "parties.csv",
    );
    let group = template_file("parties.csv").replacen("cassil;dorvane", "cassil;both-sides", 1);
    expect(
        &issues(with("parties.csv", group)),
        Code::CyclicReference,
        "parties.csv",
    );
    let commands = template_file("commands.csv").replacen(
        "capital,,cassil-port",
        "capital,strait-command,cassil-port",
        1,
    );
    expect(
        &issues(with("commands.csv", commands)),
        Code::CyclicReference,
        "commands.csv",
    );
}

// ---- the file system ----

fn on_disk() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    template::write(place.path()).unwrap();
    place
}

#[test]
fn what_is_no_folder_cannot_be_opened() {
    let place = on_disk();
    assert!(Folder::open(place.path().join("absent")).is_err());
    assert!(Folder::open(place.path().join("claims.csv")).is_err());
    assert!(Folder::open("").is_err());
    assert!(Folder::open("/dev/null").is_err());
    assert!(Folder::open("a\0b").is_err());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_told() {
    let place = on_disk();
    fs::remove_file(place.path().join("acts.csv")).unwrap();
    fs::create_dir(place.path().join("acts.csv")).unwrap();
    let folder = Folder::open(place.path()).unwrap();
    assert!(
        issues(folder)
            .iter()
            .any(|issue| issue.file.starts_with("acts.csv"))
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.csv");
    fs::write(&secret, "token-of-somebody-else").unwrap();
    for target in [
        secret.as_path(),
        std::path::Path::new("/dev/zero"),
        std::path::Path::new("/etc/passwd"),
    ] {
        let place = on_disk();
        fs::remove_file(place.path().join("counts.csv")).unwrap();
        symlink(target, place.path().join("counts.csv")).unwrap();
        let issues = issues(Folder::open(place.path()).unwrap());
        expect(&issues, Code::LinkOutside, "counts.csv");
        assert!(!issues.iter().any(|issue| issue.to_string().contains("token-of")));
    }
    // A folder of claims that is a link out of the folder.
    let place = on_disk();
    symlink(outside.path(), place.path().join("claims")).unwrap();
    let issues = issues(Folder::open(place.path()).unwrap());
    assert!(!issues.iter().any(|issue| issue.to_string().contains("token-of")));
    assert!(
        issues.iter().any(|issue| issue.file.starts_with("claims")),
        "{issues:?}"
    );
}

#[cfg(unix)]
#[test]
fn links_in_circles_to_nowhere_and_inside_the_folder_are_handled() {
    use std::os::unix::fs::symlink;
    let place = on_disk();
    let at = |name: &str| place.path().join(name);
    fs::rename(at("counts.csv"), at("claims-elsewhere.csv")).unwrap();
    symlink(at("claims-elsewhere.csv"), at("counts.csv")).unwrap();
    fs::remove_file(at("aid.csv")).unwrap();
    symlink("aid.csv", at("aid.csv")).unwrap();
    fs::remove_file(at("forces.csv")).unwrap();
    symlink("nowhere.csv", at("forces.csv")).unwrap();
    symlink(".", at("claims")).unwrap();
    let (record, issues) = read(Folder::open(place.path()).unwrap());
    assert!(!record.counts.is_empty(), "a link that stays inside is followed");
    expect(&issues, Code::UnreadableFile, "aid.csv");
    expect(&issues, Code::UnreadableFile, "forces.csv");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let place = on_disk();
    fs::remove_file(place.path().join("acts.csv")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(place.path().join("acts.csv"))
        .status();
    assert!(made.unwrap().success());
    let root = place.path().to_owned();
    let issues = in_time(move || Record::read(&Folder::open(root).unwrap()).1);
    expect(&issues, Code::UnreadableFile, "acts.csv");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = on_disk();
    let path = place.path().join("acts.csv");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let (record, issues) = read(Folder::open(place.path()).unwrap());
    // The superuser may read everything.
    if fs::read(&path).is_err() {
        expect(&issues, Code::UnreadableFile, "acts.csv");
    } else {
        assert!(!record.acts.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_that_are_no_text_are_told_or_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let place = on_disk();
    fs::write(
        place.path().join(std::ffi::OsStr::from_bytes(b"cla\xFFims.csv")),
        "x",
    )
    .unwrap();
    fs::write(place.path().join("claims.csv\n; rm"), "x").unwrap();
    let issues = issues(Folder::open(place.path()).unwrap());
    assert!(has(&issues, Code::UnknownFile, "cla\u{fffd}ims.csv"));
}

#[test]
fn a_folder_of_twenty_thousand_files_is_refused_at_once() {
    let place = tempfile::tempdir().unwrap();
    for n in 0..20_000 {
        fs::write(place.path().join(format!("{n}.csv")), "").unwrap();
    }
    assert!(Folder::open(place.path()).is_err());
}
