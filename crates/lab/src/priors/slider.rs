//! What a slider needs to hold a parameter fixed: its name, its meaning, and the range that its prior leaves it.

use halha_kernel::parameters::PARAMETERS;

use super::Priors;

/// A parameter with a prior of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Slider {
    /// Stable name.
    pub name: &'static str,
    /// Layer of the model that uses it.
    pub layer: &'static str,
    /// Meaning and unit.
    pub meaning: &'static str,
    /// Median of the prior.
    pub median: f64,
    /// 5 % and 95 % points of the prior.
    pub range: [f64; 2],
    /// 0.1 % and 99.9 % points of the prior: beyond them nobody expects it.
    pub bounds: [f64; 2],
    /// Where the prior comes from, or `assumed`.
    pub source: String,
    /// Anything else a reader should know.
    pub note: String,
}

impl Priors {
    /// The parameters that can be held, in the order of the priors; those with one value only are left out.
    pub fn sliders(&self) -> Vec<Slider> {
        let slider = |prior: &super::Prior| {
            let info = PARAMETERS[prior.parameter];
            let at = |p| prior.distribution.quantile(p);
            Slider {
                name: info.name,
                layer: info.layer,
                meaning: info.meaning,
                median: at(0.5),
                range: [at(0.05), at(0.95)],
                bounds: [at(0.001), at(0.999)],
                source: prior.source.clone(),
                note: prior.note.clone(),
            }
        };
        let all = self.single.iter().map(slider);
        all.filter(|s| s.bounds[0] < s.bounds[1] && s.bounds.iter().all(|b| b.is_finite()))
            .collect()
    }
}
