//! Where a study comes from: the conflict's own, a file, or the directory of one that was begun before.

use std::path::{Path, PathBuf};

use halha_lab::study::{self, Asked};
use halha_record::vocab::suggest;

use crate::conflict;
use crate::failure::Failure;

/// A study that has not been read yet.
pub(super) struct Source {
    /// Its file, for problems and for its name.
    pub(super) file: String,
    pub(super) text: String,
    /// The conflict as it is named.
    pub(super) called: String,
    /// The study as it was named.
    pub(super) typed: String,
    /// Where interventions of its own are looked for; of one that was begun before, its directory.
    pub(super) place: PathBuf,
    /// What the directory says, if it was begun before.
    pub(super) asked: Option<Asked>,
}

impl Source {
    /// A name among the conflict's own studies, or a file. A conflict that the file names comes before `called`.
    pub(super) fn named(typed: &str, called: &str) -> Result<Self, Failure> {
        if Path::new(typed).extension().is_none_or(|e| e != "toml") {
            return Self::shipped(typed, called);
        }
        let path = Path::new(typed);
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::Usage(format!(
                "{typed} cannot be read: {error}; give the path of a study"
            ))
        })?;
        Ok(Self {
            file: typed.to_owned(),
            called: study::conflict_of(&text).unwrap_or_else(|| called.to_owned()),
            text,
            typed: typed.to_owned(),
            place: path.parent().unwrap_or(Path::new("")).to_owned(),
            asked: None,
        })
    }

    fn shipped(name: &str, called: &str) -> Result<Self, Failure> {
        let all = study::shelf(&conflict::open(called)?);
        let stem = |file: &str| {
            let path = Path::new(file).file_stem();
            path.map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let names: Vec<String> = all.iter().map(|(file, _)| stem(file)).collect();
        let found = all.into_iter().find(|(file, _)| stem(file) == name);
        let Some((file, text)) = found else {
            let hint = suggest(name, names.iter().map(String::as_str)).map_or_else(
                || "; `halha study --list` shows those that come with the conflict".to_owned(),
                |near| format!("; did you mean {near}?"),
            );
            return Err(Failure::Unknown {
                what: "study",
                name: name.to_owned(),
                hint,
            });
        };
        Ok(Self {
            file,
            text,
            called: called.to_owned(),
            typed: name.to_owned(),
            place: PathBuf::new(),
            asked: None,
        })
    }

    /// A study that was begun in a directory.
    pub(super) fn kept(directory: &Path) -> Result<Self, Failure> {
        let asked = study::asked_in(directory)?;
        Ok(Self {
            file: asked.file(),
            text: asked.text.clone(),
            called: asked.note.called.clone(),
            typed: asked.note.study.clone(),
            place: directory.to_owned(),
            asked: Some(asked),
        })
    }
}
