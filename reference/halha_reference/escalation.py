"""§4. Response and escalation: how a crisis opens and how a side decides."""

import math

from . import effects, fire, ladder, logistics, settlement
from .chance import choose, clamp, happens, logistic
from .scenario import by_side
from .state import DECISION, Episode, Forces, Party, RunEnds


def open_episode(world, time, sector, intruder, parties, h):
    """§4, "Opening": the victim decides first, after an exponential delay with the local mean."""
    episode = Episode(sector, time, parties, h_last=h, h_max=h, mover=1 - intruder, read=time)
    for side in (0, 1):
        logistics.note_presence(episode, side)
    world.episodes[sector] = episode
    world.tally.opening(world)
    world.schedule(time + world.rng.exponential(world.p.delay_local), DECISION, sector, episode)
    return episode


def open_after_fight(world, time, sector, intruder, fight, client):
    """§4: the survivors of both patrols stay; an intruder that won holds ground with probability `hold`."""
    parties = []
    for side in (0, 1):
        before, lost = fight.setting.forces[side], fight.losses[side]
        forces = Forces(men=before.men - lost.men, boats=before.boats - lost.boats)
        resolve = world.p.resolve_sd * world.rng.standard_normal()
        parties.append(Party(forces, client[side], resolve, lost=lost.men, dead=lost.killed, peak=before.men))
    casualties = parties[0].lost + parties[1].lost
    episode = open_episode(world, time, sector, intruder, parties, min(5.0, 1 + math.log(1 + casualties)))
    if fight.winner() == intruder and happens(world.rng, world.p.hold):
        episode.holder, episode.held_since = intruder, time + fight.days


def open_after_occupation(world, time, sector, intruder):
    """§4: a patrol on each side, the intruder on the ground."""
    client = fire.clients(world, sector)
    parties = []
    for side in (0, 1):
        forces = Forces(men=fire.patrol_size(world.p, world.rng))
        parties.append(Party(forces, client[side], world.p.resolve_sd * world.rng.standard_normal()))
    episode = open_episode(world, time, sector, intruder, parties, 3.0)
    episode.holder, episode.held_since = intruder, time


def decide(world, time, episode):
    """§4, "One decision", steps 1 to 10."""
    side = episode.mover
    episode.steps += 1
    if episode.steps > world.scenario.structure.max_steps:
        settlement.settle(world, time, episode, "stalled")
        return
    logistics.arrive(world, episode, time)
    logistics.refill(episode, time)
    if episode.steps >= 2 and happens(world.rng, exhaustion(world, episode)):
        settlement.settle(world, time, episode, "ceasefire")
        return
    field = field_rules(world, side)
    delta = pull(world, episode, side, time)
    rung, raised = pick(world, episode, side, time, field, delta)
    days, ended = take(world, episode, side, time, rung, raised, field)
    if ended:
        return
    episode.mover = 1 - side
    level = ladder.THEATRE if field and ladder.LADDER[rung].level == ladder.CAPITAL else ladder.LADDER[rung].level
    mean = getattr(world.p, f"delay_{level}") * (1.0 if level == ladder.CAPITAL else slowing(world, episode))
    world.schedule(time + days + world.rng.exponential(mean), DECISION, episode.sector, episode)


def slowing(world, episode):
    """§4, step 10: the larger the bodies, the longer local and theatre commands take."""
    men = sum(party.forces.men for party in episode.parties)
    return 1 + world.p.tempo * (math.sqrt(1 + men / 1000) - 1)


def exhaustion(world, episode):
    """§4, step 3: the probability of a cease-fire by exhaustion."""
    p, month = world.p, world.month
    return logistic(
        p.ceasefire0
        + p.ceasefire_steps * episode.steps
        + p.ceasefire_loss * sum(party.loss_fraction() for party in episode.parties)
        + p.ceasefire_distraction * sum(month.distraction)
        + p.ceasefire_height * (episode.h_max >= 7)
        - p.ceasefire_ground * settlement.stronger_holds(episode)
    )


def field_rules(world, side):
    """§4, step 4: B."""
    share = by_side(world.p, "autonomy", side) * world.month.autonomy[side]
    return happens(world.rng, clamp(share, 0.0, 1.0))


def pull(world, episode, side, time):
    """§4, step 5: Δ."""
    p = world.p
    held = 0.0
    if episode.holder is not None:
        held = -p.pull_held if episode.holder == side else p.pull_lost
    return (
        p.delta0
        + p.pull_grievance * min(4.0, world.grievance[side].at(time)) / 4
        + p.pull_balance * logistics.balance(world, episode, side)
        - p.pull_distraction * world.month.distraction[side]
        - p.pull_memory * world.memory[side].at(time)
        + p.pull_vagueness * (world.vagueness[episode.sector] - 0.6)
        + held
        + episode.parties[side].resolve
    )


def war_pull(world, side, time):
    """§4, step 5: Δ_w, what a capital weighs before a general war."""
    p, month = world.p, world.month
    theatres = [month.divisions[i] * world.scenario.sides[i].men_per_division for i in (0, 1)]
    return (
        p.delta0
        + p.pull_grievance * min(4.0, world.grievance[side].at(time)) / 4
        + p.pull_balance * clamp(math.log(theatres[side] / theatres[1 - side]), -2.5, 2.5)
        - p.pull_distraction * month.distraction[side]
        - p.pull_memory * world.memory[side].at(time)
    )


def ask_patron(world, episode, side):
    """§4, step 6: a patron that has not joined its client may join now, and stays."""
    p, party = world.p, episode.parties[side]
    if party.client and not party.joined:
        odds = p.patron0 + p.patron_losses * math.log(1 + party.lost)
        party.joined = happens(world.rng, logistic(odds - p.patron_distraction * world.month.distraction[side]))


def utility(p, rung, delta, h_last, field):
    """§4, step 7: U(r); `delta` is Δ_w for general war, else Δ_B."""
    row = ladder.LADDER[rung]
    return (
        getattr(p, row.utility)
        + row.h * delta
        - 0.5 * p.reciprocity * (row.h - p.follow * h_last) ** 2
        + (p.autonomy_bonus if field and ladder.is_force(rung) else 0.0)
    )


def pick(world, episode, side, time, field, delta):
    """§4, steps 6 to 8: approval, patron, choice, brinkmanship. Returns (rung, raised)."""
    p, rng = world.p, world.rng
    approved = field or happens(rng, logistic(p.approve0 + p.approve_pull * delta))
    ask_patron(world, episode, side)
    can = ladder.possible(world, episode, side, time, approved)
    pulls = [delta + (p.pull_autonomy if field else 0.0)] * len(can)
    pulls[ladder.WAR] = war_pull(world, side, time)
    values = [utility(p, rung, pulls[rung], episode.h_last, field) for rung in range(len(can))]
    top = max(value for value, allowed in zip(values, can) if allowed)
    rung = choose(rng, [math.exp(value - top) if allowed else 0.0 for value, allowed in zip(values, can)])
    chance = p.brink * episode.h_last / 10
    if rung == ladder.CORPS:
        chance **= 2
    if episode.h_last >= 4 and happens(rng, chance) and rung <= ladder.CORPS:
        higher = ladder.WAR if rung == ladder.CORPS else rung + 1
        if can[higher]:
            return higher, True
    return rung, False


def take(world, episode, side, time, rung, raised, field):
    """§4, steps 9 and 10: the rung takes effect. Returns the days of battle and whether the episode is over."""
    outcome = effects.apply(world, episode, side, time, rung)
    world.tally.decision(world, episode, side, rung, raised, field, outcome)
    episode.h_last = ladder.LADDER[rung].h if outcome.h_last is None else outcome.h_last
    episode.h_max = max(episode.h_max, ladder.LADDER[rung].h)
    if ladder.LADDER[rung].h > ladder.LADDER[episode.highest_rung].h:
        episode.highest_rung = rung
    if rung == ladder.WAR:
        raise RunEnds(time, "war by brinkmanship" if raised else "war by choice")
    if outcome.settlement is not None:
        settlement.settle(world, time, episode, outcome.settlement, side)
    else:
        spread_to_war(world, time)
    return outcome.days, outcome.settlement is not None


def spread_to_war(world, time):
    """§4, "General war": three sectors at h ≥ 7 at once, or too many men of one side engaged."""
    open_episodes = world.episodes.values()
    if sum(episode.h_last >= 7 for episode in open_episodes) >= 3:
        raise RunEnds(time, "war by spread")
    for side in (0, 1):
        limit = world.p.war_divisions * world.scenario.sides[side].men_per_division
        if sum(episode.parties[side].forces.men for episode in open_episodes) > limit:
            raise RunEnds(time, "war by size")
