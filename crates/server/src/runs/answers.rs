//! What a run says as a whole: comparison, tail, outcomes; checks and misfits.

use halha_lab::clashes::{self, FIGHTS};
use halha_lab::compare::{self, Row, Simulated};
use halha_lab::report::{choose, outcomes};
use halha_record::{Issue, Record};

use super::opened::Opened;
use crate::refuse::Refusal;
use crate::views::compare as view;
use crate::wire::runs::{self as wire, PriorHealth, RecordHealth, Run, ShownCampaign, Truth};

impl Opened {
    /// The comparison with the record.
    pub(crate) fn rows(&self) -> Result<&[Row], Refusal> {
        if let Some(rows) = self.answers.rows.get() {
            return Ok(rows);
        }
        let rows = compare::compare(&self.played().observables, &self.stored).map_err(Refusal::internal)?;
        Ok(self.answers.rows.get_or_init(|| rows))
    }

    /// What was played, and what came out.
    pub(crate) fn run(&self) -> Result<&Run, Refusal> {
        if let Some(run) = self.answers.run.get() {
            return Ok(run);
        }
        let run = self.make_run()?;
        Ok(self.answers.run.get_or_init(|| run))
    }

    fn make_run(&self) -> Result<Run, Refusal> {
        let record = &self.conflict.record;
        let rows = self.rows()?;
        let comparison: Vec<_> = rows.iter().map(|row| view::comparison(record, row)).collect();
        let misfits = comparison.iter().filter(|row| row.misfit);
        let shown = choose(&self.stored).map_err(Refusal::internal)?;
        let shown = shown.into_iter().map(|chosen| ShownCampaign {
            campaign: chosen.replication,
            title: chosen.title.to_owned(),
            chosen: chosen.why,
        });
        Ok(Run {
            item: self.item.clone(),
            fingerprint: format!("{:016x}", self.stored.provenance().fingerprint),
            hash: format!("{:016x}", self.stored.done().hash),
            reproducible: self.ensemble.is_ok(),
            misfits: misfits.map(|row| row.id.clone()).collect(),
            comparison,
            tail: view::tail(&compare::tail(&self.stored).map_err(Refusal::internal)?),
            outcomes: view::outcomes(&outcomes(&self.stored, &self.names).map_err(Refusal::internal)?),
            measures: self
                .measures
                .iter()
                .map(|source| source.measure.clone())
                .collect(),
            shown: shown.collect(),
        })
    }

    /// What is checked, and where record and model do not meet.
    pub(crate) fn truth(&self, issues: &[Issue]) -> Result<&Truth, Refusal> {
        if let Some(truth) = self.answers.truth.get() {
            return Ok(truth);
        }
        let truth = self.make_truth(issues)?;
        Ok(self.answers.truth.get_or_init(|| truth))
    }

    fn make_truth(&self, issues: &[Issue]) -> Result<Truth, Refusal> {
        let record = &self.conflict.record;
        let rows = self.rows()?;
        let both = |row: &&Row| !row.recorded.is_empty() && row.simulated != Simulated::Nothing;
        let compared: Vec<&Row> = rows.iter().filter(both).collect();
        let inside50 = compared.iter().filter(|row| {
            let vouched = row.recorded.iter().filter(|m| m.status != "unverified");
            vouched
                .filter_map(|m| m.verdict)
                .any(|v| v == compare::Verdict::Inside50)
        });
        let misfits = compared.iter().filter(|row| row.is_misfit());
        let settings = &self.stored.provenance().settings;
        let clashes = clashes::clashes(self.played(), settings.parameters, settings.seed, FIGHTS);
        Ok(Truth {
            compared: compared.len(),
            inside50: inside50.count(),
            inside90: compared.iter().filter(|row| !row.is_misfit()).count(),
            misfits: misfits.map(|row| view::comparison(record, row)).collect(),
            clashes: clashes.iter().map(|clash| view::clash(record, clash)).collect(),
            record: record_health(record, issues),
            priors: self.prior_health(),
        })
    }

    fn prior_health(&self) -> PriorHealth {
        let priors = &self.played().priors;
        let single = priors.single().iter().map(|p| p.source.as_str());
        let joint = priors
            .joint()
            .iter()
            .flat_map(|j| j.parameters.iter().map(|_| j.source.as_str()));
        let sources: Vec<&str> = single.chain(joint).collect();
        PriorHealth {
            parameters: sources.len(),
            assumed: sources.iter().filter(|source| **source == "assumed").count(),
        }
    }
}

fn record_health(record: &Record, issues: &[Issue]) -> RecordHealth {
    let sources = record.source_rows();
    RecordHealth {
        statements: sources.iter().map(|row| row.claims).sum(),
        weak: sources.iter().map(|row| row.weak).sum(),
        sources: sources.len(),
        sources_read: sources.iter().filter(|row| row.is_independent()).count(),
        issues: issues
            .iter()
            .map(|issue| wire::Issue {
                severity: issue.severity.to_string(),
                text: issue.to_string(),
            })
            .collect(),
    }
}
