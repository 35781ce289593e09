//! The work of a design: row after row of campaigns at points of the priors, on all threads, values of measures out.

use halha_inference::sensitivity::{Morris, Outputs, Point, Saltelli};
use halha_kernel::chance::Key;
use halha_kernel::event::NoObserver;
use halha_kernel::parameters::{PARAMETERS, ParameterError};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use rayon::prelude::*;

use super::bytes;
use super::factors::{Factor, factors};
use super::settings::{Design, DesignSettings, MattersError};
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, in_words};
use crate::job::Watch;
use crate::store::Stretch;
use crate::whatif::Measure;

/// The study to which the campaigns of designs belong.
const STUDY: u64 = u64::from_be_bytes(*b"matters\0");
/// Rows that are played before the next look at whether to go on.
const BATCH: usize = 16;

/// The values of a row, measure by measure.
pub(super) type Row = Vec<Vec<f64>>;

/// The points of a design.
#[derive(Debug, Clone)]
enum Points {
    Saltelli(Saltelli),
    Paths(Morris),
}

/// A conflict with a design and measures: all that decides every campaign.
#[derive(Debug)]
pub struct Study<'c> {
    conflict: &'c LoadedConflict,
    factors: Vec<Factor>,
    /// The coordinate of each parameter; `None` for fixed ones.
    columns: Vec<Option<usize>>,
    points: Points,
    measures: Vec<Measure>,
    settings: DesignSettings,
}

/// The values of all campaigns of a design.
#[derive(Debug, Clone)]
pub struct Played {
    /// Outputs, one table a measure.
    pub outputs: Vec<Outputs>,
    /// Rows that were played.
    pub rows: usize,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

impl<'c> Study<'c> {
    /// Makes everything ready.
    ///
    /// # Errors
    /// A design that cannot be.
    pub fn new(
        conflict: &'c LoadedConflict,
        measures: Vec<Measure>,
        settings: DesignSettings,
    ) -> Result<Self, MattersError> {
        let factors = factors(conflict, settings.grouping);
        let mut columns = vec![None; PARAMETERS.len()];
        let mut inputs = 0;
        let mut groups = Vec::new();
        for factor in &factors {
            let first = inputs;
            for parameter in &factor.indices {
                columns[*parameter] = Some(inputs);
                inputs += 1;
            }
            groups.push((first..inputs).collect());
        }
        // Two replicates at least: refused here, before anything is played.
        Outputs::new(1, settings.replicates)?;
        let points = match settings.design {
            Design::Screening => Points::Paths(Morris::new(inputs, &groups, settings.base, settings.seed)?),
            _ => Points::Saltelli(Saltelli::new(inputs, groups, settings.base, settings.seed)?),
        };
        Ok(Self {
            conflict,
            factors,
            columns,
            points,
            measures,
            settings,
        })
    }

    /// The conflict.
    pub fn conflict(&self) -> &'c LoadedConflict {
        self.conflict
    }

    /// The factors.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// What is measured.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Which campaigns.
    pub fn settings(&self) -> &DesignSettings {
        &self.settings
    }

    /// The paths, if it is a screening.
    pub(super) fn paths(&self) -> Option<&Morris> {
        match &self.points {
            Points::Paths(morris) => Some(morris),
            Points::Saltelli(_) => None,
        }
    }

    /// Points of a row.
    pub fn points(&self) -> usize {
        match &self.points {
            Points::Saltelli(design) => design.factors().len() + 2,
            Points::Paths(morris) => morris.points(),
        }
    }

    /// Campaigns of the whole design.
    pub fn campaigns(&self) -> u64 {
        self.settings.base * (self.points() * self.settings.replicates) as u64
    }

    /// Plays the design on `threads` threads (`None` for one a core). The same settings give the same values, whatever
    /// the threads; a stop keeps the rows that are complete from the first on.
    ///
    /// # Errors
    /// If a campaign cannot be played, a measure has no value, or too little was played before a stop.
    pub fn play(&self, threads: Option<usize>, watch: &dyn Watch) -> Result<Played, MattersError> {
        self.play_on(Stretch::default(), threads, watch)
    }

    /// The same from where an earlier call was broken off; rows are kept as they come.
    ///
    /// # Errors
    /// As for [`Self::play`]; also if something cannot be kept.
    pub fn play_on(
        &self,
        mut kept: Stretch<'_>,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Played, MattersError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| MattersError::Threads(error.to_string()))?;
        let (points, replicates) = (self.points(), self.settings.replicates);
        let empty = |_: &Measure| Outputs::new(points, replicates);
        let mut outputs: Vec<Outputs> = self.measures.iter().map(empty).collect::<Result<_, _>>()?;
        let base = self.settings.base as usize;
        let mut rows = 0;
        for batch in kept.done(|record| bytes::rows(record, self.measures.len()))? {
            rows += self.take(&mut outputs, &batch)?;
        }
        watch.begins(self.campaigns(), (rows * points * replicates) as u64);
        while rows < base && !watch.stop() {
            let batch = rows..(rows + BATCH).min(base);
            let played: Vec<Option<Row>> = pool.install(|| {
                batch
                    .into_par_iter()
                    .map_init(Workspace::new, |workspace, row| self.row(row, workspace, watch))
                    .collect::<Result<_, _>>()
            })?;
            let whole = played.iter().all(Option::is_some);
            let complete: Vec<Row> = played.into_iter().map_while(|row| row).collect();
            rows += self.take(&mut outputs, &complete)?;
            kept.add(&bytes::of_rows(&complete))?;
            if !whole {
                break;
            }
        }
        let least = Saltelli::LEAST.min(self.settings.base) as usize;
        if rows < least {
            return Err(MattersError::Stopped);
        }
        Ok(Played {
            outputs,
            rows,
            stopped: rows < base,
        })
    }

    /// Adds rows to the tables; gives their number.
    fn take(&self, outputs: &mut [Outputs], rows: &[Row]) -> Result<usize, MattersError> {
        for row in rows {
            for ((table, values), measure) in outputs.iter_mut().zip(row).zip(&self.measures) {
                let undefined = |_| MattersError::Undefined {
                    measure: measure.id.clone(),
                };
                table.push(values).map_err(undefined)?;
            }
        }
        Ok(rows.len())
    }

    /// The values of a row, measure by measure; `None` if the work is to stop.
    fn row(
        &self,
        row: usize,
        workspace: &mut Workspace,
        watch: &dyn Watch,
    ) -> Result<Option<Row>, DrawError> {
        let wrong = |errors: Vec<ParameterError>| DrawError {
            draw: row as u64,
            wrong: in_words(&errors),
        };
        let mut values = vec![Vec::new(); self.measures.len()];
        for point in 0..self.points() {
            if watch.stop() {
                return Ok(None);
            }
            let (at, luck) = self.at(row, point);
            let quantile = |parameter: usize| self.columns[parameter].map_or(0.5, |column| at[column]);
            let parameters = self.conflict.priors.at(quantile).map_err(wrong)?;
            let prepared = Prepared::new(&self.conflict.scenario, &parameters).map_err(wrong)?;
            for replicate in 0..self.settings.replicates {
                let key = Key::derive(self.settings.seed, STUDY, luck, replicate as u64);
                let outcome = run(&prepared, &key, &mut QuantalResponse, workspace, &mut NoObserver);
                for (all, measure) in values.iter_mut().zip(&self.measures) {
                    all.push(measure.value(outcome, self.conflict));
                }
            }
            watch.played(self.settings.replicates as u64);
        }
        Ok(Some(values))
    }

    /// Coordinates of a point and the address of its luck: points of a row that are compared share it.
    fn at(&self, row: usize, point: usize) -> (Vec<f64>, u64) {
        let luck = 2 * row as u64;
        match &self.points {
            Points::Paths(morris) => (morris.at(row, point), luck),
            Points::Saltelli(design) => match point {
                0 => (design.at(row, Point::A), luck),
                1 => (design.at(row, Point::B), luck + 1),
                n => (design.at(row, Point::Cross(n - 2)), luck),
            },
        }
    }
}
