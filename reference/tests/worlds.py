"""Small worlds for the tests: the scenarios of the folder, a generator that answers as told."""

import sys
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REFERENCE))

from halha_reference import scenario, state, tally  # noqa: E402


def generator(seed=1):
    """A pinned sequential generator."""
    return np.random.Generator(np.random.PCG64(seed))


def world(name="3-crises", month=0, seed=1, **parameters):
    """A world at the start of a month, with some parameters changed."""
    read, p = scenario.read(REFERENCE / "scenarios" / f"{name}.json")
    for key, value in parameters.items():
        if not hasattr(p, key):
            raise KeyError(key)
        setattr(p, key, value)
    made = state.World(read, p, generator(seed), tally.Tally(read))
    made.year_effects = [0.0] * len(read.years)
    made.month_index = month
    return made


def party(men=100, **things):
    """One side of an episode."""
    forces = state.Forces(men, *(things.pop(name, 0) for name in ("vehicles", "guns", "aircraft", "boats")))
    return state.Party(forces, things.pop("client", False), things.pop("resolve", 0.0), **things)


def episode(made, first=None, second=None, **changes):
    """An open episode in sector 0, side 1 to move."""
    parties = [first or party(), second or party()]
    values = {"h_last": 3.0, "h_max": 3.0, "mover": 1, "read": 0.0, **changes}
    found = state.Episode(0, 0.0, parties, **values)
    made.episodes[0] = found
    return found


class Told:
    """A generator whose uniform and normal draws are told beforehand."""

    def __init__(self, uniform=0.5, normal=0.0):
        self.u = uniform
        self.z = normal

    def random(self):
        """The uniform draw."""
        return self.u

    def standard_normal(self):
        """The normal draw."""
        return self.z
