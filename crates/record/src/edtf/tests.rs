//! Dates read, print, compare and refuse as the table in the module's head says.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Edtf {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn days(text: &str) -> (String, String) {
    let date = date(text);
    (date.earliest().to_string(), date.latest().to_string())
}

#[test]
fn bounds_are_the_first_and_last_day_it_can_mean() {
    for (text, first, last) in [
        ("1936-03-12", "1936-03-12", "1936-03-12"),
        ("1936-02", "1936-02-01", "1936-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1936", "1936-01-01", "1936-12-31"),
        ("193X", "1930-01-01", "1939-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1XXX", "1000-01-01", "1999-12-31"),
        ("1936-XX", "1936-01-01", "1936-12-31"),
        ("1936-XX-XX", "1936-01-01", "1936-12-31"),
        ("1936-03-XX", "1936-03-01", "1936-03-31"),
        ("1936-03-0X", "1936-03-01", "1936-03-09"),
        ("1936-03-1X", "1936-03-10", "1936-03-19"),
        ("1936-02-2X", "1936-02-20", "1936-02-29"),
        ("1936-04-3X", "1936-04-30", "1936-04-30"),
        ("1936-21", "1936-03-01", "1936-05-31"),
        ("1936-22", "1936-06-01", "1936-08-31"),
        ("1936-23", "1936-09-01", "1936-11-30"),
        ("1935-24", "1935-12-01", "1936-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("1936-03~", "1936-03-01", "1936-03-31"),
        ("1945-08-08T17:00+03:00", "1945-08-08", "1945-08-08"),
        ("1936-03-29/1936-04-01", "1936-03-29", "1936-04-01"),
        ("1936-05/1936", "1936-05-01", "1936-12-31"),
        ("1939-05-11/..", "1939-05-11", "9999-12-31"),
        ("../1939", "-009999-01-01", "1939-12-31"),
        ("1939/", "1939-01-01", "9999-12-31"),
        ("/1939", "-009999-01-01", "1939-12-31"),
        ("[1935-01-08,1935-01-24]", "1935-01-08", "1935-01-24"),
        ("[1935-03,1935-01-08..1935-01-24]", "1935-01-08", "1935-03-31"),
        ("[..1935]", "-009999-01-01", "1935-12-31"),
        ("[1935..]", "1935-01-01", "9999-12-31"),
    ] {
        assert_eq!(days(text), (first.to_owned(), last.to_owned()), "{text}");
        assert_eq!(date(text).to_string(), text);
    }
}

#[test]
fn plain_english() {
    for (text, words) in [
        ("1936-03-12", "12 March 1936"),
        ("1936-03", "March 1936"),
        ("1936-03~", "about March 1936"),
        ("1935-01-08?", "perhaps 8 January 1935"),
        ("1936-03%", "perhaps about March 1936"),
        ("193X", "the 1930s"),
        ("19XX", "a year of 1900–1999"),
        ("1936-XX", "a month of 1936"),
        ("1936-XX-XX", "a day of 1936"),
        ("1936-03-XX", "a day of March 1936"),
        ("1936-02-2X", "a day of 20–29 February 1936"),
        ("1936-24", "winter 1936"),
        ("1936-03-29/1936-04-01", "29 March – 1 April 1936"),
        ("1935-12-19/1935-12-24", "19–24 December 1935"),
        ("1935-12-19/1936-02-15", "19 December 1935 – 15 February 1936"),
        ("1938-07/1938-08", "July – August 1938"),
        ("1932/1939", "1932 – 1939"),
        ("1938-07~/1938-08-11", "about July 1938 – 11 August 1938"),
        ("1939-05-11/..", "11 May 1939 and after"),
        ("1939-05-11/", "from 11 May 1939, end unknown"),
        ("../1939", "1939 and before"),
        ("/1939", "until 1939, beginning unknown"),
        ("[1935-01-08,1935-01-24]", "8 January 1935 or 24 January 1935"),
        ("[1935-01-08..1935-01-24]", "8–24 January 1935"),
        ("[..1935]", "1935 or earlier"),
        ("1945-08-08T17:00+03:00", "8 August 1945 at 17:00 (UTC+03:00)"),
        ("1945-08-08T17:00:05Z", "8 August 1945 at 17:00:05 UTC"),
        ("1945-08-09T00:10", "9 August 1945 at 00:10"),
    ] {
        assert_eq!(date(text).describe(), words, "{text}");
        assert_eq!(date(text).to_string(), text);
    }
}

#[test]
fn nonsense_is_refused_with_a_remedy() {
    for (text, part_of_message) in [
        ("", "empty"),
        (" 1936", "YYYY"),
        ("1936 ", "YYYY"),
        ("36", "YYYY"),
        ("19360312", "YYYY"),
        ("1936-3-12", "no month"),
        ("1936-13", "no month"),
        ("1936-00", "no month"),
        ("1936-25", "no month"),
        ("1936-+3", "no month"),
        ("1936-03-32", "no day `1936-03-32`"),
        ("1936-03-00", "no day"),
        ("1935-02-29", "no day"),
        ("1900-02-29", "no day"),
        ("1936-02-30", "no day"),
        ("1936-04-31", "no day"),
        ("1936-02-3X", "no day"),
        ("1936-21-03", "no day"),
        ("1936-03-4X", "YYYY"),
        ("1936-03-X1", "YYYY"),
        ("1936-03-12-01", "YYYY"),
        ("12 March 1936", "YYYY"),
        ("March 1936", "YYYY"),
        ("1936/03/12", "YYYY"),
        ("XXXX", "YYYY"),
        ("X936", "YYYY"),
        ("193X-03", "unknown year"),
        ("1936-XX-12", "unknown month"),
        ("-0044", "four digits"),
        ("Y17E7", "four digits"),
        ("1936?-03", "behind the whole date"),
        ("1936-03?~", "behind the whole date"),
        ("1936-03-12T", "time of day"),
        ("1936-03-12T24:00", "time of day"),
        ("1936-03-12T05:60", "time of day"),
        ("1936-03-12T05:45:60", "time of day"),
        ("1936-03-12T05:45:00:00", "time of day"),
        ("1936-03-12T05:45+15:00", "time of day"),
        ("1936-03-12T05:45-00:00", "time of day"),
        ("1936-03-12T5:45", "time of day"),
        ("1936-03T05:45", "YYYY"),
        (
            "1936-04-01/1936-03-29",
            "ends before it begins: `1936-04-01` is after `1936-03-29`",
        ),
        ("1937/1936-12", "ends before it begins"),
        ("1945-08-09T05:00/1945-08-09T04:00", "ends before it begins"),
        ("1936/1937/1938", "YYYY"),
        ("/", "at least one end"),
        ("../..", "at least one end"),
        ("/..", "at least one end"),
        ("[", "YYYY"),
        ("[]", "YYYY"),
        ("[..]", "at least one end"),
        ("[1936", "YYYY"),
        ("[1936,]", "YYYY"),
        ("[1937..1936]", "ends before it begins"),
        ("{1936,1937}", "one row a date"),
        ("１９３６", "YYYY"),
        ("1936\0", "YYYY"),
        ("1936-03-12\n", "YYYY"),
    ] {
        let error = text.parse::<Edtf>().expect_err(text).to_string();
        assert!(error.contains(part_of_message), "{text:?}: {error}");
    }
}

#[test]
fn huge_inputs_are_refused_at_once() {
    for text in [
        "9".repeat(50_000_000),
        "[".repeat(1_000_000),
        format!("[{}]", "1936,".repeat(1_000_000)),
    ] {
        let begun = std::time::Instant::now();
        assert!(matches!(text.parse::<Edtf>(), Err(EdtfError::TooLong { .. })));
        assert!(begun.elapsed().as_millis() < 50);
    }
    assert!(
        format!("[{}]", vec!["1936-03-12"; 23].join(","))
            .parse::<Edtf>()
            .is_ok()
    );
}

#[test]
fn order_is_certain_only_where_the_marks_leave_no_doubt() {
    for (a, b) in [
        ("1936-03-12", "1936-03-13"),
        ("1936-03", "1936-04-01"),
        ("1936-03-12~", "1936-03-14"),
        ("1936-03~", "1936-05"),
        ("1935~", "1937"),
        ("../1935", "1936"),
        ("1935", "1936/.."),
        ("1945-08-08T23:00", "1945-08-08T23:01"),
        ("1945-08-08T17:00+03:00", "1945-08-09T00:10+10:00"),
        ("1945-08-09T00:10+10:00", "1945-08-08T15:00Z"),
    ] {
        assert!(date(a).certainly_before(&date(b)), "{a} {b}");
        assert!(!date(b).certainly_before(&date(a)), "{b} {a}");
    }
    for (a, b) in [
        ("1936-03-12", "1936-03-12"),
        ("1936-03-12", "1936-03"),
        ("1936-03-12~", "1936-03-13"),
        ("1936-03~", "1936-04"),
        ("1935/", "1936"),
        ("193X", "1935"),
        ("[1935,1937]", "1936"),
        ("1945-08-08T23:00", "1945-08-08"),
    ] {
        assert!(!date(a).certainly_before(&date(b)), "{a} {b}");
        assert!(!date(b).certainly_before(&date(a)), "{b} {a}");
        assert!(date(a).may_overlap(&date(b)), "{a} {b}");
    }
}

#[test]
fn loose_bounds_reach_whole_months() {
    let (first, last) = date("1936-04~").loose_bounds();
    assert_eq!(
        (first.to_string(), last.to_string()),
        ("1936-03-01".into(), "1936-05-31".into())
    );
    let (first, last) = date("1936-02?").loose_bounds();
    assert_eq!(
        (first.to_string(), last.to_string()),
        ("1936-01-01".into(), "1936-03-31".into())
    );
    let (_, last) = date("9999~").loose_bounds();
    assert_eq!(last, Date::MAX);
}

#[test]
fn questions_about_a_date() {
    assert!(date("1939/..").has_no_end() && !date("1939/..").has_no_start());
    assert!(date("/1939").has_no_start() && !date("1939").has_no_start());
    assert!(date("1938/1939").is_interval() && !date("[1938,1939]").is_interval());
    assert_eq!(
        date("1936-03~/1936-04?").qualifier(),
        Qualifier::UncertainApproximate
    );
    assert_eq!(date("[1936,1937-03-01]").precision(), Precision::Year);
    assert_eq!(date("1936-03-1X").precision(), Precision::Decad);
    assert_eq!(date("1936-02").span_days(), Some(29));
    assert_eq!(date("1936-02/").span_days(), None);
    assert_eq!(
        date("1936-03-01/1936-03-03").midpoint().unwrap().to_string(),
        "1936-03-02"
    );
    assert!(date("1939-05-28").certainly_within(&date("1939-05-11/1939-09-16")));
    assert!(!date("1939").certainly_within(&date("1939-05-11/1939-09-16")));
    assert_eq!(
        Edtf::day(jiff::civil::date(1936, 3, 12)).to_string(),
        "1936-03-12"
    );
    let mut dates = ["1936-03", "1935", "1936-03-01", "193X"].map(date);
    dates.sort();
    assert_eq!(
        dates.map(|d| d.to_string()),
        ["193X", "1935", "1936-03-01", "1936-03"]
    );
}

#[test]
fn serde_speaks_the_text() {
    let json = "\"1936-03-29/1936-04-01\"";
    let read: Edtf = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert!(
        serde_json::from_str::<Edtf>("\"1936-13\"")
            .unwrap_err()
            .to_string()
            .contains("no month")
    );
    assert!(serde_json::from_str::<Edtf>("1936").is_err());
}

/// Any single date that is in the calendar.
fn single() -> impl Strategy<Value = String> {
    let day = (0_i16..=9998, 0_i32..365).prop_map(|(year, offset)| {
        let first = jiff::civil::date(year, 1, 1);
        first.saturating_add(jiff::Span::new().days(offset)).to_string()
    });
    let clock = (
        0..24,
        0..60,
        prop_oneof![Just(""), Just("Z"), Just("+09:00"), Just(":59-03:30")],
    )
        .prop_map(|(hour, minute, rest)| format!("T{hour:02}:{minute:02}{rest}"));
    let body = prop_oneof![
        day.clone(),
        (day, clock).prop_map(|(day, clock)| day + &clock),
        (0..=9999, 1..=12).prop_map(|(year, month)| format!("{year:04}-{month:02}")),
        (0..=9999, 21..=24).prop_map(|(year, season)| format!("{year:04}-{season}")),
        (0..=9999, 1..=12, 0..=2).prop_map(|(year, month, tens)| format!("{year:04}-{month:02}-{tens}X")),
        (0..=9999, prop_oneof![Just(""), Just("-XX"), Just("-XX-XX")])
            .prop_map(|(y, x)| format!("{y:04}{x}")),
        (0..=999).prop_map(|decade| format!("{decade:03}X")),
        (0..=99).prop_map(|century| format!("{century:02}XX")),
    ];
    (
        body,
        prop_oneof![4 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")],
    )
        .prop_map(|(body, mark)| body + mark)
}

/// Texts of every form; intervals may be reversed.
fn any_form() -> impl Strategy<Value = String> {
    let end = || prop_oneof![4 => single(), 1 => Just(String::new()), 1 => Just("..".to_owned())];
    let member = prop_oneof![
        single(),
        (single(), single()).prop_map(|(a, b)| format!("{a}..{b}"))
    ];
    prop_oneof![
        single(),
        (end(), end()).prop_map(|(a, b)| format!("{a}/{b}")),
        prop::collection::vec(member, 1..4).prop_map(|members| format!("[{}]", members.join(","))),
    ]
}

proptest! {
    #[test]
    fn what_is_read_prints_the_same(text in any_form()) {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert_eq!(date.to_string(), text);
            prop_assert_eq!(date.to_string().parse::<Edtf>().unwrap(), date);
        }
    }

    #[test]
    fn every_single_date_is_read(text in single()) {
        prop_assert!(text.parse::<Edtf>().is_ok(), "{}", text);
    }

    #[test]
    fn earliest_is_never_after_latest(text in any_form()) {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert!(date.earliest() <= date.latest());
            let (first, last) = date.loose_bounds();
            prop_assert!(first <= date.earliest() && date.latest() <= last);
            prop_assert!(!date.describe().is_empty() && !date.describe().contains("unknown time"));
        }
    }

    #[test]
    fn before_and_overlap_agree(a in any_form(), b in any_form()) {
        if let (Ok(a), Ok(b)) = (a.parse::<Edtf>(), b.parse::<Edtf>()) {
            prop_assert!(!(a.certainly_before(&b) && b.certainly_before(&a)));
            prop_assert!(!a.certainly_before(&a));
            prop_assert!(a.may_overlap(&a));
            prop_assert_eq!(a.may_overlap(&b), b.may_overlap(&a));
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, a.cmp(&b).is_eq());
            prop_assert!(a.may_overlap(&b) || a.certainly_before(&b) || b.certainly_before(&a)
                || (a.precision() == Precision::Moment && b.precision() == Precision::Moment));
        }
    }

    #[test]
    fn an_interval_of_two_days_keeps_its_order(a in 0_i32..3_000_000, b in 0_i32..3_000_000) {
        let day = |n: i32| jiff::civil::date(0, 1, 1).saturating_add(jiff::Span::new().days(n));
        let read = format!("{}/{}", day(a), day(b)).parse::<Edtf>();
        prop_assert_eq!(read.is_ok(), a <= b);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,80}") {
        let _outcome = text.parse::<Edtf>();
    }

    #[test]
    fn near_misses_are_read_or_refused(text in "[0-9X?~%T:Z+./,\\[\\]-]{0,24}") {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}
