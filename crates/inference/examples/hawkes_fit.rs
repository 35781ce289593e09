//! Fits a self-exciting path by maximum likelihood and prints how long a fit takes, the mean of several.
//!
//! The time is that of the processor where the system tells it (Linux), else that of the clock on the wall.
//!
//! `hawkes_fit FILE ROUNDS`: the path is simulated and written to FILE (one time a line) if FILE does not exist.

#![allow(missing_docs)]

use std::time::Instant;

use halha_inference::hawkes::{Path, Rates, fit, simulate};

/// The process and the length of its path: about 100,000 events.
const RATES: Rates = Rates {
    background: 0.5,
    branching: 0.6,
    decay: 1.0,
};
const END: f64 = 80_000.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(rounds)) = (arguments.next(), arguments.next()) else {
        return Err("usage: hawkes_fit FILE ROUNDS".into());
    };
    if !std::path::Path::new(&file).exists() {
        let times = simulate(&RATES, END, &mut numbers(1));
        let lines: Vec<String> = times.iter().map(|t| format!("{t:?}\n")).collect();
        std::fs::write(&file, lines.concat())?;
    }
    let text = std::fs::read_to_string(&file)?;
    let times: Vec<f64> = text.lines().map(str::parse).collect::<Result<_, _>>()?;
    let rounds: u32 = rounds.parse()?;
    let mut found = None;
    let (clock, began) = (Instant::now(), processor());
    for _ in 0..rounds {
        let path = Path::new(&times, END)?;
        found = Some(fit(&path)?);
    }
    let spent = processor()
        .zip(began)
        .map_or(clock.elapsed().as_secs_f64(), |(now, then)| (now - then) / 1e9);
    let mean = spent / f64::from(rounds);
    if let Some(f) = found {
        let r = f.rates;
        #[allow(clippy::print_stdout)]
        {
            println!(
                "{mean:.6} {:.6} {:.6} {:.6} {:.3} {} {}",
                r.background,
                r.branching,
                r.decay,
                f.log_likelihood,
                f.evaluations,
                times.len()
            );
        }
    }
    Ok(())
}

/// Nanoseconds that this thread has been on a processor; none elsewhere than on Linux.
fn processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// SplitMix64.
fn numbers(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}
