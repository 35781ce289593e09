//! Draws on disk come back, and the JSON has the layout that ArviZ opens.

use std::fs;

use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_inference::store::{self, DRAWS, POSTERIOR, SAMPLE_STATS, StoreError};
use halha_table::Reader;
use serde_json::Value;

use crate::densities::Autoregressive;
use crate::nuts::{drawn, seeded};

fn some_chains() -> Chains {
    let settings = NutsSettings {
        chains: 2,
        tune: 100,
        draws: 30,
        ..seeded(1)
    };
    drawn(&Autoregressive { dim: 3, rho: 0.5 }, &settings)
}

#[test]
fn written_and_read_back() {
    let directory = tempfile::tempdir().expect("a directory");
    let chains = some_chains();
    store::write(&chains, directory.path()).expect("written");
    let back = store::read(directory.path()).expect("read");
    assert_eq!(back.names(), chains.names());
    for p in 0..3 {
        assert_eq!(back.column(p), chains.column(p));
    }
    let columns = |name: &str| {
        let reader = Reader::open(&directory.path().join(name)).expect("Parquet");
        assert_eq!(reader.rows(), 60);
        reader.fields().iter().map(|f| f.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(columns(DRAWS), ["chain", "draw", "x[0]", "x[1]", "x[2]"]);
    assert_eq!(
        columns(SAMPLE_STATS)[..4],
        ["chain", "draw", "diverging", "energy"]
    );
}

/// `arviz.from_json` passes the groups to `arviz.from_dict`, which wants, by group and name, arrays of shape (chain, draw).
#[test]
fn json_is_groups_of_variables_by_chain_and_draw() {
    let directory = tempfile::tempdir().expect("a directory");
    let chains = some_chains();
    store::write(&chains, directory.path()).expect("written");
    let text = fs::read_to_string(directory.path().join(POSTERIOR)).expect("the file");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let groups: Vec<&String> = value.as_object().expect("groups").keys().collect();
    assert_eq!(groups, ["posterior", "sample_stats"]);
    for (group, count) in [("posterior", 3), ("sample_stats", 7)] {
        let variables = value[group].as_object().expect("variables");
        assert_eq!(variables.len(), count);
        for (name, by_chain) in variables {
            let by_chain = by_chain.as_array().expect("chains");
            assert_eq!(by_chain.len(), 2, "{name}");
            for draws in by_chain {
                let draws = draws.as_array().expect("draws");
                assert_eq!(draws.len(), 30, "{name}");
                assert!(draws.iter().all(|v| v.is_number() || v.is_boolean()), "{name}");
            }
        }
    }
    let number = value["posterior"]["x[1]"][1][7].as_f64().expect("a number");
    assert!((number - chains.draw(1, 7)[1]).abs() <= 1e-15 * number.abs());
    // For trying the file in ArviZ itself: HALHA_KEEP_POSTERIOR names where to leave a copy.
    if let Ok(place) = std::env::var("HALHA_KEEP_POSTERIOR") {
        fs::write(place, text).expect("a copy");
    }
}

#[test]
fn reserved_names_are_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let chains = Chains::new(vec!["chain".into()], vec![vec![1.0, 2.0]], Vec::new()).expect("chains");
    let refused = store::write(&chains, directory.path());
    assert!(matches!(refused, Err(StoreError::Name { name }) if name == "chain"));
}
