//! Hostile requests: wrong names, paths that lead elsewhere, malformed and huge input, many and slow connections.

mod support;

use std::io::{Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use support::Server;

/// A refusal in our own form, with nothing of the file system in it.
fn refused(server: &Server, raw: &str, status: u16) {
    let answer = server.raw(raw.as_bytes());
    assert_eq!(
        answer.status,
        status,
        "{raw:?}: {}\n{}",
        answer.head,
        answer.text()
    );
    let text = answer.text();
    assert!(
        !text.contains("root:") && !text.contains("[[side]]"),
        "a file leaks: {text}"
    );
    if status != 400 || !text.is_empty() {
        let told = answer.json();
        assert!(
            told["code"].is_string() && told["message"].is_string() && told["remedy"].is_string(),
            "{told}"
        );
    }
    assert!(answer.head.contains("x-content-type-options: nosniff") || text.is_empty());
}

fn get(server: &Server, path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        server.host()
    )
}

#[test]
fn paths_that_lead_elsewhere_find_nothing() {
    let server = Server::begin(0);
    for path in [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../Cargo.toml",
        "/assets/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/etc/passwd%00.html",
        "/api/runs/..%2f..%2f..%2fetc",
        "/api/runs/%2e%2e",
        "/api/runs/..",
        "/api/runs/%00",
        "/api/runs/%2fetc%2fpasswd/fans",
        "/api/export/..%2f..%2fsources.toml",
        "/api/export/claims.csv%00",
        "/api/pages/..%2fconflict.toml",
        "/api/nothing",
        "/api",
    ] {
        refused(&server, &get(&server, path), 404);
    }
}

#[test]
fn malformed_requests_are_refused_and_the_server_goes_on() {
    let server = Server::begin(0);
    for (path, status) in [
        ("/api/runs/quick/campaigns/x", 400),
        ("/api/runs/quick/campaigns/-1", 400),
        ("/api/runs/quick/campaigns/99999999999999999999999", 400),
        ("/api/runs/quick/campaigns?limit=x", 400),
        ("/api/runs/quick/campaigns?limit=-1", 400),
        ("/api/runs/quick/campaigns?sort=password", 400),
        ("/api/runs/quick/campaigns?who=me", 400),
        ("/api/runs/quick/fans?measure=a&measure=b", 400),
        ("/api/runs/%ff%fe", 400),
        ("/api/runs/quick", 404),
    ] {
        refused(&server, &get(&server, path), status);
    }
    let long = format!("/api/pages/{}", "a".repeat(4000));
    refused(&server, &get(&server, &long), 414);
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\u{0}",
        r#"{"campaigns":0}"#,
        r#"{"campaigns":-1}"#,
        r#"{"campaigns":1e99}"#,
        r#"{"campaigns":20001}"#,
        r#"{"campaigns":10,"seed":-1}"#,
        r#"{"campaigns":10,"seed":9007199254740992}"#,
        r#"{"campaigns":10.5}"#,
        r#"{"campaigns":10,"from":"yesterday"}"#,
        r#"{"campaigns":10,"from":"1939","to":"1935"}"#,
        r#"{"campaigns":10,"from":"2020"}"#,
        r#"{"campaigns":10,"parameters":{"branching":5}}"#,
        r#"{"campaigns":10,"parameters":{"no_such":1}}"#,
        r#"{"campaigns":10,"path":"/etc/passwd"}"#,
    ] {
        let answer = server.post("/api/simulate", body);
        assert!((400..500).contains(&answer.status), "{body}: {}", answer.status);
        assert!(answer.json()["remedy"].is_string(), "{body}");
    }
    let deep = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
    assert_eq!(server.post("/api/simulate", &deep).status, 400, "deeply nested");
    let huge = format!(r#"{{"campaigns":10,"from":"{}"}}"#, "x".repeat(200_000));
    assert_eq!(server.post("/api/simulate", &huge).status, 413);
    let plain = server.with(
        "POST",
        "/api/simulate",
        "content-type: text/plain\r\n",
        r#"{"campaigns":10}"#,
    );
    assert_eq!(plain.status, 415, "a form of another page could send this");
    assert_eq!(server.get("/api/status").status, 200);
}

#[test]
fn no_bytes_whatever_end_the_server() {
    let server = Server::begin(0);
    let many = format!(
        "GET / HTTP/1.1\r\nhost: {}\r\n{}\r\n",
        server.host(),
        "a: b\r\n".repeat(500)
    );
    let wide = format!(
        "GET / HTTP/1.1\r\nhost: {}\r\na: {}\r\n\r\n",
        server.host(),
        "b".repeat(100_000)
    );
    let twice = format!(
        "GET / HTTP/1.1\r\nhost: {0}\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc",
        server.host()
    );
    for raw in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{0}\u{1}\u{2}\u{3}",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET http://[::1 HTTP/1.1\r\n\r\n",
        many.as_str(),
        wide.as_str(),
    ] {
        let answer = server.raw(raw.as_bytes());
        assert_ne!(answer.status, 200, "{:?}", raw.get(..40));
    }
    // Two lengths: hyper takes the chunks for the rule, and does not stumble over what follows.
    let _ = server.raw(twice.as_bytes());
    assert_eq!(server.get("/api/status").status, 200);
}

#[test]
fn foreign_names_origins_and_methods_are_refused() {
    let server = Server::begin(0);
    let with = |headers: &str| format!("GET /api/status HTTP/1.1\r\n{headers}connection: close\r\n\r\n");
    let host = server.host();
    for headers in [
        "host: evil.example\r\n".to_owned(),
        format!("host: evil.example:{}\r\n", server.address.port()),
        "host: 127.0.0.1\r\n".to_owned(),
        format!("host: {host}\r\norigin: http://evil.example\r\n"),
        format!("host: {host}\r\norigin: null\r\n"),
        format!("host: {host}\r\nsec-fetch-site: cross-site\r\n"),
    ] {
        refused(&server, &with(&headers), 403);
    }
    let absolute =
        "GET http://evil.example/api/status HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
            .to_owned();
    refused(&server, &absolute, 403);
    for (method, path) in [
        ("POST", "/api/status"),
        ("DELETE", "/api/runs"),
        ("PUT", "/"),
        ("GET", "/api/simulate"),
        ("PATCH", "/api/whatif"),
    ] {
        let answer = server.with(method, path, "", "");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.head.contains("allow: "));
    }
    let preflight = server.with("OPTIONS", "/api/simulate", "origin: http://evil.example\r\n", "");
    assert_eq!(preflight.status, 403);
    assert!(
        !preflight.head.contains("access-control"),
        "no page of another origin is let in"
    );
    let page = server.get("/");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-security-policy: default-src 'none'"));
}

#[test]
fn hundreds_of_connections_do_not_starve_a_new_one() {
    let server = Server::begin(0);
    let mut idle: Vec<_> = (0..400).map(|_| server.connect()).collect();
    // Half of them begin a request and never end it.
    for stream in idle.iter_mut().step_by(2) {
        let _ = stream.write_all(b"GET /api/status HTTP/1.1\r\nhost: ");
    }
    let began = Instant::now();
    for _ in 0..5 {
        assert_eq!(server.get("/api/status").status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    // Those that idled longest have made room.
    let first = &mut idle[1];
    let _ = first.set_read_timeout(Some(Duration::from_secs(20)));
    assert_eq!(first.read(&mut [0; 16]).ok(), Some(0), "the oldest is closed");
}

#[test]
fn a_request_that_trickles_in_is_cut_off() {
    let server = Server::begin(0);
    let mut slow = server.connect();
    let began = Instant::now();
    let _ = slow.write_all(b"GET /api/status HTTP/1.1\r\n");
    while began.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(500));
        if slow.write_all(b"a: b\r\n").is_err() {
            break;
        }
    }
    assert!(
        began.elapsed() < Duration::from_secs(40),
        "the head took {:?}",
        began.elapsed()
    );
}

#[test]
fn a_simulation_ends_when_its_reader_goes_and_its_place_is_free() {
    let server = Server::begin(0);
    let running = || server.json("/api/status")["simulations"].as_u64();
    let body = r#"{"campaigns":20000}"#;
    let head = format!(
        "POST /api/simulate HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        server.host(),
        body.len()
    );
    let begin = || {
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).expect("a request");
        let mut first = [0; 12];
        stream.read_exact(&mut first).expect("an answer");
        (first, stream)
    };
    let streams: Vec<_> = (0..6).map(|_| begin()).collect();
    for (first, _) in &streams {
        assert_eq!(first, b"HTTP/1.1 200");
    }
    assert_eq!(running(), Some(2), "two run, four wait");
    assert_eq!(&begin().0, b"HTTP/1.1 429", "the seventh is refused");
    for (_, stream) in &streams {
        let _ = stream.shutdown(Shutdown::Both);
    }
    drop(streams);
    let began = Instant::now();
    while running() != Some(0) {
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "the places are not free again"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(
        server
            .post("/api/simulate", r#"{"campaigns":10}"#)
            .lines()
            .last()
            .map(|l| l["kind"].clone()),
        Some("end".into())
    );
}
