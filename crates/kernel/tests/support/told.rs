//! Everything that must hold of a fight told in rounds.

use halha_kernel::event::{Fight, Losses, Victor};
use halha_kernel::rounds::{Element, Phase, Round, RoundedFight};

fn plus(x: &Losses, y: &Losses) -> Losses {
    Losses {
        killed: x.killed + y.killed,
        wounded: x.wounded + y.wounded,
        captured: x.captured + y.captured,
        vehicles: x.vehicles + y.vehicles,
        guns: x.guns + y.guns,
        aircraft: x.aircraft + y.aircraft,
        boats: x.boats + y.boats,
    }
}

/// Everything that must hold of a fight told in rounds and does not; `whole` is the fast path's fight.
pub(crate) fn faults(told: &RoundedFight, whole: &Fight) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, what| {
        if !holds && !faults.contains(&what) {
            faults.push(what);
        }
    };
    must(told.fight == *whole, "the fight is the fast path's");
    let rounds = &told.rounds;
    must((4..=60).contains(&rounds.len()), "4 to 60 rounds");
    must(
        rounds.last().is_some_and(|r| r.to == whole.days),
        "the last round ends the fight",
    );
    let loser = match whole.victor {
        Victor::Attacker => Some(1 - whole.attacker),
        Victor::Defender => Some(whole.attacker),
        Victor::Draw => None,
    };
    let broken = rounds.last().and_then(|r| r.broken);
    must(broken == loser, "the loser breaks");
    let mut before = (0.0, Phase::Fighting, None);
    let mut sums = [Losses::default(); 2];
    for round in rounds {
        must(
            round.from == before.0 && round.to > round.from,
            "rounds follow each other",
        );
        let pursuit = before.2.is_some();
        must(
            (round.phase == Phase::Pursuit) == pursuit,
            "a pursuit follows the break",
        );
        before = (round.to, round.phase, round.broken);
        for (i, sum) in sums.iter_mut().enumerate() {
            let (lost, by) = (&round.losses[i], &round.by[i]);
            must(by.iter().sum::<u32>() == lost.men(), "every loss has a cause");
            for element in Element::ALL {
                let absent = told.elements[1 - i].count(element) == 0;
                must(
                    by[element as usize] == 0 || !absent,
                    "nothing is lost to what is not there",
                );
            }
            *sum = plus(sum, lost);
            let (there, left) = (&whole.forces[i], &round.left[i]);
            must(round.men[i] + sum.men() == there.men, "men are conserved");
            must(
                left.tankette + left.tank + sum.vehicles == there.vehicles,
                "vehicles are conserved",
            );
            must(
                left.light_gun + left.field_gun + sum.guns == there.guns,
                "guns are conserved",
            );
            must(
                left.aircraft + sum.aircraft == there.aircraft,
                "aircraft are conserved",
            );
            must(left.gunboat + sum.boats == there.boats, "boats are conserved");
            for element in Element::ALL {
                must(
                    left.count(element) <= told.elements[i].count(element),
                    "no class grows",
                );
            }
        }
    }
    must(sums == whole.losses, "the rounds add up to the fight");
    for i in 0..2 {
        let captured: u32 = rounds.iter().map(|r| r.losses[i].captured).sum();
        must(
            captured == 0 || loser == Some(i as u8),
            "only the loser loses prisoners",
        );
        let missed = |r: &&Round| r.phase == Phase::Pursuit;
        let pursuit = |of: fn(&Losses) -> u32| {
            rounds
                .iter()
                .filter(missed)
                .map(|r| of(&r.losses[i]))
                .sum::<u32>()
        };
        let (taken, lost) = (pursuit(|l| l.captured), pursuit(|l| l.men()));
        must(
            taken == captured.min(lost),
            "prisoners are taken in the pursuit as far as they go",
        );
        let back = told.recovered[i];
        must(
            back <= whole.losses[i].vehicles,
            "no more vehicles come back than were lost",
        );
        must(
            back == 0 || loser != Some(i as u8),
            "who leaves the field leaves its vehicles",
        );
    }
    faults
}
