//! Scores of counts and of losses, as tables.

use halha_lab::skill::{CountSkill, LossSkill, Rival};

use crate::output::Screen;
use crate::run::number;
use crate::tables::{self, heading, paragraph};

/// Every count with its prediction from the training period, and the rivals' scores.
pub(super) fn counts(counts: &[CountSkill], screen: &Screen) -> String {
    let mut table = tables::table(&[
        "Count",
        "Recorded",
        "Model: median, 90 %",
        "RPS",
        "Others",
        "Last",
        "Log",
        "Others",
        "Last",
    ]);
    for c in counts.iter().filter(|c| !c.fitted) {
        let rival = |of: fn(&Rival) -> f64, rival: Option<Rival>, places: usize| {
            rival.map_or("–".to_owned(), |r| format!("{:.places$}", of(&r)))
        };
        table.add_row([
            c.title.clone(),
            number(c.recorded),
            format!(
                "{} ({}–{})",
                number(c.quantiles[1]),
                number(c.quantiles[0]),
                number(c.quantiles[2])
            ),
            format!("{:.1}", c.crps),
            rival(|r| r.crps, c.climatology, 1),
            rival(|r| r.crps, c.persistence, 1),
            format!("{:.2}", c.log_score),
            rival(|r| r.log_score, c.climatology, 2),
            rival(|r| r.log_score, c.persistence, 2),
        ]);
    }
    let head = heading("Counts after the training period, from what it taught");
    let words = format!(
        "{} Less is better. Others: the rate of all other counts of the same book, later ones too; last: that of the last one \
         that ended before. The ranked probability score of a count is its CRPS.",
        totals(counts)
    );
    format!(
        "{head}{}{}",
        tables::fitting(table, screen),
        paragraph(screen, &words, 0)
    )
}

/// Means over the counts that were predicted and that a rival speaks of.
fn totals(counts: &[CountSkill]) -> String {
    let each = |name: &str, rival: fn(&CountSkill) -> Option<Rival>| {
        let both: Vec<(&CountSkill, Rival)> = counts
            .iter()
            .filter(|c| !c.fitted)
            .filter_map(|c| Some((c, rival(c)?)))
            .collect();
        let mean = |of: &dyn Fn(&(&CountSkill, Rival)) -> f64| {
            both.iter().map(of).sum::<f64>() / both.len().max(1) as f64
        };
        format!(
            "Against {name} on {} counts: RPS {:.1} to {:.1}, log score {:.2} to {:.2}.",
            both.len(),
            mean(&|c| c.0.crps),
            mean(&|c| c.1.crps),
            mean(&|c| c.0.log_score),
            mean(&|c| c.1.log_score)
        )
    };
    format!(
        "{} {}",
        each("the others", |c| c.climatology),
        each("the last", |c| c.persistence)
    )
}

/// The means of the losses' scores, a row a predictor.
pub(super) fn losses(each: &[LossSkill], screen: &Screen) -> String {
    let mut table = tables::table(&[
        "Losses of named clashes",
        "Side-losses",
        "CRPS",
        "Interval score",
        "In 90 %",
    ]);
    let mut row = |name: String, of: &LossSkill, k: usize| {
        let [crps, interval, inside] = of.mean.map(|m| m[k]);
        table.add_row([
            name,
            of.losses.len().to_string(),
            format!("{crps:.3}"),
            format!("{interval:.2}"),
            format!("{inside:.2}"),
        ]);
    };
    for skill in each {
        row(format!("model, {}", skill.source), skill, 0);
    }
    if let Some(first) = each.first() {
        row("losses of the other clashes".into(), first, 1);
        row("shares lost in the other clashes".into(), first, 2);
    }
    let words = "Of ln(1 + x), from the forces that are recorded; scores are averaged over rival claims. The rivals have read \
                 the losses of every other clash; the posterior has seen those of the costliest.";
    format!(
        "{}{}{}",
        heading("Losses, given the forces that are recorded"),
        tables::fitting(table, screen),
        paragraph(screen, words, 0)
    )
}
