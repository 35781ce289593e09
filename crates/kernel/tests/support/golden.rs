//! Fingerprints of runs: a hash of every thousand events and of the outcome, as committed in `tests/golden`.

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, Observer};
use halha_kernel::example;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

/// Events between two lines of a fingerprint.
const EVERY: u64 = 1000;

/// Hashes the text of events (FNV-1a, 64 bits) and notes the hash every [`EVERY`] events.
struct Fingerprint {
    hash: u64,
    events: u64,
    lines: Vec<String>,
}

impl Fingerprint {
    fn eat(&mut self, text: &str) {
        for byte in text.bytes() {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn note(&mut self, what: &str) {
        self.lines
            .push(format!("{what} {} {:016x}", self.events, self.hash));
    }
}

impl Observer for Fingerprint {
    fn event(&mut self, time: f64, event: &Event) {
        self.eat(&format!("{time:?} {event:?}"));
        self.events += 1;
        if self.events.is_multiple_of(EVERY) {
            self.note("events");
        }
    }
}

/// The worlds whose runs are kept, by the name of their file.
pub(crate) fn kept() -> Vec<(&'static str, Prepared)> {
    vec![
        ("two-sectors", example::two_sectors()),
        ("six-sectors", example::six_sectors()),
        (
            "six-sectors-busy",
            example::prepare(example::six_sector_scenario(), &example::parameters()),
        ),
    ]
}

/// The fingerprint of a world: three runs, a line every thousand events and one for the end of each.
pub(crate) fn fingerprint(prepared: &Prepared) -> String {
    let mut workspace = Workspace::new();
    let mut text = String::new();
    for replicate in 0..3 {
        let mut print = Fingerprint {
            hash: 0xCBF2_9CE4_8422_2325,
            events: 0,
            lines: vec![format!("run {replicate}")],
        };
        let key = Key::derive(1932, 0, 0, replicate);
        let outcome = run(prepared, &key, &mut QuantalResponse, &mut workspace, &mut print);
        print.note("end");
        print.eat(&format!("{outcome:?}"));
        print.note("outcome");
        text.push_str(&print.lines.join("\n"));
        text.push('\n');
    }
    text
}
