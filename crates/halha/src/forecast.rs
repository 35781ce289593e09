//! `halha forecast`: from the recorded history to a date, what the model has come next, month by month.

use std::num::NonZeroUsize;
use std::sync::atomic::Ordering;

use clap::Args as ClapArgs;
use halha_lab::settings::Cut;
use halha_lab::statistics::Share;
use halha_lab::whatif::{Forecast, Outlook, Spread, Watch};

use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, bold, dim};
use crate::run::STOP;
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
    #[arg(long, value_name = "N", default_value = "12m", value_parser = months)]
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

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reads `6`, `6m` or `2y` as months.
fn months(text: &str) -> Result<u32, String> {
    let (digits, per) = match text.strip_suffix('y') {
        Some(digits) => (digits, 12),
        None => (text.strip_suffix('m').unwrap_or(text), 1),
    };
    let number: Option<u32> = digits.parse().ok();
    number
        .and_then(|n| n.checked_mul(per))
        .filter(|n| (1..=384).contains(n))
        .ok_or_else(|| {
            format!("{text:?} is no horizon; write months (6, 6m) or years (2y), up to 384 months")
        })
}

/// Stops on Ctrl-C.
struct Stopper;

impl Watch for Stopper {
    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}

/// Forecasts and prints.
pub(crate) fn run(args: &ForecastArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let loaded = crate::run::load(&conflict::open(name)?, name)?;
    let calendar = &loaded.calendar;
    let as_of = args.as_of.first();
    let day = calendar.day(as_of);
    if day < 0.0 || day + 28.0 > calendar.end_days() {
        let (first, last) = (calendar.date(0.0), calendar.date(calendar.end_days() - 32.0));
        return Err(Failure::Usage(format!(
            "--as-of {as_of} lies outside the history; give a date from {first} to {last}"
        )));
    }
    crate::run::listen();
    let seed = args.seed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to get the same forecast)"
        ));
        seed
    });
    let outlook = Outlook {
        as_of,
        months: args.horizon,
        runs: args.runs,
        seed,
    };
    let forecast = Forecast::of(&loaded, &outlook, args.threads.map(usize::from), &Stopper)?;
    if args.json {
        return output::print_json(&forecast);
    }
    output::print(&page(&forecast, screen))
}

fn page(forecast: &Forecast, screen: &Screen) -> String {
    let mut text = format!(
        "{}\n",
        bold(&format!("What comes next, as of {}", forecast.as_of))
    );
    let standing = match &forecast.standing[..] {
        [] => "No recorded crisis stands on that day.".to_owned(),
        sectors => format!("A recorded crisis stands on that day: {}.", sectors.join(", ")),
    };
    text.push_str(&paragraph(screen, &standing, 0));
    text.push_str(&counts(forecast, screen));
    text.push_str(&chances(forecast, screen));
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

fn counts(forecast: &Forecast, screen: &Screen) -> String {
    let [a, b] = &forecast.sides;
    let losses = [format!("Losses, {a}"), format!("Losses, {b}")];
    let headings = [
        "Month up to",
        "Incidents",
        "With shots",
        "Crises",
        "Battles ≥ 7,000",
        &losses[0],
        &losses[1],
    ];
    let mut table = tables::table(&headings);
    for step in &forecast.steps {
        let mut cells = vec![step.until.clone()];
        cells.extend(step.counts.iter().map(band));
        table.add_row(cells);
    }
    if let Some(last) = forecast.steps.last() {
        let mut cells = vec!["all together".to_owned()];
        cells.extend(last.so_far.iter().map(band));
        table.add_row(cells);
    }
    format!("{}{}", heading("Month by month"), tables::fitting(table, screen))
}

fn chances(forecast: &Forecast, screen: &Screen) -> String {
    let headings = [
        "By",
        "Force used in a crisis",
        "Air strike or more",
        "Division offensive",
        "Corps offensive",
        "Pact",
        "General war",
    ];
    let mut table = tables::table(&headings);
    for step in &forecast.steps {
        let mut cells = vec![step.until.clone()];
        cells.extend(step.by_then.iter().map(chance));
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

/// A probability; one that was never seen is bounded by Wilson's interval.
fn chance(s: &Share) -> String {
    if s.share == 0.0 {
        return format!("< {:.2} %", 100.0 * s.high);
    }
    format!("{:.1} ± {:.1} %", 100.0 * s.share, 100.0 * s.error)
}
