//! How long answers take on a stored run: cold (nothing in memory) and warm, each the worst of several.
//!
//! `HALHA_RUN=DIR cargo bench -p halha-server` measures the run in DIR; without it, 5,000 campaigns are played first. Fails
//! if a warm answer about an ensemble takes more than 100 ms.
#![allow(clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use support::Server;

/// Most milliseconds of a warm answer.
const MOST_MS: f64 = 100.0;
/// Times that each is asked warm.
const TIMES: usize = 7;

fn main() -> ExitCode {
    let run = std::env::var_os("HALHA_RUN").map(PathBuf::from);
    let server = Server::with_run(if run.is_some() { 0 } else { 5000 }, run.clone());
    let id = match &run {
        Some(run) => run
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned(),
        None => {
            server.wait_for_quick();
            "quick".to_owned()
        }
    };
    let of_run = |rest: &str| format!("/api/runs/{id}{rest}");
    let asked = [
        "/api/incidents".to_owned(),
        "/api/pages/khalkhin-gol-1939".to_owned(),
        "/api/rivals".to_owned(),
        of_run(""),
        of_run("/fans"),
        of_run("/fans?measure=crises"),
        of_run("/distributions/largest-battle-men"),
        of_run("/campaigns?sort=costliest"),
        of_run("/campaigns?sort=typical"),
        of_run("/campaigns?measure=shootings&year=1939&near=40"),
        of_run("/campaigns/17"),
        of_run("/truth"),
    ];
    println!("{:<60} {:>9} {:>9}", "answer", "cold, ms", "warm, ms");
    let mut late = false;
    for path in &asked {
        let took = || {
            let began = Instant::now();
            let answer = server.get(path);
            (answer.status, began.elapsed().as_secs_f64() * 1000.0)
        };
        let (status, cold) = took();
        let warm = (0..TIMES).map(|_| took().1).fold(0.0, f64::max);
        println!(
            "{path:<60} {cold:>9.1} {warm:>9.1}  {}",
            if status == 200 { "" } else { "refused" }
        );
        late |= warm > MOST_MS;
    }
    if late {
        println!("some answers took more than {MOST_MS} ms");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
