//! Peeling and pasting: boxes with ever fewer cases and ever more hits among them.

use serde::Serialize;

use super::Cases;

/// Bounds of one input in a box, both included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Restriction {
    /// Number of the input.
    pub input: usize,
    /// Least value inside, if it is bounded below.
    pub low: Option<f64>,
    /// Greatest value inside, if it is bounded above.
    pub high: Option<f64>,
}

impl Restriction {
    /// Whether a value is inside.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }
}

/// A box of the trajectory and how it does on the cases by which it was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Share of all hits that are inside.
    pub coverage: f64,
    /// Share of hits among the cases inside.
    pub density: f64,
    /// Share of all cases that are inside.
    pub support: f64,
    /// What bounds it.
    pub restrictions: Vec<Restriction>,
}

/// The cases that are looked at, with each input's order: what peeling and pasting walk along.
#[derive(Debug)]
pub(super) struct Ground<'c> {
    cases: Cases<'c>,
    /// Cases in the order of each input.
    orders: Vec<Vec<usize>>,
    total: f64,
    hits: f64,
}

/// A side of one input's interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// A candidate: the new bound, how many cases move, how many hits among them.
#[derive(Debug, Clone, Copy)]
struct Slice {
    input: usize,
    side: Side,
    bound: f64,
    cases: f64,
    hits: f64,
}

impl<'c> Ground<'c> {
    pub(super) fn of(cases: Cases<'c>, chosen: &[usize]) -> Self {
        let order = |column: &Vec<f64>| {
            let mut order = chosen.to_vec();
            order.sort_by(|a, b| column[*a].total_cmp(&column[*b]));
            order
        };
        Self {
            orders: cases.inputs.iter().map(order).collect(),
            total: chosen.len() as f64,
            hits: chosen.iter().filter(|case| cases.hits[**case]).count() as f64,
            cases,
        }
    }

    fn inside(&self, restrictions: &[Restriction]) -> Vec<bool> {
        let mut inside = vec![true; self.cases.hits.len()];
        for restriction in restrictions {
            let column = &self.cases.inputs[restriction.input];
            inside
                .iter_mut()
                .zip(column)
                .for_each(|(in_box, x)| *in_box &= restriction.holds(*x));
        }
        inside
    }

    /// Cases and hits inside a box.
    pub(super) fn counts(&self, restrictions: &[Restriction]) -> (f64, f64) {
        let inside = self.inside(restrictions);
        let Some(all) = self.orders.first() else {
            return (0.0, 0.0);
        };
        let within = all.iter().filter(|case| inside[**case]);
        let hits = within.clone().filter(|case| self.cases.hits[**case]).count();
        (within.count() as f64, hits as f64)
    }

    pub(super) fn step(&self, restrictions: &[Restriction]) -> Step {
        let (cases, hits) = self.counts(restrictions);
        Step {
            coverage: hits / self.hits,
            density: if cases > 0.0 { hits / cases } else { f64::NAN },
            support: cases / self.total,
            restrictions: restrictions.to_vec(),
        }
    }

    /// The trajectory from the whole space to the smallest box with at least `least` cases, `share` peeled at a time.
    pub(super) fn peel(&self, share: f64, least: f64) -> Vec<Step> {
        let mut restrictions = Vec::new();
        let mut trajectory = vec![self.step(&restrictions)];
        loop {
            let inside = self.inside(&restrictions);
            let (cases, hits) = self.counts(&restrictions);
            let want = (share * cases).max(1.0);
            // Gain in density for each case given up: peels of tied values may be large.
            let gain = |s: &Slice| ((hits - s.hits) / (cases - s.cases) - hits / cases) / s.cases;
            let best = self
                .slices(&inside, want)
                .into_iter()
                .filter(|s| cases - s.cases >= least.max(1.0))
                .reduce(|best, s| if gain(&s) > gain(&best) { s } else { best });
            let Some(best) = best else { break };
            bound(&mut restrictions, &best);
            trajectory.push(self.step(&restrictions));
        }
        trajectory
    }

    /// The outermost slices of all inputs with at least `want` cases, ties with the last one included.
    fn slices(&self, inside: &[bool], want: f64) -> Vec<Slice> {
        let mut slices = Vec::new();
        for input in 0..self.orders.len() {
            let within = || self.orders[input].iter().copied().filter(|case| inside[*case]);
            slices.extend(self.slice(input, Side::Low, within(), want));
            slices.extend(self.slice(input, Side::High, within().rev(), want));
        }
        slices
    }

    /// The first cases of `walk`, at least `want` and whole ties; the bound is the first value that stays.
    fn slice(&self, input: usize, side: Side, walk: impl Iterator<Item = usize>, want: f64) -> Option<Slice> {
        let column = &self.cases.inputs[input];
        let (mut cases, mut hits, mut last) = (0.0, 0.0, f64::NAN);
        for case in walk {
            let value = column[case];
            if cases >= want && value.total_cmp(&last).is_ne() {
                return Some(Slice {
                    input,
                    side,
                    bound: value,
                    cases,
                    hits,
                });
            }
            last = value;
            cases += 1.0;
            hits += f64::from(u8::from(self.cases.hits[case]));
        }
        None
    }

    /// Widens a box, `share` of its cases at a time, as long as that raises its density.
    pub(super) fn paste(&self, restrictions: &[Restriction], share: f64) -> Vec<Restriction> {
        let mut restrictions = restrictions.to_vec();
        loop {
            let (cases, hits) = self.counts(&restrictions);
            let want = (share * cases).max(1.0);
            let density = |s: &Slice| (hits + s.hits) / (cases + s.cases);
            let best = self
                .outside(&restrictions, want)
                .into_iter()
                .filter(|s| density(s) > hits / cases)
                .reduce(|best, s| if density(&s) > density(&best) { s } else { best });
            let Some(best) = best else { return restrictions };
            bound(&mut restrictions, &best);
        }
    }

    /// The slices just outside each bound, of cases that all other bounds let in.
    fn outside(&self, restrictions: &[Restriction], want: f64) -> Vec<Slice> {
        let mut slices = Vec::new();
        for (n, this) in restrictions.iter().enumerate() {
            let others: Vec<Restriction> = others(restrictions, n);
            let inside = self.inside(&others);
            let column = &self.cases.inputs[this.input];
            let within = || {
                self.orders[this.input]
                    .iter()
                    .copied()
                    .filter(|case| inside[*case])
            };
            if let Some(low) = this.low {
                let below = within().rev().filter(|case| column[*case] < low);
                slices.extend(self.pasted(this.input, Side::Low, below, want));
            }
            if let Some(high) = this.high {
                let above = within().filter(|case| column[*case] > high);
                slices.extend(self.pasted(this.input, Side::High, above, want));
            }
        }
        slices
    }

    /// As [`Ground::slice`], but the bound is the last value taken in.
    fn pasted(
        &self,
        input: usize,
        side: Side,
        walk: impl Iterator<Item = usize>,
        want: f64,
    ) -> Option<Slice> {
        let column = &self.cases.inputs[input];
        let mut slice = None::<Slice>;
        for case in walk {
            let value = column[case];
            let so_far = slice.get_or_insert(Slice {
                input,
                side,
                bound: value,
                cases: 0.0,
                hits: 0.0,
            });
            if so_far.cases >= want && value.total_cmp(&so_far.bound).is_ne() {
                break;
            }
            so_far.bound = value;
            so_far.cases += 1.0;
            so_far.hits += f64::from(u8::from(self.cases.hits[case]));
        }
        slice
    }
}

/// All restrictions but one.
pub(super) fn others(restrictions: &[Restriction], but: usize) -> Vec<Restriction> {
    let all = restrictions.iter().enumerate();
    all.filter(|(n, _)| *n != but).map(|(_, r)| *r).collect()
}

/// Moves the bound of a slice's input.
fn bound(restrictions: &mut Vec<Restriction>, slice: &Slice) {
    let place = restrictions.iter().position(|r| r.input == slice.input);
    let place = place.unwrap_or_else(|| {
        restrictions.push(Restriction {
            input: slice.input,
            low: None,
            high: None,
        });
        restrictions.len() - 1
    });
    match slice.side {
        Side::Low => restrictions[place].low = Some(slice.bound),
        Side::High => restrictions[place].high = Some(slice.bound),
    }
}
