"""§7. The strategic layer: what happens on the first of a month."""

import math

from .chance import happens, logistic
from .state import RunEnds


def start_of_month(world):
    """§7: the four rules in their order."""
    outside_grievance(world)
    pact(world)
    temptation(world)
    entry(world)


def draw_temptation_month(world):
    """§7.3: the month is drawn uniformly from the window."""
    rule = world.scenario.temptation
    if rule is not None:
        world.temptation_month = int(world.rng.integers(rule.to - getattr(rule, "from") + 1)) + getattr(rule, "from")


def outside_grievance(world):
    """§7.1."""
    for side in (0, 1):
        world.grievance[side].add(world.month.begin, world.month.outside_grievance[side])


def pact(world):
    """§7.2."""
    rule, p, month = world.scenario.pact, world.p, world.month
    if rule is None or world.pact_signed or world.month_index < getattr(rule, "from"):
        return
    seeker = rule.seeker
    signed = logistic(
        p.pact0
        + p.pact_memory * world.memory[seeker].at(month.begin)
        + p.pact_distraction_seeker * month.distraction[seeker]
        + p.pact_distraction_other * month.distraction[1 - seeker]
        + (p.pact_shock if world.month_index >= rule.shock else 0.0)
    )
    if happens(world.rng, signed):
        world.pact = world.pact_signed = True
        world.tally.pact(month.begin)


def temptation(world):
    """§7.3."""
    rule, p, month = world.scenario.temptation, world.p, world.month
    if rule is None or world.month_index != world.temptation_month:
        return
    side = rule.side
    attacks = logistic(
        p.break0
        + p.break_balance * math.log(1.3 * month.divisions[side] / month.divisions[1 - side])
        - p.break_memory * world.memory[side].at(month.begin)
        - p.break_distraction * month.distraction[side]
        - p.break_alternative * rule.alternative
        + p.break_other * month.distraction[1 - side]
        - (p.break_pact if world.pact else 0.0)
    )
    attacked = happens(world.rng, attacks)
    world.tally.temptation(attacked)
    if attacked:
        raise RunEnds(month.begin, "war by temptation")


def entry(world):
    """§7.4: denunciation and, months later, entry."""
    rule, p, month = world.scenario.entry, world.p, world.month
    if rule is None:
        return
    if world.month_index == rule.denounce:
        balance = math.log(month.divisions[rule.side] / month.divisions[1 - rule.side])
        odds = p.entry0 + p.entry_balance * balance - (p.entry_pact if world.pact else 0.0)
        world.means_to_enter = happens(world.rng, logistic(odds))
        if world.means_to_enter and world.pact:
            world.pact = False
            world.tally.denunciation(month.begin)
    if world.month_index == rule.enter and world.means_to_enter:
        raise RunEnds(month.begin, "entry")
