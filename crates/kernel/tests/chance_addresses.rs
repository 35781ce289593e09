//! Philox against its published answers and against a slow twin; what addresses and streams promise.

use halha_kernel::chance::{Key, Purpose, Stream, block, open, philox2x64, unit};

/// The known answers of Random123 (file `kat_vectors`, lines "philox2x64 10"): counter, key, output.
const KNOWN: [([u64; 2], u64, [u64; 2]); 3] = [
    ([0, 0], 0, [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]),
    (
        [u64::MAX, u64::MAX],
        u64::MAX,
        [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20],
    ),
    (
        [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344],
        0xa409_3822_299f_31d0,
        [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d],
    ),
];

#[test]
fn philox_gives_the_published_answers() {
    for (counter, key, output) in KNOWN {
        assert_eq!(
            philox2x64(counter, key),
            output,
            "counter {counter:x?}, key {key:x}"
        );
    }
}

/// The high and low half of a product of two 64-bit numbers, by schoolbook multiplication of 32-bit digits.
fn long_product(a: u64, b: u64) -> (u64, u64) {
    let digits = |x: u64| [x & 0xffff_ffff, x >> 32];
    let mut columns = [0_u128; 3];
    for (i, &x) in digits(a).iter().enumerate() {
        for (j, &y) in digits(b).iter().enumerate() {
            columns[i + j] += u128::from(x * y);
        }
    }
    let total = columns[0] + (columns[1] << 32);
    let low = total & u128::from(u64::MAX);
    let high = (total >> 64) + columns[2];
    (u64::try_from(high).expect("a product of 128 bits"), low as u64)
}

/// The paper's definition with the round key computed afresh in each round.
fn slow_philox(counter: [u64; 2], key: u64) -> [u64; 2] {
    (0..10).fold(counter, |[left, right], round: u64| {
        let round_key = key.wrapping_add(round.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (high, low) = long_product(left, 0xD2B7_4407_B1CE_6E93);
        [high ^ round_key ^ right, low]
    })
}

#[test]
fn philox_equals_a_slow_twin() {
    let mut word = 1_u64;
    let mut next = || {
        word = word
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        word ^ word >> 29
    };
    for _ in 0..10_000 {
        let (counter, key) = ([next(), next()], next());
        assert_eq!(philox2x64(counter, key), slow_philox(counter, key));
    }
}

#[test]
fn an_address_is_a_counter_and_a_key_two_blocks() {
    let study_key = philox2x64([2, 1], 1)[0];
    let key = Key::derive(1, 2, 3, 4);
    assert_eq!(key.bits(), philox2x64([3, 4], study_key)[0]);
    assert_eq!(Key::from_bits(key.bits()), key);
    let expected = philox2x64([77, 7 << 32 | 5], key.bits());
    assert_eq!(block(key, 77, Purpose::Round, 5), expected);
}

#[test]
fn purposes_keep_their_numbers() {
    use Purpose::*;
    let in_order = [
        ImmigrantPoints,
        IncidentMarks,
        Offspring,
        Detection,
        FalseReports,
        Patrol,
        Engagement,
        Round,
        Response,
        Delay,
        Reinforcement,
        Settlement,
        Strategic,
        Parameters,
        Assumption,
        Resolve,
        YearEffect,
        Publication,
    ];
    for (number, purpose) in in_order.into_iter().enumerate() {
        assert_eq!(purpose as usize, number, "{purpose:?}");
    }
}

#[test]
fn a_stream_begins_with_the_block_of_its_address_and_copies_keep_its_place() {
    let key = Key::derive(1, 2, 3, 4);
    let mut stream = Stream::new(key, 9, Purpose::Resolve, 2);
    let first = [stream.bits(), stream.bits()];
    assert_eq!(first, block(key, 9, Purpose::Resolve, 2));
    stream.bits();
    let mut copy = stream;
    let ahead: Vec<u64> = (0..5).map(|_| stream.bits()).collect();
    assert_eq!(ahead, (0..5).map(|_| copy.bits()).collect::<Vec<_>>());
}

#[test]
fn streams_of_neighbouring_addresses_do_not_overlap() {
    let key = Key::derive(1, 2, 3, 4);
    let mut seen = std::collections::HashSet::new();
    for (entity, index) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for purpose in [Purpose::ImmigrantPoints, Purpose::IncidentMarks] {
            let mut stream = Stream::new(key, entity, purpose, index);
            for _ in 0..1_000 {
                assert!(
                    seen.insert(stream.bits()),
                    "entity {entity}, index {index}, {purpose:?}"
                );
            }
        }
    }
}

#[test]
fn uniforms_reach_neither_end_they_should_not() {
    let grain = f64::EPSILON / 2.0;
    assert!(unit(0).to_bits() == 0.0_f64.to_bits() && unit(u64::MAX) < 1.0);
    assert!((1.0 - unit(u64::MAX) - grain).abs() < f64::MIN_POSITIVE);
    assert!(open(0).to_bits() == grain.to_bits() && open(u64::MAX) < 1.0);
    assert!((1.0 - open(u64::MAX)).to_bits() == grain.to_bits());
}
