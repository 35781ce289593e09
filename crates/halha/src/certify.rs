//! `halha certify`: plants parameters, fits what comes of them, and writes down whether the fits give them back.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Args as ClapArgs;
use halha_lab::certify::{self, CertifySettings};
use halha_lab::check::{CERTIFICATE, Certificate};
use indicatif::ProgressBar;

use crate::conflict;
use crate::failure::Failure;
use crate::fit::{STOP, home, listen, plans};
use crate::output::{self, Screen};
use crate::tables::{self, paragraph};

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(15);

/// Options of `halha certify`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Writes certificate.toml into the conflict folder; `halha check` reads it (V3). It is current as long as \
neither the code of the fits nor the scenario nor the priors change.\n\nExit status: 0 written, whatever it says; 1 failure, \
2 wrong usage, 130 interrupted."
)]
pub(crate) struct CertifyArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    dir: Option<String>,

    /// Folder to write the certificate into; without it, the conflict's own.
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Root of all luck.
    #[arg(long, value_name = "N", default_value_t = CertifySettings::default().seed)]
    seed: u64,

    /// Draws from the priors for each module.
    #[arg(long, value_name = "N", default_value_t = CertifySettings::default().replications)]
    replications: usize,

    /// Draws from the priors for the coupled fit.
    #[arg(long, value_name = "N", default_value_t = CertifySettings::default().planted)]
    planted: usize,

    /// Campaigns that the coupled fit plays for each of them.
    #[arg(long, value_name = "N", default_value_t = CertifySettings::default().simulations)]
    simulations: u64,
}

/// Mints the certificate, writes and shows it.
pub(crate) fn run(args: &CertifyArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(default);
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let (split, plan) = plans(&folder, name)?;
    let out = args.out.clone().unwrap_or_else(|| home(name));
    let settings = CertifySettings {
        seed: args.seed,
        replications: args.replications.max(10),
        planted: args.planted.max(10),
        simulations: args.simulations.max(2_000),
    };
    listen();
    let command = command(name, &settings);
    let teller = Teller::new();
    let watch = |module: &'static str, ended: usize, of: usize| teller.tell(module, ended, of);
    let minted = certify::mint(&loaded, (&split, &plan), &settings, &command, &watch, &STOP);
    teller.ends();
    let untold = |what: String| Failure::Untold {
        what,
        remedy: "see the book's page on fitting".into(),
    };
    let certificate = minted
        .map_err(|error| untold(error.to_string()))?
        .ok_or_else(|| Failure::Interrupted {
            remedy: "Nothing was written; a certificate is minted in one go".into(),
        })?;
    let text = certificate.to_toml().map_err(|error| untold(error.to_string()))?;
    let path = out.join(CERTIFICATE);
    let failed = |error| Failure::Write {
        path: path.clone(),
        error,
    };
    std::fs::create_dir_all(&out)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(failed)?;
    output::print(&shown(&certificate, &path.display().to_string(), screen))
}

fn command(name: &str, s: &CertifySettings) -> String {
    format!(
        "halha certify {name} --seed {} --replications {} --planted {} --simulations {}",
        s.seed, s.replications, s.planted, s.simulations
    )
}

fn shown(certificate: &Certificate, path: &str, screen: &Screen) -> String {
    let mut table = tables::table(&[
        "Fit",
        "Planted",
        "Quantities",
        "Outside the band",
        "In 50 %",
        "In 90 %",
        "Holds",
    ]);
    for c in &certificate.calibration {
        table.add_row([
            c.module.clone(),
            c.replications.to_string(),
            c.quantities.to_string(),
            if c.outside.is_empty() {
                "none".to_owned()
            } else {
                c.outside.join(", ")
            },
            format!("{:.3}", c.coverage_50),
            format!("{:.3}", c.coverage_90),
            if c.holds() { "yes" } else { "NO" }.to_owned(),
        ]);
    }
    let mut text = tables::fitting(table, screen);
    text.push_str(&paragraph(
        screen,
        "The band holds the ranks of all quantities of a fit together with 95 %; coverage is that of all quantities.",
        0,
    ));
    text.push_str(&format!("\ncertificate  {path}\n"));
    text
}

/// Tells on standard error how far it is.
struct Teller {
    bar: Option<ProgressBar>,
    began: Instant,
    last: Mutex<Instant>,
}

impl Teller {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            bar: io::stderr().is_terminal().then(ProgressBar::new_spinner),
            began: now,
            last: Mutex::new(now),
        }
    }

    fn tell(&self, module: &str, ended: usize, of: usize) {
        let seconds = self.began.elapsed().as_secs_f64();
        let line = format!("{module}: {ended} of {of} planted records fitted, {seconds:.0} s");
        if let Some(bar) = &self.bar {
            bar.set_message(line);
            bar.tick();
        } else if let Ok(mut last) = self.last.try_lock()
            && (ended == of || last.elapsed() >= BETWEEN_LINES)
        {
            *last = Instant::now();
            output::note(&line);
        }
    }

    fn ends(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
