//! The addresses of the API: what each takes, what it answers, and its description for `openapi.json`.

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use utoipa::OpenApi;

use crate::door;
use crate::extract::{Body, InPath, InQuery};
use crate::jobs::{self, Asked, Lines};
use crate::refuse::Refusal;
use crate::runs::Runs;
use crate::site::{App, BODY_BYTES, work};
use crate::views;
use crate::wire::campaigns::{CampaignQuery, Campaigns};
use crate::wire::conflict::{Conflict, Context, Geometry, Status, Words};
use crate::wire::error::ApiError;
use crate::wire::incidents::{ActRow, IncidentRow, Page};
use crate::wire::jobs::{
    Interventions, Parameter, SimulateLine, SimulateRequest, WhatIfLine, WhatIfRequest, WorldRequest,
};
use crate::wire::runs::{Distribution, Fans, Run, RunItem, Truth};
use crate::wire::statements::{AidRow, CountRow, ForceRow, Rival, SourceRow};
use crate::wire::world::World;

/// Answers about the record: made once, on another thread.
macro_rules! kept {
    ($($(#[$doc:meta])* $name:ident: $path:literal, $answer:ty => $make:expr;)+) => {$(
        $(#[$doc])*
        #[utoipa::path(get, path = $path, tag = "record",
            responses((status = 200, body = $answer), (status = "default", body = ApiError)))]
        pub(crate) async fn $name(State(app): State<App>) -> Result<Response, Refusal> {
            let make: fn(&crate::site::Site) -> $answer = $make;
            let json = work(app, move |site| site.kept($path, make)).await?;
            Ok(in_json(json))
        }
    )+};
}

fn in_json(json: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}

/// Who serves this, and within what bounds.
#[utoipa::path(get, path = "/api/status", tag = "record",
    responses((status = 200, body = Status), (status = "default", body = ApiError)))]
pub(crate) async fn status(State(app): State<App>) -> Json<Status> {
    Json(app.status())
}

kept! {
    /// The conflict: sides, parties, sectors, places.
    conflict: "/api/conflict", Conflict => |site| views::conflict::conflict(&site.record);
    /// What words mean.
    words: "/api/words", Words => |_| views::words::words();
    /// The record's own lines and outlines, as GeoJSON.
    geometry: "/api/geometry", Geometry => |site| views::conflict::geometry(&site.record);
    /// What went on above the border: lanes for the timeline.
    context: "/api/context", Context => |site| views::context::context(&site.record, site.conflict.as_deref());
    /// All incidents in the order of their dates; parts directly after the larger incident.
    incidents: "/api/incidents", Vec<IncidentRow> => |site| views::incidents::incidents(&site.record);
    /// What was done between states without force, by date.
    acts: "/api/acts", Vec<ActRow> => |site| views::incidents::acts(&site.record);
    /// How many incidents somebody counted in a period.
    counts: "/api/counts", Vec<CountRow> => |site| views::statements::counts(&site.record);
    /// Force levels in the theatre.
    forces: "/api/forces", Vec<ForceRow> => |site| views::statements::forces(&site.record);
    /// What patrons and allies delivered.
    aid: "/api/aid", Vec<AidRow> => |site| views::statements::aid(&site.record);
    /// Where claimants disagree, the most disputed figure first.
    rivals: "/api/rivals", Vec<Rival> => |site| views::statements::rivals(&site.record);
    /// Works in which the claims can be read, the most used first.
    sources: "/api/sources", Vec<SourceRow> => |site| views::statements::sources(&site.record);
}

/// The runs that are there: the one that the page opens on first.
#[utoipa::path(get, path = "/api/runs", tag = "runs",
    responses((status = 200, body = Vec<RunItem>), (status = "default", body = ApiError)))]
pub(crate) async fn runs(State(app): State<App>) -> Result<Json<Vec<RunItem>>, Refusal> {
    work(app, |site| {
        Ok(site.runs.as_ref().map(Runs::items).unwrap_or_default())
    })
    .await
    .map(Json)
}

/// Parameters that a slider may hold fixed.
#[utoipa::path(get, path = "/api/parameters", tag = "simulations",
    responses((status = 200, body = Vec<Parameter>), (status = "default", body = ApiError)))]
pub(crate) async fn parameters(State(app): State<App>) -> Result<Json<Vec<Parameter>>, Refusal> {
    work(app, |site| {
        Ok(site.conflict.as_deref().map(jobs::parameters).unwrap_or_default())
    })
    .await
    .map(Json)
}

/// Interventions shipped with the conflict.
#[utoipa::path(get, path = "/api/interventions", tag = "simulations",
    responses((status = 200, body = Interventions), (status = "default", body = ApiError)))]
pub(crate) async fn interventions(State(app): State<App>) -> Json<Interventions> {
    Json(jobs::interventions(&app))
}

/// All that the record holds about one incident, act or the conflict: every claim in its claimant's book.
#[utoipa::path(get, path = "/api/pages/{id}", tag = "record",
    params(("id" = String, Path, description = "Incident, act or conflict.", max_length = 64, pattern = "^[a-z0-9-]+$")),
    responses((status = 200, body = Page), (status = "default", body = ApiError)))]
pub(crate) async fn page(State(app): State<App>, InPath(id): InPath<String>) -> Result<Json<Page>, Refusal> {
    let made = work(app, move |site| {
        let remedy = "ask /api/incidents and /api/acts what there is";
        views::page::page(&site.record, &id).ok_or_else(|| Refusal::not_found("incident or act", &id, remedy))
    });
    made.await.map(Json)
}

/// The record to keep: `claims.csv`, `claims.parquet`, `record.json` or `map.geojson`.
#[utoipa::path(get, path = "/api/export/{file}", tag = "record",
    params(("file" = String, Path, description = "`claims.csv`, `claims.parquet`, `record.json` or `map.geojson`.",
        max_length = 32, pattern = "^[a-z]+\\.[a-z]+$")),
    responses(
        (status = 200, content((String = "text/csv"), (String = "application/vnd.apache.parquet"),
            (Object = "application/json"), (Object = "application/geo+json"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn export(
    State(app): State<App>,
    InPath(file): InPath<String>,
) -> Result<Response, Refusal> {
    let name = file.clone();
    let (kind, bytes) = work(app, move |site| views::export::export(&site.record, &file)).await?;
    let save = format!("attachment; filename=\"{name}\"");
    Ok((
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, save)],
        bytes,
    )
        .into_response())
}

/// What was played in a run, and what came out.
#[utoipa::path(get, path = "/api/runs/{run}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$")),
    responses((status = 200, body = Run), (status = "default", body = ApiError)))]
pub(crate) async fn run(State(app): State<App>, InPath(run): InPath<String>) -> Result<Json<Run>, Refusal> {
    work(app, move |site| site.runs()?.open(&run)?.run().cloned())
        .await
        .map(Json)
}

/// Yearly quantiles with the record over them.
#[utoipa::path(get, path = "/api/runs/{run}/fans", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        FanQuery),
    responses((status = 200, body = Fans), (status = "default", body = ApiError)))]
pub(crate) async fn fans(
    State(app): State<App>,
    InPath(run): InPath<String>,
    InQuery(query): InQuery<FanQuery>,
) -> Result<Json<Fans>, Refusal> {
    let made = work(app, move |site| {
        site.runs()?.open(&run)?.fans(query.measure.as_deref())
    });
    made.await.map(Json)
}

/// How an observable is distributed over all campaigns, with the claims.
#[utoipa::path(get, path = "/api/runs/{run}/distributions/{observable}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        ("observable" = String, Path, description = "The observable.", max_length = 64, pattern = "^[a-z0-9-]+$")),
    responses((status = 200, body = Distribution), (status = "default", body = ApiError)))]
pub(crate) async fn distribution(
    State(app): State<App>,
    InPath((run, observable)): InPath<(String, String)>,
) -> Result<Json<Distribution>, Refusal> {
    work(app, move |site| {
        site.runs()?.open(&run)?.distribution(&observable)
    })
    .await
    .map(Json)
}

/// Finds campaigns: by a column, an observable, a measure in a year, or nearest to a value.
#[utoipa::path(get, path = "/api/runs/{run}/campaigns", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"), CampaignQuery),
    responses((status = 200, body = Campaigns), (status = "default", body = ApiError)))]
pub(crate) async fn campaigns(
    State(app): State<App>,
    InPath(run): InPath<String>,
    InQuery(query): InQuery<CampaignQuery>,
) -> Result<Json<Campaigns>, Refusal> {
    work(app, move |site| site.runs()?.open(&run)?.find(&query))
        .await
        .map(Json)
}

/// One campaign, played again from its seed: events, truth, both books.
#[utoipa::path(get, path = "/api/runs/{run}/campaigns/{campaign}", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$"),
        ("campaign" = u64, Path, description = "Number of the campaign.", maximum = 4000000000_u64)),
    responses((status = 200, body = World), (status = "default", body = ApiError)))]
pub(crate) async fn world(
    State(app): State<App>,
    InPath((run, campaign)): InPath<(String, u64)>,
) -> Result<Json<World>, Refusal> {
    work(app, move |site| site.runs()?.open(&run)?.world(campaign))
        .await
        .map(Json)
}

/// What is checked, and where record and model do not meet.
#[utoipa::path(get, path = "/api/runs/{run}/truth", tag = "runs",
    params(("run" = String, Path, description = "The run.", max_length = 128, pattern = "^[A-Za-z0-9._-]+$")),
    responses((status = 200, body = Truth), (status = "default", body = ApiError)))]
pub(crate) async fn truth(
    State(app): State<App>,
    InPath(run): InPath<String>,
) -> Result<Json<Truth>, Refusal> {
    work(app, move |site| {
        site.runs()?.open(&run)?.truth(&site.issues).cloned()
    })
    .await
    .map(Json)
}

/// One world of a simulation or a what-if, played again from its seed.
#[utoipa::path(post, path = "/api/world", tag = "simulations", request_body = WorldRequest,
    responses((status = 200, body = World), (status = "default", body = ApiError)))]
pub(crate) async fn any_world(
    State(app): State<App>,
    Body(request): Body<WorldRequest>,
) -> Result<Json<World>, Refusal> {
    work(app, move |site| jobs::world(site, &request)).await.map(Json)
}

/// Plays a bounded ensemble; a line of JSON for each step, the last one `end` or `failed`. It ends when the client goes.
#[utoipa::path(post, path = "/api/simulate", tag = "simulations", request_body = SimulateRequest,
    responses((status = 200, description = "Lines of JSON.", content((SimulateLine = "application/x-ndjson"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn simulate(
    State(app): State<App>,
    Body(request): Body<SimulateRequest>,
) -> Result<Lines, Refusal> {
    let gate = app.gate.clone();
    let ensemble = work(app, move |site| Asked::from(&request).ensemble(site.playable()?)).await?;
    jobs::simulate(&gate, ensemble)
}

/// Plays paired worlds; a line of JSON for each step, the last one `end` or `failed`. It ends when the client goes.
#[utoipa::path(post, path = "/api/whatif", tag = "simulations", request_body = WhatIfRequest,
    responses((status = 200, description = "Lines of JSON.", content((WhatIfLine = "application/x-ndjson"))),
        (status = "default", body = ApiError)))]
pub(crate) async fn whatif(
    State(app): State<App>,
    Body(request): Body<WhatIfRequest>,
) -> Result<Lines, Refusal> {
    let gate = app.gate.clone();
    let pairs = work(app, move |site| jobs::Pairs::new(site, &request)).await?;
    jobs::whatif(&gate, pairs)
}

/// Which fans.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FanQuery {
    /// One measure of the run; without it, those of which the record speaks, then shootings and losses.
    #[param(max_length = 64, pattern = "^[a-z0-9-]*$")]
    measure: Option<String>,
}

/// The description of this API.
async fn description() -> Response {
    in_json(Bytes::from(openapi()))
}

async fn no_such_page(request: axum::extract::Request) -> Response {
    if request.uri().path().starts_with("/api") {
        let path = crate::refuse::shorten(request.uri().path()).clone();
        return Refusal::new(
            axum::http::StatusCode::NOT_FOUND,
            crate::wire::error::ErrorCode::NoSuchPage,
            format!("there is no {path}"),
            "see /api/openapi.json for the API",
        )
        .into_response();
    }
    door::asset(request).await
}

async fn only_get() -> Response {
    door::not_allowed("GET, HEAD")
}

async fn only_post() -> Response {
    door::not_allowed("POST")
}

/// Every address, behind the guard.
pub(crate) fn router(app: App, guard: door::Guard) -> Router {
    let mut router = Router::new();
    macro_rules! route {
        ($method:ident, $otherwise:ident: $($path:literal => $handler:ident),+ $(,)?) => {
            $(router = router.route($path, $method($handler).fallback($otherwise));)+
        };
    }
    route! { get, only_get:
        "/api/openapi.json" => description,
        "/api/status" => status,
        "/api/conflict" => conflict,
        "/api/words" => words,
        "/api/geometry" => geometry,
        "/api/context" => context,
        "/api/incidents" => incidents,
        "/api/pages/{id}" => page,
        "/api/acts" => acts,
        "/api/counts" => counts,
        "/api/forces" => forces,
        "/api/aid" => aid,
        "/api/rivals" => rivals,
        "/api/sources" => sources,
        "/api/export/{file}" => export,
        "/api/runs" => runs,
        "/api/runs/{run}" => run,
        "/api/runs/{run}/fans" => fans,
        "/api/runs/{run}/distributions/{observable}" => distribution,
        "/api/runs/{run}/campaigns" => campaigns,
        "/api/runs/{run}/campaigns/{campaign}" => world,
        "/api/runs/{run}/truth" => truth,
        "/api/parameters" => parameters,
        "/api/interventions" => interventions,
    }
    route! { post, only_post:
        "/api/world" => any_world,
        "/api/simulate" => simulate,
        "/api/whatif" => whatif,
    }
    router
        .fallback(no_such_page)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(axum::middleware::from_fn_with_state(guard, door::guard))
        .with_state(app)
}

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Halha explorer", description = "What the explorer's page asks of the program that serves it, on loopback only. \
        Read-only on the record; simulations are bounded in number, size and time, and end when the client goes."),
    paths(status, conflict, words, geometry, context, incidents, page, acts, counts, forces, aid, rivals, sources, export,
        runs, run, fans, distribution, campaigns, world, truth, parameters, interventions, simulate, whatif, any_world),
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
