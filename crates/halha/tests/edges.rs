//! Which of our crates may depend on which: Cargo's own account against the committed table.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

type Edges = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Edges between the members of the workspace, by kind (`normal`, `dev`, `build`) and crate.
fn actual() -> Edges {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: BTreeSet<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut edges = Edges::new();
    for package in packages {
        let name = package["name"].as_str().expect("name");
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let target = dependency["name"].as_str().expect("name");
            if ours.contains(target) {
                let kind = dependency["kind"].as_str().unwrap_or("normal");
                let of_kind = edges.entry(kind.to_owned()).or_default();
                of_kind
                    .entry(name.to_owned())
                    .or_default()
                    .insert(target.to_owned());
            }
        }
    }
    edges
}

/// What the actual edges have that the allowed ones lack.
fn forbidden(actual: &Edges, allowed: &Edges) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, crates) in actual {
        for (name, targets) in crates {
            let may = allowed
                .get(kind)
                .and_then(|crates| crates.get(name))
                .cloned()
                .unwrap_or_default();
            found.extend(
                targets
                    .difference(&may)
                    .map(|target| format!("{name} -> {target} ({kind})")),
            );
        }
    }
    found
}

#[test]
fn only_allowed_edges_join_our_crates() {
    let allowed: Edges = toml::from_str(include_str!("allowed-edges.toml")).expect("the table is TOML");
    let found = forbidden(&actual(), &allowed);
    assert!(
        found.is_empty(),
        "edges that tests/allowed-edges.toml does not allow:\n{}",
        found.join("\n")
    );
}

#[test]
fn an_edge_from_kernel_to_record_would_be_found() {
    let allowed: Edges = toml::from_str(include_str!("allowed-edges.toml")).expect("the table is TOML");
    let mut planted = actual();
    let normal = planted.entry("normal".to_owned()).or_default();
    normal
        .entry("halha-kernel".to_owned())
        .or_default()
        .insert("halha-record".to_owned());
    assert_eq!(
        forbidden(&planted, &allowed),
        ["halha-kernel -> halha-record (normal)"]
    );
}
