//! Contradictions: two things done to the same target at the same time that cannot both be.

use crate::problem::{Problem, ProblemCode};
use crate::whatif::intervention::{Change, Do, OpKind, Target};

/// The contradictions among things done together, in one file or in several that are composed.
///
/// Numbers may be scaled and added to by several; two may not set the same number to different values, bound it from
/// above below where another bounds it from below, switch the same rule both ways, or force the same battle to
/// different ends while both are in force.
pub(in crate::whatif) fn contradictions<'d>(dos: impl Iterator<Item = &'d Do>) -> Vec<Problem> {
    let dos: Vec<&Do> = dos.collect();
    let mut problems = Vec::new();
    for (n, later) in dos.iter().enumerate() {
        for earlier in &dos[..n] {
            if earlier.overlaps(later)
                && let Some((what, value)) = clash(earlier, later)
            {
                problems.push(problem(earlier, later, what, value));
            }
        }
    }
    problems
}

fn problem(earlier: &Do, later: &Do, what: &str, value: String) -> Problem {
    Problem {
        code: ProblemCode::Conflicting,
        warning: false,
        file: later.file.clone(),
        line: Some(later.line),
        key: "do".to_owned(),
        value,
        message: format!("{what} at the same time as in {}:{}", earlier.file, earlier.line),
        remedy: "keep one of the two, or let one end (`until`) before the other begins (`from`)".to_owned(),
    }
}

fn clash(a: &Do, b: &Do) -> Option<(&'static str, String)> {
    match (&a.change, &b.change) {
        (Change::Number { target: s, ops: p }, Change::Number { target: t, ops: q }) if s == t => {
            let of =
                |ops: &[crate::whatif::Op], kind| ops.iter().find(|op| op.kind == kind).map(|op| op.value);
            if let (Some(x), Some(y)) = (of(p, OpKind::Set), of(q, OpKind::Set))
                && x.to_bits() != y.to_bits()
                && !once_each(a, b, *s)
            {
                return Some(("the same number is set to another value", y.to_string()));
            }
            let crossed = |p, q| match (of(p, OpKind::AtLeast), of(q, OpKind::AtMost)) {
                (Some(low), Some(high)) if low > high => Some((low, high)),
                _ => None,
            };
            let (low, high) = crossed(p, q).or_else(|| crossed(q, p))?;
            Some((
                "the same number is held above and below",
                format!("{low} > {high}"),
            ))
        }
        (Change::Switch { rule: r, on: x }, Change::Switch { rule: s, on: y }) if r == s && x != y => {
            Some(("the same rule is switched the other way", format!("{s:?}")))
        }
        (Change::Scripted(x), Change::Scripted(y)) if x != y => {
            Some(("decisions are made otherwise", String::new()))
        }
        (Change::Battle(x), Change::Battle(y)) => {
            let common = x.sectors.iter().any(|k| y.sectors.contains(k));
            (common && x.ending != y.ending).then(|| {
                (
                    "the same battle is forced to another end",
                    format!("{:?}", y.ending),
                )
            })
        }
        _ => None,
    }
}

/// A state may be set again on another day: the second change is no contradiction.
fn once_each(a: &Do, b: &Do, target: Target) -> bool {
    target.is_state() && a.from != b.from
}
