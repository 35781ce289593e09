//! Whatever texts a record holds, it reads the same after being written.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use halha_record::{Folder, Record, template};
use proptest::prelude::*;

/// Texts with all that CSV and TOML treat as special, without the control characters that are refused.
fn awkward() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "\"", "'", ",", ";", "\\", "\n", "\r\n", "#", "=", "[[", "\t", "\u{feff}", "—",
    ]);
    let plain = "[ -~äЖ国😀]{0,4}";
    prop::collection::vec((special, plain), 0..6).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(special, plain)| format!("{special}{plain}"))
            .collect()
    })
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The template with one claim and one source more.
fn with(note: &str, text: &str, title: &str) -> Folder {
    let files = template::files().iter().map(|(name, old)| {
        let new = match *name {
            "claims.csv" => {
                let (text, note) = (quoted(&format!("x{text}")), quoted(note));
                format!("{old}\nmerrow-strait,account,,cassil,,{text},,text,,,cassil,extra,,stated,{note}\n")
            }
            "sources.toml" => {
                let title = serde_json::to_string(&format!("x{title}")).unwrap().replace('\u{7f}', "\\u007f");
                format!("{old}\n[[source]]\nid = \"extra\"\nkind = \"web\"\nvoice = \"cassil\"\ntitle = {title}\nmirrors = [{title}]\n")
            }
            _ => (*old).to_owned(),
        };
        ((*name).to_owned(), new.into_bytes())
    });
    Folder::from_files(files.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_record_reads_the_same_after_being_written(note in awkward(), text in awkward(), title in awkward()) {
        let (record, issues) = Record::read(&with(&note, &text, &title));
        prop_assert!(issues.is_empty(), "{}", issues[0]);
        let claim = record.claims.iter().find(|claim| claim.statement.source == "extra").unwrap();
        prop_assert_eq!(&claim.statement.note, note.trim());
        let title = format!("x{title}");
        prop_assert_eq!(&record.sources.get("extra").unwrap().title, title.trim());

        let files = record.to_files().into_iter().map(|(name, text)| (name, text.into_bytes()));
        let (again, issues) = Record::read(&Folder::from_files(files));
        prop_assert!(issues.is_empty(), "{}", issues[0]);
        prop_assert!(again == record);
    }
}
