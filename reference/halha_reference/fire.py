"""§2. Contact and fire: what an incident does where it happens."""

import math
from statistics import NormalDist

from . import books, engagements, escalation, incidents
from .chance import happens, logistic, nearest
from .state import Forces

STANDARD = NormalDist()


def shots_probability(world, time, sector, kind):
    """§2, "Fire". An air intrusion draws none."""
    if kind == incidents.AIR:
        return 0.0
    p, month = world.p, world.month
    grievance = world.grievance[0].at(time) + world.grievance[1].at(time)
    return logistic(
        p.fire0
        + p.fire_vagueness * (world.vagueness[sector] - 0.6)
        + p.fire_grievance * min(10.0, grievance)
        + (0.0 if month.step else p.fire_early)
        - (p.fire_pact if world.pact else 0.0)
    )


def patrol_size(p, rng):
    """§2, "Patrols": a lognormal truncated to [3, 150], by inversion, to the nearest whole man."""
    low = STANDARD.cdf((math.log(3) - p.patrol_ln_mean) / p.patrol_ln_sd)
    high = STANDARD.cdf((math.log(150) - p.patrol_ln_mean) / p.patrol_ln_sd)
    z = STANDARD.inv_cdf(low + (high - low) * rng.random())
    return nearest(math.exp(p.patrol_ln_mean + p.patrol_ln_sd * z))


def patrols(world, sector, intruder, kind):
    """§2: the two patrols of a fight, indexed by side; the intruder of a river sector may bring gunboats."""
    p, rng = world.p, world.rng
    forces = [Forces(men=patrol_size(p, rng)), Forces(men=patrol_size(p, rng))]
    if kind == incidents.GROUND and world.scenario.sectors[sector].river:
        share = world.scenario.sides[intruder].gunboat_share
        if happens(rng, (1 - world.month.ice) * share):
            boats = 1 + rng.binomial(2, 0.5)
            forces[intruder].boats = boats
            forces[intruder].men += nearest(boats * p.gunboat_crew)
    return forces


def clients(world, sector):
    """§2: whether the troops of each side are a client's."""
    return [happens(world.rng, share) for share in world.scenario.sectors[sector].client_share]


def grieve(world, time, intruder, losses=None):
    """§2, "Grievance": of the victim always, of both by their losses after shots."""
    p, victim = world.p, 1 - intruder
    world.grievance[victim].add(time, p.grievance_quiet)
    if losses is not None:
        world.grievance[victim].add(time, p.grievance_victim * math.log(1 + losses[victim]))
        world.grievance[intruder].add(time, p.grievance_initiator * math.log(1 + losses[intruder]))


def happen(world, time, incident):
    """§2: one incident, in the order type, fire, sizes, fight, occupation, grievance, offspring, reports, opening."""
    sector, intruder = incident.sector, incident.intruder
    if sector in world.episodes:
        world.tally.absorbed()
        return
    kind = incidents.draw_type(world)
    fight, casualties, occupied = None, 0, False
    if happens(world.rng, shots_probability(world, time, sector, kind)):
        forces = patrols(world, sector, intruder, kind)
        client = clients(world, sector)
        fight = patrol_fight(world, intruder, forces)
        losses = [fight.losses[0].men, fight.losses[1].men]
        casualties = sum(losses)
        grieve(world, time, intruder, losses)
    else:
        occupied = kind == incidents.GROUND and happens(world.rng, world.p.occupy)
        grieve(world, time, intruder)
    # The reports are drawn before the offspring, which changes no law: a run that explodes here has told this incident.
    reported = books.reports(world, intruder, kind, fight, casualties)
    world.tally.incident(world, time, incident, kind, fight, occupied, reported)
    omega = incidents.weight(world.p, fight is not None, casualties)
    incidents.draw_offspring(world, time, incident, omega)
    if fight is not None and opens(world, casualties):
        escalation.open_after_fight(world, time, sector, intruder, fight, client)
    elif occupied:
        escalation.open_after_occupation(world, time, sector, intruder)


def patrol_fight(world, intruder, forces):
    """§2, "Fight": the intruder attacks, hasty posture, full punch on both sides, no air."""
    surprise = 1 if happens(world.rng, world.p.ambush) else 0
    setting = engagements.Setting(intruder, forces, "hasty", surprise, 0.0, [1.0, 1.0])
    return engagements.engage(world.p, world.rng, setting)


def opens(world, casualties):
    """§2, "Opening a crisis", after a fight."""
    p = world.p
    return casualties >= 1 and happens(world.rng, logistic(p.open0 + p.open_losses * math.log(casualties)))
