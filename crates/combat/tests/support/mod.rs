//! Tables of invented battles for the tests, and the database where it lies beside the project.

use std::fmt::Write as _;

/// The columns of the layout that a table needs.
pub(crate) const HEADER: &str = "isqno,war,theater,campaign,parent_isqno,name,start_min,end_max,active_hours_min,active_hours_max,\
a_actor,d_actor,a_str,d_str,a_cas,d_cas,posture1,terrain1,wx1,surprise_a,air_superiority_a,win_a";

/// One invented battle as a row.
pub(crate) fn row(
    isqno: u32,
    war: &str,
    men: (u32, u32),
    losses: (u32, u32),
    surprise: i32,
    win: i32,
) -> String {
    let (a, d) = men;
    let (ca, cd) = losses;
    let day = 1 + isqno % 28;
    let year = 1900 + isqno % 40;
    format!(
        "{isqno},{war},,Camp {},,Battle {isqno},{year}-05-{day:02}T06:00:00,{year}-05-{day:02}T18:00:00,12,12,\
         North {},South {},{a},{d},{ca},{cd},HD,RM0,DST$T,{surprise},0,{win}",
        isqno % 7,
        isqno % 3,
        isqno % 2
    )
}

/// Sixty invented battles of four wars; a third of the attackers lose.
pub(crate) fn table() -> String {
    let mut out = HEADER.to_owned() + "\n";
    for i in 1..=60_u32 {
        let war = [
            "First War of the Hills",
            "Second War of the Hills",
            "Coast War",
            "River War",
        ][(i % 4) as usize];
        let win = [-1, 1, 1][(i % 3) as usize];
        let men = (1000 + 137 * i, 900 + 61 * (i * i % 17));
        let _ = writeln!(
            out,
            "{}",
            row(i, war, men, (40 + i, 50 + 3 * i), (i % 3) as i32, win)
        );
    }
    out
}

/// The database's table where it lies beside the project; says so if it does not.
#[allow(
    dead_code,
    clippy::print_stderr,
    reason = "not every test reads it, and one that cannot says so"
)]
pub(crate) fn database(file: &str) -> Option<Vec<u8>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let candidates = ["../../../shared/data/cdb90", "../../../../shared/data/cdb90"];
    let found = candidates
        .iter()
        .find_map(|c| std::fs::read(root.join(c).join(file)).ok());
    if found.is_none() {
        eprintln!("skipped: {file} does not lie beside the project");
    }
    found
}
