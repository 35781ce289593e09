//! `halha combat score`: predictions of battles that were not learned from, beside naive rivals.

use halha_combat::predictors::Predictor;
use halha_combat::score::{self, Fold, Report, Score, ScoreSettings};

use super::args::ScoreArgs;
use super::table;
use crate::failure::Failure;
use crate::output::{self, Screen, bold};
use crate::tables;

pub(super) fn run(args: &ScoreArgs, screen: &Screen) -> Result<(), Failure> {
    let mut also = Vec::new();
    for name in &args.also {
        also.push(Predictor::named(name).map_err(|error| Failure::Usage(error.to_string()))?);
    }
    let own = table(&args.file)?;
    let other = args.test_file.as_deref().map(table).transpose()?;
    let train = args.train().of(&own.battles);
    let folds = match args.test() {
        Some(test) => {
            let battles = other.as_ref().map_or(&own.battles, |t| &t.battles);
            vec![Fold::split(&train, &test.of(battles))]
        }
        None => Fold::each_war(&train, &[]),
    };
    let settings = ScoreSettings {
        sampler: args.sampling.settings(),
        also,
        losses: !args.no_losses,
    };
    let report = score::score(&folds, &settings).map_err(|error| Failure::Battles(error.to_string()))?;
    if args.json {
        return output::print_json(&report);
    }
    output::print(&text(&report, screen))
}

pub(crate) fn text(report: &Report, screen: &Screen) -> String {
    let mut out = format!(
        "{} in {} folds\n",
        bold(&format!("{} battles predicted", report.battles)),
        report.folds.len()
    );
    let head = [
        "outcome",
        "log score",
        "RPS",
        "Brier (win)",
        "log − base",
        "log − six",
    ];
    let mut grid = tables::table(&head);
    for o in &report.outcomes {
        let cells = [o.log, o.rps, o.brier, o.over_base, o.over_six].map(figure);
        grid.add_row(std::iter::once(o.predictor.clone()).chain(cells));
    }
    out += &tables::fitting(grid, screen);
    out += "\nP(win) of the model, by fifths of the battles: stated, and share won\n";
    if let Some(model) = report.outcomes.last() {
        for q in &model.quintiles {
            out += &format!("  {:.2}  {:.2}  ({} battles)\n", q.stated, q.won, q.battles);
        }
    }
    if !report.losses.is_empty() {
        out += "\n";
        out += &losses(report, screen);
    }
    out += "\nLess is better; standard errors in brackets, battles of one campaign taken together. ";
    out += &format!("Divergent draws: {}.\n", report.divergences);
    let weights: Vec<String> = report.weights.iter().map(|w| format!("{w:.2}")).collect();
    out += &format!(
        "The model pools the hierarchical one with the six; weight of the former, learned in each fold from other wars: {}.\n",
        weights.join(" ")
    );
    out
}

fn losses(report: &Report, screen: &Screen) -> String {
    let head = [
        "ln loss fraction",
        "side",
        "battles",
        "CRPS",
        "in 50 %",
        "in 90 %",
        "width of 90 %",
    ];
    let mut grid = tables::table(&head);
    for l in &report.losses {
        for (side, s) in [("attacker", &l.attacker), ("defender", &l.defender)] {
            grid.add_row([
                l.predictor.clone(),
                side.to_owned(),
                s.battles.to_string(),
                figure(s.crps),
                format!("{:.2}", s.coverage_50),
                format!("{:.2}", s.coverage_90),
                format!("{:.2}", s.width_90),
            ]);
        }
    }
    tables::fitting(grid, screen)
}

fn figure(score: Score) -> String {
    match score.standard_error {
        Some(error) => format!("{:.3} ({error:.3})", score.mean),
        None => format!("{:.3}", score.mean),
    }
}
