//! Which addresses the service may print to. Whoever may set up a printer chooses the address, so without this rule the service would carry their
//! bytes to anything it can reach.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::RangeInclusive,
    str::FromStr,
};

use shared::limits::{PRINTER_PORT_DEFAULT, PRINTER_PORT_MAX};

/// An address and how many of its first bits count: `192.168.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no network; write it as 192.168.1.0/24")]
pub struct BadNetwork(String);

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Network, BadNetwork> {
        let bad = || BadNetwork(text.to_owned());
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| bad()))?;
        if bits > most { Err(bad()) } else { Ok(Network { address, bits }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The networks of an installation, and the ports printers listen on.
#[derive(Clone, Debug)]
pub struct PrinterNetworks {
    /// Empty: private networks and this machine.
    networks: Vec<Network>,
    ports: RangeInclusive<u16>,
}

impl Default for PrinterNetworks {
    fn default() -> PrinterNetworks {
        PrinterNetworks::new(Vec::new())
    }
}

impl PrinterNetworks {
    pub fn new(networks: Vec<Network>) -> PrinterNetworks {
        PrinterNetworks { networks, ports: PRINTER_PORT_DEFAULT..=PRINTER_PORT_MAX }
    }

    /// Printers that listen elsewhere; tests have theirs where there is room.
    #[must_use]
    pub fn with_ports(self, ports: RangeInclusive<u16>) -> PrinterNetworks {
        PrinterNetworks { ports, ..self }
    }

    pub fn allow(&self, address: IpAddr, port: u16) -> bool {
        let address = plain(address);
        if is_never_a_printer(address) || !self.ports.contains(&port) {
            return false;
        }
        if self.networks.is_empty() {
            is_near(address)
        } else {
            self.networks.iter().any(|network| network.contains(address))
        }
    }
}

/// An IPv4 address in the clothes of IPv6 is the IPv4 address: mapped, compatible, NAT64 or 6to4.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if v6.is_loopback() || v6.is_unspecified() {
        return address;
    }
    if let Some(v4) = v6.to_ipv4() {
        return IpAddr::V4(v4);
    }
    match v6.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => address,
    }
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_loopback(),
    }
}

/// Where clouds answer with their secrets.
const METADATA_V4: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// No setting opens these: link-local addresses (169.254.169.254 is among them), other places of cloud secrets, nobody and everybody.
fn is_never_a_printer(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.octets()[0] == 0
                || v4.octets()[0] >= 240
                || v4 == METADATA_V4
        }
        IpAddr::V6(v6) => v6.is_unicast_link_local() || v6.is_multicast() || v6.is_unspecified() || v6 == METADATA_V6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(networks: &[&str], address: &str) -> bool {
        let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
        PrinterNetworks::new(networks).allow(address.parse().unwrap(), 9100)
    }

    #[test]
    fn only_private_networks_and_this_machine_unless_widened() {
        for near in ["10.1.2.3", "172.16.0.9", "192.168.1.60", "127.0.0.1", "::1", "fd12::9", "::ffff:192.168.1.60"] {
            assert!(allows(&[], near), "{near}");
        }
        for far in ["8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:db8::1", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(!allows(&[], far), "{far}");
        }
        assert!(allows(&["203.0.113.0/24"], "203.0.113.7"));
        assert!(!allows(&["203.0.113.0/24"], "203.0.114.7"));
        assert!(!allows(&["203.0.113.0/24"], "192.168.1.60"), "a setting says all of it");
        assert!(allows(&["203.0.113.0/24", "10.0.0.0/8"], "10.0.0.1"));
    }

    #[test]
    fn no_setting_opens_what_is_never_a_printer() {
        let everything = ["0.0.0.0/0", "::/0"];
        assert!(allows(&everything, "8.8.8.8") && allows(&everything, "2001:db8::1"));
        for never in [
            "169.254.169.254",
            "169.254.1.1",
            "100.100.100.200",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "::",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
        ] {
            assert!(!allows(&everything, never), "{never}");
        }
    }

    #[test]
    fn only_the_ports_of_printers() {
        let networks = PrinterNetworks::default();
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for (port, allowed) in [(9100, true), (9109, true), (9099, false), (9110, false), (22, false), (5432, false)] {
            assert_eq!(networks.allow(here, port), allowed, "{port}");
        }
    }

    #[test]
    fn networks_are_read_or_named_wrong() {
        let network: Network = " 10.0.0.0/8 ".parse().unwrap();
        assert_eq!(network.to_string(), "10.0.0.0/8");
        assert_eq!("10.0.0.7".parse::<Network>().unwrap().to_string(), "10.0.0.7/32");
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "printer", "::/129", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
