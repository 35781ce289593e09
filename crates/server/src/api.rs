//! The addresses of the API: what each takes, what it answers, and its description for `openapi.json`.

use axum::Json;
use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

use crate::wire::campaigns::{CampaignQuery, Campaigns};
use crate::wire::conflict::{Conflict, Context, Geometry, Status, Words};
use crate::wire::error::ApiError;
use crate::wire::incidents::{ActRow, IncidentRow, Page};
use crate::wire::jobs::{
    Interventions, Parameter, SimulateLine, SimulateRequest, WhatIfLine, WhatIfRequest,
};
use crate::wire::runs::{Distribution, Fans, Run, RunItem, Truth};
use crate::wire::statements::{AidRow, CountRow, ForceRow, Rival, SourceRow};
use crate::wire::world::World;

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident: $path:literal, $tag:literal => $answer:ty;)+) => {$(
        $(#[$doc])*
        #[utoipa::path(get, path = $path, tag = $tag, responses((status = 200, body = $answer), (status = "default", body = ApiError)))]
        pub(crate) async fn $name() {}
    )+};
}

plain! {
    /// Who serves this, and within what bounds.
    status: "/api/status", "record" => Status;
    /// The conflict: sides, parties, sectors, places.
    conflict: "/api/conflict", "record" => Conflict;
    /// What words mean.
    words: "/api/words", "record" => Words;
    /// The record's own lines and outlines, as GeoJSON.
    geometry: "/api/geometry", "record" => Geometry;
    /// What went on above the border: lanes for the timeline.
    context: "/api/context", "record" => Context;
    /// All incidents in the order of their dates; parts directly after the larger incident.
    incidents: "/api/incidents", "record" => Vec<IncidentRow>;
    /// What was done between states without force, by date.
    acts: "/api/acts", "record" => Vec<ActRow>;
    /// How many incidents somebody counted in a period.
    counts: "/api/counts", "record" => Vec<CountRow>;
    /// Force levels in the theatre.
    forces: "/api/forces", "record" => Vec<ForceRow>;
    /// What patrons and allies delivered.
    aid: "/api/aid", "record" => Vec<AidRow>;
    /// Where claimants disagree, the most disputed figure first.
    rivals: "/api/rivals", "record" => Vec<Rival>;
    /// Works in which the claims can be read, the most used first.
    sources: "/api/sources", "record" => Vec<SourceRow>;
    /// The runs that are there: the one that the page opens on first.
    runs: "/api/runs", "runs" => Vec<RunItem>;
    /// Parameters that a slider may hold fixed.
    parameters: "/api/parameters", "simulations" => Vec<Parameter>;
    /// Interventions shipped with the conflict.
    interventions: "/api/interventions", "simulations" => Interventions;
}

/// All that the record holds about one incident, act or the conflict: every claim in its claimant's book.
#[utoipa::path(get, path = "/api/pages/{id}", tag = "record",
    params(("id" = String, Path, description = "Incident, act or conflict.", max_length = 64, pattern = "^[a-z0-9-]+$")),
    responses((status = 200, body = Page), (status = "default", body = ApiError)))]
pub(crate) async fn page() {}

/// The record to keep: `claims.csv`, `claims.parquet`, `record.json` or `map.geojson`.
#[utoipa::path(get, path = "/api/export/{file}", tag = "record",
    params(("file" = String, Path, description = "`claims.csv`, `claims.parquet`, `record.json` or `map.geojson`.",
        max_length = 32, pattern = "^[a-z]+\\.[a-z]+$")),
    responses(
        (status = 200, content((String = "text/csv"), (String = "application/vnd.apache.parquet"),
            (Object = "application/json"), (Object = "application/geo+json"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn export() {}

/// What was played in a run, and what came out.
#[utoipa::path(get, path = "/api/runs/{run}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$")),
    responses((status = 200, body = Run), (status = "default", body = ApiError)))]
pub(crate) async fn run() {}

/// Yearly quantiles with the record over them.
#[utoipa::path(get, path = "/api/runs/{run}/fans", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        ("measure" = Option<String>, Query, max_length = 64, pattern = "^[a-z0-9-]*$",
            description = "One measure of the run; without it, those of which the record speaks, then shootings and losses.")),
    responses((status = 200, body = Fans), (status = "default", body = ApiError)))]
pub(crate) async fn fans() {}

/// How an observable is distributed over all campaigns, with the claims.
#[utoipa::path(get, path = "/api/runs/{run}/distributions/{observable}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        ("observable" = String, Path, description = "The observable.", max_length = 64, pattern = "^[a-z0-9-]+$")),
    responses((status = 200, body = Distribution), (status = "default", body = ApiError)))]
pub(crate) async fn distribution() {}

/// Finds campaigns: by a column, an observable, a measure in a year, or nearest to a value.
#[utoipa::path(get, path = "/api/runs/{run}/campaigns", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"), CampaignQuery),
    responses((status = 200, body = Campaigns), (status = "default", body = ApiError)))]
pub(crate) async fn campaigns() {}

/// One campaign, played again from its seed: events, truth, both books.
#[utoipa::path(get, path = "/api/runs/{run}/campaigns/{campaign}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        ("campaign" = u64, Path, description = "Number of the campaign.", maximum = 4000000000_u64)),
    responses((status = 200, body = World), (status = "default", body = ApiError)))]
pub(crate) async fn world() {}

/// What is checked, and where record and model do not meet.
#[utoipa::path(get, path = "/api/runs/{run}/truth", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$")),
    responses((status = 200, body = Truth), (status = "default", body = ApiError)))]
pub(crate) async fn truth() {}

/// Plays a bounded ensemble; a line of JSON for each step, the last one `end` or `failed`. It ends when the client goes.
#[utoipa::path(post, path = "/api/simulate", tag = "simulations", request_body = SimulateRequest,
    responses((status = 200, description = "Lines of JSON.", content((SimulateLine = "application/x-ndjson"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn simulate() {}

/// Plays paired worlds; a line of JSON for each step, the last one `end` or `failed`. It ends when the client goes.
#[utoipa::path(post, path = "/api/whatif", tag = "simulations", request_body = WhatIfRequest,
    responses((status = 200, description = "Lines of JSON.", content((WhatIfLine = "application/x-ndjson"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn whatif() {}

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Halha explorer", description = "What the explorer's page asks of the program that serves it, on loopback only. \
        Read-only on the record; simulations are bounded in number, size and time, and end when the client goes."),
    paths(status, conflict, words, geometry, context, incidents, page, acts, counts, forces, aid, rivals, sources, export,
        runs, run, fans, distribution, campaigns, world, truth, parameters, interventions, simulate, whatif),
    tags((name = "record", description = "What sources say."), (name = "runs", description = "What was played."),
        (name = "simulations", description = "What can be played."))
)]
struct Api;

/// The description of the API as JSON: `openapi.json` is this text.
#[must_use]
pub fn openapi() -> String {
    let mut text = serde_json::to_string_pretty(&Api::openapi()).unwrap_or_default();
    text.push('\n');
    text
}
