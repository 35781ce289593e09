//! One subject's page: every figure in the book of whoever claims it, side by side, with numbered sources.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ChronicleRow;
use crate::edtf::Edtf;
use crate::id::Id;
use crate::model::{
    ActRow, ClaimRow, DecisionRow, DepictionRow, Incident, Participant, Place, Sector, Source,
};
use crate::record::{Book, Record, Subject};
use crate::value::Value;
use crate::vocab::{Arithmetic, Attribute, Dimension, ElementId, Holds, Status, Unit, Vocabulary};

/// All that the record holds about one incident, act or the conflict as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<'r> {
    /// What it is about.
    pub subject: Subject<'r>,
    /// Where it happened.
    pub place: Option<&'r Place>,
    /// Sector.
    pub sector: Option<&'r Sector>,
    /// Who took part, by whose account.
    pub participants: Vec<&'r Participant>,
    /// The books in which there are claims: the columns of the sections' rows, in order.
    pub books: Vec<Book<'r>>,
    /// Claims by what they tell, each section's rows in the order of the codebook.
    pub sections: Vec<(Section, Vec<PageRow<'r>>)>,
    /// What it answered, and what answered it.
    pub chain: Chain<'r>,
    /// Its parts, a line each.
    pub parts: Vec<ChronicleRow<'r>>,
    /// Acts about it or any of its parts, by date.
    pub acts: Vec<&'r ActRow>,
    /// The commands' decisions within it, in order.
    pub decisions: Vec<&'r DecisionRow>,
    /// Later works that show it.
    pub depictions: Vec<&'r DepictionRow>,
    /// The sources of everything on the page, numbered from 1 in the order of their first use.
    pub sources: Vec<NumberedSource<'r>>,
}

/// What a section of a page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Men and things on the field.
    Forces,
    /// Losses in men.
    Losses,
    /// Losses in things.
    ThingsLost,
    /// All other numbers.
    Figures,
    /// When what happened.
    Dates,
    /// What is told in words.
    Accounts,
}

impl Section {
    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Forces => "Forces",
            Self::Losses => "Losses",
            Self::ThingsLost => "Things lost",
            Self::Figures => "Other figures",
            Self::Dates => "Dates",
            Self::Accounts => "Accounts",
        }
    }
}

/// One figure, as everybody claims it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageRow<'r> {
    /// What is said.
    pub attribute: &'r Id,
    /// What is counted, if not men.
    pub element: Option<ElementId>,
    /// Whom it is about.
    pub party: &'r [Id],
    /// When the figure holds, if not for the whole of the subject.
    pub date: Option<&'r Edtf>,
    /// In which unit it is given (of several that compare, the first).
    pub unit: Unit,
    /// What each book says, in the order of [`Page::books`].
    pub books: Vec<Vec<PageClaim<'r>>>,
}

/// One claim on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageClaim<'r> {
    /// The claim.
    pub claim: &'r ClaimRow,
    /// What the source says.
    pub stated: Value,
    /// The same with its words read by their assumption.
    pub as_read: Value,
    /// Number of the source on the page.
    pub source: usize,
}

/// A source with its number on the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberedSource<'r> {
    /// Number, from 1.
    pub number: usize,
    /// Its id.
    pub id: &'r Id,
    /// The source, if it is listed.
    pub source: Option<&'r Source>,
}

/// The place of an incident in its chain.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Chain<'r> {
    /// The incident that contains it.
    pub part_of: Option<&'r Incident>,
    /// What it answered.
    pub answers: Vec<&'r Incident>,
    /// What answered it.
    pub answered_by: Vec<&'r Incident>,
}

impl Record {
    /// The page about an incident, an act or the conflict; `None` if there is nothing of that name.
    ///
    /// ```
    /// # let (record, _) = halha_record::Record::read(&halha_record::template::folder());
    /// let incident = &record.incidents[0];
    /// let page = record.page(&incident.id).expect("the incident is listed");
    /// assert_eq!(page.sources.first().map(|source| source.number), Some(1));
    /// ```
    #[must_use]
    pub fn page(&self, id: &str) -> Option<Page<'_>> {
        let subject = self.subject(id)?;
        let mut sources = Numbering::default();
        let books = self.books_about(id);
        let incident = match subject {
            Subject::Incident(incident) => Some(incident),
            _ => None,
        };
        let sections = self.sections(id, &books, &mut sources);
        let participants: Vec<_> = match incident {
            Some(incident) => self.participants_in(&incident.id).collect(),
            None => Vec::new(),
        };
        participants
            .iter()
            .for_each(|participant| sources.note(&participant.source));
        let parts = self.parts_of(id);
        let acts = self.acts_about(id, &parts);
        acts.iter().for_each(|act| sources.note(&act.source));
        let mut decisions: Vec<_> = self
            .decisions
            .iter()
            .filter(|decision| decision.incident == *id)
            .collect();
        decisions.sort_by_key(|decision| decision.step);
        decisions
            .iter()
            .for_each(|decision| sources.note(&decision.source));
        incident
            .iter()
            .flat_map(|incident| &incident.sources)
            .for_each(|source| sources.note(source));
        let depictions: Vec<_> = self
            .depictions
            .iter()
            .filter(|work| work.depicts.iter().any(|shown| *shown == *id))
            .collect();
        depictions.iter().for_each(|work| sources.note(&work.source));
        Some(Page {
            subject,
            place: self.place_of(subject),
            sector: incident.and_then(|incident| self.sectors.get(incident.sector.as_ref()?)),
            participants,
            books,
            sections,
            chain: incident.map(|incident| self.chain(incident)).unwrap_or_default(),
            parts: parts.into_iter().map(|part| self.chronicle_row(part)).collect(),
            acts,
            decisions,
            depictions,
            sources: sources.list(self),
        })
    }

    fn place_of(&self, subject: Subject<'_>) -> Option<&Place> {
        self.places.get(match subject {
            Subject::Incident(incident) => Some(&incident.place),
            Subject::Act(act) => act.place.as_ref(),
            Subject::Conflict(_) => None,
        }?)
    }

    /// The sides in their order, then outsiders, then voices in the order of their list.
    fn books_about(&self, id: &str) -> Vec<Book<'_>> {
        let mut books: Vec<_> = self
            .claims_about(id)
            .filter_map(|claim| self.book(&claim.statement.claimed_by))
            .collect();
        let side = |book: &Book<'_>| match book {
            Book::Side(id) => self.conflict.sides.iter().position(|side| side.id == **id),
            _ => None,
        };
        books.sort_by_key(|book| (side(book).unwrap_or(usize::MAX), *book));
        books.dedup();
        books
    }

    fn sections<'r>(
        &'r self,
        id: &str,
        books: &[Book<'r>],
        sources: &mut Numbering<'r>,
    ) -> Vec<(Section, Vec<PageRow<'r>>)> {
        let mut claims: Vec<_> = self
            .claims_about(id)
            .map(|claim| (self.order(claim), claim))
            .collect();
        claims.sort_by(|a, b| a.0.cmp(&b.0));
        let mut sections: Vec<(Section, Vec<PageRow<'r>>)> = Vec::new();
        let mut last = None;
        for (order, claim) in claims {
            if sections
                .last()
                .is_none_or(|(section, _)| *section != order.section)
            {
                sections.push((order.section, Vec::new()));
            }
            let Some((_, rows)) = sections.last_mut() else {
                continue;
            };
            if last.as_ref() != Some(&order) {
                rows.push(PageRow {
                    attribute: &claim.attribute,
                    element: claim.element,
                    party: &claim.party,
                    date: claim.date.as_ref(),
                    unit: claim.statement.unit,
                    books: vec![Vec::new(); books.len()],
                });
                last = Some(order);
            }
            let book = self.book(&claim.statement.claimed_by);
            let column = books.iter().position(|known| Some(*known) == book);
            if let (Some(row), Some(column)) = (rows.last_mut(), column) {
                row.books[column].push(self.page_claim(claim, sources));
            }
        }
        sections
    }

    fn page_claim<'r>(&'r self, claim: &'r ClaimRow, sources: &mut Numbering<'r>) -> PageClaim<'r> {
        let quantity = self.quantity(&claim.statement);
        PageClaim {
            claim,
            stated: quantity.stated(),
            as_read: quantity.as_read(),
            source: sources.number(&claim.statement.source),
        }
    }

    /// Where a claim's row stands on the page; equal for claims of one row.
    fn order<'r>(&'r self, claim: &'r ClaimRow) -> Order<'r> {
        let known = Attribute::parse(&claim.attribute);
        let party: Vec<&Id> = self.members(&claim.party).into_iter().collect();
        let side = party.first().and_then(|party| self.side_of(party));
        let side = self
            .conflict
            .sides
            .iter()
            .position(|known| Some(&known.id) == side);
        Order {
            section: section(known, claim),
            attribute: known.map_or(usize::MAX, |known| known as usize),
            custom: &claim.attribute,
            element: claim.element,
            side: side.unwrap_or(usize::MAX),
            party,
            date: claim.date.as_ref(),
            dimension: claim.statement.unit.dimension(),
        }
    }

    fn chain<'r>(&'r self, incident: &'r Incident) -> Chain<'r> {
        let mut answered_by: Vec<_> = self
            .incidents
            .iter()
            .filter(|other| other.answers.contains(&incident.id))
            .collect();
        answered_by.sort_by(|a, b| a.date.cmp(&b.date));
        Chain {
            part_of: incident.part_of.as_ref().and_then(|id| self.incidents.get(id)),
            answers: incident
                .answers
                .iter()
                .filter_map(|id| self.incidents.get(id))
                .collect(),
            answered_by,
        }
    }

    fn acts_about<'r>(&'r self, id: &str, parts: &[&Incident]) -> Vec<&'r ActRow> {
        let about = |act: &&ActRow| {
            act.about
                .iter()
                .any(|about| *about == *id || parts.iter().any(|part| part.id == *about))
        };
        let mut acts: Vec<_> = self.acts.iter().filter(about).collect();
        acts.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
        acts
    }
}

/// Sorts claims into the rows of a page.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Order<'r> {
    section: Section,
    attribute: usize,
    custom: &'r Id,
    element: Option<ElementId>,
    side: usize,
    party: Vec<&'r Id>,
    date: Option<&'r Edtf>,
    dimension: Dimension,
}

fn section(attribute: Option<Attribute>, claim: &ClaimRow) -> Section {
    let people = claim.statement.unit.dimension() == Dimension::People;
    match (claim.statement.unit.holds(), attribute.map(Attribute::arithmetic)) {
        (Holds::Date, _) => Section::Dates,
        (Holds::Text, _) => Section::Accounts,
        (_, Some(Arithmetic::Strength | Arithmetic::StrengthPart)) => Section::Forces,
        (_, Some(Arithmetic::LossTotal | Arithmetic::LossPart | Arithmetic::LossUnion)) if people => {
            Section::Losses
        }
        (_, Some(Arithmetic::LossTotal | Arithmetic::LossPart | Arithmetic::LossUnion)) => {
            Section::ThingsLost
        }
        _ => Section::Figures,
    }
}

/// Numbers sources in the order in which they come up.
#[derive(Default)]
struct Numbering<'r> {
    numbers: BTreeMap<&'r Id, usize>,
}

impl<'r> Numbering<'r> {
    fn number(&mut self, source: &'r Id) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(source).or_insert(next)
    }

    fn note(&mut self, source: &'r Id) {
        self.number(source);
    }

    fn list(self, record: &'r Record) -> Vec<NumberedSource<'r>> {
        let mut list: Vec<_> = (self.numbers.into_iter())
            .map(|(id, number)| NumberedSource {
                number,
                id,
                source: record.sources.get(id),
            })
            .collect();
        list.sort_by_key(|source| source.number);
        list
    }
}

impl Page<'_> {
    /// How many claims on the page are marked doubtful or unverified.
    #[must_use]
    pub fn weak_claims(&self) -> usize {
        let rows = self.sections.iter().flat_map(|(_, rows)| rows);
        let claims = rows.flat_map(|row| row.books.iter().flatten());
        claims
            .filter(|claim| {
                matches!(
                    claim.claim.statement.status,
                    Status::Doubtful | Status::Unverified
                )
            })
            .count()
    }
}
