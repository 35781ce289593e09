//! The comparison of record and model, as the wire shows it.

use halha_lab::clashes::{Clash, ClashLosses};
use halha_lab::compare::{self, Row};
use halha_lab::report;
use halha_lab::statistics;
use halha_record::Record;

use super::shared::named;
use crate::wire::runs as wire;
use crate::wire::shared::{Mark, Named, Quantiles, Share, Simulated, Verdict};

/// Who claims what the record's own tables add up to.
const COUNTED: &str = "counted";

pub(crate) fn quantiles(q: &statistics::Quantiles) -> Quantiles {
    Quantiles {
        n: q.n,
        q05: q.q05,
        q25: q.q25,
        median: q.median,
        q75: q.q75,
        q95: q.q95,
        median_error: q.median_error,
    }
}

pub(crate) fn share(s: &statistics::Share) -> Share {
    Share {
        n: s.n,
        share: s.share,
        low: s.low,
        high: s.high,
        error: s.error,
    }
}

pub(crate) fn simulated(simulated: &compare::Simulated) -> Simulated {
    match simulated {
        compare::Simulated::Number(q) => Simulated::Number {
            quantiles: quantiles(q),
        },
        compare::Simulated::YesNo(s) => Simulated::YesNo { share: share(s) },
        compare::Simulated::Nothing => Simulated::Nothing,
    }
}

pub(crate) fn mark(record: &Record, mark: &compare::Mark) -> Mark {
    let verdict = mark.verdict.map(|verdict| match verdict {
        compare::Verdict::Inside50 => Verdict::Inside50,
        compare::Verdict::Inside90 => Verdict::Inside90,
        compare::Verdict::Below => Verdict::Below,
        compare::Verdict::Above => Verdict::Above,
        compare::Verdict::Likely => Verdict::Likely,
        compare::Verdict::Unlikely => Verdict::Unlikely,
    });
    let claimed_by = if mark.claimed_by == COUNTED {
        Named {
            id: COUNTED.to_owned(),
            name: "Counted in the record".to_owned(),
        }
    } else {
        named(record, &mark.claimed_by)
    };
    Mark {
        low: mark.low,
        high: mark.high,
        claimed_by,
        source: mark.source.clone(),
        status: mark.status.clone(),
        note: mark.note.clone(),
        verdict,
    }
}

pub(crate) fn comparison(record: &Record, row: &Row) -> wire::Comparison {
    wire::Comparison {
        id: row.id.clone(),
        title: row.title.clone(),
        unit: row.unit.clone(),
        recorded: row.recorded.iter().map(|m| mark(record, m)).collect(),
        simulated: simulated(&row.simulated),
        missing: row.missing,
        misfit: row.is_misfit(),
    }
}

pub(crate) fn tail(tail: &compare::Tail) -> wire::Tail {
    let known = |points: [f64; 2]| points.map(|p| p.is_finite().then_some(p));
    wire::Tail {
        campaigns: tail.runs,
        largest_battle: tail.largest_battle.as_ref().map(quantiles),
        largest_battle_far: known(tail.largest_battle_far),
        costliest: tail.costliest.as_ref().map(quantiles),
        costliest_far: known(tail.costliest_far),
        division: tail.division.as_ref().map(share),
        corps: tail.corps.as_ref().map(share),
        general_war: tail.general_war.as_ref().map(share),
        exploded: tail.exploded.as_ref().map(share),
    }
}

pub(crate) fn outcomes(outcomes: &report::Outcomes) -> wire::Outcomes {
    let list = |all: &[report::Outcome]| {
        let outcome = |o: &report::Outcome| wire::Outcome {
            title: o.title.clone(),
            share: share(&o.share),
        };
        all.iter().map(outcome).collect()
    };
    wire::Outcomes {
        endings: list(&outcomes.endings),
        causes: list(&outcomes.causes),
        settlements: list(&outcomes.settlements),
    }
}

pub(crate) fn clash(record: &Record, clash: &Clash) -> wire::Clash {
    let side = |side: usize| record.conflict.sides[side.min(1)].id.to_string();
    let losses = |l: &ClashLosses| wire::ClashLosses {
        side: side(l.side),
        what: l.what.to_owned(),
        simulated: quantiles(&l.simulated),
        recorded: l.recorded.iter().map(|m| mark(record, m)).collect(),
        misfit: l.is_misfit(),
    };
    wire::Clash {
        incident: Named {
            id: clash.incident.clone(),
            name: clash.name.clone(),
        },
        date: clash.date.clone(),
        attacker: side(clash.attacker),
        attacker_known: clash.attacker_known,
        men: clash.men,
        losses: clash.losses.iter().map(losses).collect(),
        victor: clash.victor.as_ref().map(|v| wire::ClashVictor {
            side: side(v.side),
            wins: share(&v.wins),
            misfit: !v.verdict().meets(),
        }),
    }
}
