//! Any text as a date: refused, or printed as it was read, with its first day before its last.
#![no_main]

use halha_record::Edtf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (first, second) = text.split_once('|').unwrap_or((text, "1936-03~"));
    let Ok(date) = first.parse::<Edtf>() else { return };
    assert_eq!(date.to_string(), first);
    assert!(date.earliest() <= date.latest());
    assert!(!date.describe().is_empty());
    assert!(!date.certainly_before(&date) && date.may_overlap(&date));
    if let Ok(other) = second.parse::<Edtf>() {
        assert!(!(date.certainly_before(&other) && other.certainly_before(&date)));
        assert_eq!(date.may_overlap(&other), other.may_overlap(&date));
    }
});
