//! Where the service listens and how it is reached.

use std::net::SocketAddr;

use crate::app::network_printers::Network;

#[derive(Clone, Debug, clap::Args)]
pub struct ServerConfig {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "YUNDAN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Threads that answer requests; default: one a core.
    #[arg(long, env = "YUNDAN_WORKERS")]
    pub workers: Option<usize>,
    /// The QR code of a label opens this address followed by the waybill number; default: this installation.
    #[arg(long, env = "YUNDAN_TRACK_URL")]
    pub track_url: Option<String>,
    /// Minutes after which a session that is not used ends.
    #[arg(long, env = "YUNDAN_SESSION_IDLE_MIN", default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=1440))]
    pub session_idle_min: i64,
    /// Hours after which a session ends, used or not.
    #[arg(long, env = "YUNDAN_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(i64).range(1..=720))]
    pub session_hours: i64,
    /// Proxies before the service, as `10.0.0.0/8,127.0.0.1`: their `X-Forwarded-For` is believed.
    #[arg(long, env = "YUNDAN_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
    /// Networks of printers, as `192.168.0.0/16,10.1.2.3`; default: every private network and this machine.
    #[arg(long, env = "YUNDAN_PRINTER_NETWORKS", value_delimiter = ',')]
    pub printer_networks: Vec<Network>,
    /// The official address of this service, as `https://ship.example.com`: shown on the sign-in page, and what links in messages lead
    /// to. Default: where it listens.
    #[arg(long, env = "YUNDAN_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// What the network calls itself.
    #[arg(long, env = "YUNDAN_NETWORK_NAME", default_value = "运单网络")]
    pub network_name: String,
    /// Everybody who works for the network must sign in with a second factor.
    #[arg(long, env = "YUNDAN_STAFF_TOTP")]
    pub staff_totp: bool,
    /// The phone merchants call for help; shown to them.
    #[arg(long, env = "YUNDAN_HOTLINE")]
    pub hotline: Option<String>,
}
