"""§4. The ladder: thirteen rungs with score, utility, level of decision, and when each is possible."""

from dataclasses import dataclass

from . import logistics

LOCAL, THEATRE, CAPITAL = "local", "theatre", "capital"
IGNORE, PROTEST, INVESTIGATE, REINFORCE, PUNITIVE, AIR, SEIZE = range(7)
DIVISION, CORPS, CEASEFIRE, BODIES, WITHDRAW, WAR = range(7, 13)
DIVISION_MEN, CORPS_MEN, CORPS_DAYS = 7_000, 22_000, 10.0


@dataclass(frozen=True)
class Rung:
    """One row of the table of §4."""

    h: float
    utility: str
    level: str
    starred: bool = False


LADDER = [
    Rung(0.0, "alpha_ignore", LOCAL),
    Rung(1.0, "alpha_protest", LOCAL),
    Rung(0.5, "alpha_investigate", LOCAL),
    Rung(2.0, "alpha_reinforce", THEATRE),
    Rung(4.0, "alpha_punitive", THEATRE),
    Rung(6.0, "alpha_air", CAPITAL, starred=True),
    Rung(5.0, "alpha_seize", THEATRE),
    Rung(8.0, "alpha_division", CAPITAL, starred=True),
    Rung(9.0, "alpha_corps", CAPITAL, starred=True),
    Rung(-3.0, "alpha_ceasefire", CAPITAL),
    Rung(-2.0, "alpha_bodies", LOCAL),
    Rung(-4.0, "alpha_withdraw", THEATRE),
    Rung(10.0, "alpha_war", CAPITAL),
]


def is_force(rung):
    """Rungs 4 to 8."""
    return PUNITIVE <= rung <= CORPS


def possible(world, episode, side, time, approved):
    """§4: which rungs side `side` can choose now, as a list of thirteen truth values."""
    own, enemy = episode.parties[side], episode.parties[1 - side]
    patron_agrees = own.joined or not own.client
    holds = episode.holder == side
    can = [True] * len(LADDER)
    can[INVESTIGATE] = episode.h_last <= 5
    can[REINFORCE] = logistics.room(world, episode, side) >= logistics.FEWEST
    can[AIR] = own.forces.aircraft >= 1
    can[SEIZE] = not holds
    can[DIVISION] = own.forces.men >= DIVISION_MEN
    can[CORPS] = own.forces.men >= CORPS_MEN and time - episode.opened >= CORPS_DAYS
    can[CEASEFIRE] = episode.h_max >= 3
    can[BODIES] = enemy.dead >= 1
    can[WITHDRAW] = holds or episode.h_max >= 2
    can[WAR] = episode.h_last >= LADDER[DIVISION].h
    return [
        allowed and (patron_agrees or not is_force(rung)) and (approved or not LADDER[rung].starred)
        for rung, allowed in enumerate(can)
    ]
