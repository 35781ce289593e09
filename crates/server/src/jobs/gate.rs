//! How many simulations run and wait: a few run, a few wait, the rest is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refuse::Refusal;

/// The gate that simulations pass.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    slots: Arc<Semaphore>,
    running: usize,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
}

/// A place at the gate: of one that may begin, or of one that waits.
#[derive(Debug)]
pub(crate) enum Place {
    Begins(OwnedSemaphorePermit),
    Waits(Waiting),
}

/// One that waits; its place is free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Waiting {
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    /// How many wait before it.
    pub(crate) before: usize,
}

impl Gate {
    pub(crate) fn new(running: usize, most_waiting: usize) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(running)),
            running,
            waiting: Arc::default(),
            most_waiting,
        }
    }

    /// A place, unless too many wait already.
    pub(crate) fn enter(&self) -> Result<Place, Refusal> {
        if let Ok(permit) = Arc::clone(&self.slots).try_acquire_owned() {
            return Ok(Place::Begins(permit));
        }
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let waiting = Waiting {
            slots: Arc::clone(&self.slots),
            waiting: Arc::clone(&self.waiting),
            before,
        };
        if before >= self.most_waiting {
            return Err(Refusal::busy(format!(
                "{} simulations run and {before} wait already",
                self.running
            )));
        }
        Ok(Place::Waits(waiting))
    }

    /// How many run now.
    pub(crate) fn running(&self) -> usize {
        self.running - self.slots.available_permits().min(self.running)
    }
}

impl Waiting {
    /// Waits for its turn; `None` if the server ends.
    pub(crate) async fn turn(self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn some_begin_some_wait_the_rest_is_refused() {
        let gate = Gate::new(2, 1);
        let first = gate.enter().unwrap();
        let second = gate.enter().unwrap();
        assert!(matches!((&first, &second), (Place::Begins(_), Place::Begins(_))));
        assert_eq!(gate.running(), 2);
        let third = gate.enter().unwrap();
        assert!(matches!(third, Place::Waits(_)));
        assert_eq!(gate.enter().unwrap_err().status, 429);
        drop(third);
        assert!(
            matches!(gate.enter().unwrap(), Place::Waits(_)),
            "a place is free again"
        );
        drop(first);
        assert!(
            matches!(gate.enter().unwrap(), Place::Begins(_)),
            "a slot is free again"
        );
    }
}
