//! Every list reads back what it prints, and leads a wrong word to the right one.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::collections::HashSet;

use super::*;

fn holds_together<V>()
where
    V: Vocabulary
        + std::fmt::Display
        + std::str::FromStr<Err = UnknownWord>
        + serde::Serialize
        + serde::de::DeserializeOwned
        + schemars::JsonSchema,
{
    let mut spellings = HashSet::new();
    for &word in V::ALL {
        let text = word.as_str();
        assert!(
            spellings.insert(text),
            "{text} stands twice among the {}s",
            V::NAME
        );
        assert!(
            text.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{text}"
        );
        assert!(
            !word.meaning().is_empty() && !word.meaning().ends_with('.'),
            "{text}"
        );
        assert_eq!(V::parse(text), Some(word));
        assert_eq!(text.parse::<V>().unwrap(), word);
        assert_eq!(word.to_string(), text);
        let json = serde_json::to_string(&word).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<V>(&json).unwrap(), word);
    }
    let mut owners = std::collections::HashMap::new();
    for &word in V::ALL {
        for synonym in word.synonyms() {
            assert!(
                !spellings.contains(synonym),
                "{synonym} is a word and a synonym of {word}"
            );
            assert_eq!(
                owners.insert(*synonym, word.as_str()),
                None,
                "{synonym} leads to two words"
            );
            assert_eq!(V::nearest(synonym), Some(word), "{synonym}");
        }
    }
    let schema = serde_json::to_value(schemars::schema_for!(V)).unwrap();
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), V::ALL.len());
    assert!("".parse::<V>().is_err());
    assert!("\0".parse::<V>().is_err());
}

#[test]
fn every_list_holds_together() {
    holds_together::<PartyKind>();
    holds_together::<Voice>();
    holds_together::<SourceKind>();
    holds_together::<Level>();
    holds_together::<Status>();
    holds_together::<Role>();
    holds_together::<Terrain>();
    holds_together::<PlaceKind>();
    holds_together::<FeatureKind>();
    holds_together::<IncidentKind>();
    holds_together::<ActKind>();
    holds_together::<Rung>();
    holds_together::<CountCategory>();
    holds_together::<AidAspect>();
    holds_together::<DepictionKind>();
    holds_together::<Holds>();
    holds_together::<ElementClass>();
    holds_together::<ElementId>();
    holds_together::<Attribute>();
    holds_together::<Unit>();
}

#[test]
fn a_wrong_word_leads_to_the_right_one() {
    let error = "armored-car".parse::<ElementId>().unwrap_err();
    assert_eq!(error.nearest, Some("armoured-car"));
    assert_eq!(
        error.to_string(),
        "`armored-car` is no element; did you mean `armoured-car`?"
    );
    assert_eq!("Dead".parse::<Attribute>().unwrap_err().nearest, Some("killed"));
    assert_eq!("tousands".parse::<Unit>().unwrap_err().nearest, None);
    assert_eq!(
        "Light machine_gun".parse::<ElementId>().unwrap_err().nearest,
        Some("light-machine-gun")
    );
    let unknown = "xyzzy".parse::<Level>().unwrap_err().to_string();
    assert_eq!(unknown, "`xyzzy` is no level; known: local, theatre, capital");
}

#[test]
fn a_huge_wrong_word_makes_a_short_message() {
    let huge = "é".repeat(10_000_000);
    let message = huge.parse::<ElementId>().unwrap_err().to_string();
    assert!(message.len() < 200, "{}", message.len());
}

#[test]
fn suggestions_prefer_prefix_then_containment_then_edits() {
    let ids = [
        "khasan-1938",
        "khalkhin-gol-1939",
        "khalkhin-gol-1939-may",
        "kanchazu-1937",
        "tauran-1936-03",
    ];
    for (word, meant) in [
        ("khasan", Some("khasan-1938")),
        ("khalkin", Some("khalkhin-gol-1939")),
        ("khalkin-gol", Some("khalkhin-gol-1939")),
        ("khalkhin-gol-1939", Some("khalkhin-gol-1939")),
        ("KHASAN", Some("khasan-1938")),
        ("1937", Some("kanchazu-1937")),
        ("kanchatzu", Some("kanchazu-1937")),
        ("tuaran", Some("tauran-1936-03")),
        ("stalingrad", None),
        ("", None),
        ("  ", None),
    ] {
        assert_eq!(suggest(word, ids), meant, "{word:?}");
    }
    assert_eq!(
        suggest_all("gol", ids),
        ["khalkhin-gol-1939", "khalkhin-gol-1939-may"]
    );
    assert!(suggest_all("anything", std::iter::empty()).is_empty());
}

#[test]
fn units_compare_within_a_dimension_only() {
    assert_eq!(Unit::Miles.dimension(), Unit::Feet.dimension());
    assert!((31.0 * Unit::Miles.factor() / Unit::Km.factor() - 49.889_664).abs() < 1e-9);
    assert!((3.0 * Unit::Weeks.factor() - 21.0).abs() < 1e-12);
    assert_ne!(Unit::Divisions.dimension(), Unit::Brigades.dimension());
    assert_eq!(Unit::Date.holds(), Holds::Date);
    assert!(Unit::Men.is_whole() && !Unit::Km.is_whole() && !Unit::Divisions.is_whole());
}

#[test]
fn every_element_accepts_its_own_unit_and_no_date() {
    for element in ElementId::ALL {
        assert!(element.accepts(element.unit()), "{element}");
        assert!(!element.accepts(Unit::Date), "{element}");
    }
    assert!(ElementId::TankBrigade.accepts(Unit::Men));
    assert!(!ElementId::TankBrigade.accepts(Unit::Divisions));
    assert!(ElementId::Food.accepts(Unit::Tonnes));
}

#[test]
fn parts_and_wholes_have_no_circle() {
    fn depth(attribute: Attribute, left: usize) -> bool {
        left > 0 && attribute.wholes().iter().all(|&whole| depth(whole, left - 1))
    }
    for &attribute in Attribute::ALL {
        assert!(depth(attribute, 8), "{attribute} is a part of itself");
        for whole in attribute.wholes() {
            assert_eq!(whole.holds(), Holds::Number);
        }
    }
    assert!(Attribute::Killed.wholes().contains(&Attribute::Casualties));
}
