//! Diagnostics against ArviZ on the same chains.

use halha_inference::diagnostics::{Diagnostics, ebfmi, ess, ess_bulk, ess_mean, ess_tail, rhat};
use halha_inference::draws::{Chains, DrawStats};

/// Chains that any language makes alike: autoregressions of sums of twelve uniforms (less 6) from a linear congruential
/// generator (multiplier 6364136223846793005, increment 1442695040888963407, modulus 2⁶⁴, seeds 1 to 4, the upper 53
/// bits), chain c moved up by c · shift.
fn chains(rho: f64, shift: f64, length: usize) -> Vec<Vec<f64>> {
    (0..4_u32)
        .map(|c| {
            let mut state = u64::from(c) + 1;
            let mut uniform = || {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
            };
            let mut x = 0.0;
            let draws = (0..length).map(|_| {
                let u = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
                x = rho * x + u;
                x + shift * f64::from(c)
            });
            draws.collect()
        })
        .collect()
}

fn near(found: f64, wanted: f64, what: &str) {
    assert!(
        (found / wanted - 1.0).abs() < 1e-6,
        "{what}: {found} instead of {wanted}"
    );
}

/// ArviZ 0.23.4 on these chains: `az.rhat`, `az.ess(method="bulk" | "tail" | "mean")`, `az.mcse(method="mean")`.
#[test]
fn as_arviz_has_them() {
    let cases = [
        (
            0.0,
            0.0,
            250,
            [
                1.0011630673177578,
                907.8934030582684,
                712.3363734323418,
                908.3379520215893,
                0.03261403755844385,
            ],
        ),
        (
            0.7,
            0.0,
            251,
            [
                1.0041277780773072,
                233.98042969523223,
                282.4155608805287,
                230.6793380006018,
                0.09162539257169133,
            ],
        ),
        (
            -0.5,
            0.0,
            250,
            [
                0.9998421632511836,
                3000.0,
                863.3266986560527,
                3000.0,
                0.019855000759765568,
            ],
        ),
        (
            0.9,
            0.5,
            200,
            [
                1.0672092921118088,
                69.84749938161718,
                151.48192087734105,
                70.66019617649461,
                0.2573566796374128,
            ],
        ),
    ];
    for (rho, shift, length, [r, bulk, tail, mean, mcse]) in cases {
        let draws = chains(rho, shift, length);
        let name = format!("rho {rho}");
        near(rhat(&draws), r, &name);
        near(ess_bulk(&draws), bulk, &name);
        near(ess_tail(&draws), tail, &name);
        near(ess_mean(&draws), mean, &name);
        let all = Chains::new(vec!["x".into()], draws, Vec::new()).expect("chains");
        near(Diagnostics::of(&all).parameters[0].mcse_mean, mcse, &name);
    }
}

/// ArviZ 0.23.4 on the chains rounded down, which are full of ties.
#[test]
fn ties_share_their_rank() {
    let floored: Vec<Vec<f64>> = chains(0.7, 0.0, 250)
        .iter()
        .map(|c| c.iter().map(|x| x.floor()).collect())
        .collect();
    near(rhat(&floored), 1.0067487976207794, "rhat");
    near(ess_bulk(&floored), 244.79917606534445, "bulk");
    near(ess_tail(&floored), 298.535536237929, "tail");
}

/// ArviZ 0.23.4, `az.bfmi`.
#[test]
fn energy_as_arviz_has_it() {
    let wanted = [
        1.2470470895716084,
        1.3755569632764826,
        1.2202324483631217,
        1.0351347844902888,
    ];
    for (chain, wanted) in chains(0.3, 0.0, 100).iter().zip(wanted) {
        near(ebfmi(chain), wanted, "bfmi");
    }
}

#[test]
fn bad_chains_complain_and_good_ones_do_not() {
    let of = |draws: Vec<Vec<f64>>, divergent: bool| {
        let stat = |energy: &f64| DrawStats {
            divergent,
            energy: *energy,
            log_density: 0.0,
            step_size: 0.1,
            tree_depth: 3,
            at_max_depth: false,
            steps: 7,
        };
        let stats = draws.iter().map(|c| c.iter().map(stat).collect()).collect();
        let all = Chains::new(vec!["x".into()], draws, stats).expect("chains");
        Diagnostics::of(&all).complaints()
    };
    assert_eq!(of(chains(0.0, 0.0, 1000), false), Vec::<String>::new());
    // Planted: one chain elsewhere; slow mixing; divergences.
    let shifted = of(chains(0.0, 0.3, 1000), false);
    assert!(shifted.iter().any(|c| c.starts_with("x: R̂")), "{shifted:?}");
    let slow = of(chains(0.99, 0.0, 1000), false);
    assert!(slow.iter().any(|c| c.contains("bulk ESS")), "{slow:?}");
    assert!(slow.iter().any(|c| c.contains("E-BFMI")), "{slow:?}");
    assert_eq!(of(chains(0.0, 0.0, 1000), true), ["4000 divergent draws"]);
}

#[test]
fn what_has_no_diagnostic_is_not_given_one() {
    assert!(rhat(&[vec![1.0, f64::NAN, 2.0, 3.0, 4.0]]).is_nan());
    assert!(rhat(&[vec![1.0; 10], vec![1.0; 10]]).is_nan());
    assert!(ess(&[vec![1.0, 2.0]]).is_nan());
    assert!((ess(&[vec![2.0; 10]]) - 10.0).abs() < 1e-12);
}
