//! Columns of stored runs kept in memory, within a bound: those used longest ago go first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is kept: the values of one column, or of one year of a measure, by campaign.
pub(crate) type Column = Arc<Vec<f32>>;

/// Which column of which run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Hash over the run's results.
    pub(crate) run: u64,
    /// A column's name with its table's, or a measure with its year.
    pub(crate) column: String,
}

/// Columns in memory.
#[derive(Debug)]
pub(crate) struct Columns {
    most_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    columns: HashMap<Key, (Column, u64)>,
    bytes: usize,
    clock: u64,
}

impl Columns {
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            kept: Mutex::default(),
        }
    }

    /// The column, if it is kept.
    pub(crate) fn get(&self, key: &Key) -> Option<Column> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let (column, used) = kept.columns.get_mut(key)?;
        *used = clock;
        Some(Arc::clone(column))
    }

    /// Keeps a column, unless it alone is beyond the bound.
    pub(crate) fn keep(&self, key: Key, column: &Column) {
        let size = bytes(column);
        if size > self.most_bytes {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        if let Some((before, _)) = kept.columns.insert(key, (Arc::clone(column), clock)) {
            kept.bytes -= bytes(&before);
        }
        kept.bytes += size;
        while kept.bytes > self.most_bytes {
            let oldest = kept.columns.iter().min_by_key(|(_, (_, used))| *used);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            if let Some((gone, _)) = kept.columns.remove(&key) {
                kept.bytes -= bytes(&gone);
            }
        }
    }

    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

fn bytes(column: &Column) -> usize {
    column.len() * size_of::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(column: &str) -> Key {
        Key {
            run: 1,
            column: column.to_owned(),
        }
    }

    #[test]
    fn the_bound_holds_and_the_oldest_goes() {
        let columns = Columns::new(100 * 4);
        let forty: Column = Arc::new(vec![0.0; 40]);
        columns.keep(key("a"), &forty);
        columns.keep(key("b"), &forty);
        assert!(columns.get(&key("a")).is_some(), "a is used after b");
        columns.keep(key("c"), &forty);
        assert!(columns.get(&key("b")).is_none(), "b was used longest ago");
        assert!(columns.get(&key("a")).is_some() && columns.get(&key("c")).is_some());
        assert_eq!(columns.bytes(), 80 * 4);
        columns.keep(key("a"), &forty);
        assert_eq!(columns.bytes(), 80 * 4, "kept anew, counted once");
        columns.keep(key("d"), &Arc::new(vec![0.0; 101]));
        assert!(columns.get(&key("d")).is_none(), "larger than the bound");
    }
}
