//! What is written comes back, cell by cell, and files that are none, or not whole, are told apart from tables.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;

use halha_table::{Coding, Column, Day, Field, Holds, Reader, TableError, Text, Word, Writer, to_parquet};

/// More than two row groups, the last batch short.
const ROWS: usize = 300_001;

const WORDS: [&str; 3] = ["one", "two", "Хасан"];

/// Columns of every kind, some with nulls; `from` numbers the rows on.
fn columns(from: usize, rows: usize) -> Vec<Column> {
    let mut words = Column::of_words("word", true, WORDS.map(Text::from));
    let all = from..from + rows;
    for row in all.clone().filter(|row| row % 5 < 3) {
        words.put(row - from, Word((row % 5) as u8));
    }
    words.pad(rows);
    let every = |n: usize| all.clone().map(move |row| (row % n == 0).then_some(row));
    vec![
        Column::all("row", all.clone().map(|row| row as u32)).coded(Coding::Delta),
        Column::some("small", every(3).map(|row| row.map(|r| (r % 256) as u8))),
        Column::some("year", every(7).map(|row| row.map(|r| -(r as i32)))),
        Column::some("count", every(2).map(|row| row.map(|r| u32::MAX - r as u32))),
        Column::all("id", all.clone().map(|row| u64::MAX - row as u64)).coded(Coding::Plain),
        Column::some(
            "share",
            every(4).map(|row| row.map_or(f64::NAN, |r| r as f64 / 7.0)),
        ),
        Column::some("day", every(1000).map(|row| row.map(|r| Day(r as i32 - 14_000)))),
        Column::some("yes", every(11).map(|row| row.map(|r| r % 2 == 0))),
        Column::some("text", every(100).map(|row| row.map(|r| format!("text {r}")))),
        words,
    ]
}

fn read(bytes: Vec<u8>) -> Result<Reader, TableError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    Reader::of(file)
}

fn written() -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &columns(0, 0)).unwrap();
    let mut from = 0;
    while from < ROWS {
        let rows = 4099.min(ROWS - from);
        writer.write(&columns(from, rows), rows).unwrap();
        from += rows;
    }
    writer.finish().unwrap()
}

#[test]
fn every_cell_comes_back() {
    let reader = read(written()).unwrap();
    assert_eq!(reader.rows(), ROWS as u64);
    let fields: Vec<Field> = columns(0, 0)
        .iter()
        .map(|column| column.field().clone())
        .collect();
    assert_eq!(reader.fields(), fields);
    let mut from = 0;
    let told = reader.scan(&[], |batch| {
        let [row, small, year, count, id, share, day, yes, text, word] = batch.columns() else {
            panic!("ten columns");
        };
        for at in 0..batch.rows() {
            let n = from + at;
            let every = |k: usize| (n % k == 0).then_some(n);
            assert_eq!(row.u32(at), Some(n as u32));
            assert_eq!(small.u8(at), every(3).map(|r| (r % 256) as u8));
            assert_eq!(year.i32(at), every(7).map(|r| -(r as i32)));
            assert_eq!(count.u32(at), every(2).map(|r| u32::MAX - r as u32));
            assert_eq!(id.u64(at), Some(u64::MAX - n as u64));
            assert_eq!(share.f64(at), every(4).map(|r| r as f64 / 7.0));
            assert_eq!(day.day(at), every(1000).map(|r| Day(r as i32 - 14_000)));
            assert_eq!(yes.yes(at), every(11).map(|r| r % 2 == 0));
            assert_eq!(text.text(at), every(100).map(|r| format!("text {r}")).as_deref());
            assert_eq!(word.text(at), WORDS.get(n % 5).copied());
        }
        from += batch.rows();
    });
    told.unwrap();
    assert_eq!(from, ROWS);
}

#[test]
fn columns_are_read_alone_and_by_their_types() {
    let reader = read(to_parquet(&columns(0, 12)).unwrap()).unwrap();
    let mut shares = Vec::new();
    let told = reader.scan(&["word", "share"], |batch| {
        assert_eq!(batch.columns().len(), 2);
        let (word, share) = (&batch.columns()[0], batch.column("share").unwrap());
        assert!(batch.column("row").is_none() && batch.column_of("share", Holds::UInt32).is_none());
        assert!(share.u32(0).is_none() && share.text(0).is_none() && word.f64(0).is_none());
        assert!(word.number(0).is_none() && share.number(1).unwrap().is_nan());
        assert!(share.f64(12).is_none(), "there is no such row");
        shares.extend((0..batch.rows()).filter_map(|row| share.f64(row)));
    });
    told.unwrap();
    assert_eq!(shares, [0.0, 4.0 / 7.0, 8.0 / 7.0]);
    let refused = reader.scan(&["row", "nothing"], |_| panic!("nothing is told"));
    assert!(matches!(refused, Err(TableError::NoColumn(name)) if name == "nothing"));
}

#[test]
fn a_table_without_rows_has_its_columns() {
    let reader = read(to_parquet(&columns(0, 0)).unwrap()).unwrap();
    assert_eq!((reader.rows(), reader.fields().len()), (0, 10));
    reader.scan(&[], |_| panic!("there is no batch")).unwrap();
}

#[test]
fn columns_that_lack_cells_are_refused() {
    let short = [Column::all("a", [1_u32, 2]), Column::all("b", [1_u32])];
    let refused = to_parquet(&short).unwrap_err();
    assert_eq!(refused.to_string(), "column b has 1 cells in 2 rows");
    let mut holed = Column::new(Field::new("a", Holds::UInt32, false));
    holed.put(0, 7_u32);
    holed.put(1, None::<u32>);
    let mut writer = Writer::new(Vec::new(), &[]).unwrap();
    assert!(matches!(
        writer.write(&[holed], 2),
        Err(TableError::Length { .. })
    ));
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let whole = to_parquet(&columns(0, 5000)).unwrap();
    assert!(read(b"no Parquet at all".to_vec()).is_err());
    assert!(read(whole[..whole.len() / 2].to_vec()).is_err());
    let scan = |bytes: Vec<u8>| read(bytes).and_then(|reader| reader.scan(&[], |_| ()));
    scan(whole.clone()).unwrap();
    let mut told = 0;
    for at in (4..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        told += usize::from(scan(bytes).is_err());
    }
    assert!(told > 20, "{told} flipped bytes were seen");
}

/// Other programs know the columns by these names of Parquet's.
#[test]
fn types_are_those_that_other_programs_know() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&to_parquet(&columns(0, 1)).unwrap()).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let mut printed = Vec::new();
    let schema = file.metadata().file_metadata().schema();
    parquet::schema::printer::print_schema(&mut printed, schema);
    let expected = "message table {
  REQUIRED INT32 row (INTEGER(32,false));
  OPTIONAL INT32 small (INTEGER(8,false));
  OPTIONAL INT32 year;
  OPTIONAL INT32 count (INTEGER(32,false));
  REQUIRED INT64 id (INTEGER(64,false));
  OPTIONAL DOUBLE share;
  OPTIONAL INT32 day (DATE);
  OPTIONAL BOOLEAN yes;
  OPTIONAL BYTE_ARRAY text (STRING);
  OPTIONAL BYTE_ARRAY word (STRING);
}
";
    assert_eq!(String::from_utf8(printed).unwrap(), expected);
}
