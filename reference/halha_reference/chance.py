"""The few laws and functions that the sections share. Chance is one ordinary sequential generator a run."""

import math


def logistic(x):
    """σ(x) of the notation."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def happens(rng, probability):
    """One Bernoulli draw."""
    return rng.random() < probability


def choose(rng, weights):
    """An index with probability proportional to its weight."""
    point = rng.random() * sum(weights)
    for index, weight in enumerate(weights):
        point -= weight
        if point < 0.0:
            return index
    return max(index for index, weight in enumerate(weights) if weight > 0.0)


def nearest(x):
    """⌊x + ½⌋."""
    return math.floor(x + 0.5)


def unbiased(rng, x):
    """⌊x + u⌋: whole, and x on average."""
    return math.floor(x + rng.random())


def clamp(x, low, high):
    """x, but not outside [low, high]."""
    return max(low, min(high, x))
