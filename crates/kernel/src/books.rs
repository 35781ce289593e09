//! Both sides' books: what each side sees, believes, claims and publishes of the truth.

use crate::chance::Purpose;
use crate::dist;
use crate::event::{Event, Fight, IncidentType, Observer};
use crate::luck::{Luck, happens, normal, quarters, shared};
use crate::maths::exp;
use crate::outcome::{Counts, Year, add};
use crate::parameters::Parameters;
use crate::policy::Policy;
use crate::run::Run;
use crate::state::Point;
use crate::tables::ln_1p_whole;

/// Men of one side above which narratives speak of a battalion or more.
const BATTALION: u32 = 600;
/// Most false reports of a side in one month, so that hostile parameters end.
const MOST_FALSE: f64 = 1e6;

/// Type under which each side reports an incident, by side; `None` where it does not.
///
/// **Law** detection and confusion (book, model §8). **Units** none. **Valid for** incidents that were not absorbed.
/// **Source** none. **Status** assumed with priors; rate and detection are told apart only by those.
#[inline]
pub(crate) fn report(
    p: &Parameters,
    point: &Point,
    kind: IncidentType,
    bloody: bool,
) -> [Option<IncidentType>; 2] {
    let [u_victim, u_victim_kind, u_own, u_own_kind] = quarters(point.reports);
    let intruder = usize::from(point.intruder);
    let by_victim = if bloody {
        p.detect_shots
    } else if intruder == 1 {
        p.detect_0
    } else {
        p.detect_1
    };
    let by_intruder = if bloody {
        p.detect_shots
    } else if intruder == 0 {
        p.own_0
    } else {
        p.own_1
    };
    let mut reported = [None; 2];
    reported[1 - intruder] = (u_victim < by_victim).then(|| confuse(p, kind, u_victim_kind));
    reported[intruder] = (u_own < by_intruder).then(|| confuse(p, kind, u_own_kind));
    reported
}

/// The true type, or one of the two others equally.
#[inline]
fn confuse(p: &Parameters, kind: IncidentType, u: f64) -> IncidentType {
    if u >= p.confusion {
        return kind;
    }
    let shift = if u < 0.5 * p.confusion { 1 } else { 2 };
    IncidentType::ALL[(kind as usize + shift) % 3]
}

/// Enters the reports of an incident in both books.
#[inline]
pub(crate) fn enter(counts: &mut Counts, intruder: usize, reported: [Option<IncidentType>; 2], shots: bool) {
    for (side, kind) in reported.into_iter().enumerate() {
        if let Some(kind) = kind {
            let book = if side == intruder {
                &mut counts.book_own
            } else {
                &mut counts.book
            };
            book[side][kind as usize] += 1;
            counts.book_shootings[side] += u32::from(shots);
        }
    }
}

impl<L: Luck, P: Policy, O: Observer> Run<'_, L, P, O> {
    /// False reports of the month that closes.
    ///
    /// **Law** Poisson(false_r × true incidents by −r in the month), types by the weights (book, model §8).
    /// **Units** reports. **Valid for** always. **Source** none. **Status** assumed with priors.
    pub(crate) fn false_reports(&mut self) {
        let month = self.state.month as u64;
        for side in 0..2 {
            let true_ones: u32 = self.state.counts.incidents[1 - side].iter().sum();
            let factor = if side == 0 {
                self.prepared.p.false_0
            } else {
                self.prepared.p.false_1
            };
            let mean = (factor * f64::from(true_ones)).min(MOST_FALSE);
            if mean <= 0.0 {
                continue;
            }
            let u = shared(self.luck, month, Purpose::FalseReports, side, 0);
            if u <= 1.0 - mean {
                continue;
            }
            let number = dist::poisson(u, mean) as u32;
            if number > 0 {
                self.enter_false(side, number);
            }
        }
    }

    fn enter_false(&mut self, side: usize, number: u32) {
        let month = self.state.month;
        let mut count = [0; 3];
        for n in 1..=number {
            let u = shared(self.luck, month as u64, Purpose::FalseReports, side, n);
            let kind = usize::from(u >= self.prepared.kinds[0]) + usize::from(u >= self.prepared.kinds[1]);
            count[kind] += 1;
        }
        for (kind, n) in count.into_iter().enumerate() {
            add(&mut self.state.counts.book[side][kind], n);
        }
        self.tell(&Event::FalseReports {
            month: month as u16,
            side: side as u8,
            count,
        });
    }
}

/// Publishes a year's count of each side's book.
///
/// **Law** ⌊N·e^(publish_sd·z) + ½⌋ (book, model §8). **Units** incidents. **Valid for** any count.
/// **Source** rounding and rival definitions of published totals. **Status** assumed.
pub(crate) fn publish<L: Luck>(p: &Parameters, luck: &L, number: usize, year: &mut Year) {
    for side in 0..2 {
        let n = year.counts.book[side]
            .iter()
            .chain(&year.counts.book_own[side])
            .fold(0_u32, |sum, x| sum.saturating_add(*x));
        if n > 0 {
            let z = normal(shared(luck, number as u64, Purpose::Publication, side, 0));
            year.published[side] = (f64::from(n) * exp(p.publish_sd * z) + 0.5) as u32;
        }
    }
}

/// What each side claims of given losses: claiming side first, `[own, enemy]`.
///
/// **Law** ln(1 + ĉ) = ln(1 + c) + bias + sd·z (book, model §8). **Units** men. **Valid for** any losses.
/// **Source** rival claims of the record. **Status** assumed with priors. `intruder` fixes whose luck comes first.
pub(crate) fn claims(p: &Parameters, lost: [u32; 2], intruder: usize, luck: [f64; 4]) -> [[u32; 2]; 2] {
    let own = [p.own_claim_0, p.own_claim_1];
    let enemy = [p.enemy_claim_0, p.enemy_claim_1];
    let mut claims = [[0; 2]; 2];
    for (n, side) in [intruder, 1 - intruder].into_iter().enumerate() {
        let told = |c: u32, bias: f64, sd: f64, u: f64| {
            let said = exp(ln_1p_whole(c) + bias + sd * normal(u)) - 1.0;
            (said + 0.5) as u32
        };
        claims[side] = [
            told(lost[side], own[side], p.own_claim_sd, luck[2 * n]),
            told(lost[1 - side], enemy[side], p.enemy_claim_sd, luck[2 * n + 1]),
        ];
    }
    claims
}

/// What makes later narratives speak of a fight or an episode.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notable {
    pub(crate) casualties: u32,
    pub(crate) men: [u32; 2],
    pub(crate) arms: bool,
}

impl Notable {
    pub(crate) fn of(fight: &Fight) -> Self {
        Self {
            casualties: fight.losses[0].men().saturating_add(fight.losses[1].men()),
            men: fight.forces.map(|f| f.men),
            arms: fight.forces.iter().any(|f| f.vehicles > 0 || f.aircraft > 0),
        }
    }
}

/// **Law** P(narrated) (book, model §8): selection into narratives. **Units** none. **Valid for** fights and episodes.
/// **Source** none. **Status** assumed; a fit to narratives must carry this term.
pub(crate) fn narrated(p: &Parameters, n: Notable, u: f64) -> bool {
    let battalion = n.men[0] > BATTALION || n.men[1] > BATTALION;
    happens(
        u,
        p.narrate0
            + p.narrate_losses * ln_1p_whole(n.casualties)
            + if battalion { p.narrate_battalion } else { 0.0 }
            + if n.arms { p.narrate_arms } else { 0.0 },
    )
}
