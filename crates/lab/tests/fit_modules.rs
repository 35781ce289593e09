//! The modules of the fit on the reference case: what enters, slopes, and the division by dates.
#![allow(clippy::unwrap_used)]

mod support;

use halha_inference::density::{LogDensity, check_gradient};
use halha_kernel::rung::Rung;
use halha_lab::LoadedConflict;
use halha_lab::fit::claims::{self, Claims};
use halha_lab::fit::counts::{self, Model};
use halha_lab::fit::line::{Line, place};
use halha_lab::fit::responses::{self, Responses};
use halha_lab::fit::split::{Part, Split};
use halha_lab::fit::{Scope, check};
use halha_lab::priors::Distribution;

fn conflict() -> (LoadedConflict, Split) {
    let folder = support::reference();
    let (loaded, findings) = LoadedConflict::load(&folder);
    let (split, problems) = Split::of(&folder);
    (
        loaded.unwrap_or_else(|| panic!("{findings:?}")),
        split.unwrap_or_else(|| panic!("{problems:?}")),
    )
}

/// Points along a line through the origin of the coordinates, none of them special.
fn points(dim: usize) -> [Vec<f64>; 2] {
    [0.3, -0.7].map(|scale| (0..dim).map(|i| scale * ((i as f64 * 1.7 + 0.4).sin())).collect())
}

fn slopes_are_right<D: LogDensity>(density: &D) {
    for at in points(density.dim()) {
        let wrong = check_gradient(density, &at, 1e-6);
        let names = density.names();
        let named: Vec<_> = wrong.iter().map(|w| (&names[w.parameter], w)).collect();
        assert!(named.is_empty(), "{named:?}");
    }
}

#[test]
fn slopes_of_the_counts() {
    let (conflict, split) = conflict();
    for scope in [Scope::Training, Scope::Everything] {
        let (rows, _) = counts::rows(&conflict, &split, scope);
        let mut model = Model::new(&conflict, rows);
        // Any calibration will do: unequal ones find more.
        let n = model.rows.len();
        model.calibration.omega = 1.1;
        model.calibration.rows = (0..n)
            .map(|i| (0.1 * i as f64 - 0.4, 0.5 + 0.1 * i as f64))
            .collect();
        let line = Line::new(counts::NAME, &conflict.priors, &counts::PARAMETERS).unwrap();
        slopes_are_right(&model.density(&line));
    }
}

#[test]
fn slopes_of_claims_and_responses() {
    let (conflict, split) = conflict();
    let (groups, _) = claims::groups(&conflict, &split, Scope::Everything);
    slopes_are_right(&Claims::new(groups, claims::line(&conflict).unwrap()));
    let (rows, _) = responses::responses(&conflict);
    let rest = responses::medians(&conflict).unwrap();
    slopes_are_right(&Responses::new(rows, responses::line(&conflict).unwrap(), &rest));
}

/// A coordinate's density is that of the prior: its integral over all coordinates, and the mean it gives, are right.
#[test]
fn coordinates_keep_their_priors() {
    let priors = [
        Distribution::Normal { mean: -4.1, sd: 0.6 },
        Distribution::Lognormal {
            median: 21.0,
            sd: 0.5,
        },
        Distribution::HalfNormal { scale: 0.3 },
        Distribution::Gamma {
            shape: 8.4,
            rate: 2.0,
        },
        Distribution::Beta { a: 4.0, b: 6.0 },
        Distribution::Uniform { low: -1.0, high: 3.0 },
        Distribution::TruncatedNormal {
            mean: 0.06,
            sd: 0.05,
            low: 0.0,
            high: 0.3,
        },
    ];
    for prior in priors {
        let (mut mass, mut mean) = (0.0, 0.0);
        let mut expected = 0.0;
        for i in 0..40_000 {
            let p = place(&prior, -20.0 + i as f64 * 1e-3);
            mass += p.log_prior.exp();
            mean += p.log_prior.exp() * p.value;
            expected += prior.quantile((i as f64 + 0.5) / 40_000.0) / 40_000.0;
        }
        let mean = mean / mass;
        assert!(
            (mean - expected).abs() < 1e-3 * expected.abs(),
            "{prior:?}: {mean} against {expected}"
        );
    }
}

#[test]
fn only_sourced_counts_of_the_training_period_are_fitted() {
    let (conflict, split) = conflict();
    let (rows, left_out) = counts::rows(&conflict, &split, Scope::Training);
    let fitted: Vec<f64> = rows.iter().filter(|r| r.fitted).map(|r| r.value).collect();
    for value in [152.0, 15.0, 6.0, 20.0, 328.0, 33.0, 69.0, 0.0] {
        assert!(fitted.contains(&value), "{value} is not among {fitted:?}");
    }
    for value in [108.0, 124.0, 151.0, 231.0, 113.0, 136.0, 203.0] {
        assert!(!fitted.contains(&value), "{value} is fitted");
    }
    // Remembered figures are no data, whatever the scope.
    let (all, _) = counts::rows(&conflict, &split, Scope::Everything);
    assert!(
        all.iter()
            .all(|r| ![113.0, 166.0, 195.0, 159.0].contains(&r.value))
    );
    assert!(left_out.iter().any(|why| why.contains("training")));
    let targets = check::count_targets(&conflict, &split);
    assert!(targets.iter().any(|t| (t.recorded - 108.0).abs() < 0.5));
    assert!(
        targets
            .iter()
            .filter_map(check::Target::climatology_crps)
            .all(|c| c.is_finite() && c >= 0.0)
    );
}

#[test]
fn responses_are_coded_with_their_situations() {
    let (conflict, _) = conflict();
    let (rows, left_out) = responses::responses(&conflict);
    assert!(
        rows.len() >= 40,
        "{} responses; left out: {left_out:?}",
        rows.len()
    );
    assert!(
        rows.iter()
            .all(|r| r.possible[r.rung as usize] && !r.source.is_empty())
    );
    // A corps offensive needs men, days and a record of both.
    let corps = rows.iter().filter(|r| r.possible[Rung::Corps as usize]).count();
    assert!(corps >= 1 && corps < rows.len() / 2, "{corps}");
    let mut by_episode: Vec<&str> = rows.iter().map(|r| r.episode.as_str()).collect();
    by_episode.dedup();
    assert!(by_episode.len() >= 10);
}

#[test]
fn splits_are_read_with_all_their_problems() {
    let (_, split) = conflict();
    let period = |text: &str| split.part_of(&text.parse().unwrap());
    assert_eq!(period("1937"), Some(Part::Train));
    assert_eq!(period("1938-07-29/1938-08-11"), Some(Part::Validate));
    assert_eq!(period("1939-08-20"), Some(Part::Test));
    assert_eq!(period("1938"), None);
    assert_eq!(period("1935-01/1939-04"), None);
    let text = "format = 1\nnonsense = 2\n[train]\nfrom = \"1932-03-01\"\nto = \"1938-02-30\"\n[validate]\nfrom = \"1938-09-30\"\nto = \"1938-01-01\"\n";
    let (none, problems) = Split::read(text);
    assert!(none.is_none());
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
    for code in ["S003", "S004", "S005", "S009"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    let overlapping = "format = 1\ntrain = { from = \"1932-03-01\", to = \"1937-12-31\" }\nvalidate = { from = \"1937-12-31\", to = \"1938-09-30\" }\ntest = { from = \"1939-01-01\", to = \"1941-04-30\" }\n";
    let (none, problems) = Split::read(overlapping);
    assert!(
        none.is_none() && problems.iter().any(|p| p.key == "validate"),
        "{problems:?}"
    );
}
