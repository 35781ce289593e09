"""Planted defects: small mistakes in the reference that the comparison must find (the test of the test)."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from . import battles, effects, engagements, escalation, incidents, ladder, logistics, settlement, state


@dataclass(frozen=True)
class Defect:
    """A mistake, the scenario on which it must be found, and how it is planted."""

    scenario: str
    what: str
    plant: Callable


def _factor(name, factor):
    def plant(p):
        setattr(p, name, getattr(p, name) * factor)

    return plant


def _shift(name, amount):
    def plant(p):
        setattr(p, name, getattr(p, name) + amount)

    return plant


def _decay(_):
    state.grievance = lambda p: state.Fading(1.0 / p.grievance_half_life)


def _rung_feasibility(_):
    right = ladder.possible

    def wrong(world, episode, side, time, approved):
        can = right(world, episode, side, time, approved)
        can[ladder.CEASEFIRE] = episode.h_max >= 4
        return can

    ladder.possible = wrong


def _cross(_):
    right = incidents.offspring_means

    def wrong(p, sectors):
        same, other, beyond = right(p, sectors)
        return other, same, beyond

    incidents.offspring_means = wrong


def _kappa(p):
    p.kappa_0, p.kappa_1 = p.kappa_1, p.kappa_0


def _punch(_):
    right = engagements.loss_level

    def wrong(p, role, setting, days, epsilon):
        own = setting.attacker if role == "att" else 1 - setting.attacker
        return right(p, role, setting, days, epsilon) + math.log(setting.punch[own] / setting.punch[1 - own])

    engagements.loss_level = wrong


def _refill(_):
    def wrong(episode, time):
        episode.read = time

    logistics.refill = wrong


def _posture(_):
    right = battles.posture

    def wrong(*arguments):
        found = right(*arguments)
        return "fortified" if found == "prepared" else found

    battles.posture = wrong


def _lapse(_):
    effects.LAPSING = 2.0


def _brought_up(_):
    effects.FORGOTTEN = 1_500.0


def _winner_remembers(_):
    right = settlement.remember
    settlement.remember = lambda world, time, episode, kind, side: right(world, time, episode, kind, 1 - side)


def _pact_stays(_):
    right = incidents.background_rate

    def wrong(world, sector, side, tau):
        kept, world.pact = world.pact, False
        rate = right(world, sector, side, tau)
        world.pact = kept
        return rate

    incidents.background_rate = wrong


def _no_clamp(_):
    escalation.clamp = lambda x, low, high: x * 0.8


DEFECTS = {
    "branching": Defect("1-quiet", "branching ratio 1.1 times too large", _factor("branching", 1.1)),
    "reciprocity": Defect("1-quiet", "offspring of the same and of the other side exchanged", _cross),
    "confusion": Defect("1-quiet", "types confused 1.5 times as often", _factor("confusion", 1.5)),
    "year-effect": Defect("1-quiet", "year effects half as large", _factor("year_sd", 0.5)),
    "killed-share": Defect("2-patrols", "killed share's logit 0.05 too high", _shift("killed_logit", 0.05)),
    "grievance-decay": Defect("2-patrols", "half-life taken for an e-fold", _decay),
    "noise-correlation": Defect("2-patrols", "the two loss noises independent", _factor("noise_corr", 0.0)),
    "autonomy-bonus": Defect("3-crises", "no bonus for force when the field rules", _factor("autonomy_bonus", 0.0)),
    "rung-feasibility": Defect("3-crises", "cease-fire offers only from h_max 4 on", _rung_feasibility),
    "lapse": Defect("3-crises", "a crisis may lapse after reinforcements too", _lapse),
    "brought-up": Defect("4-build-up", "a crisis may lapse with four times the men there", _brought_up),
    "tempo": Defect("4-build-up", "commands slow down 1.5 times as much with size", _factor("tempo", 1.5)),
    "autonomy-cap": Defect("3-crises", "field preference not capped, and a fifth too rare", _no_clamp),
    "army-effects": Defect("4-build-up", "the sides' war- and army-level effects exchanged", _kappa),
    "punch": Defect("4-build-up", "own punch in place of the enemy's", _punch),
    "ammunition": Defect("4-build-up", "ammunition never refills", _refill),
    "matching": Defect("4-build-up", "matching 1.3 times too strong", _factor("match", 1.3)),
    "posture": Defect("4-build-up", "fortified where prepared", _posture),
    "memory": Defect("5-pacts", "the winner remembers the defeat", _winner_remembers),
    "pact-rate": Defect("5-pacts", "a pact leaves the incident rate as it is", _pact_stays),
}  # fmt: skip


def plant(name, parameters):
    """Plants one defect into this process and these parameters."""
    DEFECTS[name].plant(parameters)
