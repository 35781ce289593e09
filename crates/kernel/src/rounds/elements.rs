//! Classes of weapons in an engagement, their number and their weight.

use crate::event::Forces;

/// Heavy machine guns for every thousand men where only the men are known. Assumed.
pub const HEAVY_MACHINE_GUNS_PER_THOUSAND: u32 = 12;
/// Light guns (37–45 mm) among ten guns where only the guns are known. Assumed.
pub const LIGHT_GUNS_OF_TEN: u32 = 3;
/// Tankettes and armoured cars among ten armoured vehicles where only the vehicles are known. Assumed.
pub const TANKETTES_OF_TEN: u32 = 4;

/// A class of weapons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Element {
    /// A man with a rifle.
    Rifle = 0,
    /// A mounted man.
    Cavalry = 1,
    /// Heavy machine gun.
    HeavyMachineGun = 2,
    /// Gun of 37–45 mm.
    LightGun = 3,
    /// Gun of 75–152 mm.
    FieldGun = 4,
    /// Tankette or armoured car.
    Tankette = 5,
    /// Tank.
    Tank = 6,
    /// Aircraft, a sortie a day.
    Aircraft = 7,
    /// Gunboat.
    Gunboat = 8,
}

/// Number of classes.
pub const ELEMENTS: usize = 9;

impl Element {
    /// All classes, in the order of their numbers.
    pub const ALL: [Self; ELEMENTS] = [
        Self::Rifle,
        Self::Cavalry,
        Self::HeavyMachineGun,
        Self::LightGun,
        Self::FieldGun,
        Self::Tankette,
        Self::Tank,
        Self::Aircraft,
        Self::Gunboat,
    ];

    /// What one is worth in men with rifles. **Source** none. **Status** assumed, ± 50 %.
    #[must_use]
    pub const fn weight(self) -> f64 {
        match self {
            Self::Rifle | Self::Cavalry => 1.0,
            Self::HeavyMachineGun => 12.0,
            Self::LightGun | Self::Tankette => 25.0,
            Self::FieldGun | Self::Gunboat => 60.0,
            Self::Tank => 80.0,
            Self::Aircraft => 40.0,
        }
    }

    /// Its name in English.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rifle => "rifle",
            Self::Cavalry => "cavalry",
            Self::HeavyMachineGun => "heavy machine gun",
            Self::LightGun => "light gun",
            Self::FieldGun => "field gun",
            Self::Tankette => "tankette or armoured car",
            Self::Tank => "tank",
            Self::Aircraft => "aircraft",
            Self::Gunboat => "gunboat",
        }
    }

    /// The kind of [`Forces`] whose losses this class shares.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Rifle | Self::Cavalry | Self::HeavyMachineGun => Kind::Men,
            Self::LightGun | Self::FieldGun => Kind::Guns,
            Self::Tankette | Self::Tank => Kind::Vehicles,
            Self::Aircraft => Kind::Aircraft,
            Self::Gunboat => Kind::Boats,
        }
    }
}

/// The kinds in which [`Forces`] are counted; their numbers index what is left of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Men and what men carry.
    Men = 0,
    /// Armoured vehicles.
    Vehicles = 1,
    /// Guns.
    Guns = 2,
    /// Gunboats.
    Boats = 3,
    /// Aircraft.
    Aircraft = 4,
}

/// How many of each class a side has, or has lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elements {
    /// Men with rifles.
    pub rifle: u32,
    /// Mounted men.
    pub cavalry: u32,
    /// Heavy machine guns.
    pub heavy_machine_gun: u32,
    /// Guns of 37–45 mm.
    pub light_gun: u32,
    /// Guns of 75–152 mm.
    pub field_gun: u32,
    /// Tankettes and armoured cars.
    pub tankette: u32,
    /// Tanks.
    pub tank: u32,
    /// Aircraft.
    pub aircraft: u32,
    /// Gunboats.
    pub gunboat: u32,
}

impl Elements {
    /// The elements of `forces` of which nothing else is known.
    ///
    /// Every man has a rifle; [`HEAVY_MACHINE_GUNS_PER_THOUSAND`], [`LIGHT_GUNS_OF_TEN`] and [`TANKETTES_OF_TEN`]
    /// say the rest, each to the nearest whole number. **Status** assumed.
    #[must_use]
    pub fn assumed(forces: &Forces) -> Self {
        let [light_gun, field_gun] = split(forces.guns, LIGHT_GUNS_OF_TEN, 10 - LIGHT_GUNS_OF_TEN);
        let [tankette, tank] = split(forces.vehicles, TANKETTES_OF_TEN, 10 - TANKETTES_OF_TEN);
        let [heavy_machine_gun, _] = split(forces.men, HEAVY_MACHINE_GUNS_PER_THOUSAND, 988);
        Self {
            rifle: forces.men,
            cavalry: 0,
            heavy_machine_gun,
            light_gun,
            field_gun,
            tankette,
            tank,
            aircraft: forces.aircraft,
            gunboat: forces.boats,
        }
    }

    /// The same mix, with as many vehicles, guns, aircraft and boats as `forces` have.
    ///
    /// A kind that has no class here gets its heavier one, and men with no weapon at all get rifles.
    #[must_use]
    pub fn matched_to(self, forces: &Forces) -> Self {
        let [light_gun, field_gun] = split(forces.guns, self.light_gun, self.field_gun);
        let [tankette, tank] = split(forces.vehicles, self.tankette, self.tank);
        let mut matched = Self {
            light_gun,
            field_gun,
            tankette,
            tank,
            aircraft: forces.aircraft,
            gunboat: forces.boats,
            ..self
        };
        if matched == Self::default() {
            matched.rifle = forces.men;
        }
        matched
    }

    /// What is left of these, matched to `forces`, when `men` remain of the men and `things` of the things.
    pub(crate) fn remaining(&self, forces: &Forces, left: &Forces) -> Self {
        let of_men = |n: u32| split(n, left.men, forces.men - left.men)[0];
        let [light_gun, field_gun] = split(left.guns, self.light_gun, self.field_gun);
        let [tankette, tank] = split(left.vehicles, self.tankette, self.tank);
        Self {
            rifle: of_men(self.rifle),
            cavalry: of_men(self.cavalry),
            heavy_machine_gun: of_men(self.heavy_machine_gun),
            light_gun,
            field_gun,
            tankette,
            tank,
            aircraft: left.aircraft,
            gunboat: left.boats,
        }
    }

    /// How many of one class.
    #[must_use]
    pub const fn count(&self, element: Element) -> u32 {
        match element {
            Element::Rifle => self.rifle,
            Element::Cavalry => self.cavalry,
            Element::HeavyMachineGun => self.heavy_machine_gun,
            Element::LightGun => self.light_gun,
            Element::FieldGun => self.field_gun,
            Element::Tankette => self.tankette,
            Element::Tank => self.tank,
            Element::Aircraft => self.aircraft,
            Element::Gunboat => self.gunboat,
        }
    }

    /// Weight × number of each class.
    pub(crate) fn powers(&self) -> [f64; ELEMENTS] {
        Element::ALL.map(|e| e.weight() * f64::from(self.count(e)))
    }
}

/// `n` in two parts like `a` to `b`, the first to the nearest whole number; all in the second where both are 0.
///
/// Neither part exceeds its share rounded up, so n ≤ a + b leaves the first at most `a` and the second at most `b`.
fn split(n: u32, a: u32, b: u32) -> [u32; 2] {
    let (n, a, whole) = (u64::from(n), u64::from(a), u64::from(a) + u64::from(b));
    if whole == 0 {
        return [0, n as u32];
    }
    let first = (u128::from(2 * n) * u128::from(a) + u128::from(whole)) / u128::from(2 * whole);
    [first as u32, (n - first as u64) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assumed_elements_add_up_to_their_forces() {
        let forces = Forces {
            men: 8_250,
            vehicles: 345,
            guns: 237,
            aircraft: 70,
            boats: 3,
        };
        let elements = Elements::assumed(&forces);
        assert_eq!((elements.rifle, elements.heavy_machine_gun), (8_250, 99));
        assert_eq!((elements.light_gun, elements.field_gun), (71, 166));
        assert_eq!((elements.tankette, elements.tank), (138, 207));
        assert_eq!((elements.aircraft, elements.gunboat), (70, 3));
        assert_eq!(elements.matched_to(&forces), elements);
    }

    #[test]
    fn forces_rule_over_elements_that_do_not_add_up() {
        let forces = Forces {
            men: 100,
            vehicles: 10,
            guns: 4,
            ..Forces::default()
        };
        let mix = Elements {
            rifle: 90,
            tankette: 4,
            tank: 1,
            aircraft: 7,
            ..Elements::default()
        };
        let matched = mix.matched_to(&forces);
        assert_eq!((matched.tankette, matched.tank), (8, 2));
        assert_eq!((matched.light_gun, matched.field_gun), (0, 4));
        assert_eq!((matched.rifle, matched.aircraft), (90, 0));
        let men = Forces {
            men: 100,
            ..Forces::default()
        };
        assert_eq!(
            Elements::default().matched_to(&men).rifle,
            100,
            "men without arms have rifles"
        );
    }

    #[test]
    fn parts_stay_within_their_wholes() {
        for (a, b) in [(0, 0), (0, 7), (7, 0), (3, 4), (1, 1), (u32::MAX / 2, 5)] {
            let whole = a + b;
            for n in [0, 1, 2, whole / 2, whole.saturating_sub(1), whole] {
                let [first, second] = split(n, a, b);
                assert_eq!(first + second, n);
                assert!(
                    whole == 0 || n > whole || first <= a && second <= b,
                    "{n} of {a} + {b}"
                );
            }
        }
    }
}
