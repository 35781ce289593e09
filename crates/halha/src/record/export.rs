//! `halha record export`: the record as a file for other programs.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use halha_record::{Record, export};

use crate::args::{ExportArgs, ExportFormat};
use crate::conflict;
use crate::failure::Failure;
use crate::output;

/// Writes the record in the form asked for; the file appears whole or not at all.
pub(crate) fn run(args: &ExportArgs, conflict: &str) -> Result<(), Failure> {
    if args.output == Path::new("-") {
        let record = conflict::record(conflict)?;
        return output::print_bytes(&encode(&record, args.format).map_err(Failure::Output)?);
    }
    if args.output.exists() && !args.force {
        return Err(Failure::Exists {
            path: args.output.clone(),
            remedy: "--force replaces it",
        });
    }
    let record = conflict::record(conflict)?;
    let failed = |error| Failure::Write {
        path: args.output.clone(),
        error,
    };
    let bytes = encode(&record, args.format).map_err(failed)?;
    write_whole(&args.output, &bytes).map_err(failed)?;
    output::print(&format!("{}: {} bytes\n", args.output.display(), bytes.len()))
}

fn encode(record: &Record, format: ExportFormat) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        ExportFormat::Csv => export::claims_csv(record, &mut bytes)?,
        ExportFormat::Json => export::json(record, &mut bytes)?,
        ExportFormat::Geojson => export::geojson(record, &mut bytes)?,
        ExportFormat::Parquet => bytes = halha_lab::record_parquet(record).map_err(io::Error::other)?,
    }
    Ok(bytes)
}

/// Writes a file beside its place and then moves it there, so that nobody ever sees half of it.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".halha-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    // A temporary file is readable by its owner alone; an exported one by whoever may read new files here.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}
