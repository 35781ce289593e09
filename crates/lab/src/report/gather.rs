//! What a report needs, from a finished run and the ensemble that made it.

use std::collections::BTreeMap;

use super::chosen::choose;
use super::distribution::distributions;
use super::fans::fans;
use super::ladder::ladder;
use super::outcomes::outcomes;
use super::{About, Compared, ReportError, ReportInput, Shown};
use crate::ensemble::Ensemble;
use crate::replay::{Log, Names};
use crate::settings::PolicyKind;
use crate::store::StoredRun;

/// Who claims what the record's own tables add up to, and what the report calls it.
const COUNTED: (&str, &str) = ("counted", "counted in the record");

/// Gathers what a report shows.
///
/// # Errors
/// If a table cannot be read, or a campaign cannot be played again.
pub fn gather(run: &StoredRun, ensemble: &Ensemble, compared: Compared) -> Result<ReportInput, ReportError> {
    let conflict = ensemble.conflict();
    let names = Names::of(conflict);
    let mut campaigns = Vec::new();
    for chosen in choose(run)? {
        let (_, _, events) = ensemble.play_one(chosen.replication)?;
        campaigns.push(Shown {
            title: chosen.title.to_owned(),
            replication: chosen.replication,
            chosen: chosen.why,
            log: Log { events, whole: true },
        });
    }
    Ok(ReportInput {
        about: about(run, ensemble, &names),
        claimants: claimants(ensemble),
        fans: fans(run, conflict, &names, &compared.rows)?,
        distributions: distributions(run, &conflict.observables, &compared.rows)?,
        ladder: ladder(ensemble)?,
        outcomes: outcomes(run, &names)?,
        names,
        compared,
        campaigns,
    })
}

fn about(run: &StoredRun, ensemble: &Ensemble, names: &Names) -> About {
    let note = run.provenance();
    let policy = match note.settings.policy {
        PolicyKind::QuantalResponse => "quantal response: better for a command is likelier, never certain",
        PolicyKind::Scripted => "the recorded decisions where they are known, quantal response elsewhere",
    };
    About {
        title: note.conflict.title.clone(),
        summary: ensemble.conflict().record.conflict.summary.clone(),
        run: note.run_id(),
        version: note.halha.clone(),
        days: [0.0, names.calendar.end_days() - 1.0].map(|day| names.date(day)),
        replications: note.settings.replications,
        draws: note.settings.draws,
        parameters: note.settings.parameters,
        seed: note.settings.seed,
        policy: policy.to_owned(),
        fingerprint: format!("{:016x}", note.fingerprint),
        command: note.command.clone(),
    }
}

/// Everybody who may be quoted, by id.
fn claimants(ensemble: &Ensemble) -> BTreeMap<String, String> {
    let record = &ensemble.conflict().record;
    let parties = record.parties.iter().map(|p| (p.id.to_string(), p.name.clone()));
    let voices = record
        .claimants
        .iter()
        .map(|c| (c.id.to_string(), c.name.clone()));
    let counted = (COUNTED.0.to_owned(), COUNTED.1.to_owned());
    voices.chain(parties).chain([counted]).collect()
}
