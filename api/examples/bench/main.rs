//! What the service does, measured from outside on the real binary: `cargo xtask bench service`, or after a release build
//! `cargo run --release -p yundan --example bench [-- --json] [access|audit|large|million|pushes]`.

mod access;
mod audit;
mod bundle;
mod create;
mod figure;
mod floor;
mod import;
mod large;
mod list;
mod orders;
mod page;
mod pushes;
mod scans;
mod service;
mod start;

use std::error::Error;

use service::Service;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    if std::env::args().any(|arg| arg == "access") {
        // Alone, while the door is worked on.
        return access::measure(&Service::start()?);
    }
    if std::env::args().any(|arg| arg == "audit") {
        return audit::measure(&Service::start()?);
    }
    if std::env::args().any(|arg| arg == "pushes") {
        return pushes::measure();
    }
    if std::env::args().any(|arg| arg == "million") {
        return list::measure_million();
    }
    if std::env::args().any(|arg| arg == "large") {
        return list::measure();
    }
    start::measure()?;
    let service = Service::start()?;
    page::measure(&service)?;
    page::measure_engine(&service)?;
    import::measure(&service)?;
    bundle::measure(&service)?;
    create::measure(&service)?;
    audit::measure(&service)?;
    access::measure(&service)?;
    drop(service);
    pushes::measure()?;
    list::measure()
}
