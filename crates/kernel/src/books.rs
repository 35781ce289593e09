//! Both sides' books: what each side sees, believes, claims and publishes of the truth.

use crate::chance::Purpose;
use crate::dist::poisson_mostly_few;
use crate::event::{Event, Fight, IncidentType};
use crate::luck::{Luck, Marks, SHORT, happens, normal, quarter, shared, threshold};
use crate::maths::exp;
use crate::outcome::{Counts, Year, add};
use crate::parameters::Parameters;
use crate::run::{Ear, Run};
use crate::tables::ln_1p_whole;

/// Men of one side above which narratives speak of a battalion or more.
const BATTALION: u32 = 600;
/// Most false reports of a side in one month, so that hostile parameters end.
const MOST_FALSE: f64 = 1e6;

/// What there is to see of an incident.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) intruder: usize,
    pub(crate) kind: IncidentType,
    /// There were casualties.
    pub(crate) bloody: bool,
    /// There were shots.
    pub(crate) shots: bool,
}

/// When a report is made and of which type, as thresholds of its mark.
#[derive(Debug, Clone, Copy)]
struct ReportLaw {
    /// Below this the incident is reported.
    is: u32,
    /// From these on the type is the next one, and the one after that.
    shift: [u32; 2],
}

/// The detection of both sides, compiled: victim first, then intruder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detection {
    /// Of incidents without blood, by intruder.
    quiet: [[ReportLaw; 2]; 2],
    bloody: [ReportLaw; 2],
}

impl Detection {
    pub(crate) fn new(p: &Parameters) -> Self {
        let law = |detect: f64| {
            let below = |p| threshold(p, SHORT) as u32;
            ReportLaw {
                is: below(detect),
                shift: [1.0, 0.5].map(|c| below(detect * (1.0 - c * p.confusion))),
            }
        };
        Self {
            quiet: [[law(p.detect_1), law(p.own_0)], [law(p.detect_0), law(p.own_1)]],
            bloody: [law(p.detect_shots); 2],
        }
    }
}

impl Seen {
    /// What the victim and the intruder report, in this order.
    ///
    /// **Law** detection and confusion (book, model §8). **Units** none. **Valid for** incidents that were not
    /// absorbed. **Source** none. **Status** assumed with priors; rate and detection are told apart only by those.
    #[inline]
    fn reports(&self, detection: &Detection, marks: Marks) -> (Reported, Reported) {
        let [victim, intruder] = if self.bloody {
            &detection.bloody
        } else {
            &detection.quiet[self.intruder]
        };
        (
            told(victim, self.kind, marks.victim_report()),
            told(intruder, self.kind, marks.own_report()),
        )
    }

    /// Enters the reports in both books. Inlined: the sides are known there to be 0 or 1.
    #[inline(always)]
    pub(crate) fn enter(&self, detection: &Detection, marks: Marks, counts: &mut Counts) {
        let (i, v) = (self.intruder, 1 - self.intruder);
        let (by_victim, by_intruder) = self.reports(detection, marks);
        counts.book[v][by_victim.kind] += by_victim.is;
        counts.book_own[i][by_intruder.kind] += by_intruder.is;
        if self.shots {
            counts.book_shootings[v] += by_victim.is;
            counts.book_shootings[i] += by_intruder.is;
        }
    }

    /// Type under which each side reports it, by side.
    pub(crate) fn reported(&self, detection: &Detection, marks: Marks) -> [Option<IncidentType>; 2] {
        let (by_victim, by_intruder) = self.reports(detection, marks);
        let mut reported = [None; 2];
        reported[1 - self.intruder] = by_victim.kind();
        reported[self.intruder] = by_intruder.kind();
        reported
    }
}

/// What one side's book says of an incident: 1 or 0 reports, and of which type.
#[derive(Debug, Clone, Copy)]
struct Reported {
    is: u32,
    kind: usize,
}

impl Reported {
    /// The type under which it is reported, if it is.
    fn kind(self) -> Option<IncidentType> {
        (self.is > 0).then(|| IncidentType::ALL[self.kind])
    }
}

/// Not reported, reported as the true type, or as one of the two others equally: one number splits four ways,
/// without a branch that nobody could predict.
#[inline]
fn told(law: &ReportLaw, kind: IncidentType, mark: u32) -> Reported {
    const AROUND: [u8; 5] = [0, 1, 2, 0, 1];
    let shift = usize::from(mark >= law.shift[0]) + usize::from(mark >= law.shift[1]);
    Reported {
        is: u32::from(mark < law.is),
        kind: usize::from(AROUND[kind as usize + shift]),
    }
}

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// False reports of the month that closes.
    ///
    /// **Law** Poisson(false_r × true incidents by −r in the month), types by the weights (book, model §8).
    /// **Units** reports. **Valid for** always. **Source** none. **Status** assumed with priors.
    pub(crate) fn false_reports(&mut self) {
        let month = self.state.month;
        let words = self.luck.block(month as u64, Purpose::FalseReports, 0);
        let p = &self.prepared.p;
        let number = [(0, p.false_0), (1, p.false_1)].map(|(side, factor)| {
            let true_ones: u32 = self.state.counts.incidents[1 - side].iter().sum();
            let mean = (factor * f64::from(true_ones)).min(MOST_FALSE);
            poisson_mostly_few(quarter(words[side] >> 32), mean) as u32
        });
        // Both sides' in one loop: each loop's end is a wrong guess.
        let mut count = [[0_u32; 3]; 2];
        for n in 0..number[0] + number[1] {
            let side = usize::from(n >= number[0]);
            let nth = 1 + n - number[0] * side as u32;
            let u = shared(self.luck, month as u64, Purpose::FalseReports, side, nth);
            let kind = usize::from(u >= self.prepared.kinds[0]) + usize::from(u >= self.prepared.kinds[1]);
            count[side][kind] += 1;
        }
        for side in 0..2 {
            for (entered, n) in self.state.counts.book[side].iter_mut().zip(count[side]) {
                add(entered, n);
            }
            if O::EVENTS && number[side] > 0 {
                self.tell(&Event::FalseReports {
                    month: month as u16,
                    side: side as u8,
                    count: count[side],
                });
            }
        }
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
