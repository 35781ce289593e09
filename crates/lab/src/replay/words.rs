//! Numbers, lists and lengths of time as English writes them.

use halha_kernel::event::{Forces, Losses};

/// `1,234`.
pub(crate) fn grouped(n: impl Into<f64>) -> String {
    halha_record::grouped(n.into())
}

/// `1 man`, `2 men`, `no men`.
pub(crate) fn count(n: u32, one: &str, several: &str) -> String {
    match n {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        n => format!("{} {several}", grouped(n)),
    }
}

/// `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// A length of time in the unit that suits it.
pub(crate) fn duration(days: f64) -> String {
    let hours = days * 24.0;
    if hours < 1.5 {
        let minutes = ((hours * 60.0 / 5.0).round() * 5.0).max(5.0);
        format!("{minutes} minutes")
    } else if hours < 36.0 {
        format!("{} hours", hours.round())
    } else {
        format!("{} days", days.round())
    }
}

/// Men with what they bring: `4,200 men with 12 guns and 6 armoured vehicles`.
pub(crate) fn forces(f: &Forces) -> String {
    let things = things([
        (f.vehicles, "armoured vehicle", "armoured vehicles"),
        (f.guns, "gun", "guns"),
        (f.aircraft, "aircraft", "aircraft"),
        (f.boats, "gunboat", "gunboats"),
    ]);
    let men = count(f.men, "man", "men");
    if things.is_empty() {
        men
    } else {
        format!("{men} with {}", list(&things))
    }
}

/// `12 (3 killed, 9 wounded) and 2 guns`; `none` for none.
pub(crate) fn losses(l: &Losses) -> String {
    let men = [
        (l.killed, "killed"),
        (l.wounded, "wounded"),
        (l.captured, "captured"),
    ];
    let split: Vec<String> = men
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", grouped(*n)))
        .collect();
    let mut all = match split.as_slice() {
        [] => Vec::new(),
        [one] => vec![one.clone()],
        several => vec![format!("{} ({})", grouped(l.men()), several.join(", "))],
    };
    all.extend(things([
        (l.vehicles, "armoured vehicle", "armoured vehicles"),
        (l.guns, "gun", "guns"),
        (l.aircraft, "aircraft", "aircraft"),
        (l.boats, "gunboat", "gunboats"),
    ]));
    if all.is_empty() {
        "none".to_owned()
    } else {
        list(&all)
    }
}

fn things(counts: [(u32, &str, &str); 4]) -> Vec<String> {
    counts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, several)| count(n, one, several))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_read_as_english() {
        assert_eq!(losses(&Losses::default()), "none");
        assert_eq!(
            losses(&Losses {
                killed: 2,
                ..Losses::default()
            }),
            "2 killed"
        );
        let mixed = Losses {
            killed: 1_200,
            wounded: 3_400,
            captured: 12,
            guns: 1,
            boats: 2,
            ..Losses::default()
        };
        assert_eq!(
            losses(&mixed),
            "4,612 (1,200 killed, 3,400 wounded, 12 captured), 1 gun and 2 gunboats"
        );
    }

    #[test]
    fn durations_take_the_unit_that_suits() {
        assert_eq!(duration(0.001), "5 minutes");
        assert_eq!(duration(0.03), "45 minutes");
        assert_eq!(duration(0.25), "6 hours");
        assert_eq!(duration(2.4), "2 days");
    }

    #[test]
    fn forces_name_only_what_is_there() {
        let f = Forces {
            men: 1,
            ..Forces::default()
        };
        assert_eq!(forces(&f), "1 man");
        assert_eq!(
            forces(&Forces {
                men: 4_200,
                vehicles: 1,
                guns: 12,
                ..f
            }),
            "4,200 men with 1 armoured vehicle and 12 guns"
        );
    }
}
