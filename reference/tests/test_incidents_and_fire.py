"""§§1 and 2 where they can be worked out by hand."""

import math
import unittest

import worlds

from halha_reference import fire, incidents, state


class Rates(unittest.TestCase):
    def test_reference_cell_has_the_rate_of_mu0(self):
        made = worlds.world("1-quiet", b_warm=0.0, b_tension=0.5, side_bias=0.4, b_step=0.0)
        sector, month = made.scenario.sectors[0], made.month
        sector.length_km, made.vagueness[0], month.espionage, month.commission = 800.0, 0.6, [1.0, 1.0], False
        for side in (0, 1):
            made.scenario.sides[side].reference_divisions = month.divisions[side]
        self.assertAlmostEqual(incidents.background_rate(made, 0, 0, 0.0), math.exp(made.p.mu0 + 0.2))
        self.assertAlmostEqual(incidents.background_rate(made, 0, 1, 2.0), math.exp(made.p.mu0 - 0.2 + 1.0))

    def test_each_covariate_enters_where_it_should(self):
        made = worlds.world("1-quiet")
        base = [incidents.background_rate(made, sector, 0, 0.0) for sector in (0, 1)]  # steppe, river
        made.month.warm += 1.0
        made.month.ice += 2.0
        now = [incidents.background_rate(made, sector, 0, 0.0) for sector in (0, 1)]
        self.assertAlmostEqual(now[0] / base[0], math.exp(made.p.b_warm))
        self.assertAlmostEqual(now[1] / base[1], math.exp(2.0 * made.p.b_ice))
        made.month.commission, made.pact = True, True
        calm = incidents.background_rate(made, 1, 0, 0.0)
        self.assertAlmostEqual(calm / now[1], math.exp(-made.p.b_commission * 0.4 - made.p.b_pact))

    def test_tension_is_half_the_sum_and_capped(self):
        made = worlds.world()
        made.grievance[0].add(0.0, 1.0)
        made.grievance[1].add(0.0, 2.0)
        self.assertEqual(incidents.tension(made, 0.0), 1.5)
        made.grievance[1].add(0.0, 20.0)
        self.assertEqual(incidents.tension(made, 0.0), 4.0)

    def test_offspring_add_up_to_the_branching_ratio(self):
        p = worlds.world(branching=0.5, cross=0.4, spill=0.1).p
        for mean, expected in zip(incidents.offspring_means(p, 3), (0.27, 0.18, 0.05)):
            self.assertAlmostEqual(mean, expected)
        self.assertEqual(incidents.offspring_means(p, 1)[2], 0.0)

    def test_weights(self):
        p = worlds.world(omega_quiet=0.8, omega_shots=2.0, omega_losses=0.5).p
        self.assertEqual(incidents.weight(p, False, 0), 0.8)
        self.assertEqual(incidents.weight(p, True, 0), 2.0)
        self.assertAlmostEqual(incidents.weight(p, True, 9), 2.0 + 0.5 * math.log(10))

    def test_too_many_incidents_explode(self):
        made = worlds.world("7-guards")
        made.scenario.structure.max_incidents = 1
        incidents.bring(made, 0.0, 1.0, incidents.Incident(0, 0, False))
        incidents.bring(made, 0.0, made.scenario.end + 1.0, incidents.Incident(0, 0, True))  # never happens
        with self.assertRaises(state.RunEnds):
            incidents.bring(made, 0.0, 2.0, incidents.Incident(0, 0, False))


class Fading(unittest.TestCase):
    def test_grievance_halves_in_its_half_life(self):
        made = worlds.world(grievance_half_life=50.0)
        made.grievance[0].add(10.0, 3.0)
        self.assertAlmostEqual(made.grievance[0].at(60.0), 1.5)
        made.grievance[0].add(60.0, -9.0)
        self.assertEqual(made.grievance[0].at(61.0), 0.0)

    def test_memory_falls_by_e(self):
        made = worlds.world(memory_efold=100.0)
        made.memory[1].add(0.0, 1.0)
        self.assertAlmostEqual(made.memory[1].at(100.0), math.exp(-1))


class Fire(unittest.TestCase):
    def test_air_draws_no_fire(self):
        self.assertEqual(fire.shots_probability(worlds.world(), 0.0, 0, incidents.AIR), 0.0)

    def test_probability_of_shots(self):
        made = worlds.world(
            "2-patrols", fire0=-1.0, fire_vagueness=2.0, fire_grievance=0.1, fire_early=-3.0, fire_pact=0.5
        )
        made.vagueness[0] = 0.7
        made.grievance[0].add(0.0, 50.0)  # counts as 10
        made.pact = True
        expected = 1 / (1 + math.exp(-(-1.0 + 0.2 + 1.0 - 3.0 - 0.5)))
        self.assertAlmostEqual(fire.shots_probability(made, 0.0, 0, incidents.GROUND), expected)

    def test_patrols_stay_within_their_bounds(self):
        p = worlds.world(patrol_ln_mean=math.log(20), patrol_ln_sd=0.5).p
        self.assertEqual(fire.patrol_size(p, worlds.Told(1e-12)), 3)
        self.assertEqual(fire.patrol_size(p, worlds.Told(1 - 1e-12)), 150)
        self.assertEqual(fire.patrol_size(p, worlds.Told(0.5)), 20)  # both tails cut alike, nearly

    def test_grievance_of_both_by_their_losses(self):
        made = worlds.world(grievance_quiet=0.1, grievance_victim=0.3, grievance_initiator=0.2)
        fire.grieve(made, 0.0, 0, [3, 7])
        self.assertAlmostEqual(made.grievance[1].at(0.0), 0.1 + 0.3 * math.log(8))
        self.assertAlmostEqual(made.grievance[0].at(0.0), 0.2 * math.log(4))

    def test_no_crisis_without_casualties(self):
        self.assertFalse(fire.opens(worlds.world(open0=100.0), 0))
        self.assertTrue(fire.opens(worlds.world(open0=100.0), 1))


if __name__ == "__main__":
    unittest.main()
