//! Maximum likelihood of the three parameters of a self-exciting process.

use argmin::core::{CostFunction, Error, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use super::HawkesError;
use super::univariate::{Path, Rates};

const FEWEST: usize = 10;
/// Rounds of the optimiser and pairs of vectors it remembers.
const ROUNDS: u64 = 100;
const MEMORY: usize = 5;
/// Slope of the mean log-likelihood per event at which the maximum counts as found.
const FLAT: f64 = 1e-8;

/// A maximum of the likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// Where.
    pub rates: Rates,
    /// How high.
    pub log_likelihood: f64,
    /// Likelihoods worked out on the way.
    pub evaluations: u64,
}

/// The mean negative log-likelihood in the logarithms of the parameters.
struct Problem<'p> {
    path: &'p Path,
    /// The last point and its gradient: the optimiser asks for both, one after the other.
    last: std::cell::RefCell<Option<(Vec<f64>, f64, Vec<f64>)>>,
    evaluations: std::cell::Cell<u64>,
}

impl Problem<'_> {
    fn at(&self, x: &[f64]) -> (f64, Vec<f64>) {
        if let Some((at, cost, gradient)) = self.last.borrow().as_ref()
            && at == x
        {
            return (*cost, gradient.clone());
        }
        let rates = from_logarithms(x);
        let value = self.path.log_likelihood(&rates);
        let scale = -1.0 / self.path.len() as f64;
        let parts = [rates.background, rates.branching, rates.decay];
        let gradient: Vec<f64> = value.gradient.iter().zip(parts).map(|(g, p)| scale * g * p).collect();
        let cost = scale * value.log_likelihood;
        self.evaluations.set(self.evaluations.get() + 1);
        *self.last.borrow_mut() = Some((x.to_vec(), cost, gradient.clone()));
        (cost, gradient)
    }
}

impl CostFunction for &Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Self::Param) -> Result<f64, Error> {
        Ok(self.at(x).0)
    }
}

impl Gradient for &Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, x: &Self::Param) -> Result<Vec<f64>, Error> {
        Ok(self.at(x).1)
    }
}

fn from_logarithms(x: &[f64]) -> Rates {
    Rates { background: x[0].exp(), branching: x[1].exp(), decay: x[2].exp() }
}

/// The parameters under which a path is most probable, by L-BFGS from half the events as background, a branching
/// ratio of one half and the mean rate as decay.
///
/// # Errors
/// Fewer than ten events; no maximum found.
pub fn fit(path: &Path) -> Result<Fitted, HawkesError> {
    let events = path.len();
    if events < FEWEST {
        return Err(HawkesError::TooFew { events });
    }
    let rate = events as f64 / path.end();
    let start = vec![(0.5 * rate).ln(), 0.5f64.ln(), rate.ln()];
    let problem = Problem { path, last: Default::default(), evaluations: Default::default() };
    let failed = |why: Error| HawkesError::NoMaximum { why: why.to_string() };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
        .with_tolerance_grad(FLAT)
        .map_err(failed)?
        .with_tolerance_cost(0.0)
        .map_err(failed)?;
    let result = Executor::new(&problem, solver)
        .configure(|state| state.param(start).max_iters(ROUNDS))
        .run()
        .map_err(failed)?;
    let found = result.state().get_best_param().cloned();
    let Some(x) = found else {
        return Err(HawkesError::NoMaximum { why: "the optimiser returned no point".to_owned() });
    };
    let (cost, _) = problem.at(&x);
    Ok(Fitted {
        rates: from_logarithms(&x),
        log_likelihood: -cost * events as f64,
        evaluations: problem.evaluations.get(),
    })
}
