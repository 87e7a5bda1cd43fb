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
    /// Networks of printers, as `192.168.0.0/16,10.1.2.3`; default: every private network and this machine.
    #[arg(long, env = "YUNDAN_PRINTER_NETWORKS", value_delimiter = ',')]
    pub printer_networks: Vec<Network>,
}
