//! Where a request comes from: the address, the browser in short, and whether it is a page of ours that sends it.

use std::{
    future::{Ready, ready},
    net::IpAddr,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{HeaderMap, USER_AGENT},
    web,
};
use shared::auth::UNATTENDED_HEADER;
use store::Origin;

use crate::{
    app::{App, AppError, Words, network_printers::Network, sessions::Use},
    http::problem::ApiError,
};

/// Characters of a program's name that are kept.
const PROGRAM_CHARS: usize = 40;

/// A request that no page of somebody else's sent: what a browser adds a cookie to by itself must come from our own pages. Programs say
/// nothing of a page, and have no cookies.
pub struct SameOrigin;

impl FromRequest for SameOrigin {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let public_url = request.app_data::<web::Data<App>>().map_or("", |app| &*app.settings.public_url);
        let text = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
        let is_ours = is_ours(text("origin"), text("sec-fetch-site"), request.connection_info().host(), public_url);
        ready(if is_ours { Ok(SameOrigin) } else { Err(ApiError(foreign_page())) })
    }
}

/// Whether somebody is there who asks, as our pages say; programs always are.
pub fn use_of(headers: &HeaderMap) -> Use {
    if headers.contains_key(UNATTENDED_HEADER) { Use::Unattended } else { Use::Attended }
}

fn foreign_page() -> AppError {
    AppError::Forbidden {
        code: "foreign_page",
        words: Words::new(
            "请求来自别的网站，已拒绝。",
            "The request comes from a page of another site and was refused.",
        ),
    }
}

fn is_ours(origin: Option<&str>, site: Option<&str>, host: &str, public_url: &str) -> bool {
    let is_site = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let is_origin = origin.is_none_or(|origin| {
        origin == public_url || origin.split_once("://").is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host))
    });
    is_site && is_origin
}

/// Where the request comes from.
pub struct From(pub Origin);

impl FromRequest for From {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(From(of(request))))
    }
}

pub fn of(request: &HttpRequest) -> Origin {
    let none = Vec::new();
    let trusted = request.app_data::<web::Data<App>>().map_or(&none, |app| &app.settings.trusted_proxies);
    let ip = request.peer_addr().map(|peer| address(peer.ip(), request.headers(), trusted));
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Origin { ip: ip.map(|ip| ip.to_string()).unwrap_or_default(), place: place(agent) }
}

/// The nearest address that is no trusted proxy. Anybody can send the header, so only what our own proxies add to it is believed.
fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(ip));
    let mut nearest = peer.to_canonical();
    if !is_trusted(nearest) {
        return nearest;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.iter().rev() {
        let Ok(ip) = hop.trim().parse::<IpAddr>() else { break };
        nearest = ip.to_canonical();
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

/// A browser as people name it, `Chrome · Windows`; of anything else the first word.
fn place(agent: &str) -> String {
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => {
            let word = agent.split_whitespace().next().unwrap_or_default();
            word.chars().filter(|c| c.is_ascii_graphic()).take(PROGRAM_CHARS).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn seen_as(peer: &str, forwarded: Option<&'static str>) -> String {
        let mut headers = HeaderMap::new();
        if let Some(value) = forwarded {
            headers.insert(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(value));
        }
        address(peer.parse().unwrap(), &headers, &["10.0.0.0/8".parse().unwrap()]).to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(seen_as("203.0.113.7", Some("198.51.100.1")), "203.0.113.7");
        assert_eq!(seen_as("10.0.0.1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(seen_as("10.0.0.1", Some("6.6.6.6, 198.51.100.1, 10.0.0.2")), "198.51.100.1");
        assert_eq!(seen_as("10.0.0.1", None), "10.0.0.1");
        assert_eq!(seen_as("10.0.0.1", Some("nonsense")), "10.0.0.1");
        assert_eq!(seen_as("::ffff:10.0.0.1", Some("198.51.100.1")), "198.51.100.1");
    }

    #[test]
    fn only_our_own_pages_are_ours() {
        let ours = |origin, site| is_ours(origin, site, "ship.example:8080", "https://ship.example");
        assert!(ours(None, None));
        assert!(ours(Some("http://ship.example:8080"), Some("same-origin")));
        assert!(ours(Some("https://ship.example"), None));
        assert!(ours(None, Some("none")));
        for (origin, site) in [
            (Some("https://evil.example"), None),
            (Some("null"), None),
            (Some("https://ship.example:8080.evil.example"), None),
            (Some("http://ship.example:8080"), Some("cross-site")),
            (None, Some("same-site")),
            (None, Some("cross-site")),
        ] {
            assert!(!ours(origin, site), "{origin:?} {site:?}");
        }
    }

    #[test]
    fn browsers_are_named_shortly() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0";
        assert_eq!(place(edge), "Edge · Windows");
        assert_eq!(
            place("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:150.0) Gecko/20100101 Firefox/150.0"),
            "Firefox · macOS"
        );
        assert_eq!(place("curl/8.5.0 extra"), "curl/8.5.0");
        assert_eq!(place(""), "");
    }
}
