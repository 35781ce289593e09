//! Skill on battles of other wars: the later from the earlier, and each war from the others.

use halha_combat::battle::Battle;
use halha_combat::score::{Fold, Report, ScoreError, ScoreSettings, score};
use halha_combat::select::Selection;
use halha_inference::nuts::NutsSettings;
use serde::Serialize;

/// Years that are learned from, and years that are predicted from them.
const FORWARD: [(i16, i16); 2] = [(1900, 1939), (1940, 1945)];
/// Years of which each war is predicted from the others.
const WARS: (i16, i16) = (1900, 1945);

/// Scores of both ways to hold battles out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BattleSkill {
    /// The years 1940–45 from those before.
    pub forward: Report,
    /// Each war of 1900–45 from the others, losses too.
    pub each_war: Report,
}

/// Learns and predicts in both ways.
///
/// # Errors
/// Too few battles in one of the periods, or a sampler that fails.
pub fn battles(battles: &[Battle], sampler: &NutsSettings) -> Result<BattleSkill, ScoreError> {
    let years = |(from, to)| Selection::years(from, to).of(battles);
    let settings = |losses| ScoreSettings {
        sampler: sampler.clone(),
        also: Vec::new(),
        losses,
    };
    let forward = Fold::split(&years(FORWARD[0]), &years(FORWARD[1]));
    Ok(BattleSkill {
        forward: score(&[forward], &settings(false))?,
        each_war: score(&Fold::each_war(&years(WARS), &[]), &settings(true))?,
    })
}
