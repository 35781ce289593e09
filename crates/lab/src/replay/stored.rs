//! The events of one campaign read back from a run's table: for runs that another version of the program has played.

use halha_kernel::event::{
    Ending, Event, Fight, Forces, IncidentType, Losses, Posture, SettlementKind, Terms, Victor, WarCause,
};
use halha_kernel::rung::Rung;
use halha_table::{Batch, Held, Holds};

use super::Log;
use super::names::Names;
use crate::settings::EventDetail;
use crate::store::schema::Words;
use crate::store::{StoreError, StoredRun};

impl Log {
    /// The events of a campaign as its run has stored them; `None` if it has stored none.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn stored(run: &StoredRun, names: &Names, replication: u64) -> Result<Option<Self>, StoreError> {
        let detail = run.provenance().settings.events;
        if detail == EventDetail::None {
            return Ok(None);
        }
        let mut events = Vec::new();
        run.scan("events", &[], |batch| {
            let Some(replications) = batch.column_of("replication", Holds::UInt32) else {
                return;
            };
            for row in 0..batch.rows() {
                if replications.u32(row).map(u64::from) == Some(replication) {
                    let cells = Cells { batch, row, names };
                    events.extend(cells.float("day").zip(cells.event()));
                }
            }
        })?;
        Ok(Some(Self {
            events,
            whole: detail == EventDetail::All,
        }))
    }
}

/// The cells of one row, by column.
struct Cells<'b> {
    batch: &'b Batch,
    row: usize,
    names: &'b Names,
}

impl Cells<'_> {
    fn cell<C>(&self, column: &str, of: impl FnOnce(&Held, usize) -> Option<C>) -> Option<C> {
        of(self.batch.column(column)?, self.row)
    }

    fn float(&self, column: &str) -> Option<f64> {
        self.cell(column, Held::f64)
    }

    fn whole(&self, column: &str) -> u32 {
        self.cell(column, Held::u32).unwrap_or(0)
    }

    fn id(&self, column: &str) -> u64 {
        self.cell(column, Held::u64).unwrap_or(0)
    }

    fn yes(&self, column: &str) -> bool {
        self.cell(column, Held::yes).unwrap_or(false)
    }

    fn text(&self, column: &str) -> Option<&str> {
        self.batch.column(column)?.text(self.row)
    }

    /// Number of a word in its list.
    fn word(&self, column: &str, words: Words) -> Option<u8> {
        let text = self.text(column)?;
        let index = match words {
            Words::Side => self.names.side_ids.iter().position(|id| id == text),
            Words::Sector => self.names.sector_ids.iter().position(|id| id == text),
            other => other.list().iter().position(|word| *word == text),
        };
        index.and_then(|i| u8::try_from(i).ok())
    }

    fn sides(&self, column: &str) -> [u32; 2] {
        [0, 1].map(|side| self.whole(&format!("{column}_{side}")))
    }

    fn event(&self) -> Option<Event> {
        let id = self.id("id");
        let sector = self.word("sector", Words::Sector);
        let side = self.word("side", Words::Side);
        Some(match self.text("kind")? {
            "incident" => Event::Incident {
                id,
                parent: self.id("parent"),
                sector: sector?,
                intruder: side?,
                kind: incident_type(self.word("incident_type", Words::Incident)?),
                reported: ["reported_0", "reported_1"]
                    .map(|c| self.word(c, Words::Incident).map(incident_type)),
                fight: self.text("attacker").is_some().then(|| self.fight()),
                occupied: self.yes("occupied"),
            },
            "opening" => Event::EpisodeOpened { id, sector: sector? },
            "decision" => Event::Decision {
                id,
                sector: sector?,
                side: side?,
                step: self.whole("step"),
                rung: self.rung()?,
                field: self.yes("field"),
                raised: self.yes("raised"),
                men: self.whole("men"),
            },
            "arrival" => Event::Arrival {
                id,
                sector: sector?,
                side: side?,
                men: self.whole("men"),
            },
            "battle" => Event::Battle {
                id,
                sector: sector?,
                rung: self.rung()?,
                fight: self.fight(),
            },
            "raid" => self.raid(id, sector?, side?),
            "settlement" => self.settlement(id, sector?)?,
            "pact" => Event::PactSigned,
            "temptation" => Event::Temptation {
                attacked: self.yes("attacked"),
            },
            "denunciation" => Event::Denunciation,
            "entry" => Event::Entry,
            "general-war" => Event::GeneralWar { cause: self.cause()? },
            // The month is told by the day; nothing that reads these events looks at its number.
            "false-reports" => Event::FalseReports {
                month: 0,
                side: side?,
                count: ["false_espionage", "false_ground", "false_air"].map(|c| self.whole(c)),
            },
            "end" => Event::End {
                ending: self.ending()?,
            },
            _ => return None,
        })
    }

    fn raid(&self, id: u64, sector: u8, side: u8) -> Event {
        let [first, second] = self.sides("aircraft");
        let aircraft = if side == 0 {
            [first, second]
        } else {
            [second, first]
        };
        Event::Raid {
            id,
            sector,
            side,
            aircraft,
            losses: self.losses(),
        }
    }

    fn settlement(&self, id: u64, sector: u8) -> Option<Event> {
        let kind = match self.word("settlement", Words::Settlement)? {
            0 => SettlementKind::Lapsed,
            1 => SettlementKind::Ceasefire,
            2 => SettlementKind::Investigation,
            3 => SettlementKind::Withdrawal,
            4 => SettlementKind::Stalled,
            _ => SettlementKind::Open,
        };
        let terms = self.word("terms", Words::Terms).map(|t| match t {
            0 => Terms::LineOfContact,
            1 => Terms::StatusQuoAnte,
            _ => Terms::Withdrawal,
        });
        Some(Event::Settlement {
            id,
            sector,
            kind,
            terms,
            agreed: self.yes("agreed"),
            loser: self.word("loser", Words::Side),
            lost: self.sides("lost"),
            claims: self.claims(),
            narrated: self.yes("narrated"),
        })
    }

    fn fight(&self) -> Fight {
        let attacker = self.word("attacker", Words::Side).unwrap_or(0);
        let [men, vehicles, guns, aircraft, boats] =
            ["men", "vehicles", "guns", "aircraft", "boats"].map(|c| self.sides(c));
        let forces = [0, 1].map(|i| Forces {
            men: men[i],
            vehicles: vehicles[i],
            guns: guns[i],
            aircraft: aircraft[i],
            boats: boats[i],
        });
        let posture = match self.word("posture", Words::Posture) {
            Some(1) => Posture::Prepared,
            Some(2) => Posture::Fortified,
            Some(3) => Posture::Delaying,
            _ => Posture::Hasty,
        };
        let victor = match self.word("winner", Words::Side) {
            None => Victor::Draw,
            Some(side) if side == attacker => Victor::Attacker,
            Some(_) => Victor::Defender,
        };
        Fight {
            attacker,
            forces,
            posture,
            surprise: self.cell("surprise", Held::u8).unwrap_or(0),
            days: self.float("fight_days").unwrap_or(0.0),
            victor,
            losses: self.losses(),
            claims: self.claims(),
            narrated: self.yes("narrated"),
        }
    }

    fn losses(&self) -> [Losses; 2] {
        let [killed, wounded, captured, vehicles, guns, aircraft, boats] = [
            "killed",
            "wounded",
            "captured",
            "vehicles_lost",
            "guns_lost",
            "aircraft_lost",
            "boats_lost",
        ]
        .map(|c| self.sides(c));
        [0, 1].map(|i| Losses {
            killed: killed[i],
            wounded: wounded[i],
            captured: captured[i],
            vehicles: vehicles[i],
            guns: guns[i],
            aircraft: aircraft[i],
            boats: boats[i],
        })
    }

    fn claims(&self) -> [[u32; 2]; 2] {
        let (own, enemy) = (self.sides("claimed_own"), self.sides("claimed_enemy"));
        [0, 1].map(|i| [own[i], enemy[i]])
    }

    fn rung(&self) -> Option<Rung> {
        self.word("rung", Words::Rung).and_then(Rung::from_index)
    }

    fn cause(&self) -> Option<WarCause> {
        Some(match self.word("cause", Words::Cause)? {
            0 => WarCause::Choice,
            1 => WarCause::Brinkmanship,
            2 => WarCause::Spread,
            3 => WarCause::Size,
            _ => WarCause::Temptation,
        })
    }

    fn ending(&self) -> Option<Ending> {
        Some(match self.word("ending", Words::Ending)? {
            1 => Ending::GeneralWar(self.cause()?),
            2 => Ending::Entry,
            3 => Ending::Exploded,
            _ => Ending::Horizon,
        })
    }
}

fn incident_type(number: u8) -> IncidentType {
    match number {
        0 => IncidentType::Espionage,
        1 => IncidentType::Ground,
        _ => IncidentType::Air,
    }
}
