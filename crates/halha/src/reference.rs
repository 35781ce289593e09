//! The book's page about the command line, made from the definition of the commands.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};

use crate::args::Args;

/// The page as Markdown; `book/src/reference/command-line.md` is this text.
fn page() -> String {
    let mut text = String::from(
        "# The command line\n\n\
         This page is generated from the program. Options of all commands stand under `halha` itself.\n",
    );
    let mut root = Args::command();
    root.build();
    describe(&root, &mut text);
    text
}

fn describe(command: &Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let about = command
        .get_long_about()
        .or_else(|| command.get_about())
        .map(ToString::to_string)
        .unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(text, "\n## `{name}`\n\n{}\n", sentence(&about));
    let at_root = !name.contains(' ');
    let args: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && (at_root || !arg.is_global_set()))
        .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"))
        .collect();
    if !args.is_empty() {
        text.push_str("\n| argument | means |\n|---|---|\n");
    }
    for arg in args {
        let _ = writeln!(
            text,
            "| `{}` | {} |",
            usage(arg).replace('|', "\\|"),
            means(arg).replace('|', "\\|")
        );
    }
    if let Some(after) = command.get_after_help() {
        let _ = write!(text, "\n{}\n", sentence(&after.to_string()));
    }
    for inner in command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
    {
        describe(inner, text);
    }
}

/// `-n, --limit <LIMIT>`.
fn usage(arg: &Arg) -> String {
    let names: Vec<String> = arg
        .get_short()
        .map(|short| format!("-{short}"))
        .into_iter()
        .chain(arg.get_long().map(|long| format!("--{long}")))
        .collect();
    let takes = arg.get_action().takes_values();
    let value = arg
        .get_value_names()
        .and_then(|names| names.first())
        .map_or(arg.get_id().as_str(), |name| name.as_str());
    match (names.is_empty(), takes) {
        (true, _) => format!("[{value}]"),
        (false, true) => format!("{} <{value}>", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

fn means(arg: &Arg) -> String {
    let mut text = sentence(&arg.get_help().map(ToString::to_string).unwrap_or_default());
    let possible: Vec<String> = if arg.get_action().takes_values() {
        arg.get_possible_values()
            .iter()
            .map(|value| format!("`{}`", value.get_name()))
            .collect()
    } else {
        Vec::new()
    };
    if !possible.is_empty() {
        let _ = write!(text, " One of {}.", possible.join(", "));
    }
    if let (Some(default), true) = (arg.get_default_values().first(), arg.get_action().takes_values()) {
        let _ = write!(text, " Default: `{}`.", default.to_string_lossy());
    }
    text
}

/// Ends with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    /// `BLESS=1 cargo test -p halha` writes the page anew.
    #[test]
    fn the_page_in_the_book_is_current() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../book/src/reference/command-line.md"
        );
        let current = page();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &current).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == current,
            "{path} is out of date; BLESS=1 cargo test -p halha writes it anew"
        );
    }
}
