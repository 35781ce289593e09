"""§4, "Effects": what each rung does."""

import math
from dataclasses import dataclass

from . import battles, ladder, logistics
from .chance import happens, logistic
from .state import Losses

LAPSING = 1.0  # h_last up to which a quiet answer may end a crisis
FORGOTTEN = 400.0  # men of both sides, there and on the way, from which that becomes unlikely


@dataclass
class Outcome:
    """What followed from a rung: a settlement's kind, days of battle, men sent, and h_last if not the rung's own."""

    settlement: str = None
    days: float = 0.0
    men: int = 0
    h_last: float = None


def apply(world, episode, side, time, rung):
    """§4: the effect of `rung`, taken by `side` at `time`."""
    if rung in (ladder.IGNORE, ladder.PROTEST):
        return quiet(world, episode)
    if rung == ladder.INVESTIGATE:
        return investigate(world, side, time)
    if rung == ladder.REINFORCE:
        return Outcome(men=logistics.reinforce(world, episode, side, time))
    if rung == ladder.AIR:
        return raid(world, episode, side)
    if ladder.is_force(rung):
        return Outcome(days=battles.battle(world, episode, side, time, rung))
    if rung == ladder.CEASEFIRE:
        return offer(world, episode, side)
    if rung == ladder.BODIES:
        return return_bodies(world, episode, side, time)
    if rung == ladder.WITHDRAW:
        return Outcome(settlement="withdrawal")
    return Outcome()


def quiet(world, episode):
    """Rungs 0 and 1: after another quiet act the episode may lapse, the less likely the more men it has drawn."""
    men = sum(party.forces.men + party.on_the_way() for party in episode.parties)
    if episode.h_last <= LAPSING and happens(world.rng, world.p.lapse / (1 + (men / FORGOTTEN) ** 2)):
        return Outcome(settlement="lapsed")
    return Outcome()


def investigate(world, side, time):
    """Rung 2: if the other side accepts, both calm down, and half the time that settles it."""
    accepted = logistic(world.p.investigate0 - world.grievance[1 - side].at(time))
    if not happens(world.rng, accepted):
        return Outcome()
    for grievance in world.grievance:
        grievance.scale(time, 0.7)
    return Outcome(settlement="investigation" if happens(world.rng, 0.5) else None, h_last=0.0)


def raid(world, episode, side):
    """Rung 5: aircraft of both sides and ground troops of the enemy are lost."""
    p, rng = world.p, world.rng
    own, enemy = episode.parties[side], episode.parties[1 - side]
    a, b = own.forces.aircraft, enemy.forces.aircraft
    losses = [Losses(), Losses()]
    losses[side].aircraft = rng.binomial(a, -math.expm1(-p.raid_loss * (1 + b / (1 + a))))
    losses[1 - side].aircraft = rng.binomial(b, p.raid_hit)
    hit = min(enemy.forces.men, rng.poisson(p.raid_ground * a))
    losses[1 - side].killed = battles.engagements.killed_among(p, rng, hit)
    losses[1 - side].wounded = hit - losses[1 - side].killed
    battles.bear(episode, losses)
    world.tally.raid(world, side, losses)
    return Outcome()


def offer(world, episode, side):
    """Rung 9: the other side accepts or not."""
    p, other = world.p, 1 - side
    accepted = logistic(
        p.offer0
        + p.offer_loss * episode.parties[other].loss_fraction()
        + p.offer_height * (episode.h_max - 5)
        + p.ceasefire_distraction * world.month.distraction[other]
    )
    return Outcome(settlement="ceasefire" if happens(world.rng, accepted) else None)


def return_bodies(world, episode, side, time):
    """Rung 10: the enemy's dead go home, and its grievance falls."""
    world.grievance[1 - side].add(time, -world.p.bodies_grievance)
    episode.parties[1 - side].dead = 0
    return Outcome()
