//! A server of the shipped conflict for the tests, and a client that sends whatever bytes it is given.
#![allow(dead_code)] // not every test uses all of it

pub(crate) mod schema;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use halha_record::Folder;
use halha_server::{Explorer, QuickRun, Settings};
use serde_json::Value;
use tokio::sync::oneshot;

/// A server on a port of its own, which ends with the test.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _scratch: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Serves the shipped conflict, with so many campaigns played at the start.
    pub(crate) fn begin(quick: u64) -> Self {
        Self::with_run(quick, None)
    }

    /// The same, opened on a run if there is one.
    pub(crate) fn with_run(quick: u64, run: Option<PathBuf>) -> Self {
        let path = conflict();
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let explorer = Explorer::begin(Settings {
            folder: Arc::new(Folder::open(path).expect("the conflict opens")),
            name: "soviet-japanese".to_owned(),
            runs: None,
            run,
            quick: (quick > 0).then(|| QuickRun {
                campaigns: quick,
                seed: 1,
                scratch: scratch.path().to_owned(),
            }),
            port: Some(0),
        });
        let explorer = explorer.expect("the server begins");
        assert_eq!(explorer.problems(), [""; 0]);
        let address = explorer.address();
        let (end, ended) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let until = move || async move {
                let _ = ended.await;
            };
            explorer.run(until).expect("the server runs");
        });
        Self {
            address,
            end: Some(end),
            thread: Some(thread),
            _scratch: scratch,
        }
    }

    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        let patience = Some(Duration::from_secs(120));
        stream.set_read_timeout(patience).expect("a timeout");
        stream
    }

    /// Sends bytes and reads to the end.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The server may refuse before it has read all.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::parse(&bytes)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.with("GET", path, "", "")
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        self.with("POST", path, "content-type: application/json\r\n", body)
    }

    pub(crate) fn with(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let host = self.host();
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{length}{headers}\r\n");
        self.raw(format!("{head}{body}").as_bytes())
    }

    /// Waits until the run that is played at the start is whole.
    pub(crate) fn wait_for_quick(&self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(300) {
            let runs = self.json("/api/runs");
            let quick = &runs[0];
            assert_ne!(quick["state"], "failed", "{quick}");
            if quick["state"] == "ready" && quick["grows_to"].is_null() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the quick run is not played within five minutes");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            assert!(
                thread.join().is_ok() || std::thread::panicking(),
                "the server panicked"
            );
        }
    }
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
        let (head, body) = match end {
            Some(end) => (&bytes[..end], &bytes[end + 4..]),
            None => (bytes, &[][..]),
        };
        let head = String::from_utf8_lossy(head).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let body = if head.contains("transfer-encoding: chunked") {
            unchunked(body)
        } else {
            body.to_vec()
        };
        Self { status, head, body }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    /// The lines of a stream.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let text = self.text();
        text.lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok();
        let size = size
            .and_then(|s| usize::from_str_radix(s.trim(), 16).ok())
            .unwrap_or(0);
        if size == 0 || rest.len() < end + 2 + size {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or(&[]);
    }
    body
}

/// The folder of the shipped conflict.
pub(crate) fn conflict() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../conflicts/soviet-japanese"
    ))
}
