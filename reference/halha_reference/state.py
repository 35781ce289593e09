"""What a run carries from one moment to the next (page: "Notation")."""

import heapq
import itertools
import math
from dataclasses import dataclass, field

INCIDENT, DECISION = 0, 1  # at equal times incidents go first (§0)


class RunEnds(Exception):
    """Raised by the rule that ends the run before its last day."""

    def __init__(self, time, ending):
        super().__init__(ending)
        self.time = time
        self.ending = ending


class Fading:
    """A quantity that decays continuously by the factor e^(−rate·days) and never falls below 0."""

    def __init__(self, rate):
        self.rate = rate
        self.value = 0.0
        self.since = 0.0

    def at(self, time):
        """The value at `time`."""
        return self.value * math.exp(-self.rate * (time - self.since))

    def add(self, time, amount):
        """Adds at `time`; a fall ends at 0."""
        self.value = max(0.0, self.at(time) + amount)
        self.since = time

    def scale(self, time, factor):
        """Multiplies at `time`."""
        self.value = self.at(time) * factor
        self.since = time


def grievance(parameters):
    """g of one side: halves every `grievance_half_life` days."""
    return Fading(math.log(2.0) / parameters.grievance_half_life)


def memory(parameters):
    """M of one side: falls to 1/e in `memory_efold` days."""
    return Fading(1.0 / parameters.memory_efold)


@dataclass
class Forces:
    """What a side has in one place."""

    men: int = 0
    vehicles: int = 0
    guns: int = 0
    aircraft: int = 0
    boats: int = 0

    def copy(self, men=None):
        """The same things, with other men if given."""
        return Forces(self.men if men is None else men, self.vehicles, self.guns, self.aircraft, self.boats)


@dataclass
class Losses:
    """What a side lost in one engagement or raid."""

    killed: int = 0
    wounded: int = 0
    captured: int = 0
    vehicles: int = 0
    guns: int = 0
    aircraft: int = 0
    boats: int = 0

    @property
    def men(self):
        """Killed, wounded and captured together."""
        return self.killed + self.wounded + self.captured


@dataclass
class Convoy:
    """Reinforcements on the way."""

    due: float
    forces: Forces


@dataclass
class Party:
    """One side in an episode (§4, "Opening")."""

    forces: Forces
    client: bool
    resolve: float
    joined: bool = False
    lost: int = 0
    dead: int = 0  # killed and not yet returned
    ammunition: float = 1.0
    score: float = 0.0
    peak: int = 0
    convoys: list = field(default_factory=list)

    def on_the_way(self):
        """Men under way."""
        return sum(convoy.forces.men for convoy in self.convoys)

    def loss_fraction(self):
        """f = lost / (n + lost), 0 before anybody was there."""
        whole = self.forces.men + self.lost
        return self.lost / whole if whole else 0.0


@dataclass
class Episode:
    """An open crisis in one sector (§4)."""

    sector: int
    opened: float
    parties: list
    h_last: float
    h_max: float
    mover: int
    read: float  # time of the last decision, or of the opening
    holder: object = None  # side that holds ground, None if nobody
    held_since: float = math.nan
    steps: int = 0
    highest_rung: int = 0  # by score; ignoring counts as taken
    armed: bool = False  # vehicles or aircraft were present


class World:
    """The state of one run."""

    def __init__(self, scenario, parameters, rng, tally):
        self.scenario = scenario
        self.p = parameters
        self.rng = rng
        self.grievance = [grievance(parameters), grievance(parameters)]
        self.memory = [memory(parameters), memory(parameters)]
        self.vagueness = [sector.vagueness for sector in scenario.sectors]
        self.pact = False
        self.pact_signed = False
        self.means_to_enter = False
        self.temptation_month = None
        self.month_index = 0
        self.episodes = {}
        self.year_effects = []
        self.tally = tally
        self.brought = 0  # incidents that came into being, whether or not they have happened
        self._queue = []
        self._order = itertools.count()

    @property
    def month(self):
        """The covariates of the present month."""
        return self.scenario.months[self.month_index]

    def schedule(self, time, kind, sector, content):
        """Puts an incident or a decision into the queue; nothing is kept beyond T."""
        if time < self.scenario.end:
            heapq.heappush(self._queue, (time, kind, sector, next(self._order), content))

    def next_before(self, end):
        """The next (time, kind, sector, content) before `end`, or None."""
        if self._queue and self._queue[0][0] < end:
            time, kind, sector, _, content = heapq.heappop(self._queue)
            return time, kind, sector, content
        return None
