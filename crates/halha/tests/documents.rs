//! Links in the documents and the book lead somewhere, and every page of the book is in its table of contents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace is there")
}

/// All Markdown files directly in the root and anywhere in the book.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root()).expect("root can be listed") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    markdown_below(&root().join("book/src"), &mut found);
    found
}

fn markdown_below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("book can be listed") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            markdown_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// Targets of inline links `[text](target)`, outside code.
fn links(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Every other piece between back quotes is code.
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let mut rest = prose.as_str();
        while let Some(start) = rest.find("](") {
            rest = &rest[start + 2..];
            let Some(end) = rest.find(')') else { break };
            found.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
    }
    found
}

/// The anchors of a page, as mdBook and GitHub make them from headings.
fn anchors(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Why a link of the document at `from` leads nowhere, if it does.
fn dead(from: &Path, link: &str) -> Option<String> {
    if link.starts_with("https://") || link.starts_with("http://") {
        return None;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() {
        from.to_owned()
    } else {
        from.parent()?.join(file)
    };
    let place = from.strip_prefix(root()).unwrap_or(from).display();
    if !target.exists() {
        return Some(format!("{place}: {link} leads to no file"));
    }
    if anchor.is_empty() {
        return None;
    }
    let text = fs::read_to_string(&target).ok()?;
    (!anchors(&text).contains(anchor)).then(|| format!("{place}: {link} leads to no heading"))
}

#[test]
fn every_link_leads_somewhere() {
    let mut found = Vec::new();
    let mut seen = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).expect("document can be read");
        for link in links(&text) {
            seen += 1;
            found.extend(dead(&path, &link));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(
        seen > 20,
        "only {seen} links were found: the search itself is broken"
    );
}

#[test]
fn a_dead_link_would_be_found() {
    let from = root().join("README.md");
    assert!(dead(&from, "no-such-page.md").is_some());
    assert!(dead(&from, "GLOSSARY.md#no-such-heading").is_some());
    assert_eq!(links("see `[code](a)` and [b](c.md#d)"), ["c.md#d"]);
}

#[test]
fn every_page_of_the_book_is_in_its_table_of_contents() {
    let book = root().join("book/src");
    let summary = fs::read_to_string(book.join("SUMMARY.md")).expect("the book has a table of contents");
    let listed: BTreeSet<PathBuf> = links(&summary).iter().map(|link| book.join(link)).collect();
    let mut pages = Vec::new();
    markdown_below(&book, &mut pages);
    let unlisted: Vec<_> = pages
        .iter()
        .filter(|page| !page.ends_with("SUMMARY.md") && !listed.contains(*page))
        .collect();
    assert!(
        unlisted.is_empty(),
        "pages that book/src/SUMMARY.md does not list: {unlisted:?}"
    );
}
