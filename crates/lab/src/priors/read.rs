//! Reading `priors.toml`, with every problem reported at its line.

use halha_kernel::parameters::{PARAMETERS, Support, index_of};
use halha_record::vocab::suggest;

use super::{Distribution, JointPrior, Prior, Priors};
use crate::problem::{Problem, ProblemCode};
use crate::toml_file::{Node, TomlFile, join};

/// The file's name in a conflict folder.
pub(crate) const FILE: &str = "priors.toml";

pub(super) fn read(text: &str) -> (Option<Priors>, Vec<Problem>) {
    let mut file = TomlFile::new(FILE, text);
    let parsed = file.parse();
    let root = TomlFile::root(&parsed);
    let mut priors = Priors {
        single: Vec::new(),
        joint: Vec::new(),
    };
    for (key, value) in root.table {
        let name = key.get_ref().as_ref();
        if name == "joint" {
            continue;
        }
        let Some(node) = file.as_node(value, name.to_owned()) else {
            continue;
        };
        let Some(parameter) = known(&mut file, name, &key.span()) else {
            continue;
        };
        if let Some(prior) = single(&mut file, &node, parameter) {
            priors.single.push(prior);
        }
    }
    for node in file.tables(&root, "joint") {
        if let Some(prior) = joint(&mut file, &node) {
            priors.joint.push(prior);
        }
    }
    each_exactly_once(&mut file, &priors, &root);
    priors.single.sort_by_key(|p| p.parameter);
    let ok = !file.has_errors();
    (ok.then_some(priors), file.into_problems())
}

fn known(file: &mut TomlFile<'_>, name: &str, span: &std::ops::Range<usize>) -> Option<usize> {
    let found = index_of(name);
    if found.is_none() {
        let remedy = match suggest(name, PARAMETERS.iter().map(|p| p.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "see the list of parameters in the book".to_owned(),
        };
        file.push(
            ProblemCode::UnknownParameter,
            span,
            name,
            "a parameter that the model does not have",
            remedy,
        );
    }
    found
}

fn single<'t>(file: &mut TomlFile<'t>, node: &Node<'t>, parameter: usize) -> Option<Prior> {
    file.known_keys(node, &["prior", "source", "note"]);
    let source = sourced(file, node)?;
    let note = file.optional_text(node, "note").unwrap_or("").to_owned();
    let prior = file.table(node, "prior")?;
    let distribution = distribution(file, &prior)?;
    let info = PARAMETERS[parameter];
    let (low, high) = distribution.range();
    if !fits(info.support, low, high, &distribution) {
        let remedy = format!("`{}` must be {}", info.name, describe(info.support));
        file.push(
            ProblemCode::BadPrior,
            &prior.span,
            &prior.path,
            "a prior wider than its parameter",
            remedy,
        );
        return None;
    }
    Some(Prior {
        parameter,
        distribution,
        source,
        note,
    })
}

/// The source; a number without one is a problem.
fn sourced<'t>(file: &mut TomlFile<'t>, node: &Node<'t>) -> Option<String> {
    match file.optional_text(node, "source") {
        Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
        _ => {
            let remedy = "add `source = \"…\"`, or `source = \"assumed\"`";
            file.push(
                ProblemCode::Unsourced,
                &node.span,
                &node.path,
                "a prior without a source",
                remedy,
            );
            None
        }
    }
}

fn distribution<'t>(file: &mut TomlFile<'t>, node: &Node<'t>) -> Option<Distribution> {
    let names: Vec<&str> = Distribution::KINDS.iter().map(|k| k.0).collect();
    file.known_keys(node, &names);
    let mut given = Distribution::KINDS
        .iter()
        .filter(|k| node.table.contains_key(k.0));
    let (Some((kind, count)), None) = (given.next(), given.next()) else {
        file.push(
            ProblemCode::BadPrior,
            &node.span,
            &node.path,
            "not exactly one distribution",
            "give one distribution",
        );
        return None;
    };
    let values = if *count == 1
        && file
            .value(node, kind)
            .is_some_and(|v| v.get_ref().as_array().is_none())
    {
        vec![file.number(node, kind)?]
    } else {
        file.numbers(node, kind)
    };
    let built = if values.len() == *count {
        Distribution::build(kind, &values)
    } else {
        Err("the wrong number of values")
    };
    match built {
        Ok(distribution) => Some(distribution),
        Err(why) => {
            let remedy = format!("`{kind}` takes {count} value(s); {why}");
            file.push(
                ProblemCode::BadPrior,
                &node.span,
                &join(&node.path, kind),
                "no distribution",
                remedy,
            );
            None
        }
    }
}

fn fits(support: Support, low: f64, high: f64, distribution: &Distribution) -> bool {
    let open_below_zero_ok = matches!(
        distribution,
        Distribution::Lognormal { .. } | Distribution::Gamma { .. } | Distribution::HalfNormal { .. }
    );
    match support {
        Support::Real => true,
        Support::Positive => low > 0.0 || (low >= 0.0 && open_below_zero_ok),
        Support::NonNegative => low >= 0.0,
        Support::Unit => low >= 0.0 && high <= 1.0,
        Support::Correlation => low > -1.0 && high < 1.0,
    }
}

fn describe(support: Support) -> &'static str {
    match support {
        Support::Real => "a finite number",
        Support::Positive => "above 0",
        Support::NonNegative => "at least 0",
        Support::Unit => "from 0 to 1",
        Support::Correlation => "between -1 and 1",
    }
}

fn joint<'t>(file: &mut TomlFile<'t>, node: &Node<'t>) -> Option<JointPrior> {
    file.known_keys(
        node,
        &[
            "name",
            "parameters",
            "mean",
            "covariance",
            "inflate",
            "source",
            "note",
        ],
    );
    let name = file.text(node, "name")?.to_owned();
    let source = sourced(file, node)?;
    let names = file.texts(node, "parameters");
    let parameters: Vec<usize> = names.iter().filter_map(|n| known(file, n, &node.span)).collect();
    for p in parameters
        .iter()
        .filter(|p| PARAMETERS[**p].support != Support::Real)
    {
        let message = format!("`{}` cannot have a normal prior", PARAMETERS[*p].name);
        file.push(
            ProblemCode::BadPrior,
            &node.span,
            &node.path,
            message,
            "give it a prior of its own",
        );
    }
    let mean = file.numbers(node, "mean");
    let inflate = if node.table.contains_key("inflate") {
        file.number(node, "inflate")?
    } else {
        1.0
    };
    let path = join(&node.path, "covariance");
    let rows = file.list(node, "covariance");
    let covariance: Vec<Vec<f64>> = rows
        .into_iter()
        .map(|row| match row.get_ref().as_array() {
            Some(cells) => cells
                .iter()
                .filter_map(|c| file.as_number(c, &path))
                .map(|x| x * inflate)
                .collect(),
            None => Vec::new(),
        })
        .collect();
    let n = names.len();
    if parameters.len() != n
        || mean.len() != n
        || covariance.len() != n
        || covariance.iter().any(|r| r.len() != n)
    {
        let remedy = "give as many means and covariance rows and columns as parameters";
        file.push(
            ProblemCode::BadPrior,
            &node.span,
            &node.path,
            "sizes that do not agree",
            remedy,
        );
        return None;
    }
    match cholesky(&covariance) {
        Some(factor) if inflate > 0.0 => Some(JointPrior {
            name,
            parameters,
            mean,
            factor,
            source,
        }),
        _ => {
            let remedy = "make it symmetric with positive eigenvalues, and `inflate` above 0";
            file.push(
                ProblemCode::BadPrior,
                &node.span,
                &path,
                "not a covariance",
                remedy,
            );
            None
        }
    }
}

fn each_exactly_once<'t>(file: &mut TomlFile<'t>, priors: &Priors, root: &Node<'t>) {
    let mut times = vec![0; PARAMETERS.len()];
    priors.single.iter().for_each(|p| times[p.parameter] += 1);
    priors
        .joint
        .iter()
        .flat_map(|j| &j.parameters)
        .for_each(|p| times[*p] += 1);
    let failed = file.has_errors();
    for (info, times) in PARAMETERS.iter().zip(times) {
        if times > 1 {
            let message = format!("`{}` has {times} priors", info.name);
            file.push(
                ProblemCode::Conflicting,
                &root.span,
                info.name,
                message,
                "keep one",
            );
        } else if times == 0 && !(failed && root.table.contains_key(info.name)) {
            let message = format!("`{}` ({}) has no prior", info.name, info.meaning);
            file.push(
                ProblemCode::MissingParameter,
                &root.span,
                info.name,
                message,
                "add one, `source = \"assumed\"` if need be",
            );
        }
    }
}

/// The lower Cholesky factor of a symmetric positive definite matrix.
fn cholesky(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            if (a[i][j] - a[j][i]).abs() > 1e-9 * (a[i][i].abs() + a[j][j].abs()) {
                return None;
            }
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            let rest = a[i][j] - sum;
            if i == j {
                if rest <= 0.0 {
                    return None;
                }
                l[i][i] = rest.sqrt();
            } else {
                l[i][j] = rest / l[j][j];
            }
        }
    }
    Some(l)
}
