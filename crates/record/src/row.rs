//! What makes a struct a row of a table: its columns, and how its fields are read from and written to cells.

use std::borrow::Cow;

use crate::edtf::Edtf;
use crate::id::Id;
use crate::issue::Code;
use crate::limits;
use crate::read::cells::Cells;
use crate::vocab::{UnknownWord, Vocabulary};

/// A row of a table. Implemented by the `rows!` macro alone.
pub(crate) trait Row: Sized {
    /// Adds the names of the columns, in order.
    fn add_columns(columns: &mut Vec<&'static str>);

    /// Reads a row; `None` if any field could not be read, which has then been reported.
    fn read(cells: &mut Cells<'_, '_>) -> Option<Self>;

    /// Shows every name in the row, with its column.
    fn each_id<'r>(&'r self, visit: &mut dyn FnMut(&'static str, &'r Id));

    /// Adds the texts of the cells, in the order of the columns.
    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>);

    /// The names of the columns, in order.
    fn columns() -> Vec<&'static str> {
        let mut columns = Vec::new();
        Self::add_columns(&mut columns);
        columns
    }
}

/// A cell as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Written<'r> {
    /// Nothing.
    Empty,
    Text(Cow<'r, str>),
    Number(f64),
    Yes(bool),
    List(Vec<&'r str>),
}

/// A field of a row: one column, or several for a [`crate::model::Statement`].
pub(crate) trait Field: Sized {
    fn add_columns(name: &'static str, columns: &mut Vec<&'static str>) {
        columns.push(name);
    }

    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self>;

    fn each_id<'r>(&'r self, _name: &'static str, _visit: &mut dyn FnMut(&'static str, &'r Id)) {}

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>);
}

/// Declares the row types: each becomes a struct that reads, writes, serialises and describes itself.
macro_rules! rows {
    ($($(#[$outer:meta])* pub struct $name:ident { $($(#[$inner:meta])* pub $field:ident: $type:ty,)+ })+) => {$(
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
        pub struct $name { $($(#[$inner])* pub $field: $type,)+ }

        impl $crate::row::Row for $name {
            fn add_columns(columns: &mut Vec<&'static str>) {
                $(<$type as $crate::row::Field>::add_columns(stringify!($field), columns);)+
            }

            fn read(cells: &mut $crate::read::cells::Cells<'_, '_>) -> Option<Self> {
                $(let $field = <$type as $crate::row::Field>::read(stringify!($field), cells);)+
                if cells.failed {
                    $(if let Some(value) = &$field {
                        $crate::row::Field::each_id(value, stringify!($field), &mut |column, id| {
                            cells.keep_loose(column, id);
                        });
                    })+
                }
                Some(Self { $($field: $field?),+ })
            }

            fn each_id<'r>(&'r self, visit: &mut dyn FnMut(&'static str, &'r $crate::id::Id)) {
                $($crate::row::Field::each_id(&self.$field, stringify!($field), visit);)+
            }

            fn write<'r>(&'r self, cells: &mut Vec<$crate::row::Written<'r>>) {
                $($crate::row::Field::write(&self.$field, cells);)+
            }
        }
    )+};
}
pub(crate) use rows;

impl Field for Id {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        id(name, text, cells)
    }

    fn each_id<'r>(&'r self, name: &'static str, visit: &mut dyn FnMut(&'static str, &'r Id)) {
        visit(name, self);
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Text(Cow::Borrowed(self)));
    }
}

impl Field for Option<Id> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, id)
    }

    fn each_id<'r>(&'r self, name: &'static str, visit: &mut dyn FnMut(&'static str, &'r Id)) {
        self.iter().for_each(|id| visit(name, id));
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(
            self.as_ref()
                .map_or(Written::Empty, |id| Written::Text(Cow::Borrowed(id))),
        );
    }
}

impl Field for Vec<Id> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let items = cells.list(name)?;
        let ids: Vec<_> = items.into_iter().map(|item| id(name, item, cells)).collect();
        ids.into_iter().collect()
    }

    fn each_id<'r>(&'r self, name: &'static str, visit: &mut dyn FnMut(&'static str, &'r Id)) {
        self.iter().for_each(|id| visit(name, id));
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::List(self.iter().map(Id::as_str).collect()));
    }
}

impl Field for String {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = if limits::may_not_be_empty(name) {
            required(name, cells)?
        } else {
            cells.text(name)?
        };
        Some(text.to_owned())
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Text(Cow::Borrowed(self)));
    }
}

impl Field for Option<String> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, |_, text, _| Some(text.to_owned()))
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(
            self.as_ref()
                .map_or(Written::Empty, |text| Written::Text(Cow::Borrowed(text))),
        );
    }
}

impl Field for Vec<String> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        Some(cells.list(name)?.into_iter().map(str::to_owned).collect())
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::List(self.iter().map(String::as_str).collect()));
    }
}

impl Field for f64 {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        number(name, text, cells)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Number(*self));
    }
}

impl Field for Option<f64> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, number)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(self.map_or(Written::Empty, Written::Number));
    }
}

impl Field for u32 {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        let Ok(value) = text.parse() else {
            let remedy = "write a whole number in digits alone";
            cells.report(Code::MalformedNumber, name, text, "no whole number", remedy);
            return cells.fail();
        };
        Some(value)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Number(f64::from(*self)));
    }
}

impl Field for bool {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        yes_or_no(name, text, cells)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Yes(*self));
    }
}

impl Field for Option<bool> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, yes_or_no)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(self.map_or(Written::Empty, Written::Yes));
    }
}

impl Field for Edtf {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        date(name, text, cells)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Text(Cow::Owned(self.to_string())));
    }
}

impl Field for Option<Edtf> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, date)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(
            self.as_ref()
                .map_or(Written::Empty, |date| Written::Text(Cow::Owned(date.to_string()))),
        );
    }
}

impl<V: Vocabulary> Field for V {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let text = required(name, cells)?;
        word(name, text, cells)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(Written::Text(Cow::Borrowed(self.as_str())));
    }
}

/// A word of a closed list that may be left out.
impl Field for Option<crate::vocab::ElementId> {
    fn read(name: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        optional(name, cells, word)
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        cells.push(self.map_or(Written::Empty, |word| Written::Text(Cow::Borrowed(word.as_str()))));
    }
}

/// The next cell, which must hold something.
fn required<'c>(name: &'static str, cells: &mut Cells<'c, '_>) -> Option<&'c str> {
    let text = cells.text(name)?;
    if text.is_empty() {
        cells.report(
            Code::EmptyCell,
            name,
            "",
            format!("`{name}` must not be empty"),
            limits::what_to_write(name),
        );
        return cells.fail();
    }
    Some(text)
}

/// The next cell, which may be empty.
fn optional<'c, 'a, T>(
    name: &'static str,
    cells: &mut Cells<'c, 'a>,
    read: impl FnOnce(&'static str, &str, &mut Cells<'c, 'a>) -> Option<T>,
) -> Option<Option<T>> {
    let text = cells.text(name)?;
    if text.is_empty() {
        Some(None)
    } else {
        read(name, text, cells).map(Some)
    }
}

fn id(name: &'static str, text: &str, cells: &mut Cells<'_, '_>) -> Option<Id> {
    cells.context.name(text).or_else(|| {
        let remedy = Id::repaired(text).map_or_else(
            || {
                format!(
                    "use letters a–z, digits and single hyphens, {} at most",
                    Id::MAX_BYTES
                )
            },
            |repaired| format!("write `{repaired}`"),
        );
        cells.report(
            Code::MalformedId,
            name,
            text,
            "names are lower-case letters, digits and single hyphens",
            remedy,
        );
        cells.fail()
    })
}

fn number(name: &'static str, text: &str, cells: &mut Cells<'_, '_>) -> Option<f64> {
    let Some(value) = limits::parse_number(text) else {
        let remedy = limits::number_remedy(text);
        cells.report(Code::MalformedNumber, name, text, "no number", remedy);
        return cells.fail();
    };
    if let Some((code, message, remedy)) = limits::outside(name, value) {
        cells.report(code, name, text, message, remedy);
    }
    Some(value)
}

fn yes_or_no(name: &'static str, text: &str, cells: &mut Cells<'_, '_>) -> Option<bool> {
    match text {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => {
            cells.report(
                Code::UnknownWord,
                name,
                text,
                "neither yes nor no",
                "write `yes` or `no`",
            );
            cells.fail()
        }
    }
}

fn date(name: &'static str, text: &str, cells: &mut Cells<'_, '_>) -> Option<Edtf> {
    match text.parse::<Edtf>() {
        Ok(date) => Some(date),
        Err(error) => {
            let remedy = "write an EDTF date: 1939, 1939-05, 1939-05-11, 1939-05-11/1939-09-16, 1935-10~";
            cells.report(Code::MalformedDate, name, text, error.to_string(), remedy);
            cells.fail()
        }
    }
}

fn word<V: Vocabulary>(name: &'static str, text: &str, cells: &mut Cells<'_, '_>) -> Option<V> {
    V::parse(text).or_else(|| {
        let unknown = UnknownWord::new::<V>(text);
        let remedy = unknown.nearest.map_or_else(
            || format!("use one of: {}", unknown.known.join(", ")),
            |word| format!("did you mean `{word}`?"),
        );
        cells.report(
            Code::UnknownWord,
            name,
            text,
            format!("no such {}", V::NAME),
            remedy,
        );
        cells.fail()
    })
}
