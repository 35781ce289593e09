"""§5. Reinforcement and logistics."""

import math

from .chance import clamp, unbiased
from .scenario import by_side
from .state import Convoy, Forces

FEWEST = 20  # men: fewer are not sent
FROM_THEATRE = 15_000  # men: what is beyond, another theatre must give
THINGS_FROM = 300  # men: no vehicles, guns or aircraft come with fewer


def room(world, episode, side):
    """§5: men of the theatre's pool that can still be drawn to this sector."""
    spec, party = world.scenario.sides[side], episode.parties[side]
    pool = world.p.pool_share * world.month.divisions[side] * spec.men_per_division
    return pool - party.forces.men - party.on_the_way()


def multiple(men):
    """§5: f(n), the factor by which a side multiplies what it has."""
    if men < 300:
        return 7.0
    return 5.0 if men < 3_000 else 1.8


def wanted(world, episode, side):
    """§5: the larger of multiplying one's own and outnumbering the enemy, less what is on the way."""
    rng = world.rng
    own, enemy = episode.parties[side].forces.men, episode.parties[1 - side].forces.men
    multiplied = own * multiple(own) * math.exp(0.3 * rng.standard_normal())
    matched = world.p.match * enemy * math.exp(0.5 * rng.standard_normal()) - own
    return max(multiplied, matched) - episode.parties[side].on_the_way()


def delay(world, episode, side, men):
    """§5: days until the men arrive."""
    rng = world.rng
    road_km = world.scenario.sectors[episode.sector].railhead_km[side]
    mean = 0.3 + (men / 1000) ** 0.6 * by_side(world.p, "haul", side) * (1 + road_km / 1900)
    return rng.gamma(4.0, mean / 4)


def wait(world, side):
    """§5: days until another theatre has given."""
    return world.rng.uniform(30.0, 60.0) * (1 + world.month.distraction[side])


def things_with(world, side, men):
    """§5: vehicles, guns and aircraft that come with the men: twice the theatre's average density."""
    if men < THINGS_FROM:
        return Forces(men=men)
    month = world.month
    theatre = month.divisions[side] * world.scenario.sides[side].men_per_division
    each = [unbiased(world.rng, 2 * men * total[side] / theatre) for total in (month.tanks, month.guns, month.aircraft)]
    return Forces(men, *each)


def reinforce(world, episode, side, time):
    """§5: rung 3, in two convoys where the theatre alone has not enough. Returns the men sent."""
    men = max(FEWEST, math.floor(min(wanted(world, episode, side), room(world, episode, side))))
    near = min(men, FROM_THEATRE)
    convoys = [Convoy(time + delay(world, episode, side, near), things_with(world, side, near))]
    if men > near:
        far = men - near
        due = time + delay(world, episode, side, far) + wait(world, side)
        convoys.append(Convoy(due, things_with(world, side, far)))
    episode.parties[side].convoys.extend(convoys)
    return men


def arrive(world, episode, time):
    """§4, step 2: what is due by `time` joins its side."""
    for side, party in enumerate(episode.parties):
        for convoy in [c for c in party.convoys if c.due <= time]:
            party.convoys.remove(convoy)
            for name in ("men", "vehicles", "guns", "aircraft"):
                setattr(party.forces, name, getattr(party.forces, name) + getattr(convoy.forces, name))
            world.tally.arrival(side, convoy.forces.men)
        note_presence(episode, side)


def note_presence(episode, side):
    """Keeps the most men a side had, and whether armour or aircraft were there."""
    party = episode.parties[side]
    party.peak = max(party.peak, party.forces.men)
    episode.armed = episode.armed or party.forces.vehicles > 0 or party.forces.aircraft > 0


def refill(episode, time):
    """§4, step 2: ammunition comes back in 20 days from nothing."""
    for party in episode.parties:
        party.ammunition = min(1.0, party.ammunition + (time - episode.read) / 20)
    episode.read = time


def supply(world, episode, side):
    """§5: the share of the men that the trucks can supply."""
    men = episode.parties[side].forces.men
    if men == 0:
        return 1.0
    s, spec = world.scenario.structure, world.scenario.sides[side]
    road_km = world.scenario.sectors[episode.sector].railhead_km[side]
    capacity = spec.trucks * s.truck_payload_kg * s.truck_km_per_day / (2 * road_km) / s.kg_per_man_day
    return min(1.0, capacity / men)


def punch(world, episode, side):
    """§5: p = supply·(½ + ½·ammunition), not below 0.05."""
    return max(0.05, supply(world, episode, side) * (0.5 + 0.5 * episode.parties[side].ammunition))


def power(world, episode, side):
    """§4, step 5: P, combat power in infantry-man equivalents."""
    f = episode.parties[side].forces
    return punch(world, episode, side) * (f.men + 80 * f.vehicles + 40 * f.guns + 40 * f.aircraft)


def balance(world, episode, side):
    """§4, step 5: the clamped log ratio of combat power."""
    own, enemy = power(world, episode, side), power(world, episode, 1 - side)
    return clamp(math.log((1 + own) / (1 + enemy)), -2.5, 2.5)
