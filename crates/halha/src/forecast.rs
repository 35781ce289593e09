//! `halha forecast`: from the recorded history to a date, what the model has come next, month by month.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use halha_lab::LoadedConflict;
use halha_lab::settings::Cut;
use halha_lab::whatif::{self, Forecast, Outlook, Spread, chance};

use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, bold, dim};
use crate::run::{Meter, STOP};
use crate::tables::{self, heading, paragraph};

/// Options of `halha forecast`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha forecast --as-of 1939-05-11 --horizon 6\n  halha forecast --as-of 1937-07 \
--horizon 2y --json\n\nWhat the record leaves behind on that day is set by named rules: see the book, What if.\n\n\
Exit status: 0 told, 1 failure, 2 wrong usage."
)]
pub(crate) struct ForecastArgs {
    /// First day that the model plays: 1939 (its first day), 1939-05 or 1939-05-11. The record speaks up to it.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Cut,

    /// How far ahead: months (6, 6m) or years (2y).
    #[arg(long, value_name = "N", default_value = "12m", value_parser = whatif::months)]
    pub(crate) horizon: u32,

    /// Campaigns, each with parameters of its own.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 4_000, value_parser = clap::value_parser!(u64).range(2..=4_000_000))]
    pub(crate) runs: u64,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Directory for the numbers and a page with pictures.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Forecasts and prints.
pub(crate) fn run(args: &ForecastArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let loaded = crate::run::load(&conflict::open(name)?, name)?;
    within(args.as_of, &loaded)?;
    let seed = args.seed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to get the same forecast)"
        ));
        seed
    });
    let outlook = Outlook {
        as_of: args.as_of.first(),
        months: args.horizon,
        runs: args.runs,
        seed,
    };
    crate::run::listen();
    let meter = Meter::new(&STOP);
    let forecast = Forecast::of(&loaded, &outlook, args.threads.map(usize::from), &meter);
    meter.ends();
    let forecast = forecast?;
    if let Some(directory) = &args.out {
        let command = format!(
            "halha forecast --conflict {name} --as-of {} --horizon {} --runs {} --seed {seed}",
            args.as_of, args.horizon, forecast.runs
        );
        whatif::write_forecast(directory, &forecast, &command)?;
    }
    if args.json {
        return output::print_json(&forecast);
    }
    let mut text = page(&forecast, &[], screen);
    if let Some(directory) = &args.out {
        text.push_str(&place(directory));
    }
    output::print(&text)
}

/// Refuses a day that the history does not hold, or after which nothing is left to foretell.
fn within(as_of: Cut, conflict: &LoadedConflict) -> Result<(), Failure> {
    match Outlook::days(conflict) {
        days if days.contains(&as_of.first()) => Ok(()),
        days => Err(Failure::Usage(format!(
            "--as-of {as_of} lies outside the history; give a date from {} to {}",
            days.start(),
            days.end()
        ))),
    }
}

/// Where the forecast's files are.
fn place(directory: &Path) -> String {
    let shown = directory.display();
    format!(
        "Report: {shown}/report.html · numbers: {shown}/{}\n",
        whatif::FORECAST
    )
}

/// What the forecast counts, and what may have happened by then, as headings of tables.
const COUNTS: [&str; 4] = ["Incidents", "With shots", "Crises", "Battles ≥ 7,000"];
const CHANCES: [&str; 6] = [
    "Force used in a crisis",
    "Air strike or more",
    "Division offensive",
    "Corps offensive",
    "Pact",
    "General war",
];

/// The forecast as text: what is named among its columns, or all.
pub(crate) fn page(forecast: &Forecast, columns: &[String], screen: &Screen) -> String {
    let mut text = format!(
        "{}\n",
        bold(&format!("What comes next, as of {}", forecast.as_of))
    );
    let standing = match &forecast.standing[..] {
        [] => "No recorded crisis stands on that day.".to_owned(),
        sectors => format!("A recorded crisis stands on that day: {}.", sectors.join(", ")),
    };
    text.push_str(&paragraph(screen, &standing, 0));
    let wanted = |names: &[String; 6]| -> Vec<usize> {
        let named = |n: &usize| columns.is_empty() || columns.contains(&names[*n]);
        (0..6).filter(named).collect()
    };
    text.push_str(&counts(forecast, &wanted(&forecast.counted), screen));
    text.push_str(&chances(forecast, &wanted(&forecast.by_then_names), screen));
    let mut line = format!(
        "{} campaigns, seed {}. Counts of a month: median [5 % to 95 %]. Probabilities with the Monte Carlo error.",
        forecast.runs, forecast.seed
    );
    if forecast.cut {
        line.push_str(" The history ends before the horizon.");
    }
    text.push('\n');
    text.push_str(&dim(&paragraph(screen, &line, 0)));
    text
}

fn counts(forecast: &Forecast, wanted: &[usize], screen: &Screen) -> String {
    if wanted.is_empty() {
        return String::new();
    }
    let losses = forecast.sides.iter().map(|side| format!("Losses, {side}"));
    let names: Vec<String> = COUNTS.map(str::to_owned).into_iter().chain(losses).collect();
    let mut headings = vec!["Month up to"];
    headings.extend(wanted.iter().map(|n| names[*n].as_str()));
    let mut table = tables::table(&headings);
    let row = |first: &str, all: &[Spread; 6]| {
        let mut cells = vec![first.to_owned()];
        cells.extend(wanted.iter().map(|n| band(&all[*n])));
        cells
    };
    for step in &forecast.steps {
        table.add_row(row(&step.until, &step.counts));
    }
    if let Some(last) = forecast.steps.last() {
        table.add_row(row("all together", &last.so_far));
    }
    format!("{}{}", heading("Month by month"), tables::fitting(table, screen))
}

fn chances(forecast: &Forecast, wanted: &[usize], screen: &Screen) -> String {
    if wanted.is_empty() {
        return String::new();
    }
    let mut headings = vec!["By"];
    headings.extend(wanted.iter().map(|n| CHANCES[*n]));
    let mut table = tables::table(&headings);
    for step in &forecast.steps {
        let mut cells = vec![step.until.clone()];
        cells.extend(wanted.iter().map(|n| chance(&step.by_then[*n])));
        table.add_row(cells);
    }
    format!(
        "{}{}",
        heading("What has happened by then"),
        tables::fitting(table, screen)
    )
}

fn band(s: &Spread) -> String {
    let n = |x: f64| halha_record::grouped(x.round());
    format!("{} [{} to {}]", n(s.median), n(s.q05), n(s.q95))
}
