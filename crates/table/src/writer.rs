//! Writes a table as Parquet, batch by batch: nothing in it depends on the day, the machine or the number of threads.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding};
use parquet::data_type::ByteArray;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::column::{Coding, Column};
use crate::error::TableError;
use crate::field::schema;
use crate::pages::{Chunk, Pages};

/// Rows of a row group: readers skip and share out work by it. A group ends with the first batch that reaches it.
const ROWS_A_GROUP: usize = 1 << 17;

/// A table that is being written.
pub struct Writer<W: Write> {
    sink: W,
    encoder: Encoder,
}

impl<W: Write> Writer<W> {
    /// Begins a file with columns of these names, types and encodings; their cells are not written yet.
    ///
    /// # Errors
    /// If Parquet knows no such columns.
    pub fn new(sink: W, columns: &[Column]) -> Result<Self, TableError> {
        let encoder = Encoder::new(columns)?;
        Ok(Self { sink, encoder })
    }

    /// Writes so many rows of the columns with which the file was begun.
    ///
    /// # Errors
    /// If a column does not have so many rows, or the system refuses to write.
    pub fn write(&mut self, columns: &[Column], rows: usize) -> Result<(), TableError> {
        self.encoder.add(columns, rows)?;
        self.sink.write_all(&self.encoder.encoded.take())?;
        Ok(())
    }

    /// Ends the file and gives back what it was written into.
    ///
    /// # Errors
    /// If the system refuses to write.
    pub fn finish(mut self) -> Result<W, TableError> {
        self.sink.write_all(&self.encoder.finish()?)?;
        Ok(self.sink)
    }
}

/// What makes the bytes, wherever they go: compiled here, once, and not for every place that writes.
struct Encoder {
    file: SerializedFileWriter<Pages>,
    /// What the file has written and nobody has taken.
    encoded: Pages,
    properties: WriterPropertiesPtr,
    /// The columns of the open row group; none if there is none.
    chunks: Vec<Chunk>,
    /// Rows in it.
    rows: usize,
    words: Vec<ByteArray>,
}

impl Encoder {
    fn new(columns: &[Column]) -> Result<Self, TableError> {
        let schema = schema(columns.iter().map(Column::field))?;
        let properties = Arc::new(properties(columns));
        let encoded = Pages::default();
        let file = SerializedFileWriter::new(encoded.clone(), schema, Arc::clone(&properties))?;
        Ok(Self {
            file,
            encoded,
            properties,
            chunks: Vec::new(),
            rows: 0,
            words: Vec::new(),
        })
    }

    fn add(&mut self, columns: &[Column], rows: usize) -> Result<(), TableError> {
        if rows == 0 {
            return Ok(());
        }
        for column in columns {
            column.check(rows)?;
        }
        if self.chunks.is_empty() {
            let described = self.file.schema_descr().columns().iter();
            let chunks = described.map(|column| Chunk::new(Arc::clone(column), Arc::clone(&self.properties)));
            self.chunks = chunks.collect();
        }
        for (chunk, column) in self.chunks.iter_mut().zip(columns) {
            chunk.add(column, &mut self.words)?;
        }
        self.rows += rows;
        if self.rows >= ROWS_A_GROUP {
            self.close_group()?;
        }
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), TableError> {
        if self.chunks.is_empty() {
            return Ok(());
        }
        self.rows = 0;
        let mut group = self.file.next_row_group()?;
        for chunk in self.chunks.drain(..) {
            let (pages, closed) = chunk.close()?;
            group.append_column(&pages, closed)?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file; the bytes that were not taken.
    fn finish(&mut self) -> Result<Vec<u8>, TableError> {
        self.close_group()?;
        self.file.finish()?;
        Ok(self.encoded.take())
    }
}

fn properties(columns: &[Column]) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("halha".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for column in columns {
        let path = ColumnPath::from(column.field.name.as_str());
        if column.coding == Coding::Delta {
            builder = builder.set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if column.coding != Coding::Dictionary {
            builder = builder.set_column_dictionary_enabled(path, false);
        }
    }
    builder.build()
}

/// A small table as the bytes of a file.
///
/// # Errors
/// If the columns are not of the same length.
pub fn to_parquet(columns: &[Column]) -> Result<Vec<u8>, TableError> {
    let rows = columns.first().map_or(0, Column::rows);
    let mut encoder = Encoder::new(columns)?;
    encoder.add(columns, rows)?;
    encoder.finish()
}
