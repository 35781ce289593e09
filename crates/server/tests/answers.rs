//! Every address answers, in the form that the description gives, on the shipped conflict.
#![allow(clippy::float_cmp, reason = "counts")]

mod support;

use serde_json::{Value, json};
use support::Server;
use support::schema::misfit;

fn api() -> Value {
    serde_json::from_str(&halha_server::openapi()).expect("the description is JSON")
}

/// The schema of the successful answer.
fn schema<'a>(api: &'a Value, path: &str, method: &str, media: &str) -> &'a Value {
    let schema = &api["paths"][path][method]["responses"]["200"]["content"][media]["schema"];
    assert!(!schema.is_null(), "{method} {path} has no schema for {media}");
    schema
}

#[test]
fn every_address_answers_as_described() {
    let server = Server::begin(40);
    server.wait_for_quick();
    let api = api();
    let observable = server.json("/api/runs/quick")["comparison"][0]["id"].clone();
    let observable = observable.as_str().expect("an observable").to_owned();
    let mut asked = 0;
    for (path, methods) in api["paths"].as_object().expect("paths") {
        if methods["get"].is_null() || path == "/api/export/{file}" {
            continue;
        }
        let address = path
            .replace("{run}", "quick")
            .replace("{id}", "khalkhin-gol-1939")
            .replace("{observable}", &observable)
            .replace("{campaign}", "3");
        let answer = server.json(&address);
        let wrong = misfit(&api, schema(&api, path, "get", "application/json"), &answer, path);
        assert_eq!(wrong, None);
        asked += 1;
    }
    assert!(asked >= 20, "only {asked} addresses");
    for (id, of) in [("ceasefire-1939-09", "act"), ("soviet-japanese", "conflict")] {
        let page = server.json(&format!("/api/pages/{id}"));
        assert_eq!(
            misfit(
                &api,
                schema(&api, "/api/pages/{id}", "get", "application/json"),
                &page,
                id
            ),
            None
        );
        assert_eq!(page["of"], of);
    }
}

#[test]
fn an_answer_that_lacks_something_would_be_found() {
    let api = api();
    let conflict = schema(&api, "/api/status", "get", "application/json");
    assert!(misfit(&api, conflict, &json!({ "version": "1" }), "status").is_some());
    let span = json!({ "$ref": "#/components/schemas/Span" });
    let mut value = json!({ "edtf": "1936", "words": "1936", "from": null, "to": null, "approximate": false, "uncertain": false, "interval": false });
    assert_eq!(misfit(&api, &span, &value, "span"), None);
    value["approximate"] = json!("no");
    assert!(misfit(&api, &span, &value, "span").is_some());
}

#[test]
fn the_record_is_told_with_its_rivals_side_by_side() {
    let server = Server::begin(0);
    let page = server.json("/api/pages/khalkhin-gol-1939");
    let losses = page["sections"].as_array().expect("sections");
    let losses = losses.iter().find(|s| s["id"] == "losses").expect("losses");
    let books = page["books"].as_array().expect("books");
    assert_eq!(
        (books[0]["kind"].as_str(), books[1]["kind"].as_str()),
        (Some("side"), Some("side"))
    );
    assert!(losses["rows"].as_array().expect("rows").len() > 3);
    for row in losses["rows"].as_array().expect("rows") {
        assert_eq!(row["books"].as_array().map(Vec::len), Some(books.len()));
    }
    let incidents = server.json("/api/incidents");
    assert!(
        incidents
            .as_array()
            .expect("incidents")
            .iter()
            .all(|i| i["longitude"].is_number())
    );
    let lanes = server.json("/api/context");
    let ids: Vec<_> = lanes["lanes"]
        .as_array()
        .expect("lanes")
        .iter()
        .map(|l| l["id"].as_str())
        .collect();
    assert_eq!(ids[..3], [Some("wars"), Some("pacts"), Some("aid")]);
    for (file, kind) in [
        ("claims.csv", "text/csv"),
        ("claims.parquet", "application/vnd.apache.parquet"),
        ("record.json", "application/json"),
        ("map.geojson", "application/geo+json"),
    ] {
        let answer = server.get(&format!("/api/export/{file}"));
        assert_eq!(answer.status, 200);
        assert!(
            answer.head.contains(&format!("content-type: {kind}")),
            "{}",
            answer.head
        );
        assert!(answer.body.len() > 1000);
    }
    assert_eq!(server.json("/api/runs"), json!([]), "no run was asked for");
}

#[test]
fn a_world_found_is_the_world_that_was_counted() {
    let server = Server::begin(40);
    server.wait_for_quick();
    let fans = server.json("/api/runs/quick/fans?measure=shootings");
    let band = fans["fans"][0]["bands"].as_array().expect("bands");
    let band = band
        .iter()
        .max_by_key(|b| b["most"].as_f64().map(|m| m as u64))
        .expect("a band");
    let (year, most) = (
        band["year"].as_i64().expect("year"),
        band["most"].as_f64().expect("most"),
    );
    let found = server.json(&format!(
        "/api/runs/quick/campaigns?measure=shootings&year={year}&near={most}&limit=1"
    ));
    let row = &found["campaigns"][0];
    assert_eq!(row["value"].as_f64(), Some(most));
    let world = server.json(&format!("/api/runs/quick/campaigns/{}", row["campaign"]));
    let told = world["years"].as_array().expect("years");
    let told = told
        .iter()
        .find(|y| y["year"].as_i64() == Some(year))
        .expect("the year");
    assert_eq!(
        told["truth"]["shootings"].as_f64(),
        Some(most),
        "played again, it is the same world"
    );
    let events = world["events"].as_array().expect("events");
    let shots = events.iter().filter(|e| {
        e["kind"] == "incident"
            && !e["fight"].is_null()
            && e["date"]
                .as_str()
                .is_some_and(|d| d.starts_with(&year.to_string()))
    });
    assert_eq!(shots.count() as f64, most, "its events say the same");
    let same = server.post(
        "/api/world",
        &format!(r#"{{"campaign":{},"campaigns":40}}"#, row["campaign"]),
    );
    assert_eq!(
        same.json()["events"],
        world["events"],
        "and so does a simulation of the same seed"
    );
}

/// The page counts misfits by these words: they hold what the rivals beside them say.
#[test]
fn a_clash_is_a_misfit_if_no_voucher_fits() {
    let server = Server::begin(40);
    server.wait_for_quick();
    let truth = server.json("/api/runs/quick/truth");
    let clashes = truth["clashes"].as_array().expect("clashes");
    let losses = clashes
        .iter()
        .flat_map(|c| c["losses"].as_array().expect("losses"));
    let mut seen = [0; 2];
    for loss in losses {
        let claims = loss["recorded"].as_array().expect("claims");
        let vouched: Vec<_> = claims.iter().filter(|c| c["status"] != "unverified").collect();
        if vouched.is_empty() {
            continue;
        }
        let outside = vouched
            .iter()
            .all(|c| c["verdict"] == "above" || c["verdict"] == "below");
        assert_eq!(loss["misfit"], outside, "{loss}");
        seen[usize::from(outside)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?} inside and outside");
}

#[test]
fn simulations_sharpen_and_end() {
    let server = Server::begin(0);
    let api = api();
    let answer = server.post(
        "/api/simulate",
        r#"{"campaigns":80,"seed":3,"parameters":{"branching":0.3}}"#,
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    let lines = answer.lines();
    let line = schema(&api, "/api/simulate", "post", "application/x-ndjson");
    for (n, told) in lines.iter().enumerate() {
        assert_eq!(misfit(&api, line, told, &format!("line {n}")), None);
    }
    let kinds: Vec<_> = lines.iter().filter_map(|l| l["kind"].as_str()).collect();
    assert_eq!((kinds.first(), kinds.last()), (Some(&"begin"), Some(&"end")));
    assert!(kinds.contains(&"progress"), "{kinds:?}");
    assert_eq!(lines.last().map(|l| l["played"].clone()), Some(json!(80)));
}

#[test]
fn a_what_if_that_changes_nothing_differs_in_nothing() {
    let server = Server::begin(0);
    let parameters = server.json("/api/parameters");
    let held = parameters
        .as_array()
        .expect("parameters")
        .iter()
        .find(|p| p["id"] == "branching")
        .expect("branching");
    let ask = |value: &Value| {
        let body = json!({ "pairs": 48, "seed": 5, "parameters": { "branching": value } });
        let lines = server.post("/api/whatif", &body.to_string()).lines();
        let last = lines.last().cloned().expect("a last line");
        assert_eq!(last["kind"], "end", "{last}");
        last
    };
    let (low, high) = (ask(&held["range"][0]), ask(&held["range"][1]));
    assert!(
        low["changed"]["share"].as_f64().is_some_and(|s| s > 0.5),
        "{}",
        low["changed"]
    );
    let incidents = |end: &Value| {
        let rows = end["observables"].as_array().expect("rows").clone();
        let row = rows
            .into_iter()
            .find(|r| r["id"] == "disputes-1935-36")
            .expect("a count");
        row["difference"]["mean"].as_f64().expect("a mean")
    };
    assert!(
        incidents(&low) < incidents(&high),
        "more provocation, more incidents"
    );
    assert_eq!(
        low["baseline"], high["baseline"],
        "the baseline does not know what is changed"
    );
    let again = ask(&held["range"][0]);
    assert_eq!(
        again["observables"], low["observables"],
        "the same question has the same answer"
    );
}

#[test]
fn an_intervention_leaves_what_came_before_it_as_it_was() {
    let server = Server::begin(0);
    let all = server.json("/api/interventions");
    let all = all["interventions"].as_array().expect("interventions");
    let commission = all
        .iter()
        .find(|i| i["id"] == "commission-1935")
        .expect("it is shipped");
    let from = commission["from"].as_str().expect("a day").to_owned();
    assert_eq!(from, "1935-07-01");
    let asked = json!({ "pairs": 24, "seed": 5, "interventions": ["commission-1935"] });
    let lines = server.post("/api/whatif", &asked.to_string()).lines();
    let end = lines.last().expect("a last line");
    assert_eq!(end["kind"], "end", "{end}");
    assert!(end["changed"]["share"].as_f64().is_some_and(|share| share > 0.0));
    let world = |interventions: &[&str]| {
        let body =
            json!({ "campaign": end["extreme"], "campaigns": 24, "seed": 5, "interventions": interventions });
        server.post("/api/world", &body.to_string()).json()
    };
    let (base, other) = (world(&[]), world(&["commission-1935"]));
    let before = |world: &Value| {
        let events = world["events"].as_array().expect("events").clone();
        let early = |event: &Value| event["date"].as_str().is_some_and(|date| date < from.as_str());
        events.into_iter().filter(early).collect::<Vec<_>>()
    };
    assert!(!before(&base).is_empty());
    assert_eq!(before(&base), before(&other));
    assert_ne!(
        base["events"], other["events"],
        "the pair that differs most differs"
    );
    let wrong = server.post("/api/whatif", r#"{"pairs":10,"interventions":["no-such"]}"#);
    assert_eq!(wrong.status, 404);
}

#[test]
fn the_page_is_that_of_the_front_end() {
    let server = Server::begin(32);
    let page = server.get("/").text();
    assert!(
        page.contains("<script"),
        "the front end is not in the program: {page}"
    );
}
