//! Accepting connections on loopback: within bounds of number, time and size, until told to end.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use super::connections::Connections;

/// Connections that are open at a time.
const CONNECTIONS: usize = 256;
/// How long a connection may take for a request's head, or idle between two.
const HEAD: Duration = Duration::from_secs(20);
/// Headers of a request, and bytes of its head.
const HEADERS: usize = 64;
const HEAD_BYTES: usize = 16 * 1024;
/// How long answers under way may take once the server is to end.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves until `end` is over.
pub(crate) async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let connections = Connections::default();
    let (ending, _) = tokio::sync::watch::channel(false);
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let ended = ending.subscribe();
                tokio::spawn(connection(stream, router.clone(), connections.clone(), ended));
            }
            // Out of file handles, most likely: connections that end make room.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    let _ = ending.send(true);
    let _ = tokio::time::timeout(FAREWELL, async {
        while connections.count() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

async fn connection(
    stream: TcpStream,
    router: Router,
    connections: Connections,
    mut ending: tokio::sync::watch::Receiver<bool>,
) {
    let (this, _listed) = connections.list(CONNECTIONS);
    // Small answers should not wait for more to come.
    let _ = stream.set_nodelay(true);
    let (used, all) = (this.clone(), connections.clone());
    let router = router.layer(axum::middleware::from_fn(
        move |request, next: axum::middleware::Next| {
            all.uses(&used);
            next.run(request)
        },
    ));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut served = pin!(served);
    tokio::select! {
        _ = served.as_mut() => {}
        () = this.end.notified() => {}
        _ = ending.changed() => {
            served.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(FAREWELL, served).await;
        }
    }
}
