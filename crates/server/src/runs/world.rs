//! One world: its events as lines of the wire, its yearly truth with both books, and its chronicle.

use halha_lab::LoadedConflict;
use halha_lab::ensemble::{Ensemble, PlayedOnce};
use halha_lab::replay::{self, Chronicle, Crisis, Filter, Log, Moment, Names};
use halha_lab::settings::RunSettings;

use super::opened::Opened;
use crate::refuse::Refusal;
use crate::wire::error::ErrorCode;
use crate::wire::world::{self as wire, World};

impl Opened {
    /// A campaign of the run: played again if this program can, else read from what was stored.
    pub(crate) fn world(&self, campaign: u64) -> Result<World, Refusal> {
        if campaign >= self.campaigns() {
            let last = self.campaigns().saturating_sub(1);
            let remedy = format!("ask for 0 to {last}");
            return Err(Refusal::not_found("campaign", &campaign.to_string(), &remedy));
        }
        match &self.ensemble {
            Ok(ensemble) => world(ensemble, campaign),
            Err(why) => self.stored_world(campaign, why),
        }
    }

    fn stored_world(&self, campaign: u64, why: &str) -> Result<World, Refusal> {
        let log = Log::stored(&self.stored, &self.names, campaign).map_err(Refusal::internal)?;
        let log = log.ok_or_else(|| {
            Refusal::new(
                axum::http::StatusCode::CONFLICT,
                ErrorCode::NotReproducible,
                format!("the run was made otherwise and has stored no events: {why}"),
                format!("make it anew with: {}", self.stored.provenance().command),
            )
        })?;
        let settings = &self.stored.provenance().settings;
        Ok(World {
            replayed: false,
            ..told(&self.names, settings, campaign, &log)?
        })
    }
}

/// A campaign of an ensemble, played now.
pub(crate) fn world(ensemble: &Ensemble, campaign: u64) -> Result<World, Refusal> {
    let played = ensemble.play_one(campaign).map_err(|error| {
        Refusal::invalid(
            error.to_string(),
            "give other values to the parameters held fixed",
        )
    })?;
    played_world(ensemble.conflict(), ensemble.settings(), campaign, played)
}

/// A campaign that has been played.
pub(crate) fn played_world(
    conflict: &LoadedConflict,
    settings: &RunSettings,
    campaign: u64,
    (_, outcome, events): PlayedOnce,
) -> Result<World, Refusal> {
    let names = Names::of(conflict);
    let years = conflict.scenario.scenario().years.iter();
    let years = years.zip(&outcome.years).map(|(year, of)| {
        let counts = &of.counts;
        let book = |side: usize| wire::YearBook {
            accused: counts.book[side],
            own: counts.book_own[side],
            shootings: counts.book_shootings[side],
            published: of.published[side],
        };
        let truth = wire::YearTruth {
            incidents: counts.incidents,
            shootings: counts.shootings,
            lost: counts.lost,
            division_battles: counts.division_battles,
            crises: counts.episodes,
        };
        let books = [book(0), book(1)];
        wire::WorldYear {
            year: *year,
            truth,
            books,
        }
    });
    let years = years.collect();
    let log = Log { events, whole: true };
    Ok(World {
        years,
        ..told(&names, settings, campaign, &log)?
    })
}

fn told(names: &Names, settings: &RunSettings, campaign: u64, log: &Log) -> Result<World, Refusal> {
    let (draw, replicate) = settings.place(campaign);
    let events: Result<Vec<wire::Event>, _> = log
        .events
        .iter()
        .map(|(time, event)| serde_json::from_str(&replay::line(names, *time, event)))
        .collect();
    Ok(World {
        campaign,
        seed: settings.seed,
        draw,
        replicate,
        whole: log.whole,
        replayed: true,
        events: events.map_err(Refusal::internal)?,
        years: Vec::new(),
        chronicle: chronicle(names, &Chronicle::of(names, log, &Filter::default())),
    })
}

fn chronicle(names: &Names, chronicle: &Chronicle) -> Vec<wire::ChronicleYear> {
    let passage = |passage: &replay::Passage| match passage {
        replay::Passage::Moment(moment) => self::moment(names, moment),
        replay::Passage::Crisis(crisis) => self::crisis(names, crisis),
    };
    let year = |year: &replay::Year| wire::ChronicleYear {
        year: i32::from(year.year),
        summary: year.summary.clone(),
        passages: year
            .months
            .iter()
            .flat_map(|m| &m.passages)
            .map(passage)
            .collect(),
    };
    chronicle.years.iter().map(year).collect()
}

fn moment(names: &Names, moment: &Moment) -> wire::Passage {
    wire::Passage {
        day: moment.time,
        date: names.calendar.date(moment.time).to_string(),
        sector: moment.sector.map(|sector| sector_id(names, sector)),
        text: moment.text.clone(),
        details: moment.details.clone(),
        crisis: false,
        strategic: moment.is_strategic,
    }
}

fn crisis(names: &Names, crisis: &Crisis) -> wire::Passage {
    let acts = crisis.acts.iter().map(|act| {
        let day = names.day(act.time);
        let details = act.details.join(" ");
        format!("{day}: {} {details}", act.text).trim_end().to_owned()
    });
    wire::Passage {
        day: crisis.time,
        date: names.calendar.date(crisis.time).to_string(),
        sector: Some(sector_id(names, crisis.sector)),
        text: crisis.opening.clone(),
        details: crisis.details.iter().cloned().chain(acts).collect(),
        crisis: true,
        strategic: false,
    }
}

fn sector_id(names: &Names, sector: u8) -> String {
    names
        .sector_ids
        .get(usize::from(sector))
        .cloned()
        .unwrap_or_default()
}
