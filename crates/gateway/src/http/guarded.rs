//! A socket that gives up on peers who stall: half-sent heads, idle connections, readers who stop reading.
//!
//! hyper bounds the time of a request head only, and from the moment it waits for one, so a keep-alive connection
//! could not idle longer than a head may take. Here the three times are separate. Timers are armed only when an
//! operation would block, so a request that arrives in one piece costs none.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// How long a peer may stall.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// From the first byte of a request head to its end.
    pub head: Duration,
    /// Between requests.
    pub idle: Duration,
    /// Without taking a byte that is ready to be sent.
    pub write: Duration,
}

/// How many requests of a connection are being answered, and how many there were. Shared between the socket and
/// the service.
#[derive(Debug, Clone, Default)]
pub struct Busy(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    now: AtomicU32,
    ever: AtomicU32,
}

impl Busy {
    /// Marks a request as being answered until the guard is dropped.
    pub fn enter(&self) -> BusyGuard {
        self.0.now.fetch_add(1, Ordering::Relaxed);
        self.0.ever.fetch_add(1, Ordering::Relaxed);
        BusyGuard(Arc::clone(&self.0))
    }

    fn is_busy(&self) -> bool {
        self.0.now.load(Ordering::Relaxed) > 0
    }

    fn ever(&self) -> u32 {
        self.0.ever.load(Ordering::Relaxed)
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct BusyGuard(Arc<Counts>);

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the peer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Request,
    Head,
    Nothing,
}

/// A socket with deadlines.
#[derive(Debug)]
pub struct Guarded<S> {
    socket: S,
    patience: Patience,
    busy: Busy,
    /// How many requests there had been when `waiting` was last set.
    requests: u32,
    waiting: Waiting,
    since: Instant,
    read_timer: Option<Pin<Box<Sleep>>>,
    write_timer: Option<Pin<Box<Sleep>>>,
    write_stalled: bool,
}

impl<S> Guarded<S> {
    /// Guards `socket`; `busy` is entered by the service for every request.
    pub fn new(socket: S, patience: Patience, busy: Busy) -> Guarded<S> {
        Guarded {
            socket,
            patience,
            busy,
            requests: 0,
            waiting: Waiting::Request,
            since: Instant::now(),
            read_timer: None,
            write_timer: None,
            write_stalled: false,
        }
    }

    /// Notes that a head became a request, even one that was answered since.
    fn see_requests(&mut self) {
        let requests = self.busy.ever();
        if requests != self.requests {
            self.requests = requests;
            self.waiting = Waiting::Nothing;
        }
    }

    /// Called when a read would block: is the peer late?
    fn poll_read_deadline(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.waiting == Waiting::Nothing && !self.busy.is_busy() {
            self.waiting = Waiting::Request;
            self.since = Instant::now();
        }
        let patience = match self.waiting {
            Waiting::Head => self.patience.head,
            // While a request is answered the timer only keeps ticking, to be there when the connection idles.
            Waiting::Request | Waiting::Nothing => self.patience.idle,
        };
        let deadline = self.since + patience;
        let timer = self.read_timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        // A timer that fires early is re-armed below; one that would fire late must be moved now.
        if timer.deadline() > deadline {
            timer.as_mut().reset(deadline);
        }
        loop {
            ready!(timer.as_mut().poll(cx));
            let now = Instant::now();
            if self.waiting != Waiting::Nothing && now >= deadline {
                return Poll::Ready(());
            }
            timer.as_mut().reset(if self.waiting == Waiting::Nothing { now + patience } else { deadline });
        }
    }

    /// Called when a write would block: has the peer stopped reading?
    fn poll_write_deadline(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = Instant::now() + self.patience.write;
        let timer = self.write_timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if !self.write_stalled {
            self.write_stalled = true;
            timer.as_mut().reset(deadline);
        }
        timer.as_mut().poll(cx)
    }

    fn after_write<T>(&mut self, result: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.write_stalled = false;
            if self.waiting != Waiting::Head {
                // Whoever takes an answer is not idle.
                self.since = Instant::now();
            }
            return result;
        }
        ready!(self.poll_write_deadline(cx));
        Poll::Ready(Err(late("the peer does not read")))
    }
}

fn late(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, why)
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let filled = buf.filled().len();
        this.see_requests();
        match Pin::new(&mut this.socket).poll_read(cx, buf) {
            Poll::Ready(result) => {
                let idle = !this.busy.is_busy() && this.waiting != Waiting::Head;
                if idle && buf.filled().len() > filled {
                    this.waiting = Waiting::Head;
                    this.since = Instant::now();
                }
                Poll::Ready(result)
            }
            Poll::Pending => {
                ready!(this.poll_read_deadline(cx));
                Poll::Ready(Err(late("the peer does not send")))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let result = Pin::new(&mut this.socket).poll_write(cx, bytes);
        this.after_write(result, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let result = Pin::new(&mut this.socket).poll_write_vectored(cx, bufs);
        this.after_write(result, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const PATIENCE: Patience =
        Patience { head: Duration::from_secs(10), idle: Duration::from_secs(75), write: Duration::from_secs(30) };

    #[tokio::test(start_paused = true)]
    async fn half_a_head_is_cut_after_the_head_time() {
        let (near, mut far) = duplex(64);
        let mut guarded = Guarded::new(near, PATIENCE, Busy::default());
        far.write_all(b"GET /").await.unwrap();
        let mut bytes = [0; 64];
        assert_eq!(guarded.read(&mut bytes).await.unwrap(), 5);
        let start = Instant::now();
        assert_eq!(guarded.read(&mut bytes).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_that_drip_do_not_lengthen_the_head_time() {
        let (near, mut far) = duplex(64);
        let mut guarded = Guarded::new(near, PATIENCE, Busy::default());
        tokio::spawn(async move {
            while far.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let start = Instant::now();
        let mut bytes = [0; 64];
        while guarded.read(&mut bytes).await.is_ok() {}
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_is_cut_after_the_idle_time() {
        let (near, _far) = duplex(64);
        let mut guarded = Guarded::new(near, PATIENCE, Busy::default());
        let start = Instant::now();
        assert!(guarded.read(&mut [0; 8]).await.is_err());
        assert_eq!(start.elapsed().as_secs(), 75);
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_connection_is_not_cut_and_idles_anew_afterwards() {
        let (near, _far) = duplex(64);
        let busy = Busy::default();
        let mut guarded = Guarded::new(near, PATIENCE, busy.clone());
        let guard = busy.enter();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1000)).await;
            drop(guard);
        });
        let start = Instant::now();
        assert!(guarded.read(&mut [0; 8]).await.is_err());
        assert!(start.elapsed().as_secs() >= 1075);
        assert!(start.elapsed().as_secs() <= 1150);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_answered_at_once_ends_the_head_time() {
        let (near, mut far) = duplex(64);
        let busy = Busy::default();
        let mut guarded = Guarded::new(near, PATIENCE, busy.clone());
        far.write_all(b"GET / HTTP/1.1").await.unwrap();
        assert!(guarded.read(&mut [0; 64]).await.unwrap() > 0);
        drop(busy.enter());
        let start = Instant::now();
        assert!(guarded.read(&mut [0; 8]).await.is_err());
        assert_eq!(start.elapsed().as_secs(), 75);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_is_not_idle() {
        let (near, mut far) = duplex(16);
        let guarded = Guarded::new(near, PATIENCE, Busy::default());
        let (mut reading, mut writing) = tokio::io::split(guarded);
        let reader = tokio::spawn(async move { reading.read(&mut [0; 8]).await.map(|_| ()) });
        tokio::spawn(async move {
            let mut bytes = [0; 16];
            while far.read(&mut bytes).await.is_ok_and(|count| count > 0) {
                tokio::time::sleep(Duration::from_secs(20)).await;
            }
        });
        for _ in 0..20 {
            writing.write_all(&[0; 16]).await.unwrap();
        }
        assert!(!reader.is_finished(), "400 seconds of slow reading are no idleness");
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_stops_is_cut_after_the_write_time() {
        let (near, _far) = duplex(4);
        let mut guarded = Guarded::new(near, PATIENCE, Busy::default());
        let start = Instant::now();
        assert_eq!(guarded.write_all(b"more than fits").await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 30);
    }
}
