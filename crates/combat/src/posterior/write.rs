//! Writing a posterior as tables of `priors.toml`.

use std::fmt::Write as _;

use super::Posterior;

/// Where a posterior comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Name of the table's file.
    pub file: String,
    /// Its hash.
    pub hash: String,
    /// What was learned from, in words.
    pub selection: String,
    /// Root of the sampler's chance.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
}

impl Posterior {
    /// The text: the tables of the parameters of engagements, each with its source, under a head that says how to make
    /// it again. They replace those of the same parameters in a conflict's `priors.toml`.
    #[must_use]
    pub fn to_toml(&self, origin: &Origin) -> String {
        let source = format!(
            "halha combat fit: {} battles ({} with losses of both sides), {}, of a table with hash {}; seed {}, version {}",
            self.battles, self.with_losses, origin.selection, origin.hash, origin.seed, origin.version
        );
        let mut out = format!(
            "# Engagements, learned from battles: put these tables in the place of those of the same parameters in priors.toml.\n\
             # Table {:?}, hash {}; {}; {} divergent draws.\n",
            origin.file, origin.hash, origin.selection, self.divergences
        );
        let single = |out: &mut String, name: &str, prior: &str, note: &str| {
            let _ = write!(out, "\n[{name}]\nprior = {{ {prior} }}\nsource = {source:?}\n");
            if !note.is_empty() {
                let _ = writeln!(out, "note = {note:?}");
            }
        };
        for (name, value) in &self.fixed {
            single(&mut out, name, &format!("fixed = {value:.6}"), "");
        }
        let (a, b) = self.draw;
        single(&mut out, "draw", &format!("beta = [{a:?}, {b:?}]"), "");
        let note = "Spread of war, state and army effects on losses; the mean 0 is that of the battles learned from.";
        for name in ["kappa_0", "kappa_1"] {
            single(
                &mut out,
                name,
                &format!("normal = [0.0, {:.6}]", self.kappa_sd),
                note,
            );
        }
        for joint in &self.joint {
            let numbers = |row: &[f64]| {
                row.iter()
                    .map(|x| format!("{x:.8}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let names: Vec<String> = joint.parameters.iter().map(|p| format!("{p:?}")).collect();
            let _ = write!(
                out,
                "\n[[joint]]\nname = {:?}\nparameters = [{}]\n",
                joint.name,
                names.join(", ")
            );
            let _ = write!(out, "mean = [{}]\ncovariance = [\n", numbers(&joint.mean));
            for row in &joint.covariance {
                let _ = writeln!(out, "  [{}],", numbers(row));
            }
            let _ = write!(out, "]\ninflate = 1.0\nsource = {source:?}\n");
        }
        out
    }
}
