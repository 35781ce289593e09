"""§§4 to 6 where they can be worked out by hand."""

import math
import unittest

import worlds

from halha_reference import battles, effects, escalation, ladder, logistics, settlement, state
from halha_reference.chance import logistic


def can(made, found, side=0, time=20.0, approved=True):
    return [rung for rung, ok in enumerate(ladder.possible(made, found, side, time, approved)) if ok]


class Ladder(unittest.TestCase):
    def test_a_small_crisis(self):
        made = worlds.world(pool_share=0.5)
        found = worlds.episode(made, h_last=1.0, h_max=1.0)
        self.assertEqual(can(made, found), [0, 1, 2, 3, 4, 6])
        found.h_max = 8.0  # there was a division offensive, but it was not the last act
        self.assertNotIn(ladder.WAR, can(made, found))

    def test_a_large_one(self):
        made = worlds.world(pool_share=0.0)
        own = worlds.party(22_000, aircraft=1)
        found = worlds.episode(made, own, worlds.party(50, dead=1), h_last=8.0, h_max=8.0, holder=0)
        self.assertEqual(can(made, found), [0, 1, 4, 5, 7, 8, 9, 10, 11, 12])
        self.assertNotIn(8, can(made, found, time=9.9))
        self.assertEqual(can(made, found, approved=False), [0, 1, 4, 9, 10, 11, 12])

    def test_a_client_waits_for_its_patron(self):
        made = worlds.world(pool_share=0.0)
        found = worlds.episode(made, worlds.party(9_000, aircraft=5, client=True))
        self.assertFalse({4, 5, 6, 7} & set(can(made, found)))
        found.parties[0].joined = True
        self.assertTrue({4, 5, 6, 7} <= set(can(made, found)))


class Decision(unittest.TestCase):
    def test_utility(self):
        p = worlds.world(alpha_punitive=-0.8, reciprocity=0.06, follow=0.5, autonomy_bonus=0.7).p
        expected = -0.8 + 4 * 0.25 - 0.03 * (4 - 1.5) ** 2
        self.assertAlmostEqual(escalation.utility(p, ladder.PUNITIVE, 0.25, 3.0, False), expected)
        self.assertAlmostEqual(escalation.utility(p, ladder.PUNITIVE, 0.25, 3.0, True), expected + 0.7)

    def test_exhaustion(self):
        made = worlds.world()
        made.month.distraction = [0.1, 0.5]
        own, enemy = worlds.party(75, lost=25), worlds.party(50, lost=50)
        found = worlds.episode(made, own, enemy, steps=5, h_max=8.0, holder=0)
        p = made.p
        odds = p.ceasefire0 + 5 * p.ceasefire_steps + 0.75 * p.ceasefire_loss + 0.6 * p.ceasefire_distraction
        odds += p.ceasefire_height - p.ceasefire_ground
        self.assertAlmostEqual(escalation.exhaustion(made, found), logistic(odds))

    def test_pull(self):
        made = worlds.world(delta0=0.1, pull_grievance=0.4, pull_memory=0.5, pull_distraction=1.0, pull_vagueness=1.0)
        made.month.distraction = [0.2, 0.0]
        made.vagueness[0] = 0.9
        made.grievance[0].add(0.0, 2.0)
        made.memory[0].add(0.0, 1.0)
        found = worlds.episode(made, worlds.party(resolve=0.05), holder=1)
        expected = 0.1 + 0.4 * 2.0 / 4 - 0.2 - 0.5 + 0.3 + made.p.pull_lost + 0.05
        self.assertAlmostEqual(escalation.pull(made, found, 0, 0.0), expected)

    def test_a_capital_weighs_the_theatres(self):
        made = worlds.world(delta0=0.1, pull_grievance=0.4, pull_balance=0.5, pull_memory=0.0, pull_distraction=1.0)
        made.month.distraction = [0.2, 0.0]
        made.grievance[0].add(0.0, 9.0)
        men = [made.month.divisions[i] * made.scenario.sides[i].men_per_division for i in (0, 1)]
        expected = 0.1 + 0.4 - 0.2 + 0.5 * math.log(men[0] / men[1])
        self.assertAlmostEqual(escalation.war_pull(made, 0, 0.0), expected)

    def test_large_bodies_are_slow(self):
        made = worlds.world(tempo=0.5)
        found = worlds.episode(made, worlds.party(5_000), worlds.party(3_000))
        self.assertAlmostEqual(escalation.slowing(made, found), 2.0)

    def test_a_raise_without_choice(self):
        made = worlds.world(brink=1.0, alpha_protest=500.0, pool_share=0.0)
        found = worlds.episode(made, h_last=10.0, h_max=10.0)
        self.assertEqual(escalation.pick(made, found, 0, 0.0, True, 0.0), (ladder.PROTEST, False))  # 2 is not possible
        found.h_last = 4.9
        made.p.brink = 3.0
        self.assertEqual(escalation.pick(made, found, 0, 0.0, True, 0.0), (ladder.INVESTIGATE, True))

    def test_general_war_by_spread_and_size(self):
        made = worlds.world(war_divisions=1.0)
        for sector in range(3):
            made.episodes[sector] = state.Episode(sector, 0.0, [worlds.party(), worlds.party()], 7.0, 8.0, 0, 0.0)
        with self.assertRaisesRegex(state.RunEnds, "spread"):
            escalation.spread_to_war(made, 1.0)
        made.episodes[2].h_last = 6.9
        escalation.spread_to_war(made, 1.0)
        made.episodes[1].parties[1].forces.men = 13_000
        with self.assertRaisesRegex(state.RunEnds, "size"):
            escalation.spread_to_war(made, 1.0)


class Effects(unittest.TestCase):
    def test_quiet_answers_lapse(self):
        made = worlds.world(lapse=1.0)
        found = worlds.episode(made, worlds.party(0), worlds.party(0), h_last=1.0)
        self.assertEqual(effects.apply(made, found, 0, 0.0, ladder.IGNORE).settlement, "lapsed")
        found.h_last = 1.1
        self.assertIsNone(effects.apply(made, found, 0, 0.0, ladder.PROTEST).settlement)

    def test_men_who_were_brought_up_are_not_forgotten(self):
        made = worlds.world(lapse=1.0)
        found = worlds.episode(made, worlds.party(0), worlds.party(0), h_last=1.0)
        found.parties[1].convoys.append(state.Convoy(9.0, state.Forces(men=10**9)))
        self.assertIsNone(effects.apply(made, found, 0, 0.0, ladder.IGNORE).settlement)

    def test_an_accepted_investigation_calms(self):
        made = worlds.world(investigate0=900.0)
        made.grievance[0].add(0.0, 2.0)
        outcome = effects.investigate(made, 1, 0.0)
        self.assertEqual(outcome.h_last, 0.0)
        self.assertAlmostEqual(made.grievance[0].at(0.0), 1.4)

    def test_bodies_go_home(self):
        made = worlds.world(bodies_grievance=0.4)
        made.grievance[1].add(0.0, 1.0)
        found = worlds.episode(made, second=worlds.party(dead=3))
        effects.apply(made, found, 0, 0.0, ladder.BODIES)
        self.assertEqual(found.parties[1].dead, 0)
        self.assertAlmostEqual(made.grievance[1].at(0.0), 0.6)

    def test_posture(self):
        found = worlds.episode(worlds.world(), holder=1, held_since=10.0)
        stands = [battles.posture(found, 1, time, 100, 100) for time in (5.0, 12.9, 13.0, 23.9, 24.0)]
        self.assertEqual(stands, ["hasty", "hasty", "prepared", "prepared", "fortified"])
        self.assertEqual(battles.posture(found, 0, 40.0, 100, 100), "hasty")
        self.assertEqual(battles.posture(found, 1, 40.0, 401, 100), "delaying")

    def test_strength_of_an_attack(self):
        self.assertEqual(battles.attack_strength(50, ladder.PUNITIVE), 60)
        self.assertEqual(battles.attack_strength(200, ladder.PUNITIVE), 140)
        self.assertEqual(battles.attack_strength(20, ladder.SEIZE), 30)
        self.assertEqual(battles.attack_strength(200, ladder.SEIZE), 160)
        self.assertEqual(battles.attack_strength(8_000, ladder.DIVISION), 8_000)


class Logistics(unittest.TestCase):
    def test_room_counts_men_on_the_way(self):
        made = worlds.world(pool_share=0.1)
        made.month.divisions = [5.0, 5.0]
        found = worlds.episode(made, worlds.party(400))
        found.parties[0].convoys.append(state.Convoy(9.0, state.Forces(1_000)))
        self.assertAlmostEqual(logistics.room(made, found, 0), 0.1 * 5 * 20_000 - 1_400)
        logistics.arrive(made, found, 8.9)
        self.assertEqual(found.parties[0].forces.men, 400)
        logistics.arrive(made, found, 9.0)
        self.assertEqual((found.parties[0].forces.men, found.parties[0].peak), (1_400, 1_400))

    def test_multiples(self):
        self.assertEqual([logistics.multiple(n) for n in (299, 300, 2_999, 3_000)], [7.0, 5.0, 5.0, 1.8])

    def test_supply_and_punch(self):
        made = worlds.world("4-build-up")
        # 150 trucks × 1,500 kg × 200 km a day / (2 × 300 km) / 15 kg = 5,000 men
        found = worlds.episode(made, worlds.party(10_000, ammunition=0.4))
        self.assertAlmostEqual(logistics.supply(made, found, 0), 0.5)
        self.assertAlmostEqual(logistics.punch(made, found, 0), 0.5 * 0.7)
        found.parties[0].forces.men = 1_000
        self.assertEqual(logistics.supply(made, found, 0), 1.0)

    def test_ammunition_refills_in_twenty_days(self):
        found = worlds.episode(worlds.world(), worlds.party(ammunition=0.2), read=4.0)
        logistics.refill(found, 10.0)
        self.assertAlmostEqual(found.parties[0].ammunition, 0.5)
        self.assertEqual(found.parties[1].ammunition, 1.0)

    def test_power_counts_things(self):
        found = worlds.episode(worlds.world(), worlds.party(100, vehicles=2, guns=3, aircraft=1))
        self.assertAlmostEqual(logistics.power(worlds.world(), found, 0), 100 + 160 + 120 + 40)


class Settlement(unittest.TestCase):
    def test_loser(self):
        found = worlds.episode(worlds.world(), worlds.party(score=2.0), worlds.party(score=5.0))
        self.assertEqual(settlement.loser(found, "ceasefire", None), 0)
        self.assertEqual(settlement.loser(found, "withdrawal", 1), 1)
        self.assertIsNone(settlement.loser(found, "lapsed", None))
        found.parties[0].score = 5.0
        self.assertIsNone(settlement.loser(found, "investigation", None))

    def test_withdrawal_is_remembered(self):
        made = worlds.world(memory_loss=0.5, memory_withdraw=0.2, settle_grievance=0.5)
        made.grievance[0].add(0.0, 2.0)
        found = worlds.episode(made, worlds.party(lost=300))
        settlement.settle(made, 0.0, found, "withdrawal", 0)
        self.assertAlmostEqual(made.memory[0].at(0.0), 0.5 * math.log(4) + 0.2)
        self.assertAlmostEqual(made.grievance[0].at(0.0), 1.0)
        self.assertFalse(made.episodes)

    def test_agreement_clarifies(self):
        made = worlds.world(agree=1.0, clarify=0.5, exchange=0.0)
        before = made.vagueness[0]
        settlement.settle(made, 0.0, worlds.episode(made), "ceasefire")
        self.assertAlmostEqual(made.vagueness[0], before * 0.5)

    def test_stalled(self):
        made = worlds.world()
        made.scenario.structure.max_steps = 4
        escalation.decide(made, 1.0, worlds.episode(made, steps=4))
        self.assertEqual(made.tally.outcome["settlements"], [0, 0, 0, 0, 1, 0])


if __name__ == "__main__":
    unittest.main()
