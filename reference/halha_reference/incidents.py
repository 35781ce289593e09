"""§1. Incidents: a marked, mutually exciting process, in its branching form."""

import math
from dataclasses import dataclass

from .chance import choose
from .state import INCIDENT, RunEnds

ESPIONAGE, GROUND, AIR = 0, 1, 2


@dataclass
class Incident:
    """A violation that will happen unless an open episode absorbs it."""

    sector: int
    intruder: int
    offspring: bool


def bring(world, now, time, incident):
    """§0.4: an incident comes into being `now` and will happen at `time`; one too many, and the run has exploded."""
    if time >= world.scenario.end:
        return
    world.brought += 1
    if world.brought > world.scenario.structure.max_incidents:
        raise RunEnds(now, "exploded")
    world.schedule(time, INCIDENT, incident.sector, incident)


def tension(world, time):
    """§0.2: τ = min(4, ½(g₀+g₁))."""
    return min(4.0, 0.5 * (world.grievance[0].at(time) + world.grievance[1].at(time)))


def background_rate(world, sector_index, side, tau):
    """§1: μ of one cell in the present month, per day."""
    p, month, scenario = world.p, world.month, world.scenario
    sector = scenario.sectors[sector_index]
    vagueness = world.vagueness[sector_index]
    density = [math.log(month.divisions[i] / scenario.sides[i].reference_divisions) for i in (0, 1)]
    exponent = (
        p.mu0
        + (p.side_bias / 2 if side == 0 else -p.side_bias / 2)
        + p.b_vagueness * (vagueness - 0.6)
        + p.b_density * 0.5 * (density[0] + density[1])
        + math.log(month.espionage[side])
        + p.b_warm * month.warm * (0.0 if sector.river else 1.0)
        + p.b_ice * month.ice * (1.0 if sector.river else 0.0)
        + p.b_tension * tau
        + (p.b_step if month.step else 0.0)
        + world.year_effects[month.year]
        - (p.b_commission * vagueness if month.commission else 0.0)
        - (p.b_pact if world.pact else 0.0)
    )
    return sector.length_km / 800.0 * math.exp(exponent)


def draw_background(world):
    """§1: within a month the background of a cell is a homogeneous Poisson process."""
    month = world.month
    tau = tension(world, month.begin)
    days = month.end - month.begin
    for sector in range(len(world.scenario.sectors)):
        for side in (0, 1):
            rate = background_rate(world, sector, side, tau)
            for _ in range(world.rng.poisson(rate * days)):
                time = month.begin + days * world.rng.random()
                bring(world, month.begin, time, Incident(sector, side, offspring=False))


def weight(p, shots, casualties):
    """§1: ω of an incident."""
    if not shots:
        return p.omega_quiet
    return p.omega_shots + p.omega_losses * math.log(1 + casualties)


def offspring_means(p, sectors):
    """§1: n_s (same side), n_c (other side), n_b (other side, another sector)."""
    same = (1 - p.spill) * (1 - p.cross) * p.branching
    other = (1 - p.spill) * p.cross * p.branching
    beyond = p.spill * p.branching if sectors > 1 else 0.0
    return same, other, beyond


def draw_offspring(world, time, parent, omega):
    """§1: Poisson many, each after an exponential delay of rate β = ln 2 / half-life."""
    p, rng = world.p, world.rng
    sectors = len(world.scenario.sectors)
    means = offspring_means(p, sectors)
    for _ in range(rng.poisson(omega * sum(means))):
        kind = choose(rng, means)
        sector, intruder = parent.sector, parent.intruder if kind == 0 else 1 - parent.intruder
        if kind == 2:
            sector = int(rng.integers(sectors - 1))
            sector += sector >= parent.sector
        delay = rng.exponential(p.excitation_half_life / math.log(2.0))
        bring(world, time, time + delay, Incident(sector, intruder, offspring=True))


def draw_type(world):
    """§1: espionage, ground-or-river, air."""
    return choose(world.rng, type_weights(world.p))


def type_weights(p):
    """§1: the weights of the three types."""
    return [p.weight_espionage, p.weight_ground, p.weight_air]
