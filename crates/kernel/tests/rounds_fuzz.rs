//! Whatever the forces, the elements and the luck: rounds add up, and to the fast path's fight.
#![allow(clippy::float_cmp, reason = "tests; equal luck gives equal bits")]

#[path = "support/told.rs"]
mod told;

use halha_kernel::chance::{Key, Purpose};
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Forces, Posture};
use halha_kernel::example::two_sectors;
use halha_kernel::luck::Luck;
use halha_kernel::rounds::{Elements, fight_in_rounds, retell};
use proptest::prelude::*;
use told::faults;

const AT: FightAddress = FightAddress { id: 77, step: 3 };

/// Luck at its ends: every block all zeros or all ones, or a run's with some of its blocks so.
#[derive(Debug, Clone, Copy)]
struct Edge {
    key: Key,
    zeros: u32,
    ones: u32,
}

impl Luck for Edge {
    fn block(&self, entity: u64, purpose: Purpose, index: u32) -> [u64; 2] {
        if self.zeros >> (index % 32) & 1 == 1 {
            [0; 2]
        } else if self.ones >> (index % 32) & 1 == 1 {
            [u64::MAX; 2]
        } else {
            self.key.block(entity, purpose, index)
        }
    }
}

fn any_number(most: u32) -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(1), 0..=most / 100, 0..=most]
}

fn any_forces() -> impl Strategy<Value = Forces> {
    let things = (any_number(900), any_number(900), any_number(600), any_number(12));
    let men = prop_oneof![1_u32..30, 1_u32..3_000, 1_u32..80_000, Just(u32::MAX / 4)];
    (men, things).prop_map(|(men, (vehicles, guns, aircraft, boats))| Forces {
        men,
        vehicles,
        guns,
        aircraft,
        boats,
    })
}

fn any_elements() -> impl Strategy<Value = Elements> {
    prop::array::uniform9(any_number(5_000)).prop_map(|n| Elements {
        rifle: n[0],
        cavalry: n[1],
        heavy_machine_gun: n[2],
        light_gun: n[3],
        field_gun: n[4],
        tankette: n[5],
        tank: n[6],
        aircraft: n[7],
        gunboat: n[8],
    })
}

fn any_encounter() -> impl Strategy<Value = Encounter> {
    let postures = prop::sample::select(vec![
        Posture::Hasty,
        Posture::Prepared,
        Posture::Fortified,
        Posture::Delaying,
    ]);
    let punch = prop_oneof![Just(1.0), 1e-6..1.0, Just(1e-300)];
    let forces = [any_forces(), any_forces()];
    (
        0..2_usize,
        forces,
        postures,
        0..4_u8,
        -1.0..=1.0,
        [punch.clone(), punch],
    )
        .prop_map(|(attacker, forces, posture, surprise, air, punch)| Encounter {
            attacker,
            forces,
            posture,
            surprise,
            air,
            punch,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn whatever_the_luck_rounds_add_up(
        e in any_encounter(),
        elements in [any_elements(), any_elements()],
        key in any::<u64>(),
        zeros in prop_oneof![Just(0), Just(u32::MAX), any::<u32>()],
        ones in prop_oneof![Just(0), Just(u32::MAX), any::<u32>()],
    ) {
        let luck = Edge { key: Key::from_bits(key), zeros, ones };
        let prepared = two_sectors();
        let whole = fight(&prepared, &e, &luck, AT);
        let told = fight_in_rounds(&prepared, &e, elements, &luck, AT);
        prop_assert_eq!(faults(&told, &whole), Vec::<&str>::new());
        let again = retell(&whole, elements, &luck, AT);
        prop_assert_eq!(faults(&again, &whole), Vec::<&str>::new());
    }
}
