//! V4 and V5: outcomes and losses of outside battles, from what was known before them.

use halha_combat::score::{LossScores, OutcomeScores, Report, Score, SideScores};

use super::{Check, Verdict};
use crate::skill::BattleSkill;

/// Standard errors by which the base rate must be beaten.
const MARGIN: f64 = 2.0;
/// Most CRPS of ln losses, attacker's and defender's.
const MOST_CRPS: [f64; 2] = [0.65, 0.80];
/// Least share inside the 90 % interval.
const LEAST_COVERAGE: f64 = 0.80;

const OUTCOMES: (&str, &str, &str) = (
    "V4",
    "outcomes of outside battles, from what was known before them",
    "1940–45 from 1900–39, and each war of 1900–45 from the others: log score no worse than a six-coefficient ordered \
     logit’s, better than the base rate’s by 2 standard errors",
);
const LOSSES: (&str, &str, &str) = (
    "V5",
    "losses of outside battles from what was known before them, each war left out in turn",
    "CRPS of ln losses at most 0.65 (attacker) and 0.80 (defender), 90 % coverage at least 0.80",
);

/// The two checks; not run without battles.
pub(super) fn checks(skill: Option<&BattleSkill>) -> [Check; 2] {
    let Some(skill) = skill else {
        let needs = "needs a battle table: halha check --battles FILE";
        return [OUTCOMES, LOSSES].map(|about| told(about, needs.to_owned(), Verdict::NotRun));
    };
    [outcomes(skill), losses(&skill.each_war)]
}

fn told(
    (name, title, criterion): (&'static str, &'static str, &'static str),
    value: String,
    verdict: Verdict,
) -> Check {
    Check {
        name,
        title,
        criterion,
        value,
        verdict,
    }
}

fn outcomes(skill: &BattleSkill) -> Check {
    let each = [("1940–45", &skill.forward), ("each war", &skill.each_war)];
    let models: Vec<(&str, &Report, &OutcomeScores)> = each
        .iter()
        .filter_map(|(name, report)| Some((*name, *report, report.outcomes.last()?)))
        .collect();
    let better = |score: Score| score.mean + MARGIN * score.standard_error.unwrap_or(f64::INFINITY) < 0.0;
    let holds = |m: &OutcomeScores| m.over_six.mean <= 0.0 && better(m.over_base);
    let words = |(name, report, m): &(&str, &Report, &OutcomeScores)| {
        format!(
            "{name} ({} battles): log score {:.3}, RPS {:.3}, Brier {:.3}; less the six {}, less the base rate {}",
            report.battles,
            m.log.mean,
            m.rps.mean,
            m.brier.mean,
            difference(m.over_six),
            difference(m.over_base)
        )
    };
    let value: Vec<String> = models.iter().map(words).collect();
    let all = models.len() == each.len() && models.iter().all(|(_, _, m)| holds(m));
    told(OUTCOMES, value.join("; "), Verdict::of(all))
}

fn difference(score: Score) -> String {
    let error = score
        .standard_error
        .map_or(String::new(), |error| format!(" ± {error:.3}"));
    format!("{:+.3}{error}", score.mean)
}

fn losses(report: &Report) -> Check {
    let model = report.losses.iter().find(|l| l.predictor == "model");
    let Some(LossScores {
        attacker, defender, ..
    }) = model
    else {
        return told(LOSSES, "no battle has losses".into(), Verdict::NotRun);
    };
    let holds = |side: &SideScores, most: f64| side.crps.mean <= most && side.coverage_90 >= LEAST_COVERAGE;
    let words = |name: &str, side: &SideScores| {
        format!(
            "{name} CRPS {:.3}{}, {:.0} % inside",
            side.crps.mean,
            side.crps
                .standard_error
                .map_or(String::new(), |error| format!(" ± {error:.3}")),
            100.0 * side.coverage_90
        )
    };
    let plain = report.losses.iter().find(|l| l.predictor == "plain regression");
    let plain = plain.map_or(String::new(), |p| {
        let (a, d) = (p.attacker.crps.mean, p.defender.crps.mean);
        format!("; a plain regression with war intercepts has CRPS {a:.3} and {d:.3}")
    });
    told(
        LOSSES,
        format!(
            "{}; {}{plain}",
            words("attacker", attacker),
            words("defender", defender)
        ),
        Verdict::of(holds(attacker, MOST_CRPS[0]) && holds(defender, MOST_CRPS[1])),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking
    use super::*;

    fn score(mean: f64) -> Score {
        Score {
            mean,
            standard_error: Some(0.02),
        }
    }

    fn report(over_six: f64, over_base: f64, defender: f64) -> Report {
        let side = |crps| SideScores {
            battles: 9,
            crps: score(crps),
            coverage_50: 0.5,
            coverage_90: 0.85,
            width_90: 3.0,
        };
        Report {
            battles: 9,
            folds: Vec::new(),
            divergences: 0,
            weights: Vec::new(),
            outcomes: vec![OutcomeScores {
                predictor: "model".into(),
                log: score(0.8),
                rps: score(0.2),
                brier: score(0.2),
                over_base: score(over_base),
                over_six: score(over_six),
                quintiles: Vec::new(),
            }],
            losses: vec![LossScores {
                predictor: "model".into(),
                attacker: side(0.6),
                defender: side(defender),
            }],
        }
    }

    fn verdicts(forward: Report, each_war: Report) -> [Verdict; 2] {
        checks(Some(&BattleSkill { forward, each_war })).map(|check| check.verdict)
    }

    #[test]
    fn each_criterion_can_fail() {
        use Verdict::{Failed, NotRun, Passed};
        let good = || report(-0.01, -0.1, 0.79);
        assert_eq!(verdicts(good(), good()), [Passed, Passed]);
        assert_eq!(verdicts(report(0.001, -0.1, 0.79), good()), [Failed, Passed]);
        assert_eq!(verdicts(good(), report(0.001, -0.1, 0.79)), [Failed, Passed]);
        // 0.03 is one and a half standard errors.
        assert_eq!(verdicts(good(), report(-0.01, -0.03, 0.79)), [Failed, Passed]);
        assert_eq!(verdicts(good(), report(-0.01, -0.1, 0.81)), [Passed, Failed]);
        assert_eq!(checks(None).map(|check| check.verdict), [NotRun, NotRun]);
    }
}
