//! The book's page and the JSON Schema of studies, made from their vocabulary.

use std::fmt::Write;

use halha_kernel::parameters::PARAMETERS;
use serde_json::{Map, Value, json};

use super::keys::{HEAD, Holds, KINDS, Key, PARAMETER_KEYS};

/// The pages by their path under `book/src/reference`.
pub fn pages() -> Vec<(&'static str, String)> {
    let mut schema = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    schema.push('\n');
    vec![("studies.md", vocabulary()), ("study.schema.json", schema)]
}

fn vocabulary() -> String {
    let mut text = String::from(
        "# Studies\n\n\
         This page is generated from the program; so is the [JSON Schema](study.schema.json).\n\n\
         A study is a TOML file that says what is asked of a conflict, in the folder `studies/` of a conflict or anywhere if \
         it is given by its path; its name is that of the file. `halha study` does it. How, and the studies that ship with the \
         reference case: [Studies](../guides/studies.md).\n\n\
         A wrong file is refused with all its problems, each with line, value and remedy; those of the interventions that it \
         uses are among them.\n\n\
         ## The head\n\n",
    );
    keys(&mut text, HEAD);
    text.push_str("\n## `[parameters]`\n\nMay be left out.\n\n");
    keys(&mut text, PARAMETER_KEYS);
    text.push_str("\nEvery study has exactly one of the tables that follow.\n");
    for kind in KINDS {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n## `[{}]`\n\nIt {}.\n\n", kind.name, kind.does);
        keys(&mut text, kind.keys);
        let observables = match kind.observables {
            "" => "It prints all that it finds: `observables` stays out.".to_owned(),
            known => format!("`observables` chooses among {known}."),
        };
        let _ = writeln!(text, "\n{observables}");
    }
    text.push_str(
        "\n## The directory of a study\n\n\
         | file | holds |\n|---|---|\n\
         | `study.toml` | the study as it was |\n\
         | `study.json` | all that decides the results: versions, conflict, kind, size, seed, a fingerprint of scenario, priors, \
         posterior and interventions, and the command |\n\
         | `interventions/` | the interventions that it used, as they were |\n\
         | `run/` | of `[run]`: the [directory of the run](tables/index.md) |\n\
         | `pairs.parquet`, `whatif.json`, `report.html` | of `[whatif]`: the [table of pairs](pairs.md), the answer, the page |\n\
         | `forecast.json`, `report.html` | of `[forecast]`: the numbers and the page |\n\
         | `rare.json`, `stages.parquet` | of `[rare]`: the answer, and what happened at each level |\n\
         | `sensitivity.json`, `discovery.json` and tables | of `[sensitivity]` and `[discovery]`: the answer, its indices, outputs \
         or cases |\n\
         | `done.json` | written last: the fingerprint of the values that came out, and every file of results with length and \
         hash |\n\n\
         The same study leaves the same bytes, whatever the number of threads and however often it was interrupted; only \
         `journal.json` of a run says how the work went.\n",
    );
    text
}

fn keys(text: &mut String, keys: &[Key]) {
    text.push_str("| key | holds | means |\n|---|---|---|\n");
    for key in keys {
        let need = if key.needed { "" } else { "; may be left out" };
        let _ = writeln!(
            text,
            "| `{}` | {} | {}{need} |",
            key.name,
            holds(key.holds),
            key.means
        );
    }
}

fn holds(holds: Holds) -> String {
    match holds {
        Holds::Text => "a text".to_owned(),
        Holds::Texts => "texts".to_owned(),
        Holds::Date => "`1935`, `1935-06` or `1935-06-15`".to_owned(),
        Holds::Whole(1, 1) => "1".to_owned(),
        Holds::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Holds::Positive => "a number above 0".to_owned(),
        Holds::Word(words) => words
            .iter()
            .map(|w| format!("`{w}`"))
            .collect::<Vec<_>>()
            .join(", "),
        Holds::Horizon => "months or years".to_owned(),
        Holds::Parameters => "numbers by [parameters](parameters.md)".to_owned(),
    }
}

fn schema() -> Value {
    let mut properties = properties(HEAD);
    properties.insert("parameters".to_owned(), table(PARAMETER_KEYS));
    for kind in KINDS {
        properties.insert(kind.name.to_owned(), table(kind.keys));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A study",
        "type": "object",
        "additionalProperties": false,
        "required": required(HEAD),
        "oneOf": KINDS.iter().map(|kind| json!({ "required": [kind.name] })).collect::<Vec<_>>(),
        "properties": properties,
        "$defs": { "date": { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" } }
    })
}

fn table(keys: &[Key]) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required(keys),
        "properties": properties(keys)
    })
}

fn required(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().filter(|key| key.needed).map(|key| key.name).collect()
}

fn properties(keys: &[Key]) -> Map<String, Value> {
    keys.iter()
        .map(|key| (key.name.to_owned(), value(key.holds)))
        .collect()
}

fn value(holds: Holds) -> Value {
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Texts => {
            json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Holds::Date => json!({ "$ref": "#/$defs/date" }),
        Holds::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Holds::Positive => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Holds::Word(words) => json!({ "enum": words }),
        Holds::Horizon => {
            json!({ "oneOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^[0-9]+[my]?$" }] })
        }
        Holds::Parameters => {
            let one = |name: &str| (name.to_owned(), json!({ "type": "number" }));
            let all: Map<String, Value> = PARAMETERS.iter().map(|p| one(p.name)).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": all })
        }
    }
}
