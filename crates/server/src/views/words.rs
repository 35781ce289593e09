//! What words mean: the project's glossary and the closed lists of the record.

use std::collections::BTreeMap;

use halha_record::vocab::{
    ActKind, AidAspect, Attribute, CountCategory, ElementId, FeatureKind, IncidentKind, Level, PartyKind,
    PlaceKind, Role, Rung, SourceKind, Status, Terrain, Unit, Vocabulary, Voice,
};

use crate::wire::conflict::Words;

const GLOSSARY: &str = include_str!("../../../../GLOSSARY.md");

type List = BTreeMap<String, String>;

pub(crate) fn words() -> Words {
    let lists = [
        list::<IncidentKind>(),
        list::<ActKind>(),
        list::<Rung>(),
        list::<Status>(),
        list::<Role>(),
        list::<Attribute>(),
        list::<ElementId>(),
        list::<Voice>(),
        list::<PlaceKind>(),
        list::<FeatureKind>(),
        list::<Terrain>(),
        list::<SourceKind>(),
        list::<Unit>(),
        list::<CountCategory>(),
        list::<AidAspect>(),
        list::<Level>(),
        list::<PartyKind>(),
    ];
    Words {
        glossary: glossary(GLOSSARY),
        lists: lists.into_iter().collect(),
    }
}

fn list<V: Vocabulary>() -> (String, List) {
    let words = V::ALL
        .iter()
        .map(|word| (word.as_str().to_owned(), word.meaning().to_owned()));
    (V::NAME.replace(' ', "-"), words.collect())
}

/// The rows of the glossary's tables: `| **word** | means … |`.
fn glossary(text: &str) -> List {
    let mut words = List::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let (Some(names), Some(means)) = (cells.next(), cells.next()) else {
            continue;
        };
        if names == "word" {
            continue;
        }
        for name in names.split(',') {
            let name = name.trim().trim_matches('*').trim();
            if !name.is_empty() {
                words.insert(name.to_owned(), means.replace('`', ""));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_glossary_is_read() {
        let words = words();
        assert!(words.glossary["claim"].starts_with("one statement by one source"));
        assert_eq!(words.glossary["attacker"], words.glossary["defender"]);
        assert!(!words.glossary.contains_key("word") && !words.glossary.contains_key("---"));
        assert!(words.lists["incident-kind"].contains_key("clash"));
    }
}
