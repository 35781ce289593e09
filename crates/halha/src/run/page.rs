//! A finished run as text: the record beside the model, the named clashes, the tail, the misfits, where the files are.

use std::borrow::Cow;
use std::path::Path;

use halha_lab::clashes::{self, Clash, ClashVictor};
use halha_lab::compare::{Mark, Row, Simulated, Tail, Verdict};
use halha_lab::statistics::{Quantiles, Share};
use halha_lab::store::StoredRun;

use crate::output::{Screen, dim};
use crate::tables::{self, heading, paragraph};

const HEADINGS: [&str; 5] = [
    "Observable",
    "Recorded",
    "Simulated: median, 50 %, 90 %",
    "± MC",
    "Inside?",
];

/// The record beside the model, a line for every rival value.
pub(super) fn comparison(rows: &[Row], screen: &Screen) -> String {
    let mut table = tables::table(&HEADINGS);
    for row in rows {
        let [simulated, error] = simulated(&row.simulated);
        let mut first = [format!("{} ({})", row.title, row.unit), simulated, error];
        if row.recorded.is_empty() {
            let [title, simulated, error] = first;
            table.add_row([title, "–".to_owned(), simulated, error, String::new()]);
            continue;
        }
        let yes_no = matches!(row.simulated, Simulated::YesNo(_));
        for mark in &row.recorded {
            let [title, simulated, error] = std::mem::take(&mut first);
            table.add_row([title, said(mark, yes_no), simulated, error, inside(mark.verdict)]);
        }
    }
    format!(
        "{}{}",
        heading("The record beside the model"),
        tables::fitting(table, screen)
    )
}

/// What the model expects of the forces of each named clash, beside what is claimed.
pub(super) fn clashes(clashes: &[Clash], sides: &[String; 2], screen: &Screen) -> String {
    if clashes.is_empty() {
        return String::new();
    }
    let mut table = tables::table(&[
        "Clash, forces",
        "Claimed",
        "Expected of such forces",
        "± MC",
        "Inside?",
    ]);
    for clash in clashes {
        let mut head = format!("{}, {}: {}", clash.name, clash.date, forces(clash, sides));
        if let Some(victor) = &clash.victor {
            let ClashVictor { side, wins } = victor;
            let cells = [
                format!("won by {}", sides[*side]),
                format!("wins {}", percent(wins.share)),
                percent(wins.error),
            ];
            let [claimed, expected, error] = cells;
            table.add_row([
                std::mem::take(&mut head),
                claimed,
                expected,
                error,
                inside(Some(victor.verdict())),
            ]);
        }
        for losses in &clash.losses {
            let mut first = [interval(&losses.simulated), number(losses.simulated.median_error)];
            for mark in &losses.recorded {
                let [expected, error] = std::mem::take(&mut first);
                let claimed = format!("{} {}: {}", sides[losses.side], losses.what, said(mark, false));
                table.add_row([
                    std::mem::take(&mut head),
                    claimed,
                    expected,
                    error,
                    inside(mark.verdict),
                ]);
            }
        }
    }
    format!(
        "{}{}",
        heading("Losses in the named clashes, given the forces that are recorded"),
        tables::fitting(table, screen)
    )
}

fn forces(clash: &Clash, sides: &[String; 2]) -> String {
    let of = |side: usize| {
        let [low, high] = clash.men[side];
        format!("{} {}", sides[side], range(low, Some(high)))
    };
    format!("{}; {}", of(0), of(1))
}

/// How large it gets, and how often.
pub(super) fn tail(tail: &Tail, screen: &Screen) -> String {
    let mut text = heading("The tail");
    let mut line =
        |what: &str, value: String| text.push_str(&paragraph(screen, &format!("{what}: {value}"), 4));
    let far = |q: &Option<Quantiles>, far: [f64; 2], unit: &str| {
        let median = q.map_or_else(
            || "–".to_owned(),
            |q| format!("median {}, 95 % {}", number(q.median), number(q.q95)),
        );
        format!(
            "{median}, 99 % {}, 99.9 % {} {unit}",
            number(far[0]),
            number(far[1])
        )
    };
    line(
        "largest battle, both sides",
        far(&tail.largest_battle, tail.largest_battle_far, "men"),
    );
    line(
        "costliest crisis, both sides",
        far(&tail.costliest, tail.costliest_far, "men lost"),
    );
    let chance = |share: &Option<Share>| {
        share.map_or_else(
            || "–".to_owned(),
            |s| format!("{} ({}–{})", percent(s.share), percent(s.low), percent(s.high)),
        )
    };
    line(
        "P(a battle of division size, 7,000 men on a side)",
        chance(&tail.division),
    );
    line(
        "P(a battle of corps size, 22,000 men on a side)",
        chance(&tail.corps),
    );
    line("P(general war)", chance(&tail.general_war));
    line("P(broken off: incidents without end)", chance(&tail.exploded));
    text.push_str(&dim(&paragraph(
        screen,
        &format!(
            "of {} campaigns; in brackets 90 % intervals",
            number(tail.runs as f64)
        ),
        0,
    )));
    text
}

/// What does not fit, in plain sight: observables, then losses and victors of the named clashes.
pub(super) fn misfits(rows: &[Row], clashes: &[Clash], sides: &[String; 2], screen: &Screen) -> String {
    let misfits: Vec<&Row> = rows.iter().filter(|row| row.is_misfit()).collect();
    let compared = rows
        .iter()
        .filter(|row| row.recorded.iter().any(|mark| mark.verdict.is_some()))
        .count();
    let title = match misfits.len() {
        0 => format!("Misfits: none of {compared} observables"),
        1 => format!("Misfits: 1 of {compared} observables has no recorded value inside the model's 90 %"),
        n => format!("Misfits: {n} of {compared} observables have no recorded value inside the model's 90 %"),
    };
    let mut text = heading(&title);
    for row in misfits {
        let yes_no = matches!(row.simulated, Simulated::YesNo(_));
        let [model, _] = simulated(&row.simulated);
        let line = format!(
            "✗ {}: recorded {}; the model has {model}",
            row.title,
            rivals(&row.recorded, yes_no)
        );
        text.push_str(&paragraph(screen, &line, 2));
    }
    if !clashes.is_empty() {
        text.push_str(&clash_misfits(clashes, sides, screen));
    }
    text
}

fn clash_misfits(clashes: &[Clash], sides: &[String; 2], screen: &Screen) -> String {
    let found = clashes::misfits(clashes);
    let count = |n: usize| if n == 0 { "none".to_owned() } else { n.to_string() };
    let title = format!(
        "Of the named clashes: {} of {} losses with no vouched claim inside what such forces lose, {} of {} victors given less \
         than one chance in twenty",
        count(found.losses.len()),
        found.of_losses,
        count(found.victors.len()),
        found.of_victors
    );
    let mut text = paragraph(screen, &title, 0);
    for (clash, losses) in found.losses {
        let line = format!(
            "✗ {}, {} {}: claimed {}; the model expects {}",
            clash.name,
            sides[losses.side],
            losses.what,
            rivals(&losses.recorded, false),
            interval(&losses.simulated)
        );
        text.push_str(&paragraph(screen, &line, 2));
    }
    for (clash, victor) in found.victors {
        let line = format!(
            "✗ {}: won by {}, which wins {} of such fights",
            clash.name,
            sides[victor.side],
            percent(victor.wins.share)
        );
        text.push_str(&paragraph(screen, &line, 2));
    }
    text
}

fn rivals(claims: &[Mark], yes_no: bool) -> String {
    let each: Vec<String> = claims.iter().map(|mark| said(mark, yes_no)).collect();
    each.join(" | ")
}

/// Where the files are and how to make them again.
pub(super) fn place(stored: &StoredRun, report: &Path) -> String {
    let directory = stored.directory().display();
    let done = stored.done();
    let megabytes = done.bytes as f64 / 1e6;
    let lines = [
        ("report", report.display().to_string()),
        (
            "results",
            format!("{directory} ({} Parquet files, {megabytes:.1} MB)", done.files),
        ),
        ("again", stored.provenance().command.clone()),
        ("verify", format!("halha run --again {directory}")),
        ("tell one", format!("halha replay {directory} 0")),
    ];
    let mut text = heading("Files");
    for (what, value) in lines {
        text.push_str(&format!("  {what:<9}{value}\n"));
    }
    text
}

fn simulated(simulated: &Simulated) -> [String; 2] {
    match simulated {
        Simulated::Nothing => ["no run has a value".to_owned(), String::new()],
        Simulated::YesNo(share) => [percent(share.share), percent(share.error)],
        Simulated::Number(q) => [interval(q), number(q.median_error)],
    }
}

fn interval(q: &Quantiles) -> String {
    format!(
        "{}  [{}–{}]  ({}–{})",
        number(q.median),
        number(q.q25),
        number(q.q75),
        number(q.q05),
        number(q.q95)
    )
}

/// A recorded value and who claims it.
fn said(mark: &Mark, yes_no: bool) -> String {
    let value: Cow<'_, str> = match (yes_no, mark.low > 0.5) {
        (true, true) => "yes".into(),
        (true, false) => "no".into(),
        (false, _) => range(mark.low, mark.high).into(),
    };
    let doubt = match mark.status.as_str() {
        "doubtful" => "?",
        "unverified" => "‡",
        "assumed" => "°",
        _ => "",
    };
    format!("{value}{doubt} {}", mark.claimed_by)
}

fn inside(verdict: Option<Verdict>) -> String {
    match verdict {
        None => String::new(),
        Some(Verdict::Inside50) => "✓ 50 %".to_owned(),
        Some(Verdict::Inside90) => "✓ 90 %".to_owned(),
        Some(Verdict::Likely) => "✓ likely".to_owned(),
        Some(Verdict::Below) => "✗ below".to_owned(),
        Some(Verdict::Above) => "✗ above".to_owned(),
        Some(Verdict::Unlikely) => "✗ unlikely".to_owned(),
    }
}

fn range(low: f64, high: Option<f64>) -> String {
    match high {
        Some(high) if high > low => format!("{}–{}", number(low), number(high)),
        Some(_) => number(low),
        None => format!("≥ {}", number(low)),
    }
}

/// A whole number with its thousands set apart, or three digits of a small one.
pub(crate) fn number(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    if x.fract() != 0.0 && x.abs() < 100.0 {
        return if x.abs() < 10.0 {
            format!("{x:.2}")
        } else {
            format!("{x:.1}")
        };
    }
    let digits = format!("{:.0}", x.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if x < 0.0 { format!("-{text}") } else { text }
}

fn percent(share: f64) -> String {
    let of_hundred = 100.0 * share;
    match of_hundred {
        p if p <= 0.0 || p >= 100.0 || (1.0..=99.0).contains(&p) => format!("{p:.0} %"),
        p if (0.1..=99.9).contains(&p) => format!("{p:.1} %"),
        p => format!("{p:.2} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::{number, percent};

    #[test]
    fn numbers_are_written_for_readers() {
        let written = [
            0.0,
            7.0,
            0.25,
            12.5,
            152.0,
            1234.0,
            1_234_567.4,
            -1500.0,
            f64::NAN,
        ]
        .map(number);
        assert_eq!(
            written,
            [
                "0",
                "7",
                "0.25",
                "12.5",
                "152",
                "1,234",
                "1,234,567",
                "-1,500",
                "–"
            ]
        );
    }

    #[test]
    fn shares_keep_the_digits_that_matter() {
        assert_eq!(
            [0.0, 0.5, 0.004, 0.0004, 0.996, 1.0].map(percent),
            ["0 %", "50 %", "0.4 %", "0.04 %", "99.6 %", "100 %"]
        );
    }
}
