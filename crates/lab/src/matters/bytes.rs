//! Rows of a design and draws of an ensemble as records of kept work, and back, to the bit.

use super::design::Row;
use super::worlds::{Drawn, EARLY, World};
use crate::store::words::{Reading, Written};

/// Rows as a record of kept work.
pub(super) fn of_rows(rows: &[Row]) -> Vec<u8> {
    let mut out = Written::default();
    rows.iter().flatten().for_each(|values| out.numbers(values));
    out.bytes().to_vec()
}

pub(super) fn rows(bytes: &[u8], measures: usize) -> Option<Vec<Row>> {
    let (mut from, mut all) = (Reading(bytes), Vec::new());
    while from.end(()).is_none() {
        all.push((0..measures).map(|_| from.numbers()).collect::<Option<Row>>()?);
    }
    Some(all)
}

/// Draws as a record of kept work.
pub(super) fn of_draws(draws: &[Drawn]) -> Vec<u8> {
    let mut out = Written::default();
    for (vector, worlds) in draws {
        out.numbers(vector);
        out.whole(worlds.len() as u64);
        for world in worlds {
            let all = world.values.iter().chain(&world.early).chain(&world.by_then);
            all.for_each(|x| out.number(*x));
        }
    }
    out.bytes().to_vec()
}

pub(super) fn draws(bytes: &[u8], measures: usize) -> Option<Vec<Drawn>> {
    let (mut from, mut all) = (Reading(bytes), Vec::new());
    while from.end(()).is_none() {
        let (vector, worlds) = (from.numbers()?, from.count()?);
        let worlds = (0..worlds).map(|_| world(&mut from, measures));
        all.push((vector, worlds.collect::<Option<_>>()?));
    }
    Some(all)
}

fn world(from: &mut Reading<'_>, measures: usize) -> Option<World> {
    let values = (0..measures).map(|_| from.number()).collect::<Option<_>>()?;
    let mut early = [0.0; EARLY.len()];
    for place in &mut early {
        *place = from.number()?;
    }
    let by_then = (0..measures).map(|_| from.number()).collect::<Option<_>>()?;
    Some(World {
        values,
        early,
        by_then,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn rows_and_draws_come_back_and_no_half_of_them() {
        let measured = vec![vec![vec![0.1, 2.0], vec![3.0, 4.0]]; 3];
        let bytes = of_rows(&measured);
        assert_eq!(rows(&bytes, 2).unwrap(), measured);
        assert_eq!(rows(&bytes[..bytes.len() - 8], 2), None);
        let lived = World {
            values: vec![0.5],
            early: [1.0; EARLY.len()],
            by_then: vec![0.25],
        };
        let drawn = vec![(vec![7.0, 8.0], vec![lived; 2]); 2];
        let bytes = of_draws(&drawn);
        assert_eq!(draws(&bytes, 1).unwrap(), drawn);
        assert_eq!(draws(&bytes[..bytes.len() - 8], 1), None);
    }
}
