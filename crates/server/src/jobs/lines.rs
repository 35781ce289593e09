//! Lines of JSON on their way to a page, and how their maker sees that the page has gone.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// Lines that may wait for a slow reader.
const WAITING: usize = 8;
/// How long the last line waits for a slow reader.
const PATIENCE: Duration = Duration::from_secs(10);

/// The reading end: the body of an answer.
#[derive(Debug)]
pub(crate) struct Lines {
    receiver: mpsc::Receiver<Bytes>,
}

/// The writing end.
#[derive(Debug, Clone)]
pub(crate) struct Pen {
    sender: mpsc::Sender<Bytes>,
}

pub(crate) fn lines() -> (Pen, Lines) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Pen { sender }, Lines { receiver })
}

impl Pen {
    /// Writes a line that may be left out if the reader is slow.
    pub(crate) fn try_write(&self, line: &impl Serialize) {
        if let Some(line) = json(line) {
            // A full channel: the next line says more. A closed one is seen by `gone`.
            let _ = self.sender.try_send(line);
        }
    }

    /// Writes a line that must not be left out; gives up on a reader that does not read. Not for asynchronous code.
    pub(crate) fn write_last(&self, line: &impl Serialize) {
        let Some(mut line) = json(line) else { return };
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.sender.try_send(line) {
                Ok(()) | Err(TrySendError::Closed(_)) => return,
                Err(TrySendError::Full(back)) => line = back,
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether nobody reads any more.
    pub(crate) fn gone(&self) -> bool {
        self.sender.is_closed()
    }

    /// Waits until nobody reads any more.
    pub(crate) async fn closed(&self) {
        self.sender.closed().await;
    }
}

fn json(line: &impl Serialize) -> Option<Bytes> {
    let mut text = serde_json::to_vec(line).ok()?;
    text.push(b'\n');
    Some(Bytes::from(text))
}

impl HttpBody for Lines {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.receiver
            .poll_recv(context)
            .map(|line| line.map(|line| Ok(Frame::data(line))))
    }
}

impl IntoResponse for Lines {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "application/x-ndjson"),
            (CACHE_CONTROL, "no-store"),
        ];
        (headers, Body::new(self)).into_response()
    }
}
