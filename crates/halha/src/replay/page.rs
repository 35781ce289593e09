//! A chronicle laid out in lines: years and months as headings, crises as indented stories.

use halha_lab::replay::{Act, Chronicle, Crisis, Moment, Month, Names, Passage, Year};

use crate::output::{Screen, bold, dim};
use crate::tables::{width_of, wrap};

/// Columns of the dates within a crisis, and of their margin.
const INNER_DATE: usize = 14;
const MARGIN: usize = 6;

/// The whole chronicle; `about` says which campaign it is, and where it comes from.
pub(crate) fn chronicle(
    names: &Names,
    chronicle: &Chronicle,
    about: (&str, &str),
    screen: &Screen,
) -> String {
    let mut page = Page {
        names,
        width: usize::from(screen.width),
        text: String::new(),
        after_count: false,
    };
    let (title, origin) = about;
    page.text.push_str(&bold(&format!("A chronicle of {title}")));
    page.text.push('\n');
    page.put("", "", &dim(origin), 0);
    for year in &chronicle.years {
        page.year(year);
    }
    if chronicle.years.is_empty() {
        page.text.push_str("\nNothing is told of that time and place.\n");
    }
    page.text
}

struct Page<'p> {
    names: &'p Names,
    width: usize,
    text: String,
    /// The last month was told in one line.
    after_count: bool,
}

impl Page<'_> {
    /// Puts a paragraph that begins with `head`, `indent` columns in; what follows stands under its beginning.
    fn put(&mut self, lead: &str, head: &str, text: &str, indent: usize) {
        let margin = indent + width_of(lead);
        let whole = if head.is_empty() {
            text.to_owned()
        } else {
            format!("{head} {text}")
        };
        for (n, line) in wrap(&whole, self.width.saturating_sub(margin).max(20), 0)
            .into_iter()
            .enumerate()
        {
            let lead = if n == 0 {
                lead.to_owned()
            } else {
                " ".repeat(width_of(lead))
            };
            let line = format!("{}{lead}{line}", " ".repeat(indent));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn year(&mut self, year: &Year) {
        self.text.push('\n');
        self.text.push_str(&bold(&year.year.to_string()));
        self.text.push('\n');
        self.put("", "", &year.summary, 0);
        self.after_count = false;
        for month in &year.months {
            self.month(month);
        }
    }

    fn month(&mut self, month: &Month) {
        if month.summary.is_empty() && month.passages.is_empty() {
            return;
        }
        let name = format!("{} {}", month_name(month.month.month), month.month.year);
        // Months without anything but their count stand close together.
        if !month.passages.is_empty() || !self.after_count {
            self.text.push('\n');
        }
        self.after_count = month.passages.is_empty();
        self.put("", &format!("{name}:"), &month.summary, 0);
        for passage in &month.passages {
            match passage {
                Passage::Moment(moment) => self.moment(moment),
                Passage::Crisis(crisis) => self.crisis(crisis),
            }
        }
    }

    fn moment(&mut self, moment: &Moment) {
        let head = moment
            .sector
            .map_or_else(String::new, |k| format!("{}:", self.names.sector(k)));
        let day = self.names.calendar.date(moment.time).day();
        let text = format!("{} {}", moment.text, moment.details.join(" "));
        self.put(&format!("{day:>2}  "), &head, &text, 2);
    }

    fn crisis(&mut self, crisis: &Crisis) {
        let day = self.names.calendar.date(crisis.time).day();
        let lead = format!("{day:>2}  ");
        let head = format!("{}, a crisis opens:", self.names.sector(crisis.sector));
        self.put(
            &lead,
            &head,
            &format!("{} {}", crisis.opening, crisis.details.join(" ")),
            2,
        );
        let mut before = String::new();
        for act in &crisis.acts {
            self.act(act, &mut before);
        }
    }

    /// An act of a crisis; its date is left out where the act before has the same.
    fn act(&mut self, act: &Act, before: &mut String) {
        let date = self.names.day(act.time);
        let shown = if date == *before {
            String::new()
        } else {
            date.clone()
        };
        *before = date;
        let lead = format!("{shown:<INNER_DATE$}");
        self.put(&lead, "", &act.text, MARGIN);
        for detail in &act.details {
            self.put(&" ".repeat(INNER_DATE + 2), "", detail, MARGIN);
        }
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|m| NAMES.get(m))
        .copied()
        .unwrap_or("")
}
