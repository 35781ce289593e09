//! The design of Saltelli: two independent sets of points and their crosses, on a scrambled Sobol' sequence.

use serde::Serialize;

/// Most points of the sequence.
const MOST_POINTS: u32 = 1 << 16;
/// The sequence has 23 bits; half a step keeps its points off both ends of (0, 1).
const HALF_STEP: f64 = 1.0 / (1_u32 << 24) as f64;

/// A design that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// More coordinates than the sequence has.
    #[error("{asked} inputs; the sequence has room for {most}: hold some of them, or analyse fewer")]
    Dimensions {
        /// Inputs asked for.
        asked: usize,
        /// Inputs possible.
        most: usize,
    },
    /// Too few base points to estimate a variance, or more than the sequence has.
    #[error("{asked} base points; ask for {least} to {most}, a power of two fills the space most evenly")]
    Base {
        /// Points asked for.
        asked: u64,
        /// Fewest.
        least: u64,
        /// Most.
        most: u64,
    },
    /// A factor that names no input, an input that does not exist, or one that is in two factors.
    #[error("factor {factor} is empty, or names an input that does not exist or is another factor's")]
    Factor {
        /// Its number.
        factor: usize,
    },
    /// One replicate tells nothing of chance.
    #[error("{asked} replicates; ask for 2 or more: one tells nothing of chance")]
    Replicates {
        /// Replicates asked for.
        asked: usize,
    },
}

/// Which point of a base row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// The row's point of the first set.
    A,
    /// Its point of the second set.
    B,
    /// The first point with one factor taken from the second.
    Cross(usize),
}

/// A design: `base` rows of 2 + factors points each.
///
/// **Law** A and B are independent and uniform on the unit cube; A_B^(i) is A with the coordinates of factor i taken
/// from B. **Units** quantiles. **Valid for** inputs that are independent of each other; those that are not are put
/// into one factor. **Source** Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018 (radial design, A with crosses from
/// B); the sequence of Sobol' with direction numbers of Joe and Kuo, scrambled after Owen by the hash of Burley 2020,
/// JCGT 9(4). **Status** exact: scrambled points are uniform one by one, so estimates have no bias at any size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saltelli {
    factors: Vec<Vec<usize>>,
    factor_of: Vec<Option<usize>>,
    base: u32,
    seed: u32,
}

impl Saltelli {
    /// Fewest base rows: a variance of fewer is no estimate.
    pub const LEAST: u64 = 16;

    /// A design over `inputs` coordinates, of which each factor moves some.
    ///
    /// # Errors
    /// Too many inputs, a number of rows that cannot be, or factors that are no parts of the inputs.
    pub fn new(inputs: usize, factors: Vec<Vec<usize>>, base: u64, seed: u64) -> Result<Self, DesignError> {
        let most = (sobol_burley::NUM_DIMENSIONS / 2) as usize;
        if inputs > most {
            return Err(DesignError::Dimensions { asked: inputs, most });
        }
        let (least, most) = (Self::LEAST, u64::from(MOST_POINTS));
        let rows = u32::try_from(base)
            .ok()
            .filter(|_| (least..=most).contains(&base));
        let asked = base;
        let base = rows.ok_or(DesignError::Base { asked, least, most })?;
        let factor_of = owners(inputs, &factors)?;
        let seed = (seed ^ (seed >> 32)) as u32;
        Ok(Self {
            factors,
            factor_of,
            base,
            seed,
        })
    }

    /// Base rows.
    #[must_use]
    pub fn base(&self) -> usize {
        self.base as usize
    }

    /// Factors.
    #[must_use]
    pub fn factors(&self) -> &[Vec<usize>] {
        &self.factors
    }

    /// The points of a row, in the order of [`super::Outputs`]: A, B, then the crosses.
    pub fn points(&self) -> impl Iterator<Item = Point> + use<> {
        let crosses = (0..self.factors.len()).map(Point::Cross);
        [Point::A, Point::B].into_iter().chain(crosses)
    }

    /// The coordinates of a point.
    #[must_use]
    pub fn at(&self, row: usize, point: Point) -> Vec<f64> {
        let from_b = |input: usize| match point {
            Point::A => false,
            Point::B => true,
            Point::Cross(factor) => self.factor_of[input] == Some(factor),
        };
        let inputs = self.factor_of.len();
        let column = |input: usize| if from_b(input) { inputs + input } else { input };
        (0..inputs)
            .map(|input| self.uniform(row, column(input)))
            .collect()
    }

    fn uniform(&self, row: usize, column: usize) -> f64 {
        f64::from(sobol_burley::sample(row as u32, column as u32, self.seed)) + HALF_STEP
    }
}

/// The factor to which each input belongs.
pub(super) fn owners(inputs: usize, factors: &[Vec<usize>]) -> Result<Vec<Option<usize>>, DesignError> {
    let mut owner = vec![None; inputs];
    for (factor, members) in factors.iter().enumerate() {
        if members.is_empty() {
            return Err(DesignError::Factor { factor });
        }
        for member in members {
            match owner.get_mut(*member) {
                Some(free @ None) => *free = Some(factor),
                _ => return Err(DesignError::Factor { factor }),
            }
        }
    }
    Ok(owner)
}
