//! Browsers: cross-origin requests are closed unless an origin is allowed, and names that lead to the loopback
//! address by DNS rebinding are refused.

use std::net::IpAddr;

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HOST, ORIGIN, VARY,
};
use hyper::http::request::Parts;
use hyper::{HeaderMap, StatusCode, Version};

use crate::error::ApiError;
use crate::http::reply::Reply;

/// Which pages and which host names may reach the server.
#[derive(Debug, Clone, Default)]
pub struct OriginRules {
    /// Origins whose pages may call; `*` for any. Empty: none.
    pub allowed_origins: Vec<String>,
    /// Host names that may be used beside loopback ones; `*` for any.
    pub allowed_hosts: Vec<String>,
    /// Whether host names are checked: a loopback server without keys is open to any page that can name it.
    pub check_host: bool,
}

impl OriginRules {
    /// Checks the request's `Origin` and `Host`.
    ///
    /// # Errors
    /// 400 without exactly one host (RFC 9112, section 3.2), 403 for one that is not allowed, with the header named.
    pub fn check(&self, head: &Parts) -> Result<(), ApiError> {
        let hosts = head.headers.get_all(HOST).iter().count();
        if hosts > 1 || (hosts == 0 && head.version == Version::HTTP_11) {
            return Err(ApiError::invalid(400, "A request must name exactly one host."));
        }
        if let Some(origin) = head.headers.get(ORIGIN)
            && !self.allows_origin(origin.as_bytes())
        {
            let message = "Requests from this origin are not allowed. Add it to `cors_origins` to allow it.";
            return Err(ApiError::invalid(403, message));
        }
        if self.check_host && !self.allows_host(head) {
            let message = "Requests to this host name are not allowed. Add it to `allowed_hosts` to allow it.";
            return Err(ApiError::invalid(403, message));
        }
        Ok(())
    }

    fn allows_origin(&self, origin: &[u8]) -> bool {
        self.allowed_origins.iter().any(|allowed| allowed == "*" || allowed.as_bytes() == origin)
    }

    fn allows_host(&self, head: &Parts) -> bool {
        let authority = head.uri.authority().map(|authority| authority.as_str());
        let host = authority.or_else(|| head.headers.get(HOST).and_then(|host| host.to_str().ok()));
        let Some(host) = host.map(without_port) else { return false };
        is_local_name(host)
            || self.allowed_hosts.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(host))
    }

    /// The answer to a preflight request whose origin is allowed.
    pub fn preflight(&self) -> Reply {
        let mut reply = Reply::empty(StatusCode::NO_CONTENT);
        reply.header(ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE, OPTIONS");
        reply.header(ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        reply.header(ACCESS_CONTROL_MAX_AGE, "600");
        reply
    }

    /// Marks a response as readable for the request's page; call after [`OriginRules::check`].
    pub fn mark(&self, request: &HeaderMap, response: &mut HeaderMap) {
        let Some(origin) = request.get(ORIGIN) else { return };
        if self.allows_origin(origin.as_bytes()) {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            response.insert(VARY, hyper::header::HeaderValue::from_static("Origin"));
            response.insert(ACCESS_CONTROL_EXPOSE_HEADERS, hyper::header::HeaderValue::from_static(EXPOSED_HEADERS));
        }
    }
}

/// What the SDKs send from a browser.
const ALLOWED_HEADERS: &str = "authorization, content-type, accept, openai-organization, openai-project, \
     openai-beta, idempotency-key, x-client-request-id, x-request-id, x-stainless-arch, x-stainless-async, \
     x-stainless-custom-poll-interval, x-stainless-helper-method, x-stainless-lang, x-stainless-os, \
     x-stainless-package-version, x-stainless-poll-helper, x-stainless-raw-response, x-stainless-read-timeout, \
     x-stainless-retry-count, x-stainless-runtime, x-stainless-runtime-version, x-stainless-timeout";

const EXPOSED_HEADERS: &str = "x-request-id, openai-processing-ms, openai-version, retry-after, retry-after-ms, \
     x-should-retry, x-psycho-symbolic-outcome, x-psycho-symbolic-unknown-parameters, x-ratelimit-limit-requests, \
     x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens, \
     x-ratelimit-reset-requests, x-ratelimit-reset-tokens";

fn without_port(host: &str) -> &str {
    if let Some(bracketed) = host.strip_prefix('[') {
        return bracketed.split(']').next().unwrap_or_default();
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// Names that no foreign page can make lead here: rebinding needs a name of its own, an address is none.
fn is_local_name(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || host.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    fn check(rules: &OriginRules, headers: &[(&str, &str)], ok: bool) {
        let mut request = Request::builder().uri("/v1/models");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        assert_eq!(rules.check(&head).is_ok(), ok, "{headers:?}");
    }

    #[test]
    fn names_of_the_loopback_address_pass_and_rebound_ones_do_not() {
        let rules =
            OriginRules { check_host: true, allowed_hosts: vec!["gateway".to_owned()], ..OriginRules::default() };
        for host in [
            "localhost",
            "LOCALHOST:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
            "app.localhost",
            "gateway:80",
            "10.0.0.1:3000",
        ] {
            check(&rules, &[("host", host)], true);
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:3000", "10.0.0.1.evil.example", ""]
        {
            check(&rules, &[("host", host)], false);
        }
        check(&rules, &[], false);
    }

    #[test]
    fn origins_are_closed_unless_allowed() {
        let closed = OriginRules::default();
        check(&closed, &[("host", "h"), ("origin", "https://evil.example")], false);
        check(&closed, &[("host", "h"), ("origin", "null")], false);
        check(&closed, &[("host", "h")], true);
        let open = OriginRules { allowed_origins: vec!["https://app.example".to_owned()], ..OriginRules::default() };
        check(&open, &[("host", "h"), ("origin", "https://app.example")], true);
        check(&open, &[("host", "h"), ("origin", "https://app.example.evil")], false);
    }
}
