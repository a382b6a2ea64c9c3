//! Server-sent events as a hyper body: events that are ready together leave together, silence is filled with
//! comments, a reader who is slow or gone holds the source back or drops it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, Sleep};

/// Where the events come from. Pulled only when the socket takes bytes, so nothing is made ahead of the reader,
/// and dropped with the connection, so nothing is made for a reader who is gone.
pub trait EventSource: Send {
    /// Appends the next events to `out`, at most about `limit` bytes beyond what is there.
    fn pull(&mut self, out: &mut Vec<u8>, limit: usize) -> Pull;
}

/// What a pull brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pull {
    /// Events were appended; there may be more.
    More,
    /// Events may have been appended; the next ones are due after this time.
    Wait(Duration),
    /// Events may have been appended; they were the last.
    End,
}

/// A body of server-sent events.
pub struct SseBody {
    source: Box<dyn EventSource>,
    keep_alive: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    due: Option<Instant>,
    /// Whether the timer is set for the silence that lasts.
    waiting: bool,
    stage: Stage,
}

/// How far a body has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was sent: the first write is small.
    First,
    /// The first event was handed to hyper, which writes to the socket only when the body pauses: pause once, so
    /// that the event is on its way before the rest is made.
    Flush,
    /// Events that are ready together leave together.
    Rest,
    /// Everything was handed over.
    Ended,
}

/// Later writes take about this much at once: a quarter of the send buffer.
const NEXT_BYTES: usize = 16 * 1024;

impl SseBody {
    /// A body that pulls from `source` and fills silences longer than `keep_alive` with a comment
    /// (zero: never).
    pub fn new(source: Box<dyn EventSource>, keep_alive: Duration) -> SseBody {
        SseBody { source, keep_alive, timer: None, due: None, waiting: false, stage: Stage::First }
    }

    /// The next bytes to send; none when the stream has ended.
    pub fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.stage == Stage::Ended {
            return Poll::Ready(None);
        }
        if self.stage == Stage::Flush {
            self.stage = Stage::Rest;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(due) = self.due
            && !ready!(self.poll_pause(due, cx))
        {
            return Poll::Ready(Some(Bytes::from_static(b": ping\n\n")));
        }
        let limit = if self.stage == Stage::First { 1 } else { NEXT_BYTES };
        // The first event comes alone, and so do those that are paced.
        let alone = self.stage == Stage::First || self.timer.is_some();
        let room = if alone { 512 } else { NEXT_BYTES + 1024 };
        let mut out = Vec::with_capacity(room);
        let pull = self.source.pull(&mut out, limit);
        self.stage = match pull {
            Pull::End => Stage::Ended,
            _ if self.stage == Stage::First && !out.is_empty() => Stage::Flush,
            _ => Stage::Rest,
        };
        if let Pull::Wait(pause) = pull {
            self.due = Some(Instant::now() + pause);
        }
        if !out.is_empty() {
            return Poll::Ready(Some(Bytes::from(out)));
        }
        if self.stage == Stage::Ended {
            return Poll::Ready(None);
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Waits until `due`; true when it has come, false when a silence must be filled first.
    fn poll_pause(&mut self, due: Instant, cx: &mut Context<'_>) -> Poll<bool> {
        if !self.waiting {
            self.waiting = true;
            let silence = if self.keep_alive.is_zero() { due } else { Instant::now() + self.keep_alive };
            let target = due.min(silence);
            match &mut self.timer {
                Some(timer) => timer.as_mut().reset(target),
                None => self.timer = Some(Box::pin(tokio::time::sleep_until(target))),
            }
        }
        if let Some(timer) = &mut self.timer {
            ready!(timer.as_mut().poll(cx));
        }
        self.waiting = false;
        let come = Instant::now() >= due;
        if come {
            self.due = None;
        }
        Poll::Ready(come)
    }
}

impl fmt::Debug for SseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseBody").field("stage", &self.stage).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    struct Script(Vec<(&'static str, Pull)>);

    impl EventSource for Script {
        fn pull(&mut self, out: &mut Vec<u8>, _limit: usize) -> Pull {
            let (text, pull) = self.0.remove(0);
            out.extend_from_slice(text.as_bytes());
            pull
        }
    }

    async fn next(body: &mut SseBody) -> Option<String> {
        poll_fn(|cx| body.poll_bytes(cx)).await.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_filled_with_comments() {
        let pause = Pull::Wait(Duration::from_secs(40));
        let source = Script(vec![("a", pause), ("b", Pull::More), ("", Pull::End)]);
        let mut body = SseBody::new(Box::new(source), Duration::from_secs(15));
        let start = Instant::now();
        assert_eq!(next(&mut body).await.unwrap(), "a");
        assert_eq!(next(&mut body).await.unwrap(), ": ping\n\n");
        assert_eq!(start.elapsed().as_secs(), 15);
        assert_eq!(next(&mut body).await.unwrap(), ": ping\n\n");
        assert_eq!(next(&mut body).await.unwrap(), "b");
        assert_eq!(start.elapsed().as_secs(), 40);
        assert_eq!(next(&mut body).await, None);
    }

    #[tokio::test]
    async fn what_comes_with_the_end_is_sent() {
        let mut body = SseBody::new(Box::new(Script(vec![("a", Pull::End)])), Duration::from_secs(15));
        assert_eq!(next(&mut body).await.unwrap(), "a");
        assert_eq!(next(&mut body).await, None);
    }
}
