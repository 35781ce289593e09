//! The groups that a battle belongs to: states on both sides, and their armies in one war.

use crate::battle::{Battle, Role};
use crate::design::Term;

/// Effect of the state that fights in a role, `weight` shared by the members of a coalition.
pub(crate) fn state(battle: &Battle, role: Role, spread: usize, weight: f64) -> Vec<Term> {
    shared(battle, role, spread, weight, |member| format!("state {member}"))
}

/// Effect of that state's army in the battle's war.
pub(crate) fn army(battle: &Battle, role: Role, spread: usize, weight: f64) -> Vec<Term> {
    shared(battle, role, spread, weight, |member| {
        format!("{}: army of {member}", battle.war)
    })
}

/// Effect of that army in the battle's war on whom it fights.
pub(crate) fn against(battle: &Battle, role: Role, spread: usize) -> Vec<Term> {
    shared(battle, role, spread, 1.0, |member| {
        format!("{}: against {member}", battle.war)
    })
}

fn shared(
    battle: &Battle,
    role: Role,
    spread: usize,
    weight: f64,
    level: impl Fn(&str) -> String,
) -> Vec<Term> {
    let force = battle.force(role);
    let members = force.members().count().max(1) as f64;
    let term = |member| Term {
        level: level(member),
        spread,
        weight: weight / members,
    };
    force.members().map(term).collect()
}
