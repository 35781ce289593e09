//! The book's pages of the tables, made from the schema.

use halha_kernel::parameters::PARAMETERS;

use super::schema::{Column, ColumnType, OpenColumns, TABLES, Table, Words};

/// Folder of the pages in the source tree.
pub const FOLDER: &str = "book/src/reference/tables";

/// Every page by its name: one for each table, and one that leads to them.
pub fn pages() -> Vec<(String, String)> {
    let tables = TABLES
        .iter()
        .map(|table| (format!("{}.md", table.name), page(table)));
    std::iter::once(("index.md".to_owned(), index()))
        .chain(tables)
        .collect()
}

fn index() -> String {
    let mut text = String::from(
        "# Tables of a run\n\n\
         A run's directory holds a folder for each table, and in it a Parquet file for each part of the ensemble: \
         `campaigns/00000.parquet`, `campaigns/00001.parquet` … A table is all of its files together; the parts hold \
         consecutive replications, in order. Numbers are whole unless a page says `double`; words are \
         text, of which a file holds each once; days are dates; null means that there is nothing to \
         say, never zero. `…_0` and `…_1` are the conflict's two sides, in the order of `conflict.sides` in `run.json`.\n\n\
         How to read them: [Results in SQL](../../guides/results-in-sql.md).\n\n\
         | table | one row |\n|---|---|\n",
    );
    for table in TABLES {
        text.push_str(&format!("| [`{0}`]({0}.md) | {1} |\n", table.name, table.row));
    }
    text.push_str(
        "\n## Besides the tables\n\n\
         | file | holds |\n|---|---|\n\
         | `run.json` | all that decides the results: versions, conflict, fingerprint of scenario and priors, settings, \
         observables, and the command that makes the run again |\n\
         | `conflict/` | the conflict folder as it was |\n\
         | `parts/` | a manifest for each part: its files with rows, length and FNV-1a hash (64 bits); a part is \
         complete if its manifest is there and the lengths are right |\n\
         | `done.json` | written last: the run is complete; its hash is that of the manifests in order |\n\
         | `journal.json` | how the work went (threads, seconds): no result, differs from time to time |\n\n\
         Everything but `journal.json` is the same to the byte for the same command, whatever the number of threads \
         and however often the work was interrupted.\n",
    );
    text
}

fn page(table: &Table) -> String {
    let key: Vec<String> = table.key.iter().map(|name| format!("`{name}`")).collect();
    let mut text = format!(
        "# Table `{}`\n\nOne row: {}. Key: {}.\n\n{}\n\n| column | type | unit | null | meaning |\n|---|---|---|---|---|\n",
        table.name,
        table.row,
        key.join(", "),
        table.about,
    );
    for column in table.columns {
        text.push_str(&line(column));
    }
    match table.open {
        OpenColumns::None => {}
        OpenColumns::Observables => text.push_str(
            "| *an observable's id* | double | its own | yes | The value of that observable; titles and units are in \
             `run.json`. |\n",
        ),
        OpenColumns::Parameters => {
            for parameter in PARAMETERS {
                let meaning = parameter.meaning.replace('|', "\\|");
                text.push_str(&format!("| `{}` | double | in the meaning | no | {meaning} |\n", parameter.name));
            }
        }
    }
    text
}

fn line(column: &Column) -> String {
    let Column {
        name,
        holds,
        nullable,
        unit,
        meaning,
    } = column;
    let unit = if unit.is_empty() { "–" } else { unit };
    let null = if *nullable { "yes" } else { "no" };
    let words = match holds {
        ColumnType::Word(Words::Side) => " A side's id.".to_owned(),
        ColumnType::Word(Words::Sector) => " A sector's id.".to_owned(),
        ColumnType::Word(words) => {
            let list: Vec<String> = words.list().iter().map(|word| format!("`{word}`")).collect();
            format!(" One of {}.", list.join(", "))
        }
        _ => String::new(),
    };
    format!(
        "| `{name}` | {} | {unit} | {null} | {meaning}{words} |\n",
        holds.name()
    )
}
