//! Open connections: within a bound, the one that has idled longest makes room, so that a new page is always answered.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Every open connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connections {
    open: Arc<Mutex<BTreeMap<u64, Connection>>>,
    next: Arc<AtomicU64>,
}

/// One connection: how to end it, and whether it works.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connection {
    pub(crate) end: Arc<Notify>,
    /// When it was last used: a count of all uses.
    used: Arc<AtomicU64>,
}

/// Takes a connection from the list when it is over.
#[derive(Debug)]
pub(crate) struct Listed {
    number: u64,
    connections: Connections,
}

impl Connections {
    /// Lists a connection; beyond `most`, the one used longest ago is told to end.
    pub(crate) fn list(&self, most: usize) -> (Connection, Listed) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = Connection::default();
        connection.used.store(number, Ordering::Relaxed);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(number, connection.clone());
        if open.len() > most {
            let oldest = open.iter().min_by_key(|(_, c)| c.used.load(Ordering::Relaxed));
            if let Some(oldest) = oldest.map(|(number, _)| *number)
                && let Some(connection) = open.remove(&oldest)
            {
                connection.end.notify_one();
            }
        }
        let connections = self.clone();
        (connection, Listed { number, connections })
    }

    /// Notes that a connection is used.
    pub(crate) fn uses(&self, connection: &Connection) {
        let now = self.next.fetch_add(1, Ordering::Relaxed);
        connection.used.store(now, Ordering::Relaxed);
    }

    /// How many are open.
    pub(crate) fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut open = self
            .connections
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_idled_longest_makes_room() {
        let connections = Connections::default();
        let (first, _a) = connections.list(2);
        let (second, _b) = connections.list(2);
        connections.uses(&first);
        let (_third, c) = connections.list(2);
        assert_eq!(connections.count(), 2);
        let told = |connection: &Connection| {
            let mut told = Box::pin(connection.end.notified());
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            std::future::Future::poll(told.as_mut(), &mut context).is_ready()
        };
        assert!(!told(&first) && told(&second));
        drop(c);
        assert_eq!(connections.count(), 1);
    }
}
