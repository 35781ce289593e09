//! Plain campaigns beside an estimate: how often the event happens in them, and with the choice of war integrated out.

use halha_inference::splitting::Repeated;
use halha_kernel::prepared::Prepared;
use rayon::prelude::*;

use super::bytes;
use super::event::Kind;
use super::job::{How, Rare, Watch, pool};
use super::plain::{self, Integrated, Plain};
use super::settings::RareError;
use crate::ensemble::DrawError;
use crate::statistics::Share;
use crate::store::Stretch;

/// Number of the first draw of plain campaigns, far from those of paths.
const PLAIN_DRAWS: u64 = 1 << 40;
/// Plain campaigns between two looks at whether to stop.
const BATCH: u64 = 512;

impl Rare<'_> {
    /// Plays plain campaigns, each with parameters of its own, and compares.
    ///
    /// # Errors
    /// If a draw cannot be played, or nothing was played before a stop.
    pub fn plain(
        &self,
        campaigns: u64,
        estimate: &Repeated,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Plain, RareError> {
        self.plain_on(Stretch::default(), campaigns, estimate, (threads, watch))
    }

    pub(super) fn plain_on(
        &self,
        kept: Stretch<'_>,
        campaigns: u64,
        estimate: &Repeated,
        how: How<'_>,
    ) -> Result<Plain, RareError> {
        let one = |prepared: &Prepared, n: u64| {
            let key = plain::key(self.settings.seed, n);
            f64::from(u8::from(plain::happens(
                &self.event.kind,
                self.conflict,
                prepared,
                key,
                self.by(),
            )))
        };
        let values = self.campaigns(kept, campaigns, how, "plain campaigns", &one)?;
        let share = Share::of_column(&values).ok_or(RareError::Stopped)?;
        Ok(Plain {
            share,
            agreement: estimate.agrees(share.share, share.error),
        })
    }

    /// Plays plain campaigns with the choice of war integrated out, and compares. `None` for other events than war.
    ///
    /// # Errors
    /// As for [`Rare::plain`].
    pub fn integrated(
        &self,
        campaigns: u64,
        estimate: &Repeated,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Option<Integrated>, RareError> {
        self.integrated_on(Stretch::default(), campaigns, estimate, (threads, watch))
    }

    pub(super) fn integrated_on(
        &self,
        kept: Stretch<'_>,
        campaigns: u64,
        estimate: &Repeated,
        how: How<'_>,
    ) -> Result<Option<Integrated>, RareError> {
        if !matches!(self.event.kind, Kind::War { .. }) {
            return Ok(None);
        }
        let one = |prepared: &Prepared, n: u64| {
            let key = plain::key(self.settings.seed, n);
            plain::compensator(&self.event.kind, prepared, key, self.by())
        };
        let values = self.campaigns(
            kept,
            campaigns,
            how,
            "campaigns with the choice of war integrated out",
            &one,
        )?;
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let error = (squares / (n - 1.0).max(1.0) / n).sqrt();
        Ok(Some(Integrated {
            campaigns: values.len() as u64,
            probability: mean,
            error,
            agreement: estimate.agrees(mean, error),
        }))
    }

    /// One value of each plain campaign, in order; those before a stop.
    fn campaigns(
        &self,
        mut kept: Stretch<'_>,
        campaigns: u64,
        (threads, watch): How<'_>,
        what: &str,
        one: &(dyn Fn(&Prepared, u64) -> f64 + Sync),
    ) -> Result<Vec<f64>, RareError> {
        let pool = pool(threads)?;
        let mut values = kept.done(bytes::numbers)?.concat();
        let mut next = values.len() as u64;
        while next < campaigns && !watch.stop() {
            watch.part(next, campaigns, what);
            let batch = next..(next + BATCH).min(campaigns);
            next = batch.end;
            let played: Vec<f64> = pool.install(|| {
                batch
                    .into_par_iter()
                    .map(|n| Ok(one(&self.prepare(PLAIN_DRAWS + n)?, n)))
                    .collect::<Result<_, DrawError>>()
            })?;
            kept.add(&bytes::of_numbers(&played))?;
            values.extend(played);
        }
        if values.is_empty() {
            return Err(RareError::Stopped);
        }
        Ok(values)
    }
}
