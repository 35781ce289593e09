//! An answer on disk: the table of pairs holds what was compared, the page is whole in itself and safe.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use halha_lab::LoadedConflict;
use halha_lab::replay::Names;
use halha_lab::whatif::{
    self, Answer, Forecast, NoWatch, Outlook, PairSettings, Plan, Shelf, Whatif, Worlds, forecast_page, read,
};
use halha_table::{Batch, Reader};
use support::reference;

fn loaded() -> LoadedConflict {
    LoadedConflict::load(&reference()).0.unwrap()
}

/// An intervention whose words would break a page that does not escape them.
fn hostile(conflict: &LoadedConflict) -> whatif::Intervention {
    let text = "format = 1\ntitle = \"<script>alert(1)</script>\"\nquestion = \"a < b & c?\"\nestimand = \"<b>e</b>\"\n\
                tag = \"prior-driven\"\nassumed = \"a test\"\n[[do]]\nrule = \"commission\"\nturn = \"on\"\nfrom = \"1935-07\"\n";
    read("hostile.toml", text, Shelf::of(conflict)).0.unwrap()
}

fn asked<'c>(conflict: &'c LoadedConflict, plans: Vec<Plan>, pairs: u64) -> Whatif<'c> {
    let measures = whatif::measures(&reference(), conflict).0;
    let settings = PairSettings {
        pairs,
        per_draw: 5,
        seed: 17,
        precision: None,
    };
    Whatif::new(conflict, plans, measures, settings).unwrap()
}

#[test]
fn the_table_of_pairs_holds_what_was_compared() {
    let conflict = loaded();
    let one = hostile(&conflict);
    let nothing = "format = 1\ntitle = \"t\"\nquestion = \"q\"\nestimand = \"e\"\ntag = \"prior-driven\"\nassumed = \"a\"\n";
    let nothing = read("nothing.toml", nothing, Shelf::of(&conflict)).0.unwrap();
    let plans = [&one, &nothing].map(|i| Plan::of(&[i], &conflict).unwrap());
    let asked = asked(&conflict, plans.to_vec(), 50);
    let worlds = asked.play(Some(2), &NoWatch).unwrap();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("pairs.parquet");
    std::fs::write(&path, whatif::pairs_parquet(&asked, &worlds).unwrap()).unwrap();
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.rows() as usize, 2 * worlds.pairs);
    let mut batches = 0;
    let told = reader.scan(&[], |table| {
        compare(table, &asked, &worlds);
        batches += 1;
    });
    told.unwrap();
    assert_eq!(batches, 1, "a small table is one batch");
}

fn compare(table: &Batch, asked: &Whatif<'_>, worlds: &Worlds) {
    let column = |name: &str| table.column(name).unwrap();
    let (names, pairs) = (column("intervention"), column("pair"));
    let (changed, parted) = (column("changed"), column("parted"));
    for row in 0..table.rows() {
        let (plan, pair) = (row / worlds.pairs, row % worlds.pairs);
        assert_eq!(names.text(row), Some(["hostile", "nothing"][plan]));
        assert_eq!(pairs.u32(row), Some(pair as u32));
        assert_eq!(changed.yes(row), Some(!worlds.parted(plan)[pair].is_nan()));
        assert_eq!(parted.day(row).is_none(), worlds.parted(plan)[pair].is_nan());
    }
    for (m, measure) in asked.measures().iter().enumerate() {
        for (suffix, of) in [("baseline", true), ("with", false)] {
            let held = column(&format!("{}_{suffix}", measure.id));
            for row in 0..table.rows() {
                let (plan, pair) = (row / worlds.pairs, row % worlds.pairs);
                let value = if of {
                    worlds.baseline(plan, m)
                } else {
                    worlds.counterfactual(plan, m)
                }[pair];
                let expected = (!value.is_nan()).then_some(value.to_bits());
                assert_eq!(held.f64(row).map(f64::to_bits), expected, "{}", measure.id);
            }
        }
    }
}

fn answered(asked: &Whatif<'_>, worlds: &Worlds) -> Answer {
    Answer::of(asked, worlds, &["hostile".to_owned()], "soviet-japanese")
}

#[test]
fn the_page_is_whole_and_escapes_what_it_shows() {
    let conflict = loaded();
    let asked = asked(
        &conflict,
        vec![Plan::of(&[&hostile(&conflict)], &conflict).unwrap()],
        100,
    );
    let worlds = asked.play(Some(2), &NoWatch).unwrap();
    let answer = answered(&asked, &worlds);
    let told = asked.tell_chosen(&answer, None).unwrap();
    assert_eq!(told.len(), 2, "a typical and an extreme pair");
    let page = whatif::page(&answer, &Names::of(&conflict), &told);
    is_whole(&page);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("a &lt; b &amp; c?"));
    for words in [
        "A typical pair",
        "An extreme pair",
        "prior-driven",
        "Mean length of the crises",
        "The pact is signed by the end of 1941",
        &answer.provenance.command,
        "pairs.parquet",
    ] {
        assert!(page.contains(words), "no {words:?}");
    }
    assert_eq!(
        page,
        whatif::page(&answer, &Names::of(&conflict), &told),
        "the same each time"
    );
    // What is written is read back, but for the last bit of a number.
    let again: Answer = serde_json::from_slice(&whatif::json(&answer)).unwrap();
    assert_eq!(again.columns.len(), 1);
    assert_eq!(again.provenance, answer.provenance);
    assert_eq!(
        again.columns[0].contrasts.len(),
        answer.columns[0].contrasts.len()
    );
    assert_eq!(again.only(&["attacked".to_owned()]).columns[0].contrasts.len(), 1);
}

/// A page loads nothing and runs nothing.
fn is_whole(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    for loads in [
        "<script", "http://", "https://", "src=", "<link", "url(", "@import",
    ] {
        assert!(!page.contains(loads), "the page holds {loads}");
    }
}

#[test]
fn a_forecast_has_a_page_with_every_month() {
    let conflict = loaded();
    let outlook = Outlook {
        as_of: jiff::civil::date(1939, 5, 11),
        months: 6,
        runs: 60,
        seed: 3,
    };
    let forecast = Forecast::of(&conflict, &outlook, Some(2), &halha_lab::job::NoWatch).unwrap();
    let page = forecast_page(&forecast, "halha forecast --as-of 1939-05-11");
    is_whole(&page);
    assert_eq!(forecast.steps.len(), 6);
    for step in &forecast.steps {
        assert!(page.contains(&step.until), "no {}", step.until);
    }
    // A picture for each count and each probability.
    assert_eq!(page.matches("<svg").count(), 12);
    assert!(page.contains("standing crisis") && page.contains("halha forecast --as-of 1939-05-11"));
    for step in forecast.steps.windows(2) {
        for (a, b) in step[0].by_then.iter().zip(&step[1].by_then) {
            assert!(a.share <= b.share, "what has happened stays so");
        }
    }
}
