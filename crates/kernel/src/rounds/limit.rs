//! Test of the limit of many rounds: the mean path tends to the solution of its differential equation.

use super::course::{Break, Entrant, hazards};
use super::elements::Elements;
use crate::event::{Forces, Losses};

/// A case in the equation's own terms, for both sides.
#[derive(Clone, Copy)]
struct Case {
    men: [u32; 2],
    tanks: [u32; 2],
    /// Λ.
    total: [f64; 2],
    /// Who breaks at which fraction of the duration, and the factor on its hazard.
    breaks: Option<(usize, f64, f64)>,
    /// Whether what is lost weakens a side and thins the targets.
    feedback: bool,
}

const TANK: f64 = 80.0;

impl Case {
    /// dn/dx·x^0.3/0.7 with x^0.7 as the clock, for the scales c; half of the tanks go with the men.
    fn slope(&self, c: [f64; 2], time: f64, n: [f64; 2]) -> [f64; 2] {
        let men = self.men.map(f64::from);
        let strength = [0, 1].map(|i| {
            let lost = (men[i] - n[i]) / men[i] / (1.0 - (-self.total[i]).exp());
            let tanks = TANK * f64::from(self.tanks[i]);
            (n[i] + tanks * (1.0 - 0.5 * lost.min(1.0))) / (men[i] + tanks)
        });
        [0, 1].map(|i| {
            let aimed = (-men[i] / 2000.0).exp();
            let pursuit = match self.breaks {
                Some((side, from, factor)) if time >= from => {
                    if side == i {
                        factor
                    } else {
                        0.3
                    }
                }
                _ => 1.0,
            };
            let feedback = if self.feedback {
                strength[1 - i] * (aimed * men[i] / n[i] + 1.0 - aimed)
            } else {
                1.0
            };
            -c[i] * self.total[i] * pursuit * n[i] * feedback
        })
    }

    /// Runge and Kutta's fourth order from clock `from` to `to`, `steps` steps; `phase` is a time of the phase.
    fn integrate(&self, c: [f64; 2], n: [f64; 2], clock: [f64; 2], phase: f64) -> [f64; 2] {
        const STEPS: u32 = 100;
        let h = (clock[1] - clock[0]) / f64::from(STEPS);
        let add = |n: [f64; 2], k: [f64; 2], h: f64| [n[0] + h * k[0], n[1] + h * k[1]];
        (0..STEPS).fold(n, |n, _| {
            let a = self.slope(c, phase, n);
            let b = self.slope(c, phase, add(n, a, h / 2.0));
            let d = self.slope(c, phase, add(n, b, h / 2.0));
            let e = self.slope(c, phase, add(n, d, h));
            [0, 1].map(|i| n[i] + h / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * d[i] + e[i]))
        })
    }

    /// The fractions left at the quarters of the duration and its end.
    fn solution(&self, c: [f64; 2]) -> [[f64; 2]; 4] {
        let mut n = self.men.map(f64::from);
        [0.0, 0.25, 0.5, 0.75].map(|from| {
            let clock = [from, from + 0.25].map(|x: f64| x.powf(0.7));
            n = self.integrate(c, n, clock, from);
            [0, 1].map(|i| n[i] / f64::from(self.men[i]))
        })
    }

    /// The solution whose hazards add up to Λ, by shooting.
    fn shot(&self) -> [[f64; 2]; 4] {
        let mut c = [0.7; 2];
        for _ in 0..400 {
            let end = self.solution(c)[3];
            for i in 0..2 {
                c[i] *= (self.total[i] / -end[i].ln()).sqrt();
            }
        }
        self.solution(c)
    }

    /// The mean path in `rounds` rounds at the same times.
    fn path(&self, rounds: u32) -> [[f64; 2]; 4] {
        let sides = [0, 1].map(|i| {
            let (men, tanks) = (self.men[i], self.tanks[i]);
            let forces = Forces {
                men,
                vehicles: tanks,
                ..Forces::default()
            };
            let elements = Elements {
                rifle: men,
                tank: tanks,
                ..Elements::default()
            };
            let losses = Losses {
                vehicles: tanks / 2,
                ..Losses::default()
            };
            Entrant::new(&forces, &elements, self.total[i], &losses)
        });
        let breaking = self.breaks.map(|(side, from, pursuit)| Break {
            side,
            after: (from * f64::from(rounds)) as usize,
            pursuit,
        });
        let hazards = hazards(&sides, rounds, breaking);
        [1, 2, 3, 4].map(|quarter| {
            let upto = &hazards[..(rounds * quarter / 4) as usize];
            [0, 1].map(|i| (-upto.iter().map(|h| h[i]).sum::<f64>()).exp())
        })
    }

    fn distance(&self, rounds: u32, solution: &[[f64; 2]; 4]) -> f64 {
        let path = self.path(rounds);
        let gaps = path.iter().flatten().zip(solution.iter().flatten());
        gaps.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

#[test]
fn the_mean_path_tends_to_its_differential_equation() {
    let cases = [
        Case {
            men: [40, 25],
            tanks: [0, 2],
            total: [0.5, 1.1],
            breaks: None,
            feedback: true,
        },
        Case {
            men: [900, 1_600],
            tanks: [0, 0],
            total: [0.8, 0.6],
            breaks: Some((0, 0.5, 2.2)),
            feedback: true,
        },
        Case {
            men: [57_000, 30_000],
            tanks: [400, 80],
            total: [0.3, 1.4],
            breaks: Some((1, 0.75, 3.0)),
            feedback: true,
        },
    ];
    for case in cases {
        let solution = case.shot();
        let far = [60, 240, 960].map(|rounds| case.distance(rounds, &solution));
        assert!(far[0] < 0.015 && far[2] < 0.001, "{:?}: {far:?}", case.men);
        assert!(
            far[1] < 0.4 * far[0] && far[2] < 0.4 * far[1],
            "as 1/rounds, {:?}: {far:?}",
            case.men
        );
        // What the test is able to see: the same battle without feedback, or without its break.
        let blind = Case {
            feedback: false,
            ..case
        };
        assert!(case.distance(960, &blind.shot()) > 0.005);
        if case.breaks.is_some() {
            let unbroken = Case { breaks: None, ..case }.shot();
            assert!(case.distance(960, &unbroken) > 0.005);
        }
    }
}
