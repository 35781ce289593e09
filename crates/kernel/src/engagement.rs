//! Engagements, fast path: from strengths and circumstances to duration, losses and outcome in one step.

mod losses;

use crate::chance::Purpose;
use crate::event::{Fight, Forces, Posture, Victor};
use crate::luck::{Luck, normal};
use crate::maths::{exp, logistic};
use crate::parameters::Parameters;
use crate::prepared::Prepared;
use crate::tables::ln_whole;
use losses::{Fate, captured_share, things_lost};
pub(crate) use losses::{killed_shares, split_losses};

/// Shortest and longest engagement, days, and their logarithms.
const DAYS: [f64; 2] = [0.03, 40.0];
const LN_DAYS: [f64; 2] = [-3.506_557_897_319_982, 3.688_879_454_113_936_3];

/// Who meets whom, and how. Pairs are indexed by side, not by role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Encounter {
    /// The attacking side.
    pub attacker: usize,
    /// What each side engages; at least 1 man each.
    pub forces: [Forces; 2],
    /// How the defender stands.
    pub posture: Posture,
    /// Surprise of the attacker, 0–3.
    pub surprise: u8,
    /// Air superiority of the attacker, −1 to 1.
    pub air: f64,
    /// Punch of each side: supply × (½ + ½ ammunition), above 0.
    pub punch: [f64; 2],
}

/// Where an engagement takes its luck from: the id of its incident or episode, and the step within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FightAddress {
    /// Id of the incident or episode.
    pub id: u64,
    /// Step of the episode; 0 for a patrol's fight.
    pub step: u32,
}

impl FightAddress {
    /// The four uniforms of block `n` (0–63) of this engagement.
    #[inline]
    pub(crate) fn four<L: Luck>(self, luck: &L, n: u32) -> [f64; 4] {
        luck.four(self.id, Purpose::Engagement, self.step << 8 | n)
    }
}

/// The levels of loss of an engagement before chance takes its men: ln days, η of attacker and defender.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// Duration, days.
    pub days: f64,
    /// η of each side: losses are Binomial(N, 1 − exp(−e^η)).
    pub eta: [f64; 2],
    /// ln(N_A/N_D).
    pub ratio: f64,
}

/// Duration and loss levels of an encounter, given standard normal noises (ε_d, ε₁, ε₂ before correlation).
///
/// **Law** (book, model §3): ln d, η_A and η_D.
/// **Units** men, days, nats. **Valid for** 1 man to a corps. **Source** regressions on CDB90, 1900–45.
/// **Status** estimated above 1,000 men; `small_intensity` assumed.
pub fn levels(prepared: &Prepared, e: &Encounter, noise: [f64; 3]) -> Levels {
    let p = &prepared.p;
    let (a, d) = (e.attacker, 1 - e.attacker);
    let men = [0, 1].map(|i| f64::from(e.forces[i].men.max(1)));
    let ln_men = [0, 1].map(|i| ln_whole(e.forces[i].men.max(1)));
    let ratio = ln_men[a] - ln_men[d];
    let both = (men[0] + men[1]) * (1.0 / 400.0);
    let small = 1.0 / (1.0 + both * both);
    let ln_days =
        p.days0 + p.days_size * 0.5 * (ln_men[0] + ln_men[1]) + p.days_small * small + p.days_sd * noise[0];
    let (days, ln_days) = clamp_days(ln_days);
    let noise_d = p.noise_corr * noise[1] + prepared.noise_rest * noise[2];
    let [stand_a, stand_d] = posture_terms(p, e.posture);
    let surprise = f64::from(e.surprise);
    let level_a = p.att0
        + size_terms(p, a, men[a], ln_men[a], p.att_size)
        + p.att_ratio * ratio
        + p.att_days * ln_days
        + stand_a
        + p.att_surprise * surprise
        + p.att_air * e.air
        + p.att_sd * noise[1]
        + ln_punch(e.punch[d]);
    let level_d = p.def0
        + size_terms(p, d, men[d], ln_men[d], p.def_size)
        + p.def_ratio * ratio
        + p.def_days * ln_days
        + stand_d
        + p.def_surprise * surprise
        + p.def_air * e.air
        + p.def_sd * noise_d
        + ln_punch(e.punch[a]);
    let eta = if a == 0 {
        [level_a, level_d]
    } else {
        [level_d, level_a]
    };
    Levels { days, eta, ratio }
}

/// d = e^ln_d within the shortest and longest engagement, and its logarithm.
fn clamp_days(ln_days: f64) -> (f64, f64) {
    if ln_days <= LN_DAYS[0] {
        (DAYS[0], LN_DAYS[0])
    } else if ln_days < LN_DAYS[1] {
        (exp(ln_days), ln_days)
    } else {
        (DAYS[1], LN_DAYS[1])
    }
}

/// kappa·large(N) + S(N; b).
#[inline]
fn size_terms(p: &Parameters, side: usize, men: f64, ln_men: f64, size: f64) -> f64 {
    const LN_10_3: f64 = 6.907_755_278_982_137;
    const LN_10_4: f64 = 9.210_340_371_976_184;
    let kappa = if side == 0 { p.kappa_0 } else { p.kappa_1 };
    let thousand = 1000.0 / men;
    let large = 1.0 / (1.0 + thousand * thousand);
    let below = ln_men - LN_10_3;
    let small = if below < 0.0 {
        p.small_intensity * below
    } else {
        0.0
    };
    kappa * large + size * (ln_men - LN_10_4) - small
}

#[inline]
fn posture_terms(p: &Parameters, posture: Posture) -> [f64; 2] {
    match posture {
        Posture::Hasty => [0.0, 0.0],
        Posture::Prepared => [p.att_pd, p.def_pd],
        Posture::Fortified => [p.att_fd, p.def_fd],
        Posture::Delaying => [p.att_dw, p.def_dw],
    }
}

#[inline]
#[expect(clippy::float_cmp, reason = "full punch is exactly 1")]
fn ln_punch(punch: f64) -> f64 {
    if punch == 1.0 {
        0.0
    } else {
        crate::maths::ln(punch)
    }
}

/// Duration, loss levels and outcome as chance has them at this address: what the fast path and the rounds share.
#[inline]
pub(crate) fn opening<L: Luck>(
    prepared: &Prepared,
    e: &Encounter,
    luck: &L,
    at: FightAddress,
) -> (Levels, Victor) {
    let [u_days, u_a, u_d, u_outcome] = at.four(luck, 0);
    let levels = levels(prepared, e, [normal(u_days), normal(u_a), normal(u_d)]);
    let victor = outcome(&prepared.p, e, &levels, u_outcome);
    (levels, victor)
}

/// Fights an encounter by the fast path. Claims are 0 and narration false: the books fill them in.
///
/// **Law** (book, model §3), all of it: losses given the levels,
/// outcome given the losses, prisoners and killed given the outcome, things given the loss fraction.
/// **Units** men, days. **Valid for** 1 man to a corps. **Source** CDB90. **Status** estimated; things assumed.
pub fn fight<L: Luck>(prepared: &Prepared, e: &Encounter, luck: &L, at: FightAddress) -> Fight {
    fight_ordained(prepared, e, luck, at, None)
}

/// The same with an outcome that is ordained from outside: losses stay those of chance, prisoners follow the outcome.
pub(crate) fn fight_ordained<L: Luck>(
    prepared: &Prepared,
    e: &Encounter,
    luck: &L,
    at: FightAddress,
    ordained: Option<Victor>,
) -> Fight {
    let p = &prepared.p;
    let (a, d) = (e.attacker, 1 - e.attacker);
    // All luck first, and what hangs on luck alone: what waits for nothing overlaps in the processor.
    let [u_loss_a, u_loss_d, u_killed_a, u_killed_d] = at.four(luck, 1);
    let (levels, by_chance) = opening(prepared, e, luck, at);
    let captured = captured_share(p, luck, at);
    let killed = killed_shares(p, [u_killed_a, u_killed_d]);
    let victor = ordained.unwrap_or(by_chance);
    let [fate_a, fate_d] = Fate::of([a, d].map(|i| e.forces[i].men), [a, d].map(|i| levels.eta[i]));
    let captured_of = |beaten: bool| if beaten { captured } else { 0.0 };
    let captured_a = captured_of(victor == Victor::Defender);
    let captured_d = captured_of(victor == Victor::Attacker);
    let losses_a = split_losses(fate_a.lost(u_loss_a), captured_a, killed[0]);
    let losses_d = split_losses(fate_d.lost(u_loss_d), captured_d, killed[1]);
    let mut fight = Fight {
        attacker: a as u8,
        forces: e.forces,
        posture: e.posture,
        surprise: e.surprise,
        days: levels.days,
        victor,
        losses: if a == 0 {
            [losses_a, losses_d]
        } else {
            [losses_d, losses_a]
        },
        claims: [[0; 2]; 2],
        narrated: false,
    };
    for (role, side) in [(0, a), (1, d)] {
        if e.forces[side].has_things() {
            let draw = |n| at.four(luck, 8 + 2 * role + n);
            things_lost(p, &e.forces[side], levels.days, &mut fight.losses[side], draw);
        }
    }
    fight
}

/// P(draw), else σ(…) for the attacker: one uniform splits three ways.
#[inline]
fn outcome(p: &Parameters, e: &Encounter, levels: &Levels, u: f64) -> Victor {
    if u < p.draw {
        return Victor::Draw;
    }
    let (a, d) = (e.attacker, 1 - e.attacker);
    let fortified = if e.posture == Posture::Fortified {
        p.win_fd
    } else {
        0.0
    };
    let log_odds = p.win0
        + p.win_loss * (levels.eta[a] - levels.eta[d])
        + p.win_ratio * levels.ratio
        + p.win_surprise * f64::from(e.surprise)
        + p.win_air * e.air
        + fortified;
    let rest = (u - p.draw) / (1.0 - p.draw);
    if rest < logistic(log_odds) {
        Victor::Attacker
    } else {
        Victor::Defender
    }
}

/// Surprise of a battle: 2, 1 or 0.
#[inline]
pub(crate) fn surprise(p: &Parameters, u: f64) -> u8 {
    if u < p.surprise_full {
        2
    } else if u < p.surprise_full + p.surprise_part {
        1
    } else {
        0
    }
}

/// Whether a patrol fight begins with surprise.
#[inline]
pub(crate) fn ambush(p: &Parameters, u: f64) -> u8 {
    u8::from(u < p.ambush)
}
