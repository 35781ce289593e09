"""Observables: one function, applied alike to a replication of the kernel and of the reference."""

import math

from .tally import POSTURES, SETTLEMENTS, VICTORS

NONE = -1.0  # stands where there is nothing to measure: no battle, no pact
TYPES = ("espionage", "ground", "air")
MEN = ("killed", "wounded", "captured")
THINGS = ("vehicles", "guns", "aircraft", "boats")
TERMS = ("line of contact", "status quo ante", "withdrawal")


def observe(result):
    """All observables of one replication, by name."""
    rows = {}
    for part in (_counts, _years, _windows, _losses, _crises, _records, _strategic, _fights, _battles, _events):
        part(result, rows)
    return rows


def _or_none(value):
    """A number, or NONE for null and for what is not a number."""
    return NONE if value is None or (isinstance(value, float) and math.isnan(value)) else float(value)


def _mean(total, number):
    return total / number if number else NONE


def _table(rows, name, table, columns):
    """One row a side and column."""
    for side in (0, 1):
        for column, value in zip(columns, table[side]):
            rows[f"{name} {column} {side}"] = value


def _total(result, *path):
    """Sum over the years of one field of the counts."""
    total = 0
    for year in result["years"]:
        for key in path:
            year = year[key]
        total += year
    return total


def _counts(result, rows):
    rows["incidents"] = result["incidents"]
    rows["absorbed"] = result["absorbed"]
    for sector, number in enumerate(result["by_sector"]):
        rows[f"incidents sector {sector}"] = number
    for side in (0, 1):
        for kind, label in enumerate(TYPES):
            for name in ("incidents", "book", "book_own"):
                rows[f"{name} {label} {side}"] = _total(result, name, side, kind)
        book = sum(rows[f"book {label} {side}"] for label in TYPES)
        for label in TYPES:
            rows[f"book share {label} {side}"] = _mean(rows[f"book {label} {side}"], book)
        rows[f"book shootings {side}"] = _total(result, "book_shootings", side)
    rows["side share"] = _mean(sum(_total(result, "incidents", 0, k) for k in range(3)), result["incidents"])
    rows["shootings"] = _total(result, "shootings")
    rows["early shootings"] = result["early_shootings"]
    rows["first shooting"] = _or_none(result["first_shooting"])
    rows["offspring"] = result["events"]["offspring"]
    rows["offspring share"] = _mean(result["events"]["offspring"], result["incidents"])
    rows["occupied"] = result["events"]["occupied"]


def _years(result, rows):
    for index, year in enumerate(result["years"]):
        rows[f"year {index} incidents"] = sum(map(sum, year["incidents"]))
        for side in (0, 1):
            rows[f"year {index} published {side}"] = year["published"][side]


def _windows(result, rows):
    for index, window in enumerate(result["windows"]):
        name = f"window {index}"
        rows[f"{name} incidents"] = sum(map(sum, window["incidents"]))
        for field in ("shootings", "episodes", "division_battles", "corps_battles"):
            rows[f"{name} {field}"] = window[field]
        for side in (0, 1):
            rows[f"{name} book {side}"] = sum(window["book"][side])
            rows[f"{name} book own {side}"] = sum(window["book_own"][side])
            rows[f"{name} lost {side}"] = window["lost"][side]


def _losses(result, rows):
    _table(rows, "lost", result["losses"], MEN)
    _table(rows, "lost", result["things"], THINGS)
    for side in (0, 1):
        killed, wounded, captured = result["losses"][side]
        rows[f"killed share {side}"] = _mean(killed, killed + wounded)
        rows[f"captured share {side}"] = _mean(captured, killed + wounded + captured)


def _crises(result, rows):
    rows["episodes"] = result["episodes"]
    _table(rows, "rung", result["rungs"], range(13))
    for kind, number in zip(SETTLEMENTS, result["settlements"]):
        rows[f"settlement {kind}"] = number
    rows["agreements"] = result["agreements"]
    rows["decisions an episode"] = _mean(sum(map(sum, result["rungs"])), result["episodes"])
    rows["mean days of an episode"] = _mean(result["events"]["episode_days"], result["episodes"])


def _records(result, rows):
    battle, episode = result["largest_battle"], result["costliest_episode"]
    rows["largest battle time"] = _or_none(battle["time"])
    rows["largest battle sector"] = battle["sector"]
    rows["largest battle winner"] = battle["winner"]
    rows["costliest episode time"] = _or_none(episode["time"])
    for name in ("days", "sector", "rung", "loser", "settlement"):
        rows[f"costliest episode {name}"] = episode[name]
    for side in (0, 1):
        for name, record in (("largest battle", battle), ("costliest episode", episode)):
            rows[f"{name} men {side}"] = record["men"][side]
            rows[f"{name} lost {side}"] = record["lost"][side]


def _strategic(result, rows):
    rows["pact day"] = _or_none(result["pact"])
    rows["tempted"] = _or_none(result["tempted"])
    rows["denounced day"] = _or_none(result["denounced"])
    rows["ending"] = result["ending"]
    rows["end day"] = result["end"]


def _fights(result, rows):
    events = result["events"]
    fights = sum(events["fight_victor"])
    rows["patrol fights mean ln days"] = _mean(events["fight_ln_days"], fights) if fights else 99.0
    rows["patrol fights mean square ln ratio of losses"] = _mean(events["fight_ln_gap"], fights)
    for role, total in zip(("attacker", "defender"), events["fight_ln_share"]):
        rows[f"patrol fights mean ln loss share {role}"] = _mean(total, fights) if fights else 99.0
    rows["patrol fights surprise share"] = _mean(events["fight_surprise"], fights)
    rows["patrol fights boats"] = events["fight_boats"]
    for side in (0, 1):
        rows[f"patrol fights mean men {side}"] = _mean(events["fight_men"][side], fights)
    for victor, number in zip(VICTORS, events["fight_victor"]):
        rows[f"patrol fights {victor}"] = number


def _battles(result, rows):
    events = result["events"]
    battles = events["battles"]
    rows["battles"] = battles
    rows["battles mean ln days"] = _mean(events["battle_ln_days"], battles) if battles else 99.0
    for role, total in zip(("attacker", "defender"), events["battle_ln_men"]):
        rows[f"battles mean ln men {role}"] = _mean(total, battles)
    for role, total in zip(("attacker", "defender"), events["battle_ln_share"]):
        rows[f"battles mean ln loss share {role}"] = _mean(total, battles) if battles else 99.0
    for step, number in enumerate(events["battle_surprise"]):
        rows[f"battles surprise {step}"] = number
    for posture, number in zip(POSTURES, events["battle_posture"]):
        rows[f"battles {posture}"] = number
    for victor, number in zip(VICTORS, events["battle_victor"]):
        rows[f"battles {victor}"] = number


def _events(result, rows):
    events = result["events"]
    fights = sum(events["fight_victor"]) + events["battles"]
    for side in (0, 1):
        for about, claimed in enumerate(("own", "enemy")):
            rows[f"fight claims {claimed} by {side}"] = _mean(events["fight_claims"][side][about], fights)
            rows[f"episode claims {claimed} by {side}"] = events["episode_claims"][side][about]
        rows[f"field decisions {side}"] = events["field"][side]
        rows[f"men sent {side}"] = events["sent"][side]
        rows[f"men arrived {side}"] = events["arrived"][side]
        rows[f"raid aircraft lost {('raider', 'raided')[side]}"] = events["raid_aircraft"][side]
    for label, number in zip(("fights", "battles", "episodes"), events["narrated"]):
        rows[f"narrated {label}"] = number
    for label, number in zip(TERMS, events["terms"]):
        rows[f"terms {label}"] = number
    for label, number in zip(("0", "1", "nobody"), events["losers"]):
        rows[f"loser {label}"] = number
    rows["mean ln men sent"] = _mean(events["sent_ln"], events["sendings"])
    for name in ("raised", "arrivals", "raids", "raid_men"):
        rows[name] = events[name]
