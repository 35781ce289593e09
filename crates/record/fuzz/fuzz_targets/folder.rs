//! Any bytes as one file of a conflict folder: read without a panic, and twice the same.
//!
//! The first byte chooses the file of the template that the rest replaces or, if it is odd, follows.
#![no_main]

use halha_record::{Folder, Record, template};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else {
        return;
    };
    let files = template::files();
    let chosen = usize::from(choice / 2) % files.len();
    let contents = files.iter().enumerate().map(|(at, (name, text))| {
        let own = text.as_bytes();
        let contents = match (at == chosen, choice % 2) {
            (false, _) => own.to_vec(),
            (true, 0) => rest.to_vec(),
            (true, _) => [own, rest].concat(),
        };
        (*name, contents)
    });
    let folder = Folder::from_files(contents.collect::<Vec<_>>());
    let (record, issues) = Record::read(&folder);
    assert!(issues.iter().all(|issue| !issue.remedy.is_empty()));
    assert_eq!(Record::read(&folder), (record, issues));
});
