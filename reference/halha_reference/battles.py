"""§4, "Battles" in an episode: who meets whom, how the defender stands, and what is left afterwards."""

import math

from . import engagements, fire, ladder, logistics
from .chance import nearest

FEWEST_DEFENDERS = 10


def attack_strength(men, rung):
    """§4: the attacker's men at rungs 4, 6, 7 and 8."""
    if rung == ladder.PUNITIVE:
        return max(60, nearest(0.7 * men))
    if rung == ladder.SEIZE:
        return max(30, nearest(0.8 * men))
    return men


def call_garrison(episode, side, men):
    """§4: men missing to a number come from the garrison."""
    forces = episode.parties[side].forces
    forces.men = max(forces.men, men)
    logistics.note_presence(episode, side)


def posture(episode, defender, time, men_attacking, men_defending):
    """§4: delaying against a fourfold attacker, else by how long the defender has held ground."""
    if math.log(men_attacking / men_defending) > math.log(4):
        return "delaying"
    held = time - episode.held_since if episode.holder == defender else 0.0
    if held >= 14:
        return "fortified"
    return "prepared" if held >= 3 else "hasty"


def surprise(p, rng):
    """§4: 2, 1 or 0."""
    u = rng.random()
    if u < p.surprise_full:
        return 2
    return 1 if u < p.surprise_full + p.surprise_part else 0


def air(own, enemy):
    """§4: air superiority of the attacker from the aircraft of both."""
    return (own - enemy) / (own + enemy + 10)


def battle(world, episode, side, time, rung):
    """§4: rungs 4, 6, 7 and 8. Returns the days it lasted."""
    other = 1 - side
    parties = episode.parties
    men_attacking = attack_strength(parties[side].forces.men, rung)
    call_garrison(episode, side, men_attacking)
    call_garrison(episode, other, FEWEST_DEFENDERS)
    forces = [party.forces.copy() for party in parties]
    forces[side].men = men_attacking
    setting = engagements.Setting(
        attacker=side,
        forces=forces,
        posture=posture(episode, other, time, men_attacking, forces[other].men),
        surprise=surprise(world.p, world.rng),
        air=air(forces[side].aircraft, forces[other].aircraft),
        punch=[logistics.punch(world, episode, i) for i in (0, 1)],
    )
    fight = engagements.engage(world.p, world.rng, setting)
    aftermath(world, episode, time, rung, fight)
    return fight.days


def aftermath(world, episode, time, rung, fight):
    """§4: losses, ground, score, ammunition, grievance."""
    side = fight.setting.attacker
    bear(episode, fight.losses)
    if fight.victor == "attacker":
        if rung >= ladder.SEIZE:
            if episode.holder != side:
                episode.holder, episode.held_since = side, time + fight.days
        elif episode.holder == 1 - side:
            episode.holder = None
    if fight.winner() is not None:
        both = sum(forces.men for forces in fight.setting.forces)
        episode.parties[fight.winner()].score += math.log(1 + both)
    for party in episode.parties:
        party.ammunition = max(0.0, party.ammunition - fight.days * world.rng.uniform(0.05, 0.15))
    fire.grieve(world, time, side, [losses.men for losses in fight.losses])
    world.tally.battle(world, time, episode, fight)


def bear(episode, losses):
    """§4: losses leave the present and join the lost; the killed are the enemy's to return."""
    for party, lost in zip(episode.parties, losses):
        party.forces.men -= lost.men
        party.forces.vehicles -= lost.vehicles
        party.forces.guns -= lost.guns
        party.forces.aircraft -= lost.aircraft
        party.forces.boats -= lost.boats
        party.lost += lost.men
        party.dead += lost.killed
