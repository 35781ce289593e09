"""Writes the invented scenarios on which kernel and reference are compared: `python3 reference/make_scenarios.py`.

Every number here is made up, with no place, army or year behind it; the parameters stand near the middle of plausible
priors and each scenario turns up what it is there to exercise.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "scenarios"

PARAMETERS = {
    "mu0": -3.2, "side_bias": 0.3, "b_vagueness": 0.8, "b_density": 0.35, "b_warm": 0.4, "b_ice": 0.3,
    "b_tension": 0.06, "b_step": 0.5, "year_sd": 0.2, "b_commission": 0.8, "b_pact": 0.4, "branching": 0.4,
    "cross": 0.45, "spill": 0.15, "excitation_half_life": 21.0, "omega_quiet": 0.85, "omega_shots": 1.6,
    "omega_losses": 0.2, "weight_espionage": 8.4, "weight_ground": 8.0, "weight_air": 3.6,
    "fire0": -1.5, "fire_vagueness": 0.6, "fire_grievance": 0.1, "fire_early": -1.5, "fire_pact": 0.8,
    "patrol_ln_mean": 2.6, "patrol_ln_sd": 0.7, "ambush": 0.4, "gunboat_crew": 30.0, "occupy": 0.02, "hold": 0.4,
    "grievance_quiet": 0.06, "grievance_victim": 0.35, "grievance_initiator": 0.2, "grievance_half_life": 120.0,
    "days0": -2.59, "days_size": 0.376, "days_small": -1.3863, "days_sd": 0.73,
    "att0": -2.835, "att_size": -0.1568, "att_ratio": -0.3094, "att_days": 0.6965, "att_fd": -0.1725,
    "att_pd": -0.2013, "att_dw": -0.8934, "att_surprise": -0.0557, "att_air": -0.166, "att_sd": 0.81,
    "def0": -3.1124, "def_size": -0.1631, "def_ratio": 0.6672, "def_days": 0.8226, "def_fd": -0.0731,
    "def_pd": -0.1427, "def_dw": -0.7907, "def_surprise": 0.3569, "def_air": 0.1569, "def_sd": 1.274,
    "noise_corr": 0.24, "kappa_0": 0.5, "kappa_1": 0.3, "small_intensity": 0.7, "draw": 0.091, "win0": -0.196,
    "win_loss": -0.884, "win_ratio": 0.404, "win_surprise": 0.859, "win_air": 0.9, "win_fd": -1.277,
    "killed_logit": -1.0986, "killed_sd": 0.36, "captured_b": 30.0, "encircled": 0.05, "afv_ratio": 4.1,
    "afv_sd": 0.85, "gun_ratio": 0.8, "gun_sd": 1.1, "boat_ratio": 3.0, "air_wear": 0.02,
    "open0": -0.5, "open_losses": 0.5, "resolve_sd": 0.25, "alpha_ignore": 1.2, "alpha_protest": 1.6,
    "alpha_investigate": -0.3, "alpha_reinforce": 0.4, "alpha_punitive": -0.8, "alpha_air": -2.5, "alpha_seize": -1.2,
    "alpha_division": -0.4, "alpha_corps": -0.2, "alpha_ceasefire": -2.4, "alpha_bodies": -2.0, "alpha_withdraw": -2.2,
    "alpha_war": -7.5, "reciprocity": 0.06, "follow": 0.62, "delta0": -0.15, "pull_grievance": 0.18,
    "pull_balance": 0.18, "pull_distraction": 0.16, "pull_memory": 0.06, "pull_vagueness": 0.06, "pull_autonomy": 0.1,
    "pull_lost": 0.1, "pull_held": 0.03, "autonomy_0": 0.5, "autonomy_1": 0.15, "autonomy_bonus": 0.5,
    "approve0": -1.0, "approve_pull": 2.0, "patron0": 0.0, "patron_losses": 0.3, "patron_distraction": 0.5,
    "brink": 0.04, "delay_local": 0.8, "delay_theatre": 2.5, "delay_capital": 8.0, "tempo": 0.5, "lapse": 0.35,
    "investigate0": -1.5, "surprise_full": 0.1, "surprise_part": 0.25, "raid_loss": 0.03, "raid_hit": 0.1,
    "raid_ground": 0.4, "war_divisions": 10.0,
    "match": 1.9, "pool_share": 0.25, "haul_0": 1.2, "haul_1": 1.6,
    "ceasefire0": -4.2, "ceasefire_steps": 0.03, "ceasefire_loss": 1.0, "ceasefire_distraction": 0.5,
    "ceasefire_height": 0.3, "ceasefire_ground": 0.3, "offer0": -0.6, "offer_loss": 0.8, "offer_height": 0.06,
    "agree": 0.4, "clarify": 0.8, "memory_loss": 0.35, "memory_withdraw": 0.1, "memory_efold": 2922.0,
    "settle_grievance": 0.6, "bodies_grievance": 0.4, "exchange": 0.8,
    "pact0": -5.5, "pact_memory": 0.35, "pact_distraction_seeker": 0.6, "pact_distraction_other": 0.5,
    "pact_shock": 1.2, "break0": -0.3, "break_balance": 1.2, "break_memory": 0.35, "break_distraction": 0.8,
    "break_alternative": 0.7, "break_other": 0.9, "break_pact": 0.6, "entry0": 1.5, "entry_balance": 1.0,
    "entry_pact": 0.3,
    "detect_0": 0.6, "detect_1": 0.4, "own_0": 0.1, "own_1": 0.05, "detect_shots": 0.9, "false_0": 0.1,
    "false_1": 0.2, "confusion": 0.1, "publish_sd": 0.05, "own_claim_0": -0.2, "own_claim_1": -0.6,
    "own_claim_sd": 0.1, "enemy_claim_0": 0.1, "enemy_claim_1": 0.9, "enemy_claim_sd": 0.45, "narrate0": -3.0,
    "narrate_losses": 1.1, "narrate_battalion": 0.8, "narrate_arms": 0.7,
}  # fmt: skip


def sector(name, length_km, vagueness, river=False, client_share=(0.0, 0.0), railhead_km=(150.0, 250.0)):
    """A sector of the border."""
    return {
        "name": name,
        "length_km": length_km,
        "vagueness": vagueness,
        "river": river,
        "client_share": list(client_share),
        "railhead_km": list(railhead_km),
    }


def side(name, reference_divisions, men_per_division, trucks, gunboat_share):
    """What is fixed about one side."""
    return {
        "name": name,
        "reference_divisions": reference_divisions,
        "men_per_division": men_per_division,
        "trucks": trucks,
        "gunboat_share": gunboat_share,
    }


def month(index, first_days, years_of, changes):
    """Month `index` of 30 days (the first is clipped), with slow drifts and seasons, then `changes(index)`."""
    season = index % 12
    values = {
        "begin": 0.0 if index == 0 else first_days + 30.0 * (index - 1),
        "year": years_of(index),
        "divisions": [8.0 + 0.1 * index, 11.0 + 0.3 * index],
        "tanks": [100.0 + 5.0 * index, 400.0 + 10.0 * index],
        "guns": [300.0, 700.0 + 5.0 * index],
        "aircraft": [120.0 + 4.0 * index, 300.0],
        "distraction": [0.2, 0.35],
        "espionage": [1.0, 0.8],
        "autonomy": [1.0, 1.0],
        "outside_grievance": [0.0, 0.0],
        "warm": 1.0 if 4 <= season <= 8 else 0.25,
        "ice": 1.0 if season in (0, 1, 11) else (0.5 if season in (2, 10) else 0.0),
        "step": True,
        "commission": False,
    }
    values.update(changes(index))
    return values


def scenario(months, sectors, changes=lambda index: {}, windows=(), structure=None, trucks=(900.0, 2_000.0), **rules):
    """A whole scenario; the calendar year turns in month 5 and every 12 after."""
    first_days = 19.0

    def years_of(index):
        return (index + 7) // 12

    return {
        "end": first_days + 30.0 * (months - 1) - 8.0,
        "years": list(range(years_of(months - 1) + 1)),
        "months": [month(index, first_days, years_of, changes) for index in range(months)],
        "windows": [{"from": begin, "to": end} for begin, end in windows],
        "sectors": sectors,
        "sides": [side("west", 8.0, 20_000.0, trucks[0], 0.4), side("east", 12.0, 13_000.0, trucks[1], 0.25)],
        "structure": {
            "truck_payload_kg": 1500.0,
            "truck_km_per_day": 200.0,
            "kg_per_man_day": 15.0,
            "max_incidents": 20_000,
            "max_steps": 300,
            **(structure or {}),
        },
        "pact": rules.get("pact"),
        "temptation": rules.get("temptation"),
        "entry": rules.get("entry"),
    }


def quiet():
    """Incidents and books only: nobody shoots, nobody stays; every covariate of the rates changes once."""

    def changes(index):
        return {
            "step": index >= 12,
            "commission": 8 <= index < 16,
            "espionage": [1.0, 1.5] if index < 10 else [2.0, 0.7],
            "outside_grievance": [0.3, 0.0] if index % 6 == 3 else [0.0, 0.1],
        }

    sectors = [sector("steppe", 700.0, 0.8), sector("stream", 500.0, 0.4, river=True), sector("hills", 900.0, 0.6)]
    changed = {
        "fire0": -40.0,
        "occupy": 0.0,
        "mu0": -4.4,
        "branching": 0.5,
        "spill": 0.25,
        "b_tension": 0.15,
        "cross": 0.25,
        "confusion": 0.2,
    }
    return scenario(24, sectors, changes, windows=[(0, 12), (12, 24), (6, 18)]), changed


def patrols():
    """Fire and patrol fights with gunboats; no crisis opens."""

    def changes(index):
        return {"step": index >= 8}

    sectors = [sector("ford", 800.0, 0.7, river=True), sector("ridge", 600.0, 0.5)]
    changed = {
        "mu0": -4.0, "fire0": -0.8, "open0": -40.0, "occupy": 0.0, "branching": 0.3, "encircled": 0.3,
        "captured_b": 4.0,
        "small_intensity": 0.9, "fire_grievance": 0.3, "grievance_half_life": 60.0,
        "grievance_victim": 0.15, "grievance_initiator": 0.08,
    }  # fmt: skip
    return scenario(20, sectors, changes, windows=[(0, 8), (8, 20)]), changed


def crises():
    """Crises open easily and commands are quick to use force; clients, autonomy, brinkmanship, general war."""

    def changes(index):
        return {"autonomy": [0.6, 1.5] if index < 8 else [1.6, 8.0], "distraction": [0.1, 0.5]}

    sectors = [
        sector("bend", 500.0, 0.9, river=True, client_share=(0.5, 0.2)),
        sector("plain", 900.0, 0.7, client_share=(0.2, 0.8)),
        sector("pass", 300.0, 0.3),
    ]
    changed = {
        "mu0": -4.0, "fire0": 0.0, "open0": 2.0, "occupy": 0.15, "hold": 0.7, "alpha_punitive": 1.2,
        "alpha_seize": 1.2, "alpha_reinforce": 0.8, "alpha_bodies": 0.5, "alpha_investigate": 1.4, "investigate0": 1.0,
        "alpha_war": -7.5,
        "alpha_ceasefire": -1.0, "alpha_withdraw": -1.0, "brink": 0.3, "resolve_sd": 0.6, "pull_lost": 0.6,
        "pull_held": 0.4, "pull_vagueness": 0.5, "delta0": -0.3, "autonomy_bonus": 0.8, "pull_autonomy": 0.2,
    }  # fmt: skip
    return scenario(16, sectors, changes, windows=[(0, 16)]), changed


def build_up():
    """Few crises, but both sides pour in men, armour and aircraft, over bad roads: battles, raids, supply, size."""

    def changes(index):
        return {"aircraft": [400.0, 900.0], "tanks": [600.0, 1500.0]}

    sectors = [
        sector("desert", 800.0, 0.8, railhead_km=(300.0, 750.0)),
        sector("coast", 400.0, 0.5),
        sector("delta", 300.0, 0.5, river=True),
    ]
    changed = {
        "mu0": -4.6, "branching": 0.2, "fire0": 0.8, "open0": 3.0, "alpha_reinforce": 2.6, "alpha_division": 1.2,
        "alpha_corps": 1.0, "alpha_air": 1.0, "alpha_ignore": 0.0, "alpha_protest": 0.0, "alpha_ceasefire": -0.8,
        "alpha_withdraw": -2.0, "delta0": 0.0, "approve0": 1.0, "ceasefire0": -5.0, "pool_share": 0.5,
        "lapse": 0.15, "war_divisions": 12.0, "alpha_war": -2.0, "brink": 0.3, "air_wear": 0.05, "raid_hit": 0.2,
    }  # fmt: skip
    return scenario(18, sectors, changes, windows=[(0, 9), (9, 18)], trucks=(150.0, 2_000.0)), changed


def pacts():
    """Pact, temptation, denunciation and entry, fed by defeats that the seeker remembers."""

    def changes(index):
        return {"distraction": [0.3 + 0.01 * index, 0.6], "outside_grievance": [0.1, 0.0]}

    sectors = [sector("north", 800.0, 0.7), sector("south", 700.0, 0.5, client_share=(0.0, 0.5))]
    changed = {
        "mu0": -3.8, "fire0": 0.3, "open0": 1.5, "alpha_withdraw": 0.8, "alpha_punitive": 0.8, "alpha_ceasefire": 0.0,
        "pact0": -4.5, "pact_memory": 0.6, "memory_loss": 0.9, "memory_withdraw": 0.5, "memory_efold": 400.0,
        "break0": -0.6, "entry0": 0.4, "entry_pact": 0.9, "b_pact": 1.0, "fire_pact": 1.5, "pull_memory": 0.3,
    }  # fmt: skip
    rules = {
        "pact": {"seeker": 0, "from": 6, "shock": 12},
        "temptation": {"side": 0, "from": 14, "to": 18, "alternative": 0.6},
        "entry": {"side": 1, "denounce": 22, "enter": 26},
    }
    return scenario(28, sectors, changes, windows=[(0, 14), (14, 28)], **rules), changed


def everything():
    """Six sectors and all layers at once, with parameters as in a middle draw of priors."""

    def changes(index):
        return {
            "step": index >= 12,
            "commission": 30 <= index < 34,
            "distraction": [0.1 + 0.01 * index, 0.3 if index < 20 else 0.5],
            "outside_grievance": [0.3, 0.0] if index == 15 else [0.02, 0.03],
            "autonomy": [1.2, 0.8],
        }

    sectors = [
        sector("first", 700.0, 0.8, client_share=(0.4, 0.8), railhead_km=(200.0, 700.0)),
        sector("second", 900.0, 0.35, river=True, client_share=(0.2, 0.0), railhead_km=(120.0, 60.0)),
        sector("third", 1500.0, 0.3, river=True, client_share=(0.3, 0.0), railhead_km=(200.0, 50.0)),
        sector("fourth", 500.0, 0.4, river=True, railhead_km=(150.0, 30.0)),
        sector("fifth", 600.0, 0.6, client_share=(0.3, 0.0), railhead_km=(80.0, 40.0)),
        sector("sixth", 150.0, 0.75, railhead_km=(60.0, 90.0)),
    ]
    rules = {
        "pact": {"seeker": 0, "from": 24, "shock": 30},
        "temptation": {"side": 0, "from": 32, "to": 33, "alternative": 0.8},
        "entry": {"side": 1, "denounce": 36, "enter": 39},
    }
    changed = {"mu0": -4.8, "b_step": 0.9, "fire0": -1.8}
    return scenario(40, sectors, changes, windows=[(0, 12), (12, 40), (20, 24)], **rules), changed


def guards():
    """Beyond the region of validity: a supercritical process that must be declared exploded, and crises that stall."""
    sectors = [sector("only", 800.0, 0.6)]
    changed = {
        "mu0": -4.0, "branching": 0.95, "omega_quiet": 1.4, "excitation_half_life": 14.0, "fire0": -2.0, "open0": 1.0,
        "lapse": 0.02, "occupy": 0.03,
    }  # fmt: skip
    return scenario(14, sectors, structure={"max_incidents": 120, "max_steps": 12}), changed


SCENARIOS = {
    "1-quiet": quiet,
    "2-patrols": patrols,
    "3-crises": crises,
    "4-build-up": build_up,
    "5-pacts": pacts,
    "6-everything": everything,
    "7-guards": guards,
}


def text(name):
    """The file of one scenario."""
    content, changed = SCENARIOS[name]()
    unknown = set(changed) - set(PARAMETERS)
    if unknown:
        raise KeyError(f"no such parameters: {sorted(unknown)}")
    whole = {"about": SCENARIOS[name].__doc__, "scenario": content, "parameters": {**PARAMETERS, **changed}}
    return json.dumps(whole, indent=1) + "\n"


def main():
    """Writes all files."""
    for name in SCENARIOS:
        (FOLDER / f"{name}.json").write_text(text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
