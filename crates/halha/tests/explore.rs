//! `halha explore` as typed: it prints its address, answers, opens on a run, and ends at Ctrl-C.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is killed if the test ends before it does.
struct Explorer {
    child: Child,
    host: String,
}

impl Explorer {
    fn begin(args: &[&str]) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("halha"))
            .arg("explore")
            .args(["--no-open", "--port", "0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let host = line
            .trim()
            .strip_prefix("http://")
            .and_then(|l| l.strip_suffix('/'));
        let host = host.unwrap_or_else(|| panic!("no address: {line:?}")).to_owned();
        assert!(host.starts_with("127.0.0.1:"), "{host}: on loopback alone");
        Self { child, host }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
            self.host
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it as Ctrl-C does.
    fn end(mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it does not end");
    }
}

impl Drop for Explorer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_answers_and_ends_at_ctrl_c() {
    let explorer = Explorer::begin(&["--quick", "0", "--runs", "nowhere"]);
    let status = explorer.get("/api/status");
    assert!(status.starts_with("HTTP/1.1 200"), "{status}");
    assert!(status.contains("\"id\":\"soviet-japanese\""), "{status}");
    // A page that holds its connection open does not keep it from ending.
    let _open = TcpStream::connect(&explorer.host).unwrap();
    assert_eq!(explorer.end(), 0);
}

#[test]
fn it_opens_on_the_run_that_is_named() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("mine");
    let played = Command::new(assert_cmd::cargo::cargo_bin("halha"))
        .args(["run", "-n", "20", "--seed", "3", "--events", "none", "--out"])
        .arg(&run)
        .output()
        .unwrap();
    assert!(played.status.success());
    let explorer = Explorer::begin(&[run.to_str().unwrap()]);
    assert!(explorer.get("/api/status").contains("\"run\":\"mine\""));
    let whole = explorer.get("/api/runs/mine");
    assert!(
        whole.contains("\"replications\":20") && whole.contains("\"reproducible\":true"),
        "{whole}"
    );
    assert_eq!(explorer.end(), 0);
}

#[test]
fn what_cannot_be_served_is_told() {
    for (args, status, told) in [
        (vec!["no-such-conflict"], 2, "no conflict is called"),
        (vec!["--quick", "1000000"], 2, "--quick"),
        (vec!["--port", "70000"], 2, "--port"),
    ] {
        let output = Command::new(assert_cmd::cargo::cargo_bin("halha"))
            .args(["explore", "--no-open"])
            .args(&args)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{text}");
        assert!(text.contains(told), "{text}");
    }
}
