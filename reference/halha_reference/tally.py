"""What a run leaves behind: the kernel's outcome by the same names, and sums over its events."""

import math

from . import books

ENDINGS = (
    "horizon", "war by choice", "war by brinkmanship", "war by spread", "war by size", "war by temptation",
    "entry", "exploded",
)  # fmt: skip
SETTLEMENTS = ("lapsed", "ceasefire", "investigation", "withdrawal", "stalled", "open")
VICTORS = ("attacker", "defender", "draw")
POSTURES = ("hasty", "prepared", "fortified", "delaying")
DIVISION_MEN, CORPS_MEN = 7_000, 22_000


def counts():
    """Counts over a period, nothing counted yet."""
    return {
        "incidents": [[0] * 3, [0] * 3],
        "shootings": 0,
        "book": [[0] * 3, [0] * 3],
        "book_own": [[0] * 3, [0] * 3],
        "book_shootings": [0, 0],
        "lost": [0, 0],
        "division_battles": 0,
        "corps_battles": 0,
        "episodes": 0,
    }


def plus(one, other):
    """The sum of two numbers, or of two equally shaped trees of numbers."""
    if isinstance(one, dict):
        return {name: plus(one[name], other[name]) for name in one}
    if isinstance(one, list):
        return [plus(a, b) for a, b in zip(one, other)]
    return one + other


class Tally:
    """Counts a run while it happens. `outcome` follows the kernel's outcome, `events` sums over its events."""

    def __init__(self, scenario):
        self.months = [counts() for _ in scenario.months]
        self.outcome = {
            "incidents": 0, "absorbed": 0, "early_shootings": 0, "first_shooting": None, "episodes": 0,
            "by_sector": [0] * len(scenario.sectors),
            "rungs": [[0] * 13, [0] * 13], "losses": [[0] * 3, [0] * 3], "things": [[0] * 4, [0] * 4],
            "largest_battle": {"time": None, "sector": 0, "men": [0, 0], "lost": [0, 0], "winner": 2},
            "costliest_episode": {
                "time": None, "days": 0.0, "sector": 0, "lost": [0, 0], "men": [0, 0], "rung": 0, "loser": 2,
                "settlement": 5,
            },
            "settlements": [0] * 6, "agreements": 0, "pact": None, "tempted": None, "denounced": None,
        }  # fmt: skip
        self.events = {
            "offspring": 0, "occupied": 0,
            "fight_ln_days": 0.0, "fight_men": [0, 0], "fight_boats": 0, "fight_surprise": 0, "fight_victor": [0] * 3,
            "fight_ln_share": [0.0, 0.0], "fight_ln_gap": 0.0,
            "battles": 0, "battle_ln_days": 0.0, "battle_ln_men": [0.0, 0.0], "battle_surprise": [0] * 3,
            "battle_ln_share": [0.0, 0.0], "battle_posture": [0] * 4, "battle_victor": [0] * 3,
            "fight_claims": [[0.0] * 2, [0.0] * 2], "episode_claims": [[0.0] * 2, [0.0] * 2], "narrated": [0] * 3,
            "field": [0, 0], "raised": 0, "sent": [0, 0], "sent_ln": 0.0, "sendings": 0,
            "arrivals": 0, "arrived": [0, 0], "raids": 0, "raid_aircraft": [0, 0], "raid_men": 0,
            "terms": [0] * 3, "losers": [0] * 3, "episode_days": 0.0,
        }  # fmt: skip

    def absorbed(self):
        """An incident fell into an open episode."""
        self.outcome["absorbed"] += 1

    def incident(self, world, time, incident, kind, fight, occupied, reported):
        """An incident with all its marks."""
        month = self.months[world.month_index]
        self.outcome["incidents"] += 1
        self.outcome["by_sector"][incident.sector] += 1
        month["incidents"][incident.intruder][kind] += 1
        self.events["offspring"] += incident.offspring
        self.events["occupied"] += occupied
        for side, as_type in enumerate(reported):
            if as_type is not None:
                month["book_own" if side == incident.intruder else "book"][side][as_type] += 1
                month["book_shootings"][side] += fight is not None
        if fight is not None:
            self._shooting(world, time, incident, fight)

    def _shooting(self, world, time, incident, fight):
        self.months[world.month_index]["shootings"] += 1
        if not world.month.step:
            self.outcome["early_shootings"] += 1
        if self.outcome["first_shooting"] is None:
            self.outcome["first_shooting"] = time
        events = self.events
        events["fight_ln_days"] += math.log(fight.days)
        events["fight_men"] = plus(events["fight_men"], [forces.men for forces in fight.setting.forces])
        events["fight_boats"] += fight.setting.forces[incident.intruder].boats
        lost = [math.log(1 + losses.men) for losses in fight.losses]
        events["fight_ln_gap"] += (lost[0] - lost[1]) ** 2
        self._shares(fight, "fight_ln_share")
        events["fight_surprise"] += fight.setting.surprise
        events["fight_victor"][VICTORS.index(fight.victor)] += 1
        self._fought(world, time, incident.sector, fight, 0)

    def opening(self, world):
        """An episode opens."""
        self.outcome["episodes"] += 1
        self.months[world.month_index]["episodes"] += 1

    def decision(self, world, episode, side, rung, raised, field, effect):
        """A side took a rung."""
        self.outcome["rungs"][side][rung] += 1
        self.events["field"][side] += field
        self.events["raised"] += raised
        if effect.men > 0:
            self.events["sent"][side] += effect.men
            self.events["sent_ln"] += math.log(effect.men)
            self.events["sendings"] += 1

    def arrival(self, side, men):
        """Reinforcements arrived."""
        self.events["arrivals"] += 1
        self.events["arrived"][side] += men

    def battle(self, world, time, episode, fight):
        """A battle within an episode."""
        events, setting = self.events, fight.setting
        events["battles"] += 1
        events["battle_ln_days"] += math.log(fight.days)
        for role, side in enumerate((setting.attacker, 1 - setting.attacker)):
            events["battle_ln_men"][role] += math.log(setting.forces[side].men)
        self._shares(fight, "battle_ln_share")
        events["battle_surprise"][setting.surprise] += 1
        events["battle_posture"][POSTURES.index(setting.posture)] += 1
        events["battle_victor"][VICTORS.index(fight.victor)] += 1
        self._fought(world, time, episode.sector, fight, 1)

    def _shares(self, fight, where):
        """Sums ln((1 + losses)/men) of attacker and defender."""
        attacker = fight.setting.attacker
        for role, side in enumerate((attacker, 1 - attacker)):
            share = (1 + fight.losses[side].men) / fight.setting.forces[side].men
            self.events[where][role] += math.log(share)

    def _fought(self, world, time, sector, fight, narrated_as):
        """What patrol fights and battles have in common."""
        forces = fight.setting.forces
        self._lost(world, fight.losses)
        men = [f.men for f in forces]
        month = self.months[world.month_index]
        month["division_battles"] += max(men) >= DIVISION_MEN
        month["corps_battles"] += max(men) >= CORPS_MEN
        largest = self.outcome["largest_battle"]
        if sum(men) > sum(largest["men"]):
            winner = 2 if fight.winner() is None else fight.winner()
            lost = [losses.men for losses in fight.losses]
            largest.update(time=time, sector=sector, men=men, lost=lost, winner=winner)
        arms = any(f.vehicles > 0 or f.aircraft > 0 for f in forces)
        self._told(world, [losses.men for losses in fight.losses], max(men), arms, "fight_claims", narrated_as)

    def _told(self, world, lost, most_men, arms, where, narrated_as):
        """Claims and narration of a fight or an episode."""
        for side, claimed in enumerate(books.claims(world.p, world.rng, lost)):
            for about, number in enumerate(claimed):
                self.events[where][side][about] += math.log(1 + number)
        self.events["narrated"][narrated_as] += books.narrated(world.p, world.rng, sum(lost), most_men, arms)

    def _lost(self, world, losses):
        """Men and things lost in a fight, a battle or a raid."""
        for side, lost in enumerate(losses):
            self.months[world.month_index]["lost"][side] += lost.men
            of_men, of_things = self.outcome["losses"][side], self.outcome["things"][side]
            self.outcome["losses"][side] = plus(of_men, [lost.killed, lost.wounded, lost.captured])
            self.outcome["things"][side] = plus(of_things, [lost.vehicles, lost.guns, lost.aircraft, lost.boats])

    def raid(self, world, side, losses):
        """An air strike."""
        self.events["raids"] += 1
        aircraft = [losses[side].aircraft, losses[1 - side].aircraft]
        self.events["raid_aircraft"] = plus(self.events["raid_aircraft"], aircraft)
        self.events["raid_men"] += losses[1 - side].men
        self._lost(world, losses)

    def settlement(self, world, time, episode, kind, terms, agreed, loser):
        """An episode ended, or was open at the end (kind "open")."""
        self.outcome["settlements"][SETTLEMENTS.index(kind)] += 1
        self.outcome["agreements"] += agreed
        self._costliest(time, episode, kind, loser)
        self.events["episode_days"] += time - episode.opened
        self.events["losers"][2 if loser is None else loser] += 1
        if terms is not None:
            self.events["terms"][terms] += 1
        lost = [party.lost for party in episode.parties]
        if sum(lost) > 0:
            most_men = max(party.peak for party in episode.parties)
            self._told(world, lost, most_men, episode.armed, "episode_claims", 2)

    def _costliest(self, time, episode, kind, loser):
        record = self.outcome["costliest_episode"]
        lost = [party.lost for party in episode.parties]
        if record["time"] is None or sum(lost) > sum(record["lost"]):
            record.update(
                time=episode.opened,
                days=time - episode.opened,
                sector=episode.sector,
                lost=lost,
                men=[party.peak for party in episode.parties],
                rung=episode.highest_rung,
                loser=2 if loser is None else loser,
                settlement=SETTLEMENTS.index(kind),
            )

    def pact(self, time):
        """The pact was signed."""
        self.outcome["pact"] = time

    def temptation(self, attacked):
        """The tempted side decided."""
        self.outcome["tempted"] = attacked

    def denunciation(self, time):
        """A pact was denounced."""
        self.outcome["denounced"] = time

    def close(self, world, end, ending):
        """The end of the run: open episodes, false reports, sums, publication."""
        for _, episode in sorted(world.episodes.items()):
            self.settlement(world, end, episode, "open", None, False, None)
        for month in self.months:
            for side in (0, 1):
                false = books.false_reports(world.p, world.rng, side, sum(month["incidents"][1 - side]))
                month["book"][side] = plus(month["book"][side], false)
        scenario = world.scenario
        self.outcome["windows"] = [self._sum(range(getattr(w, "from"), w.to)) for w in scenario.windows]
        self.outcome["years"] = [
            self._sum([m for m, month in enumerate(scenario.months) if month.year == y])
            for y in range(len(scenario.years))
        ]
        for year in self.outcome["years"]:
            reports = [sum(year["book"][side]) + sum(year["book_own"][side]) for side in (0, 1)]
            year["published"] = [books.published(world.p, world.rng, n) for n in reports]
        self.outcome.update(end=end, ending=ENDINGS.index(ending))

    def _sum(self, months):
        total = counts()
        for month in months:
            total = plus(total, self.months[month])
        return total

    def as_dict(self):
        """Everything, as one tree of numbers."""
        return {**self.outcome, "events": self.events}
