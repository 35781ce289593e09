//! Finding campaigns: the greatest, the least, or the nearest to a value, by a column, an observable or a measure in a year.

use halha_lab::store::schema::Words;
use jiff::ToSpan;
use jiff::civil::Date;

use super::columns::Column;
use super::opened::Opened;
use crate::refuse::Refusal;
use crate::wire::campaigns::{CampaignQuery, CampaignRow, CampaignSort, Campaigns};

/// Campaigns in one answer, unless fewer or more are asked for; and the most.
const FOUND: u32 = 20;
const MOST: u32 = 200;

impl Opened {
    /// The campaigns asked for.
    pub(crate) fn find(&self, query: &CampaignQuery) -> Result<Campaigns, Refusal> {
        let limit = query.limit.unwrap_or(FOUND);
        if !(1..=MOST).contains(&limit) {
            return Err(Refusal::invalid(
                format!("limit {limit}"),
                format!("ask for 1 to {MOST} campaigns at a time"),
            ));
        }
        let values = self.sorted_by(query)?;
        let order = Order {
            values: values.as_ref().map(|column| column.as_slice()),
            near: query.near,
            ascending: query.ascending || query.sort == Some(CampaignSort::Typical),
        };
        let offset = query.offset.unwrap_or(0) as usize;
        let all = usize::try_from(self.campaigns()).unwrap_or(usize::MAX);
        let picked = order.pick(all, offset, limit as usize);
        let columns = RowColumns::of(self)?;
        let row = |campaign: usize| {
            let value = values
                .as_ref()
                .map(|v| f64::from(v[campaign]))
                .filter(|v| !v.is_nan());
            columns.row(self, campaign, value)
        };
        Ok(Campaigns {
            total: self.campaigns(),
            campaigns: picked.into_iter().map(row).collect(),
        })
    }

    /// The values to order by; `None` for the campaigns' own numbers.
    fn sorted_by(&self, query: &CampaignQuery) -> Result<Option<Column>, Refusal> {
        if query.near.is_some_and(|near| !near.is_finite()) {
            return Err(Refusal::invalid("near is no finite number", "give a number"));
        }
        let asked = [
            query.sort.is_some(),
            query.observable.is_some(),
            query.measure.is_some(),
        ];
        if asked.iter().filter(|a| **a).count() > 1 {
            return Err(Refusal::invalid(
                "several of sort, observable and measure",
                "give one of them",
            ));
        }
        if let Some(id) = &query.observable {
            self.distribution_known(id)?;
            return self.column("observables", id).map(Some);
        }
        match (&query.measure, query.year) {
            (Some(id), Some(year)) => {
                let source = self.measure(id)?;
                let column = self.year(source, year)?;
                let years = self.years();
                return column.map(Some).ok_or_else(|| {
                    let (first, last) = (years.first().unwrap_or(&0), years.last().unwrap_or(&0));
                    Refusal::invalid(
                        format!("year {year}"),
                        format!("give a year from {first} to {last}"),
                    )
                });
            }
            (Some(_), None) | (None, Some(_)) => {
                return Err(Refusal::invalid(
                    "measure and year go together",
                    "give both, or neither",
                ));
            }
            (None, None) => {}
        }
        let column = match query.sort {
            None | Some(CampaignSort::Campaign) => return Ok(None),
            Some(CampaignSort::Typical) => return self.distances().map(Some),
            Some(CampaignSort::Incidents) => "incidents",
            Some(CampaignSort::Crises) => "episodes",
            Some(CampaignSort::LargestBattle) => "largest_battle_men",
            Some(CampaignSort::Costliest) => "costliest_lost",
            Some(CampaignSort::Length) => "days",
        };
        self.column("campaigns", column).map(Some)
    }

    /// Whether the run has an observable of that name: nothing else may be read as one.
    fn distribution_known(&self, id: &str) -> Result<(), Refusal> {
        let known = self
            .stored
            .provenance()
            .observables
            .iter()
            .any(|note| note.id == id);
        known.then_some(()).ok_or_else(|| {
            let remedy = "ask for one of the observables that the run's comparison lists";
            Refusal::not_found("observable", id, remedy)
        })
    }
}

/// In which order.
struct Order<'v> {
    /// Values by campaign; NaN comes last.
    values: Option<&'v [f32]>,
    near: Option<f64>,
    ascending: bool,
}

impl Order<'_> {
    /// The campaigns at places `offset` to `offset + limit` of `all`; equal values stand in the order of their numbers.
    fn pick(&self, all: usize, offset: usize, limit: usize) -> Vec<usize> {
        let Some(values) = self.values else {
            let ordered = offset.min(all)..offset.saturating_add(limit).min(all);
            return match self.near {
                Some(near) => {
                    let from = (near.max(0.0) as usize).min(all.saturating_sub(1));
                    (from..(from + limit).min(all)).collect()
                }
                None => ordered.collect(),
            };
        };
        let mut order: Vec<usize> = (0..all.min(values.len())).collect();
        let end = offset.saturating_add(limit).min(order.len());
        let by = |a: &usize, b: &usize| {
            let keys = [*a, *b].map(|n| self.rank(values[n]));
            keys[0].total_cmp(&keys[1]).then(a.cmp(b))
        };
        if end < order.len() {
            order.select_nth_unstable_by(end, by);
            order.truncate(end);
        }
        order.sort_unstable_by(by);
        order.split_off(offset.min(order.len()))
    }

    /// Lower comes first.
    fn rank(&self, value: f32) -> f64 {
        let value = f64::from(value);
        match self.near {
            _ if value.is_nan() => f64::INFINITY,
            Some(near) => (value - near).abs(),
            None if self.ascending => value,
            None => -value,
        }
    }
}

/// The columns that a row shows.
struct RowColumns {
    days: Column,
    ending: Column,
    incidents: Column,
    crises: Column,
    largest: Column,
    costliest: Column,
    pact: Column,
}

impl RowColumns {
    fn of(run: &Opened) -> Result<Self, Refusal> {
        let column = |name| run.column("campaigns", name);
        Ok(Self {
            days: column("end_date")?,
            ending: run.words("ending", Words::Ending.list())?,
            incidents: column("incidents")?,
            crises: column("episodes")?,
            largest: column("largest_battle_men")?,
            costliest: column("costliest_lost")?,
            pact: column("pact")?,
        })
    }

    fn row(&self, run: &Opened, campaign: usize, value: Option<f64>) -> CampaignRow {
        let whole = |column: &Column| column.get(campaign).map_or(0, |v| *v as u64);
        let (draw, replicate) = run.stored.provenance().settings.place(campaign as u64);
        let ending = self.ending.get(campaign).filter(|place| !place.is_nan());
        let ending = ending.and_then(|place| Words::Ending.list().get(*place as usize));
        CampaignRow {
            campaign: campaign as u64,
            draw,
            replicate,
            end: date(self.days.get(campaign)).unwrap_or_default(),
            ending: ending.map_or_else(String::new, |word| (*word).to_owned()),
            incidents: whole(&self.incidents),
            crises: whole(&self.crises),
            largest_battle_men: whole(&self.largest),
            costliest_lost: whole(&self.costliest),
            pact: date(self.pact.get(campaign)),
            value,
        }
    }
}

/// The date of a day since 1970-01-01.
fn date(day: Option<&f32>) -> Option<String> {
    let day = day.filter(|day| !day.is_nan())?;
    let epoch = Date::constant(1970, 1, 1);
    epoch
        .checked_add((*day as i64).days())
        .ok()
        .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::Order;

    const VALUES: [f32; 6] = [3.0, f32::NAN, 5.0, 3.0, 1.0, 4.0];

    fn pick(near: Option<f64>, ascending: bool, offset: usize, limit: usize) -> Vec<usize> {
        let order = Order {
            values: Some(&VALUES),
            near,
            ascending,
        };
        order.pick(6, offset, limit)
    }

    #[test]
    fn the_greatest_the_least_and_the_nearest_are_found() {
        assert_eq!(pick(None, false, 0, 3), [2, 5, 0]);
        assert_eq!(pick(None, true, 0, 3), [4, 0, 3]);
        assert_eq!(pick(Some(3.4), false, 0, 3), [0, 3, 5]);
        assert_eq!(pick(None, true, 4, 9), [2, 1], "those without a value come last");
        assert_eq!(pick(None, true, 9, 9), [0_usize; 0]);
        let own = Order {
            values: None,
            near: Some(4.0),
            ascending: true,
        };
        assert_eq!(own.pick(6, 0, 9), [4, 5]);
    }

    #[test]
    fn pages_join_without_gaps() {
        let whole = pick(None, false, 0, 6);
        let pages: Vec<usize> = (0..6).flat_map(|page| pick(None, false, page, 1)).collect();
        assert_eq!(whole, pages);
    }
}
