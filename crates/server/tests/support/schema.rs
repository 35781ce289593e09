//! Just enough of JSON Schema to hold answers against the description of the API.

use serde_json::Value;

/// The first way in which a value does not fit its schema.
pub(crate) fn misfit(api: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(target) = schema["$ref"].as_str() {
        let schema = api.pointer(target.trim_start_matches('#'));
        return match schema {
            Some(schema) => misfit(api, schema, value, at),
            None => Some(format!("{at}: {target} leads nowhere")),
        };
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[several].as_array()
            && !choices
                .iter()
                .any(|choice| misfit(api, choice, value, at).is_none())
        {
            return Some(format!("{at}: fits none of {several}: {value}"));
        }
    }
    if let Some(parts) = schema["allOf"].as_array()
        && let Some(wrong) = parts.iter().find_map(|part| misfit(api, part, value, at))
    {
        return Some(wrong);
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Some(format!("{at}: {value} is none of {words:?}"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|kind| is(kind, value)) {
        return Some(format!("{at}: {value} is no {types:?}"));
    }
    inside(api, schema, value, at)
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn inside(api: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    match value {
        Value::Object(fields) => {
            let required = schema["required"].as_array().into_iter().flatten();
            let missing = required
                .filter_map(Value::as_str)
                .find(|name| !fields.contains_key(*name));
            if let Some(missing) = missing {
                return Some(format!("{at}: {missing} is missing"));
            }
            fields.iter().find_map(|(name, value)| {
                let at = format!("{at}.{name}");
                match schema["properties"].get(name) {
                    Some(schema) => misfit(api, schema, value, &at),
                    None => match &schema["additionalProperties"] {
                        Value::Object(_) => misfit(api, &schema["additionalProperties"], value, &at),
                        _ => None,
                    },
                }
            })
        }
        Value::Array(items) => {
            let count = |name: &str| schema[name].as_u64().map(|n| n as usize);
            if count("minItems").is_some_and(|n| items.len() < n)
                || count("maxItems").is_some_and(|n| items.len() > n)
            {
                return Some(format!("{at}: {} items", items.len()));
            }
            let schema = &schema["items"];
            let mut items = items.iter().enumerate();
            items.find_map(|(n, item)| misfit(api, schema, item, &format!("{at}[{n}]")))
        }
        _ => None,
    }
}
