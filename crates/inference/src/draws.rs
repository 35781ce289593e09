//! Draws of a sampler: chains of equal length, what the sampler noted at each draw, and the names of the parameters.

/// What the sampler noted at one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawStats {
    /// Whether the trajectory left the region where its integration can be trusted.
    pub divergent: bool,
    /// Energy (the Hamiltonian) at the draw.
    pub energy: f64,
    /// Log density at the draw, up to its constant.
    pub log_density: f64,
    /// Step size of the integrator.
    pub step_size: f64,
    /// Doublings of the trajectory.
    pub tree_depth: u32,
    /// Whether the trajectory stopped because it reached the greatest depth allowed.
    pub at_max_depth: bool,
    /// Steps of the integrator.
    pub steps: u32,
}

/// Chains of equal length over the same parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Chains {
    names: Vec<String>,
    length: usize,
    /// One block a chain: draw after draw, parameter after parameter.
    values: Vec<Vec<f64>>,
    /// One block a chain; empty blocks if the draws come from no trajectory.
    stats: Vec<Vec<DrawStats>>,
}

/// Why blocks of numbers are not chains.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChainsError {
    /// No chain, no draw or no parameter.
    #[error("no draws: {chains} chains of {values} values over {parameters} parameters")]
    Empty {
        /// Chains given.
        chains: usize,
        /// Values in the first chain.
        values: usize,
        /// Parameters named.
        parameters: usize,
    },
    /// A chain whose length is not that of the first, or does not fit the parameters or the statistics.
    #[error(
        "chain {chain} has {values} values and {stats} statistics, which do not fit {parameters} parameters and {length} draws"
    )]
    Ragged {
        /// Which chain.
        chain: usize,
        /// Its values.
        values: usize,
        /// Its statistics.
        stats: usize,
        /// Parameters named.
        parameters: usize,
        /// Draws of the first chain.
        length: usize,
    },
}

impl Chains {
    /// Chains from one block of values each (draw after draw) and, for each, its statistics or none.
    ///
    /// # Errors
    ///
    /// If there is nothing, or the blocks do not fit one another.
    pub fn new(
        names: Vec<String>,
        values: Vec<Vec<f64>>,
        stats: Vec<Vec<DrawStats>>,
    ) -> Result<Self, ChainsError> {
        let parameters = names.len();
        let first = values.first().map_or(0, Vec::len);
        if parameters == 0 || first < parameters {
            return Err(ChainsError::Empty {
                chains: values.len(),
                values: first,
                parameters,
            });
        }
        let length = first / parameters;
        let noted = stats.iter().any(|s| !s.is_empty());
        for (chain, block) in values.iter().enumerate() {
            let of_chain = stats.get(chain).map_or(0, Vec::len);
            if block.len() != length * parameters || (noted && of_chain != length) {
                return Err(ChainsError::Ragged {
                    chain,
                    values: block.len(),
                    stats: of_chain,
                    parameters,
                    length,
                });
            }
        }
        let stats = if noted {
            stats
        } else {
            vec![Vec::new(); values.len()]
        };
        Ok(Self {
            names,
            length,
            values,
            stats,
        })
    }

    /// Names of the parameters.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many parameters.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.names.len()
    }

    /// How many chains.
    #[must_use]
    pub fn chains(&self) -> usize {
        self.values.len()
    }

    /// Draws in each chain.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// One draw: a value for each parameter.
    #[must_use]
    pub fn draw(&self, chain: usize, draw: usize) -> &[f64] {
        let dim = self.dim();
        &self.values[chain][draw * dim..(draw + 1) * dim]
    }

    /// All draws, chain after chain.
    pub fn draws(&self) -> impl Iterator<Item = &[f64]> {
        self.values
            .iter()
            .flat_map(|block| block.chunks_exact(self.names.len()))
    }

    /// The values of one parameter, a vector for each chain.
    #[must_use]
    pub fn column(&self, parameter: usize) -> Vec<Vec<f64>> {
        let one = |block: &Vec<f64>| {
            block
                .iter()
                .skip(parameter)
                .step_by(self.dim())
                .copied()
                .collect()
        };
        self.values.iter().map(one).collect()
    }

    /// The values of one parameter, chain after chain in one vector.
    #[must_use]
    pub fn pooled(&self, parameter: usize) -> Vec<f64> {
        self.draws().map(|draw| draw[parameter]).collect()
    }

    /// The index of a parameter by its name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// What the sampler noted in one chain; empty if the draws come from no trajectory.
    #[must_use]
    pub fn stats(&self, chain: usize) -> &[DrawStats] {
        &self.stats[chain]
    }

    /// Divergent draws in all chains.
    #[must_use]
    pub fn divergences(&self) -> usize {
        self.stats.iter().flatten().filter(|s| s.divergent).count()
    }

    /// Mean and standard deviation (n − 1) of one parameter over all chains.
    #[must_use]
    pub fn mean_sd(&self, parameter: usize) -> (f64, f64) {
        let values = self.pooled(parameter);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, (squares / (n - 1.0)).sqrt())
    }

    /// The same draws as functions of the parameters: `map` turns one draw into values for the new names. What the
    /// sampler noted is kept.
    ///
    /// # Errors
    ///
    /// If `map` gives a number of values that is not that of the names.
    pub fn map(&self, names: Vec<String>, map: impl Fn(&[f64]) -> Vec<f64>) -> Result<Self, ChainsError> {
        let dim = self.dim();
        let mapped = |block: &Vec<f64>| block.chunks_exact(dim).flat_map(&map).collect();
        let values: Vec<Vec<f64>> = self.values.iter().map(mapped).collect();
        let wanted = names.len() * self.length;
        if let Some((chain, block)) = values.iter().enumerate().find(|(_, b)| b.len() != wanted) {
            return Err(ChainsError::Ragged {
                chain,
                values: block.len(),
                stats: self.stats[chain].len(),
                parameters: names.len(),
                length: self.length,
            });
        }
        Self::new(names, values, self.stats.clone())
    }
}
