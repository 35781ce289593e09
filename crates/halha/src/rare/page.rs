//! An answer about a rare event as text: the estimate, the way there level by level, the cost, and what it hangs on.

use halha_lab::rare::{Answer, Event};

use crate::output::{Screen, bold, dim};
use crate::tables::{self, heading, paragraph};

/// The events of a conflict.
pub(super) fn list(all: &[Event], screen: &Screen) -> String {
    if all.is_empty() {
        return "This conflict names no rare events; a threshold is written as \"losses>=200000\".\n"
            .to_owned();
    }
    let mut table = tables::table(&["Event", "What happens", "Tag"]);
    for one in all {
        table.add_row([one.id.as_str(), one.title.as_str(), one.tag.as_str()]);
    }
    tables::fitting(table, screen)
}

/// Whether plain simulation disagrees.
pub(super) fn disagrees(answer: &Answer) -> bool {
    answer.plain.as_ref().is_some_and(|p| !p.agreement.agree)
        || answer.integrated.as_ref().is_some_and(|i| !i.agreement.agree)
}

/// The whole answer, and the seconds that it took where somebody looked.
pub(crate) fn answer(answer: &Answer, seconds: Option<f64>, screen: &Screen) -> String {
    let event = &answer.event;
    let mut text = format!("\n{}\n", bold(&format!("{} ({})", event.title, event.id)));
    let mut about = format!("{}. {}", event.tag.as_str(), event.note);
    for (parameter, value) in &answer.held {
        about.push_str(&format!(" Variant: {parameter} held at {value}."));
    }
    text.push_str(&dim(&paragraph(screen, about.trim(), 0)));
    text.push_str(&paragraph(screen, &estimate(answer), 0));
    text.push_str(&levels(answer, screen));
    text.push_str(&cost(answer, seconds, screen));
    text.push_str(&beside(answer, screen));
    text.push_str(&hangs_on(answer, screen));
    let settings = &answer.provenance.question.settings;
    let foot = format!(
        "{} repeats of {} paths, parameters from the {}, seed {}{}. Again: {}",
        answer.estimate.repeats,
        settings.effort,
        settings.parameters.as_str(),
        settings.seed,
        if answer.provenance.stopped {
            ", stopped before the end"
        } else {
            ""
        },
        answer.provenance.command
    );
    text.push('\n');
    text.push_str(&dim(&paragraph(screen, &foot, 0)));
    text
}

fn estimate(answer: &Answer) -> String {
    let e = &answer.estimate;
    if e.probability <= 0.0 {
        return format!(
            "No path of {} repeats came there: the estimate is 0, and its error is not known. Ask for more --effort.",
            e.repeats
        );
    }
    let mut text = format!(
        "Probability {} ± {} (standard error), coefficient of variation {:.1} %, 90 % interval {} to {}.",
        small(e.probability),
        small(e.error),
        100.0 * e.variation,
        small(e.low),
        small(e.high)
    );
    if e.extinct > 0 {
        text.push_str(&format!(
            " In {} of {} repeats the paths died out.",
            e.extinct, e.repeats
        ));
    }
    text
}

fn levels(answer: &Answer, screen: &Screen) -> String {
    if answer.levels.is_empty() {
        return String::new();
    }
    let mut table = tables::table(&["Level", "Paths", "Came there", "Share"]);
    for level in &answer.levels {
        let threshold = if level.threshold.is_infinite() {
            "the event".to_owned()
        } else {
            format!("{:.2}", level.threshold)
        };
        table.add_row([
            threshold,
            halha_record::grouped(level.tried as f64),
            halha_record::grouped(level.reached as f64),
            format!("{:.3}", level.share),
        ]);
    }
    format!("{}{}", heading("Level by level"), tables::fitting(table, screen))
}

fn cost(answer: &Answer, seconds: Option<f64>, screen: &Screen) -> String {
    let cost = &answer.cost;
    let time = seconds.map_or_else(String::new, |seconds| format!(" in {seconds:.1} s"));
    let mut line = format!(
        "Played: {} whole campaigns' worth of steps{time}.",
        halha_record::grouped(cost.campaigns.round())
    );
    if cost.plain.is_finite() {
        line.push_str(&format!(
            " Plain simulation needs {} campaigns for the same coefficient of variation: {:.1} times as much.",
            halha_record::grouped(cost.plain.round()),
            cost.saved
        ));
    }
    format!("{}{}", heading("Cost"), paragraph(screen, &line, 0))
}

fn beside(answer: &Answer, screen: &Screen) -> String {
    let verdict = |agreement: &halha_lab::rare::Agreement| {
        let word = if agreement.agree { "agrees" } else { "DISAGREES" };
        format!("{word}, {:.1} standard errors apart", agreement.z)
    };
    let mut lines = Vec::new();
    if let Some(plain) = &answer.plain {
        lines.push(format!(
            "Plain simulation, {} campaigns: {} [{} to {}]; {}.",
            halha_record::grouped(plain.share.n as f64),
            small(plain.share.share),
            small(plain.share.low),
            small(plain.share.high),
            verdict(&plain.agreement)
        ));
    }
    if let Some(integrated) = &answer.integrated {
        lines.push(format!(
            "With the choice of war integrated out, {} campaigns: {} ± {}; {}.",
            halha_record::grouped(integrated.campaigns as f64),
            small(integrated.probability),
            small(integrated.error),
            verdict(&integrated.agreement)
        ));
    }
    if lines.is_empty() {
        return String::new();
    }
    let all: String = lines.iter().map(|line| paragraph(screen, line, 0)).collect();
    format!("{}{all}", heading("Beside it"))
}

fn hangs_on(answer: &Answer, screen: &Screen) -> String {
    let mut text = String::new();
    if !answer.leaning.is_empty() {
        let mut table = tables::table(&["Parameter", "All", "Behind it", "Shift, sd"]);
        for one in &answer.leaning {
            table.add_row([
                one.parameter.to_owned(),
                format!("{:.3}", one.all),
                format!("{:.3}", one.there),
                format!("{:+.2}", one.shift),
            ]);
        }
        let title = format!("Parameters of the {} campaigns behind it", answer.ancestors);
        text.push_str(&heading(&title));
        text.push_str(&tables::fitting(table, screen));
    }
    if !answer.swing.is_empty() {
        let mut table = tables::table(&["Held at", "Value", "Probability", "Interval"]);
        for one in &answer.swing {
            let e = &one.estimate;
            table.add_row([
                format!("{:.0} %", 100.0 * one.place),
                format!("{:.3}", one.value),
                format!("{} ± {}", small(e.probability), small(e.error)),
                format!("{} to {}", small(e.low), small(e.high)),
            ]);
        }
        let title = format!("How far {} alone moves it", answer.swing[0].parameter);
        text.push_str(&heading(&title));
        text.push_str(&tables::fitting(table, screen));
    }
    text
}

/// A probability with three figures.
fn small(p: f64) -> String {
    if p.is_nan() || p.is_infinite() {
        return "unknown".to_owned();
    }
    if p == 0.0 || p >= 1e-3 {
        return format!("{p:.5}");
    }
    format!("{p:.2e}")
}
