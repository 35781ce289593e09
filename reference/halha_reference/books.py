"""§8. Both sides' books: reports, false reports, claims, publication, narration."""

import math

from .chance import choose, happens, logistic, nearest
from .incidents import type_weights
from .scenario import by_side


def reports(world, intruder, kind, fight, casualties):
    """§8: the type under which each side reported an incident, None where it did not."""
    p, rng = world.p, world.rng
    reported = []
    for side in (0, 1):
        if fight is not None and casualties >= 1:
            probability = p.detect_shots
        else:
            probability = by_side(p, "own" if side == intruder else "detect", side)
        reported.append(reported_type(p, rng, kind) if happens(rng, probability) else None)
    return reported


def reported_type(p, rng, kind):
    """§8: the true type, or with probability `confusion` one of the two others."""
    if not happens(rng, p.confusion):
        return kind
    return (kind + 1 + int(rng.integers(2))) % 3


def false_reports(p, rng, side, true_incidents_of_other):
    """§8: false reports in the book of `side` by type. Poisson counts of the months add up to the year's."""
    counts = [0, 0, 0]
    for _ in range(rng.poisson(by_side(p, "false", side) * true_incidents_of_other)):
        counts[choose(rng, type_weights(p))] += 1
    return counts


def claim(rng, casualties, bias, sd):
    """§8: a claimed number, rounded, not below 0."""
    return max(0, nearest(math.expm1(math.log(1 + casualties) + bias + sd * rng.standard_normal())))


def claims(p, rng, losses):
    """§8: for each claiming side [own losses, enemy's losses] as it states them."""
    return [
        [
            claim(rng, losses[side], by_side(p, "own_claim", side), p.own_claim_sd),
            claim(rng, losses[1 - side], by_side(p, "enemy_claim", side), p.enemy_claim_sd),
        ]
        for side in (0, 1)
    ]


def narrated(p, rng, casualties, most_men, arms):
    """§8: whether a fight or episode is described in later narratives."""
    odds = p.narrate0 + p.narrate_losses * math.log(1 + casualties)
    odds += p.narrate_battalion * (most_men > 600) + p.narrate_arms * arms
    return happens(rng, logistic(odds))


def published(p, rng, count):
    """§8: a yearly count as published."""
    return nearest(count * math.exp(p.publish_sd * rng.standard_normal()))
