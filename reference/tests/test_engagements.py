"""§3 where it can be worked out by hand."""

import math
import unittest

import worlds

from halha_reference import engagements, state


def setting(men_a, men_d, **changes):
    values = {"attacker": 0, "posture": "hasty", "surprise": 0, "air": 0.0, "punch": [1.0, 1.0], **changes}
    return engagements.Setting(forces=[state.Forces(men_a), state.Forces(men_d)], **values)


class Levels(unittest.TestCase):
    def test_duration_of_a_small_and_a_large_fight(self):
        p = worlds.world(days0=-2.0, days_size=0.4, days_small=-1.0, days_sd=0.5).p
        expected = -2.0 + 0.4 * math.log(40) - 1.0 / (1 + 0.2**2)
        self.assertAlmostEqual(engagements.duration(p, 40, 40, 0.0), max(0.03, math.exp(expected)))
        self.assertAlmostEqual(
            math.log(engagements.duration(p, 10_000, 40_000, 1.0)),
            -2.0 + 0.4 * math.log(20_000) - 1.0 / (1 + 125**2) + 0.5,
        )

    def test_duration_is_clamped(self):
        p = worlds.world(days_sd=100.0).p
        self.assertEqual(engagements.duration(p, 100, 100, 1.0), 40.0)
        self.assertEqual(engagements.duration(p, 100, 100, -1.0), 0.03)

    def test_size_effect(self):
        p = worlds.world(small_intensity=0.7).p
        self.assertEqual(engagements.size_effect(p, 10_000, -0.2), 0.0)
        self.assertAlmostEqual(engagements.size_effect(p, 100, 0.0), 0.7 * math.log(10))

    def test_army_effects_weigh_half_at_a_thousand_men(self):
        self.assertEqual(engagements.large(1000), 0.5)

    def test_every_term_of_the_attackers_level(self):
        p = worlds.world().p
        base = engagements.loss_level(p, "att", setting(10_000, 10_000), 1.0, 0.0)
        self.assertAlmostEqual(base, p.att0 + p.kappa_0 * engagements.large(10_000))
        now = setting(10_000, 5_000, surprise=2, air=0.5, punch=[0.1, 0.5], posture="fortified")
        expected = (
            base
            + p.att_ratio * math.log(2)
            + p.att_days * math.log(3)
            + p.att_fd
            + 2 * p.att_surprise
            + 0.5 * p.att_air
        )
        level = engagements.loss_level(p, "att", now, 3.0, 1.5)
        self.assertAlmostEqual(level, expected + 1.5 * p.att_sd + math.log(0.5))

    def test_the_defenders_level_takes_the_other_sides_effect(self):
        p = worlds.world(kappa_0=1.0, kappa_1=-1.0).p
        now = setting(10_000, 10_000, attacker=1, punch=[0.3, 0.6], posture="delaying")
        level = engagements.loss_level(p, "def", now, 1.0, 0.0)
        self.assertAlmostEqual(level, p.def0 + engagements.large(10_000) + p.def_dw + math.log(0.6))


class Losses(unittest.TestCase):
    def test_victory(self):
        rng = worlds.generator()
        certain = worlds.world(draw=0.0, win0=800.0).p
        self.assertEqual(engagements.draw_victor(certain, rng, setting(9, 9), 0.0, 0.0), "attacker")
        self.assertEqual(engagements.draw_victor(worlds.world(draw=1.0).p, rng, setting(9, 9), 0.0, 0.0), "draw")

    def test_killed_among_the_rest(self):
        p = worlds.world(killed_logit=math.log(1 / 3), killed_sd=0.0).p
        self.assertEqual(engagements.killed_among(p, worlds.generator(), 10), 3)  # 2.5 and half

    def test_prisoners_by_inversion(self):
        p = worlds.world(encircled=0.0, captured_b=2.0).p
        told = worlds.Told(0.75)
        self.assertEqual(engagements.captured_among(p, told, 100), 50)  # 1 − √¼

    def test_things_are_rounded_without_bias_and_never_exceed_what_was_there(self):
        self.assertEqual(engagements.things_lost(worlds.Told(0.2), 10, 0.1, 1.5, 0.0), 1)
        self.assertEqual(engagements.things_lost(worlds.Told(0.6), 10, 0.1, 1.5, 0.0), 2)
        self.assertEqual(engagements.things_lost(worlds.Told(0.9), 10, 1.0, 50.0, 0.0), 10)

    def test_parts_add_up(self):
        p, rng = worlds.world(encircled=0.5).p, worlds.generator(5)
        for _ in range(300):
            fight = engagements.engage(p, rng, setting(40, 900, surprise=1))
            for side, lost in enumerate(fight.losses):
                self.assertLessEqual(lost.men, fight.setting.forces[side].men)
                self.assertGreaterEqual(min(lost.killed, lost.wounded, lost.captured), 0)
                if fight.winner() != 1 - side:
                    self.assertEqual(lost.captured, 0)


if __name__ == "__main__":
    unittest.main()
