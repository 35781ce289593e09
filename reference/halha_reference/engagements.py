"""§3. Engagements: one equation from ten men to a corps."""

import math
from dataclasses import dataclass

from .chance import clamp, happens, logistic, nearest, unbiased
from .scenario import by_side
from .state import Losses


@dataclass
class Setting:
    """What is known before a fight; `forces` and `punch` are indexed by side."""

    attacker: int
    forces: list
    posture: str  # "hasty", "prepared", "fortified" or "delaying"
    surprise: int
    air: float
    punch: list


@dataclass
class Fight:
    """A fight that has been fought; `losses` are indexed by side."""

    setting: Setting
    days: float
    victor: str  # "attacker", "defender" or "draw"
    losses: list

    def winner(self):
        """The side that won, or None."""
        if self.victor == "draw":
            return None
        return self.setting.attacker if self.victor == "attacker" else 1 - self.setting.attacker


def duration(p, men_a, men_d, epsilon):
    """§3: d in days."""
    small = 1 / (1 + ((men_a + men_d) / 400) ** 2)
    ln_d = (
        p.days0 + p.days_size * 0.5 * (math.log(men_a) + math.log(men_d)) + p.days_small * small + p.days_sd * epsilon
    )
    return clamp(math.exp(ln_d), 0.03, 40.0)


def large(men):
    """§3: the weight of the war- and army-level effects."""
    return 1 / (1 + (1000 / men) ** 2)


def size_effect(p, men, slope):
    """§3: S(N; b)."""
    return slope * math.log(men / 1e4) - p.small_intensity * min(0.0, math.log(men / 1e3))


def loss_level(p, role, setting, days, epsilon):
    """§3: η of the attacker (role "att") or the defender (role "def")."""
    attacker, defender = setting.attacker, 1 - setting.attacker
    men_a, men_d = setting.forces[attacker].men, setting.forces[defender].men
    own, enemy = (attacker, defender) if role == "att" else (defender, attacker)
    men = setting.forces[own].men

    def b(name):
        return getattr(p, f"{role}_{name}")

    return (
        getattr(p, f"{role}0")
        + by_side(p, "kappa", own) * large(men)
        + size_effect(p, men, b("size"))
        + b("ratio") * math.log(men_a / men_d)
        + b("days") * math.log(days)
        + (b("fd") if setting.posture == "fortified" else 0.0)
        + (b("pd") if setting.posture == "prepared" else 0.0)
        + (b("dw") if setting.posture == "delaying" else 0.0)
        + b("surprise") * setting.surprise
        + b("air") * setting.air
        + b("sd") * epsilon
        + math.log(setting.punch[enemy])
    )


def draw_victor(p, rng, setting, eta_a, eta_d):
    """§3: the outcome, given the losses."""
    if happens(rng, p.draw):
        return "draw"
    men_a, men_d = setting.forces[setting.attacker].men, setting.forces[1 - setting.attacker].men
    attacker_wins = logistic(
        p.win0
        + p.win_loss * (eta_a - eta_d)
        + p.win_ratio * math.log(men_a / men_d)
        + p.win_surprise * setting.surprise
        + p.win_air * setting.air
        + (p.win_fd if setting.posture == "fortified" else 0.0)
    )
    return "attacker" if happens(rng, attacker_wins) else "defender"


def killed_among(p, rng, rest):
    """§3: the killed among losses that are not captured."""
    return min(rest, nearest(rest * logistic(p.killed_logit + p.killed_sd * rng.standard_normal())))


def captured_among(p, rng, lost):
    """§3: the prisoners among the losses of the loser."""
    if happens(rng, p.encircled):
        share = rng.beta(2, 6)
    else:
        share = 1 - (1 - rng.random()) ** (1 / p.captured_b)
    return min(lost, nearest(lost * share))


def things_lost(rng, present, fraction, ratio, sd):
    """§3, "Things": vehicles, guns or boats lost, by unbiased rounding."""
    if not present:
        return 0
    noise = math.exp(sd * rng.standard_normal()) if sd else 1.0
    return min(present, unbiased(rng, present * min(1.0, ratio * fraction * noise)))


def side_losses(p, rng, forces, eta, lost_the_fight, days):
    """§3: everything that one side loses."""
    lost = rng.binomial(forces.men, -math.expm1(-math.exp(eta)))
    captured = captured_among(p, rng, lost) if lost_the_fight else 0
    killed = killed_among(p, rng, lost - captured)
    fraction = lost / forces.men
    return Losses(
        killed=killed,
        wounded=lost - captured - killed,
        captured=captured,
        vehicles=things_lost(rng, forces.vehicles, fraction, p.afv_ratio, p.afv_sd),
        guns=things_lost(rng, forces.guns, fraction, p.gun_ratio, p.gun_sd),
        aircraft=rng.binomial(forces.aircraft, -math.expm1(-p.air_wear * days)),
        boats=things_lost(rng, forces.boats, fraction, p.boat_ratio, 0.0),
    )


def engage(p, rng, setting):
    """§3: duration, loss levels, outcome, losses."""
    attacker, defender = setting.attacker, 1 - setting.attacker
    days = duration(p, setting.forces[attacker].men, setting.forces[defender].men, rng.standard_normal())
    noise_a = rng.standard_normal()
    noise_d = p.noise_corr * noise_a + math.sqrt(1 - p.noise_corr**2) * rng.standard_normal()
    eta = {
        attacker: loss_level(p, "att", setting, days, noise_a),
        defender: loss_level(p, "def", setting, days, noise_d),
    }
    fight = Fight(setting, days, draw_victor(p, rng, setting, eta[attacker], eta[defender]), [])
    for side in (0, 1):
        beaten = fight.winner() == 1 - side
        fight.losses.append(side_losses(p, rng, setting.forces[side], eta[side], beaten, days))
    return fight
