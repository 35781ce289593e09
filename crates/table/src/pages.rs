//! The pages of one column of a row group, compressed and in memory, until the group is written: Parquet stores a group
//! column by column, and rows come row by row.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use crate::column::{Cells, Column};

/// Bytes that wait, shared with what makes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pages(Arc<Mutex<Vec<u8>>>);

impl Pages {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives away what waits.
    pub(crate) fn take(&self) -> Vec<u8> {
        mem::take(&mut *self.lock())
    }
}

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        let begin = self.lock().len() as u64;
        let mut sink = TrackedWrite::new(self.clone());
        let mut written = SerializedPageWriter::new(&mut sink).write_page(page)?;
        sink.flush()?;
        written.offset += begin;
        Ok(written)
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }
}

/// The encoder of one column of a row group.
pub(crate) struct Chunk {
    pages: Pages,
    encoder: ColumnWriter<'static>,
}

impl Chunk {
    pub(crate) fn new(column: ColumnDescPtr, properties: WriterPropertiesPtr) -> Self {
        let pages = Pages::default();
        let encoder = get_column_writer(column, properties, Box::new(pages.clone()));
        Self { pages, encoder }
    }

    /// Encodes the cells of a column; `words` is room for those of lists.
    pub(crate) fn add(&mut self, column: &Column, words: &mut Vec<ByteArray>) -> Result<()> {
        let levels = column.levels();
        let done = match (&mut self.encoder, &column.cells) {
            (ColumnWriter::Int32ColumnWriter(encoder), Cells::Int32(cells)) => {
                encoder.write_batch(cells, levels, None)
            }
            (ColumnWriter::Int64ColumnWriter(encoder), Cells::Int64(cells)) => {
                encoder.write_batch(cells, levels, None)
            }
            (ColumnWriter::DoubleColumnWriter(encoder), Cells::Float64(cells)) => {
                encoder.write_batch(cells, levels, None)
            }
            (ColumnWriter::BoolColumnWriter(encoder), Cells::Bool(cells)) => {
                encoder.write_batch(cells, levels, None)
            }
            (ColumnWriter::ByteArrayColumnWriter(encoder), Cells::Text(cells)) => {
                encoder.write_batch(cells, levels, None)
            }
            (ColumnWriter::ByteArrayColumnWriter(encoder), Cells::Words(cells, list)) => {
                words.clear();
                words.extend(
                    cells
                        .iter()
                        .filter_map(|word| list.get(usize::from(*word)).cloned()),
                );
                encoder.write_batch(words, levels, None)
            }
            _ => Err(ParquetError::General(format!(
                "{} is not of its column's type",
                column.field.name
            ))),
        };
        done.map(|_| ())
    }

    /// The pages, and what they are.
    pub(crate) fn close(self) -> Result<(Bytes, ColumnCloseResult)> {
        let closed = self.encoder.close()?;
        Ok((Bytes::from(self.pages.take()), closed))
    }
}
