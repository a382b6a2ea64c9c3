//! How long a reply is kept: what the `prompt_cache_…` parameters of a request mean here.

use std::time::Duration;

use openai_types::{CacheBreakpoint, ChatRequest, Content, ContentPart, PromptCacheRetention};

/// How long the reply is kept, as the request wants it; none where it is not to be kept at all. The longest time that
/// is asked for counts.
pub fn keeping(request: &ChatRequest, usual: Duration) -> Option<Duration> {
    const DAY: Duration = Duration::from_secs(86_400);
    let options = request.prompt_cache_options.as_ref();
    let breakpoints: Vec<&CacheBreakpoint> = breakpoints(request).collect();
    if options.is_some_and(|options| options.mode.as_deref() == Some("explicit")) && breakpoints.is_empty() {
        return None;
    }
    let asked =
        breakpoints.iter().map(|mark| mark.ttl.as_deref()).chain([options.and_then(|options| options.ttl.as_deref())]);
    let longest = asked.flatten().filter_map(time_of).max();
    let retention = (request.prompt_cache_retention == Some(PromptCacheRetention::Day)).then_some(DAY);
    Some(longest.max(retention).unwrap_or(usual))
}

/// The times that the API knows.
fn time_of(ttl: &str) -> Option<Duration> {
    match ttl {
        "30m" => Some(Duration::from_secs(1_800)),
        "12h" => Some(Duration::from_secs(43_200)),
        _ => None,
    }
}

/// Where parts of messages are marked as the end of what is worth keeping.
fn breakpoints(request: &ChatRequest) -> impl Iterator<Item = &CacheBreakpoint> {
    let parts = request.messages.iter().filter_map(|message| match message.content.value() {
        Some(Content::Parts(parts)) => Some(parts),
        _ => None,
    });
    parts.flatten().filter_map(|part| match part {
        ContentPart::Text(part) => part.prompt_cache_breakpoint.as_ref(),
        ContentPart::File(part) => part.prompt_cache_breakpoint.as_ref(),
        ContentPart::ImageUrl(_) | ContentPart::InputAudio(_) | ContentPart::Refusal(_) => None,
    })
}
