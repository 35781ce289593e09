"""§0. The way of a run."""

from . import escalation, fire, incidents, strategic
from .state import INCIDENT, RunEnds, World
from .tally import Tally


def simulate(scenario, parameters, rng):
    """One history. Returns its tally, closed."""
    world = World(scenario, parameters, rng, Tally(scenario))
    world.year_effects = [parameters.year_sd * rng.standard_normal() for _ in scenario.years]
    strategic.draw_temptation_month(world)
    end, ending = scenario.end, "horizon"
    try:
        for index in range(len(scenario.months)):
            world.month_index = index
            play_month(world)
    except RunEnds as stop:
        end, ending = stop.time, stop.ending
    world.tally.close(world, end, ending)
    return world.tally


def play_month(world):
    """§0.2 and §0.3: strategic rules, background, then whatever comes first."""
    strategic.start_of_month(world)
    incidents.draw_background(world)
    while (item := world.next_before(world.month.end)) is not None:
        time, kind, _, content = item
        if kind == INCIDENT:
            fire.happen(world, time, content)
        else:
            escalation.decide(world, time, content)
