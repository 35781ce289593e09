"""§6. Settlement: who lost, what is remembered, what is agreed."""

import math

from .chance import choose, happens


def stronger_holds(episode):
    """§4 and §6: whether the side with more men holds ground."""
    men = [party.forces.men for party in episode.parties]
    if men[0] == men[1] or episode.holder is None:
        return False
    return episode.holder == (0 if men[0] > men[1] else 1)


def loser(episode, kind, actor):
    """§6: the side that withdraws, else the one with the lower battle score, or None."""
    if kind in ("lapsed", "stalled"):
        return None
    if kind == "withdrawal":
        return actor
    scores = [party.score for party in episode.parties]
    if scores[0] == scores[1]:
        return None
    return 0 if scores[0] < scores[1] else 1


def remember(world, time, episode, kind, side):
    """§6: the memory of defeat."""
    p = world.p
    gain = p.memory_loss * math.log(1 + episode.parties[side].lost / 100)
    if kind == "withdrawal":
        gain += p.memory_withdraw
    world.memory[side].add(time, gain)


def draw_terms(rng, episode):
    """§6: line of contact, status quo ante, withdrawal."""
    return choose(rng, [math.exp(1.0 if stronger_holds(episode) else 0.0), math.exp(0.3), math.exp(-0.5)])


def settle(world, time, episode, kind, actor=None):
    """§6: closes an episode; `actor` is the side that withdrew or offered."""
    p, rng = world.p, world.rng
    beaten = loser(episode, kind, actor)
    if beaten is not None:
        remember(world, time, episode, kind, beaten)
    for grievance in world.grievance:
        grievance.scale(time, p.settle_grievance)
    agreed = kind in ("ceasefire", "investigation") and happens(rng, p.agree)
    if agreed:
        world.vagueness[episode.sector] *= p.clarify
    terms = draw_terms(rng, episode) if kind == "ceasefire" else None
    if kind == "ceasefire" and happens(rng, p.exchange):
        for grievance in world.grievance:
            grievance.add(time, -0.1)
    del world.episodes[episode.sector]
    world.tally.settlement(world, time, episode, kind, terms, agreed, beaten)
