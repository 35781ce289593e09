//! Whether a claim's unit fits its attribute and the thing that is counted, and whether an assumption reads a range.

use crate::issue::{Code, Issue};
use crate::model::ClaimRow;
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::Origin;
use crate::vocab::{Attribute, Dimension, Vocabulary};

/// Checks every claim's unit, and every assumption's ends.
pub(crate) fn check(record: &Record, context: &mut Context) {
    for (claim, origin) in record.claims.located() {
        let issue = attribute_mismatch(record, claim, origin).or_else(|| element_mismatch(claim, origin));
        issue.into_iter().for_each(|issue| context.issues.push(issue));
    }
    for (assumption, origin) in record.assumptions.located() {
        if assumption.low > assumption.high {
            let message = format!("`low` is above `high`, {}", assumption.high);
            let issue = Issue::of_row(Code::ReversedRange, origin, message, "exchange the two");
            context
                .issues
                .push(issue.cell("low", &assumption.low.to_string()));
        }
        if assumption.words.is_empty() {
            let remedy = "give the words that the assumption reads";
            let issue = Issue::of_row(Code::EmptyCell, origin, "a reading of no words", remedy);
            context.issues.push(issue.cell("words", ""));
        }
    }
}

fn attribute_mismatch(record: &Record, claim: &ClaimRow, origin: &Origin) -> Option<Issue> {
    let unit = claim.statement.unit;
    let standard = Attribute::parse(&claim.attribute).map(Attribute::holds);
    let holds = standard.or_else(|| record.attributes.get(&claim.attribute).map(|own| own.holds))?;
    if unit.holds() == holds {
        return None;
    }
    let message = format!(
        "`{}` holds a {holds}, the unit `{unit}` a {}",
        claim.attribute,
        unit.holds()
    );
    let remedy = format!("give a unit that holds a {holds}, or choose another attribute");
    Some(Issue::of_row(Code::UnitMismatch, origin, message, remedy).cell("unit", unit.as_str()))
}

fn element_mismatch(claim: &ClaimRow, origin: &Origin) -> Option<Issue> {
    let unit = claim.statement.unit;
    let element = claim.element?;
    let (counted, given) = (element.unit().dimension(), unit.dimension());
    let bodily = |dimension| {
        matches!(
            dimension,
            Dimension::People
                | Dimension::Vehicles
                | Dimension::Aircraft
                | Dimension::Weapons
                | Dimension::Vessels
                | Dimension::Animals
        )
    };
    if counted == given || !bodily(counted) || !bodily(given) {
        return None;
    }
    let message = format!("`{element}` is counted in {}, not in {unit}", element.unit());
    let remedy = format!("set the unit to `{}`, or choose another element", element.unit());
    Some(Issue::of_row(Code::UnitMismatch, origin, message, remedy).cell("unit", unit.as_str()))
}
