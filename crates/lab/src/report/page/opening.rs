//! What was run, and how to run it again.

use maud::{Markup, html};

use crate::replay::words::grouped;
use crate::report::ReportInput;

/// The head of the page.
pub(super) fn opening(input: &ReportInput) -> Markup {
    let about = &input.about;
    let misfits = input.compared.rows.iter().filter(|row| row.is_misfit()).count();
    let compared = input
        .compared
        .rows
        .iter()
        .filter(|row| !row.recorded.is_empty())
        .count();
    html! {
        p class="kicker" { "Halha · record and model" }
        h1 { (about.title) }
        p class="lead" {
            "The whole conflict, played " b { (grouped(about.replications as f64)) " times" }
            " from " (about.days[0]) " to " (about.days[1]) ", beside what the record claims. Of "
            b { (compared) } " observables that the record speaks of, "
            @if misfits == 0 { b { "all fit" } "." }
            @else { b { (misfits) } @if misfits == 1 { " does not fit: it comes first." } @else { " do not fit: they come first." } }
        }
        p class="summary" { (about.summary) }
        dl class="facts" {
            (fact("Campaigns", &grouped(about.replications as f64)))
            (fact("Parameters", &format!(
                "{} vectors drawn from {}",
                grouped(about.draws as f64),
                about.parameters.in_words()
            )))
            (fact("Seed", &about.seed.to_string()))
            (fact("Decisions", &about.policy))
            (fact("Scenario and priors", &about.fingerprint))
            (fact("Program", &format!("halha {}", about.version)))
        }
        p class="again" { "The same results, to the byte: " code { (about.command) } }
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}
