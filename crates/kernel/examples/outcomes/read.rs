//! Scenario and parameters from JSON, field by field.

use halha_kernel::parameters::{PARAMETERS, Parameters};
use halha_kernel::scenario::{
    EntryRule, Month, PactRule, Scenario, Sector, SideSpec, Structure, TemptationRule, Window,
};
use serde_json::Value;

/// What is wrong, with the name of the field.
type Read<T> = Result<T, String>;

/// The scenario of a file.
pub(crate) fn scenario(content: &Value) -> Read<Scenario> {
    let s = field(content, "scenario")?;
    Ok(Scenario {
        end: number(s, "end")?,
        years: list(s, "years", |v| {
            v.as_i64()
                .and_then(|y| i32::try_from(y).ok())
                .ok_or("years: not a year".into())
        })?,
        months: list(s, "months", month)?,
        windows: list(s, "windows", |w| {
            Ok(Window {
                from: index(w, "from")?,
                to: index(w, "to")?,
            })
        })?,
        sectors: list(s, "sectors", sector)?,
        sides: pair(s, "sides", side)?,
        structure: structure(field(s, "structure")?)?,
        pact: optional(s, "pact", pact)?,
        temptation: optional(s, "temptation", temptation)?,
        entry: optional(s, "entry", entry)?,
    })
}

/// The parameters of a file: every one must be there, none besides.
pub(crate) fn parameters(content: &Value) -> Read<Parameters> {
    let p = field(content, "parameters")?;
    let given = p.as_object().ok_or("parameters: not a table")?;
    if let Some(name) = given
        .keys()
        .find(|name| PARAMETERS.iter().all(|known| known.name != name.as_str()))
    {
        return Err(format!("parameters.{name}: no such parameter"));
    }
    let values = PARAMETERS
        .iter()
        .map(|known| number(p, known.name))
        .collect::<Read<Vec<f64>>>()?;
    Parameters::from_slice(&values).map_err(|problems| format!("parameters: {problems:?}"))
}

fn month(v: &Value) -> Read<Month> {
    Ok(Month {
        begin: number(v, "begin")?,
        year: index(v, "year")?,
        divisions: numbers(v, "divisions")?,
        tanks: numbers(v, "tanks")?,
        guns: numbers(v, "guns")?,
        aircraft: numbers(v, "aircraft")?,
        distraction: numbers(v, "distraction")?,
        espionage: numbers(v, "espionage")?,
        autonomy: numbers(v, "autonomy")?,
        outside_grievance: numbers(v, "outside_grievance")?,
        warm: number(v, "warm")?,
        ice: number(v, "ice")?,
        step: truth(v, "step")?,
        commission: truth(v, "commission")?,
    })
}

fn sector(v: &Value) -> Read<Sector> {
    Ok(Sector {
        name: text(v, "name")?,
        length_km: number(v, "length_km")?,
        vagueness: number(v, "vagueness")?,
        river: truth(v, "river")?,
        client_share: numbers(v, "client_share")?,
        railhead_km: numbers(v, "railhead_km")?,
    })
}

fn side(v: &Value) -> Read<SideSpec> {
    Ok(SideSpec {
        name: text(v, "name")?,
        reference_divisions: number(v, "reference_divisions")?,
        men_per_division: number(v, "men_per_division")?,
        trucks: number(v, "trucks")?,
        gunboat_share: number(v, "gunboat_share")?,
    })
}

fn structure(v: &Value) -> Read<Structure> {
    let count = |name| u32::try_from(index(v, name)?).map_err(|e| format!("{name}: {e}"));
    Ok(Structure {
        truck_payload_kg: number(v, "truck_payload_kg")?,
        truck_km_per_day: number(v, "truck_km_per_day")?,
        kg_per_man_day: number(v, "kg_per_man_day")?,
        max_incidents: count("max_incidents")?,
        max_steps: count("max_steps")?,
    })
}

fn pact(v: &Value) -> Read<PactRule> {
    Ok(PactRule {
        seeker: index(v, "seeker")?,
        from: index(v, "from")?,
        shock: index(v, "shock")?,
    })
}

fn temptation(v: &Value) -> Read<TemptationRule> {
    Ok(TemptationRule {
        side: index(v, "side")?,
        from: index(v, "from")?,
        to: index(v, "to")?,
        alternative: number(v, "alternative")?,
    })
}

fn entry(v: &Value) -> Read<EntryRule> {
    Ok(EntryRule {
        side: index(v, "side")?,
        denounce: index(v, "denounce")?,
        enter: index(v, "enter")?,
    })
}

fn field<'v>(v: &'v Value, name: &str) -> Read<&'v Value> {
    v.get(name).ok_or_else(|| format!("{name}: missing"))
}

fn number(v: &Value, name: &str) -> Read<f64> {
    field(v, name)?
        .as_f64()
        .ok_or_else(|| format!("{name}: not a number"))
}

fn index(v: &Value, name: &str) -> Read<usize> {
    let whole = field(v, name)?
        .as_u64()
        .ok_or_else(|| format!("{name}: not a whole number"))?;
    usize::try_from(whole).map_err(|e| format!("{name}: {e}"))
}

fn truth(v: &Value, name: &str) -> Read<bool> {
    field(v, name)?
        .as_bool()
        .ok_or_else(|| format!("{name}: not true or false"))
}

fn text(v: &Value, name: &str) -> Read<String> {
    let text = field(v, name)?
        .as_str()
        .ok_or_else(|| format!("{name}: not a text"))?;
    Ok(text.to_owned())
}

fn list<T>(v: &Value, name: &str, item: impl Fn(&Value) -> Read<T>) -> Read<Vec<T>> {
    let items = field(v, name)?
        .as_array()
        .ok_or_else(|| format!("{name}: not a list"))?;
    items
        .iter()
        .enumerate()
        .map(|(n, v)| item(v).map_err(|e| format!("{name}[{n}].{e}")))
        .collect()
}

fn pair<T>(v: &Value, name: &str, item: impl Fn(&Value) -> Read<T>) -> Read<[T; 2]> {
    <[T; 2]>::try_from(list(v, name, item)?).map_err(|_| format!("{name}: not one for each side"))
}

fn numbers(v: &Value, name: &str) -> Read<[f64; 2]> {
    pair(v, name, |v| v.as_f64().ok_or("not a number".into()))
}

fn optional<T>(v: &Value, name: &str, item: impl Fn(&Value) -> Read<T>) -> Read<Option<T>> {
    match v.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(inner) => item(inner).map(Some).map_err(|e| format!("{name}.{e}")),
    }
}
