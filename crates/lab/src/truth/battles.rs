//! Battles of other wars on the page: scores beside rivals, and whether stated chances of winning came true.

use halha_combat::score::{OutcomeScores, Report, Score, SideScores};
use maud::{Markup, html};

use super::pictures::calibration;
use crate::skill::BattleSkill;

/// Both ways to hold battles out; without battles, how to have them.
pub(super) fn section(skill: Option<&BattleSkill>) -> Markup {
    let Some(skill) = skill else {
        return html! { p { "No table of battles was given: " code { "halha check --battles FILE --report truth.html" } " scores one." } };
    };
    html! {
        p.note { "Scores, less is better, standard errors with the battles of one campaign taken together. The model pools the hierarchical "
            "one with the six coefficients." }
        h3 { "1940–45 from 1900–39" }
        (outcomes(&skill.forward))
        h3 { "Each war of 1900–45 from the others" }
        (outcomes(&skill.each_war))
        (losses(&skill.each_war))
    }
}

fn outcomes(report: &Report) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th { "Outcome" } th { "Log score" } th { "RPS" } th { "Brier (win)" } th { "Log less base" } th { "Log less six" } } }
            tbody { @for o in &report.outcomes { (row(o)) } }
        } }
        @if let Some(model) = report.outcomes.last() {
            (calibration(&model.quintiles.iter().map(|q| (q.stated, q.won, q.battles)).collect::<Vec<_>>()))
        }
    }
}

fn row(o: &OutcomeScores) -> Markup {
    html! { tr {
        td { (o.predictor) }
        @for score in [o.log, o.rps, o.brier, o.over_base, o.over_six] { td { (figure(score)) } }
    } }
}

fn losses(report: &Report) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th { "ln loss fraction" } th { "Side" } th { "CRPS" } th { "In 50 %" } th { "In 90 %" } th { "Width" } } }
            tbody { @for l in &report.losses {
                (side(&l.predictor, "attacker", &l.attacker))
                (side(&l.predictor, "defender", &l.defender))
            } }
        } }
    }
}

fn side(predictor: &str, role: &str, s: &SideScores) -> Markup {
    html! { tr {
        td { (predictor) }
        td { (role) }
        td { (figure(s.crps)) }
        td { (format!("{:.2}", s.coverage_50)) }
        td { (format!("{:.2}", s.coverage_90)) }
        td { (format!("{:.2}", s.width_90)) }
    } }
}

fn figure(score: Score) -> String {
    match score.standard_error {
        Some(error) => format!("{:.3} ({error:.3})", score.mean),
        None => format!("{:.3}", score.mean),
    }
}
