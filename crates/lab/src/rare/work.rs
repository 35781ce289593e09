//! A rare event from question to answer, kept on the way: repeats, the swing of a parameter, plain campaigns beside them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::event::Event;
use super::job::{How, Rare, Repeats};
use super::settings::{Method, RareError, RareSettings};
use super::store::{ANSWER, write};
use super::swing::swing;
use crate::asked::Asked;
use crate::conflict::LoadedConflict;
use crate::store::{Kept, StoreError, Stretch};

/// Stretches of the kept work: the repeats, and the campaigns beside them; those of the swing lie between.
const REPEATS: u64 = 0;
const PLAIN: u64 = 8;
const INTEGRATED: u64 = 9;

/// What is asked about a rare event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RareQuestion {
    /// The event: one of the conflict's own, or a threshold.
    #[serde(rename = "asked")]
    pub event: String,
    /// What decides the estimate.
    pub settings: RareSettings,
    /// Whether the parameters of the event's variant are held.
    pub variant: bool,
    /// Whether the dominating parameter is held at three places, too.
    pub swing: bool,
    /// Plain campaigns beside it.
    pub crude: u64,
}

/// A question with everything that its answer needs.
#[derive(Debug)]
pub struct Work {
    conflict: LoadedConflict,
    event: Event,
    held: Vec<(String, f64)>,
    asked: Asked<RareQuestion>,
}

impl Work {
    /// Makes everything ready. `called` is what the conflict was called; without a variant of the event none is held.
    pub fn new(conflict: &LoadedConflict, event: &Event, question: RareQuestion, called: &str) -> Self {
        let command = command(&question, called);
        let definition = format!("{event:?}");
        let asked = Asked::of(conflict, called, &definition, (question, command));
        let variant = event.variant.as_ref().filter(|_| asked.question.variant);
        let held = variant.map_or_else(Vec::new, |variant| variant.hold.clone());
        let mut conflict = conflict.clone();
        for (parameter, value) in &held {
            // Read and checked with the event.
            let _ = conflict.hold(parameter, *value);
        }
        Self {
            conflict,
            event: event.clone(),
            held,
            asked,
        }
    }

    /// The same, told to be made by another command.
    #[must_use]
    pub fn by_command(mut self, command: &str) -> Self {
        command.clone_into(&mut self.asked.command);
        self
    }

    /// What is asked.
    pub fn asked(&self) -> &Asked<RareQuestion> {
        &self.asked
    }

    /// Begins the work in a directory, or goes on there.
    ///
    /// # Errors
    /// As for [`Asked::keep`].
    pub fn keep(&self, directory: &Path) -> Result<Kept, StoreError> {
        self.asked.keep(directory, ANSWER)
    }

    /// Does the work, from the beginning or from what is kept. What a stop leaves is an answer that says so.
    ///
    /// # Errors
    /// As for [`Rare::play_on`].
    pub fn answer(&self, kept: &mut Option<Kept>, how: How<'_>) -> Result<(Answer, Repeats), RareError> {
        let question = &self.asked.question;
        let rare = Rare::new(&self.conflict, &self.event, question.settings)?;
        let repeats = rare.play_on(Stretch::of(kept, REPEATS), how.0, how.1)?;
        let mut answer = Answer::of(&rare, &repeats, &self.asked)?.ok_or(RareError::Stopped)?;
        answer.held.clone_from(&self.held);
        if !repeats.stopped {
            let further = self.further(&rare, &mut answer, kept, how);
            match further {
                Err(RareError::Stopped) => answer.provenance.stopped = true,
                other => other?,
            }
        }
        Ok((answer, repeats))
    }

    /// What is asked for besides the estimate.
    fn further(
        &self,
        rare: &Rare<'_>,
        answer: &mut Answer,
        kept: &mut Option<Kept>,
        how: How<'_>,
    ) -> Result<(), RareError> {
        let RareQuestion {
            settings,
            swing: wanted,
            crude,
            ..
        } = self.asked.question;
        if wanted {
            answer.swing = swing(&self.conflict, &self.event, settings, kept, how)?;
        }
        if crude > 0 {
            let plain = rare.plain_on(Stretch::of(kept, PLAIN), crude, &answer.estimate, how)?;
            answer.plain = Some(plain);
            answer.integrated =
                rare.integrated_on(Stretch::of(kept, INTEGRATED), crude, &answer.estimate, how)?;
        }
        let short = |n: u64| n < crude;
        let is_short = answer.plain.is_some_and(|p| short(p.share.n))
            || answer.integrated.is_some_and(|i| short(i.campaigns));
        if is_short { Err(RareError::Stopped) } else { Ok(()) }
    }

    /// Does the work in a directory and writes the answer there. Of work that was stopped nothing is written: what is done
    /// stays kept.
    ///
    /// # Errors
    /// As for [`Self::answer`]; also if something cannot be written.
    pub fn answer_in(&self, directory: &Path, kept: Kept, how: How<'_>) -> Result<Answer, RareError> {
        let mut kept = Some(kept);
        let (answer, repeats) = self.answer(&mut kept, how)?;
        if !answer.provenance.stopped {
            write(directory, &answer, &repeats)?;
            kept.map_or(Ok(()), Kept::finish)?;
        }
        Ok(answer)
    }
}

/// The command that gives the same answer.
fn command(question: &RareQuestion, called: &str) -> String {
    let settings = question.settings;
    let method = match settings.method {
        Method::Fixed => "fixed",
        Method::Adaptive => "adaptive",
    };
    let mut text = format!(
        "halha rare '{}' --conflict {called} --effort {} --repeats {} --method {method} --seed {} --parameters {}",
        question.event,
        settings.effort,
        settings.repeats,
        settings.seed,
        settings.parameters.as_str()
    );
    if question.variant {
        text.push_str(" --variant");
    }
    if question.swing {
        text.push_str(" --swing");
    }
    if question.crude > 0 {
        text.push_str(&format!(" --crude {}", question.crude));
    }
    text
}
