//! The book's page and the JSON Schema of interventions, and its page of the table of pairs, made from the types.

use std::fmt::Write;

use halha_kernel::parameters::PARAMETERS;
use serde_json::{Value, json};

use super::intervention::{Arm, Condition, OpKind, Rule, Series, Tag};
use super::store::COLUMNS;
use crate::store::schema::Words;

/// The pages by their path under `book/src/reference`.
pub fn pages() -> Vec<(&'static str, String)> {
    let mut schema = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    schema.push('\n');
    vec![
        ("interventions.md", vocabulary()),
        ("intervention.schema.json", schema),
        ("pairs.md", pairs()),
    ]
}

/// The words of a list, in code.
fn words<'w>(list: impl IntoIterator<Item = &'w str>) -> String {
    let all: Vec<String> = list.into_iter().map(|word| format!("`{word}`")).collect();
    all.join(", ")
}

fn conditions() -> Vec<&'static str> {
    Condition::ALL.iter().map(|(_, word)| *word).collect()
}

fn series() -> Vec<&'static str> {
    Series::ALL.iter().map(|(_, word, ..)| *word).collect()
}

fn arms() -> Vec<&'static str> {
    Arm::ALL.iter().map(|(_, word)| *word).collect()
}

fn rules() -> Vec<&'static str> {
    Rule::ALL.iter().map(|(_, word)| *word).collect()
}

/// Operations with what they do.
const OPS: [(OpKind, &str); 6] = [
    (OpKind::Set, "the number becomes the value"),
    (
        OpKind::Earlier,
        "a series becomes what it was so many months later (series only)",
    ),
    (OpKind::Scale, "the number times the value"),
    (OpKind::Add, "the number plus the value"),
    (OpKind::AtLeast, "the value, where the number is below it"),
    (OpKind::AtMost, "the value, where the number is above it"),
];

fn key(kind: OpKind) -> &'static str {
    let found = OpKind::ALL.iter().find(|(k, _)| *k == kind);
    found.map_or("", |(_, key)| *key)
}

fn vocabulary() -> String {
    let mut text = String::from(
        "# Interventions\n\n\
         This page is generated from the program; so is the [JSON Schema](intervention.schema.json).\n\n\
         An intervention is a TOML file in the folder `interventions/` of a conflict, or anywhere if it is given by its \
         path. Its name is that of the file. How to ask: [Asking what if](../guides/asking-what-if.md); what the answer \
         means: [What if](../concepts/what-if.md).\n\n\
         ## The head\n\n\
         | key | holds |\n|---|---|\n\
         | `format` | 1 |\n\
         | `title` | a title |\n\
         | `question` | the question in a sentence |\n\
         | `estimand` | what is to be estimated |\n",
    );
    let tags = words(Tag::ALL.iter().map(|(_, word)| *word));
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "| `tag` | {tags}: whether the record says anything about the parameters through which it works |\n\
         | `source` or `assumed` | an id of `sources.toml`, or the reason of the assumption |\n\
         | `note` | anything else |\n\
         | `[given]` | `history-to`: both worlds begin with the record up to that day, by the \
         [rules of the splice](../concepts/what-if.md#a-history-that-goes-on) |\n\n\
         ## What is done\n\n\
         Each table `[[do]]` has one target, and says how and when. Without any table nothing is done.\n\n\
         | target | also | how |\n|---|---|---|\n\
         | `parameter` = a [parameter](parameters.md) | | operations |\n\
         | `rung` = {} (its utility) | | operations |\n\
         | `series` = {} | `side` | operations |\n\
         | `border` = `vagueness`, `client-share` | `sectors`, `side` | operations |\n\
         | `force` = {} (of the open crisis) | `sectors`, `side` | operations |\n\
         | `rule` = {} | | `turn` = `on`, `off` |\n\
         | `decisions` = `scripted`, `quantal-response` | | |\n\
         | `battle` = `won`, `drawn`, `unfought` (the next one) | `sectors`, `at-least-men`, `by` = a side | |\n\n\
         Without `side` or `sectors`, all are meant. A side or a sector is named by its id.\n\n\
         | operation | result |\n|---|---|\n",
        words(Words::Rung.list().iter().copied()),
        words(series()),
        words(arms()),
        words(rules()),
    );
    for (kind, what) in OPS {
        let _ = writeln!(text, "| `{}` | {what} |", key(kind));
    }
    let _ = write!(
        text,
        "\nWhere several concern the same number, they are applied in the order of this table, whoever wrote them. \
         Two that set it differently at the same time contradict each other and are refused.\n\n\
         ## When\n\n\
         | key | holds |\n|---|---|\n\
         | `from` | the first day: `1935`, `1935-06` or `1935-06-15`; without it, with the world |\n\
         | `until` | the last day; without it, for good |\n\
         | `after` | instead of `from`: as soon as that has happened in the world: {} |\n\n\
         Inputs change from that day on; what a month draws at its beginning (the background of incidents) follows with \
         the next month. A state (vagueness, forces) is changed once. A date after the end of the history is allowed and \
         reported: nothing is done.\n\n\
         ## What is checked\n\n\
         All problems at once, each with file, line, value and remedy, in the codes of the other files: unknown keys and \
         names with the nearest known one, values outside their range, dates before the history, numbers without a \
         source, contradictions within a file and between interventions that are done together.\n",
        words(conditions()),
    );
    text
}

fn schema() -> Value {
    let operations: serde_json::Map<String, Value> = OpKind::ALL
        .iter()
        .map(|(_, key)| ((*key).to_owned(), json!({ "type": "number" })))
        .collect();
    let one_or_more =
        json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] });
    let mut properties = serde_json::Map::from_iter([
        (
            "parameter".to_owned(),
            json!({ "enum": PARAMETERS.iter().map(|p| p.name).collect::<Vec<_>>() }),
        ),
        ("rung".to_owned(), json!({ "enum": Words::Rung.list() })),
        ("series".to_owned(), json!({ "enum": series() })),
        (
            "border".to_owned(),
            json!({ "enum": ["vagueness", "client-share"] }),
        ),
        ("force".to_owned(), json!({ "enum": arms() })),
        ("rule".to_owned(), json!({ "enum": rules() })),
        (
            "decisions".to_owned(),
            json!({ "enum": ["scripted", "quantal-response"] }),
        ),
        (
            "battle".to_owned(),
            json!({ "enum": ["won", "drawn", "unfought"] }),
        ),
        ("side".to_owned(), json!({ "type": "string" })),
        ("sectors".to_owned(), one_or_more),
        ("turn".to_owned(), json!({ "enum": ["on", "off"] })),
        ("by".to_owned(), json!({ "type": "string" })),
        (
            "at-least-men".to_owned(),
            json!({ "type": "number", "minimum": 0 }),
        ),
        ("from".to_owned(), json!({ "$ref": "#/$defs/date" })),
        ("until".to_owned(), json!({ "$ref": "#/$defs/date" })),
        ("after".to_owned(), json!({ "enum": conditions() })),
        ("note".to_owned(), json!({ "type": "string" })),
    ]);
    properties.extend(operations);
    let target = [
        "parameter",
        "rung",
        "series",
        "border",
        "force",
        "rule",
        "decisions",
        "battle",
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An intervention",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "title", "question", "estimand", "tag"],
        "anyOf": [{ "required": ["source"] }, { "required": ["assumed"] }],
        "properties": {
            "format": { "const": 1 },
            "title": { "type": "string" },
            "question": { "type": "string" },
            "estimand": { "type": "string" },
            "tag": { "enum": Tag::ALL.iter().map(|(_, word)| *word).collect::<Vec<_>>() },
            "source": { "type": "string" },
            "assumed": { "type": "string", "minLength": 1 },
            "note": { "type": "string" },
            "given": {
                "type": "object",
                "additionalProperties": false,
                "required": ["history-to"],
                "properties": { "history-to": { "$ref": "#/$defs/date" }, "note": { "type": "string" } }
            },
            "do": { "type": "array", "items": { "$ref": "#/$defs/do" } }
        },
        "$defs": {
            "date": { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
            "do": {
                "type": "object",
                "additionalProperties": false,
                "oneOf": target.map(|key| json!({ "required": [key] })),
                "properties": properties
            }
        }
    })
}

fn pairs() -> String {
    let mut text = String::from(
        "# Table of pairs\n\n\
         `halha whatif … --out DIR` writes `pairs.parquet`: one row for each intervention and pair of worlds. Beside it \
         lie `whatif.json` (all that decides the pairs, the measures with titles and units, every figure of the answer), \
         `interventions/` (the files as they were) and `report.html`. `halha whatif --again DIR` plays the pairs again \
         and compares every byte. This page is generated from the program.\n\n\
         | column | type | meaning |\n|---|---|---|\n",
    );
    for (name, holds, meaning) in COLUMNS {
        let name = if name.starts_with('*') {
            (*name).to_owned()
        } else {
            format!("`{name}`")
        };
        let _ = writeln!(text, "| {name} | {holds} | {meaning} |");
    }
    text
}
