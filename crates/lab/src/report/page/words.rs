//! Numbers, claims and verdicts as the page writes them.

use maud::{Markup, html};

use crate::compare::{Mark, Row, Simulated, Verdict};
use crate::replay::words::grouped;
use crate::report::ReportInput;
use crate::statistics::{Quantiles, Share};

/// A number as precise as it needs to be: whole from 10 on, up to two places below.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        "–".to_owned()
    } else if value.abs() >= 10.0 {
        grouped(value.round())
    } else {
        format!("{}", (value * 100.0).round() / 100.0)
    }
}

/// A share in per cent, with more places where it is small.
pub(super) fn percent(share: f64) -> String {
    let p = share * 100.0;
    if p <= 0.0 || p >= 100.0 {
        format!("{p:.0} %")
    } else if p >= 0.95 {
        format!("{p:.1} %")
    } else if p >= 0.005 {
        format!("{p:.2} %")
    } else {
        "< 0.01 %".to_owned()
    }
}

/// `10–20`, or one number if both are the same.
pub(super) fn range(low: f64, high: f64) -> String {
    let (a, b) = (number(low), number(high));
    if a == b { a } else { format!("{a}–{b}") }
}

/// A claimed value: `24–60`, `≥ 300`, `yes`.
pub(super) fn claimed(mark: &Mark, yes_no: bool) -> String {
    match (yes_no, mark.high) {
        (true, _) => if mark.low > 0.5 { "yes" } else { "no" }.to_owned(),
        (false, None) => format!("≥ {}", number(mark.low)),
        (false, Some(high)) => range(mark.low, high),
    }
}

/// Who claims it, by name.
pub(super) fn claimant<'i>(input: &'i ReportInput, mark: &'i Mark) -> &'i str {
    input.claimants.get(&mark.claimed_by).unwrap_or(&mark.claimed_by)
}

/// Median and 90 % interval in a line: `310 (210–800)`.
pub(super) fn interval(q: &Quantiles) -> String {
    format!("{} ({})", number(q.median), range(q.q05, q.q95))
}

/// A share with the 90 % interval of the probability behind it.
pub(super) fn chance(share: &Share) -> String {
    let (low, high) = (percent(share.low), percent(share.high));
    if low == high {
        percent(share.share)
    } else {
        format!(
            "{} ({}–{})",
            percent(share.share),
            low.trim_end_matches(" %"),
            high
        )
    }
}

/// A verdict as a badge; its words do not need its colour.
pub(super) fn badge(verdict: Option<Verdict>) -> Markup {
    let (class, text) = match verdict {
        None => ("none", "–"),
        Some(Verdict::Inside50) => ("inside", "✓ 50 %"),
        Some(Verdict::Inside90) => ("inside", "✓ 90 %"),
        Some(Verdict::Below) => ("outside", "✗ lower"),
        Some(Verdict::Above) => ("outside", "✗ higher"),
        Some(Verdict::Likely) => ("inside", "✓ likely"),
        Some(Verdict::Unlikely) => ("outside", "✗ unlikely"),
    };
    html! { span class={ "badge " (class) } { (text) } }
}

/// Whether a row is a yes-or-no outcome.
pub(super) fn is_yes_no(row: &Row) -> bool {
    matches!(row.simulated, Simulated::YesNo(_))
}

/// A numbered list of claims, as the marks of a picture carry them.
pub(super) fn key<'m>(input: &ReportInput, marks: impl Iterator<Item = (&'m Mark, String)>) -> Markup {
    html! {
        ol class="key" {
            @for (mark, said) in marks {
                li {
                    b { (said) } " " (claimant(input, mark))
                    @if mark.status == "unverified" { " (unverified)" }
                    " " (badge(mark.verdict))
                }
            }
        }
    }
}
