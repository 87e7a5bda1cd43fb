//! The stand-in as a program.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use clap::{Parser, ValueEnum};
use fake_pay::{FakePay, Settings, Signer};

#[derive(Clone, Copy, ValueEnum)]
enum SignerName {
    Platform,
    PlatformNext,
    PublicKey,
}

/// A stand-in of WeChat Pay v3 and Alipay.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Its keys are public: only machines that play with it should reach it.
    #[arg(long, default_value = "127.0.0.1:8098")]
    listen: SocketAddr,
    /// With which key WeChat Pay signs.
    #[arg(long, value_enum, default_value = "platform")]
    signer: SignerName,
    /// How long the fault `slow` takes, in milliseconds.
    #[arg(long, default_value_t = 2_000)]
    slow_ms: u64,
}

impl From<Arguments> for Settings {
    fn from(arguments: Arguments) -> Settings {
        Settings {
            listen: arguments.listen,
            slow: Duration::from_millis(arguments.slow_ms),
            signer: match arguments.signer {
                SignerName::Platform => Signer::Platform,
                SignerName::PlatformNext => Signer::PlatformNext,
                SignerName::PublicKey => Signer::PublicKey,
            },
        }
    }
}

#[actix_web::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("fake-pay: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let fake = FakePay::start(arguments.into()).await.map_err(|error| error.to_string())?;
    println!("fake-pay listens on {} (WeChat Pay) and {} (Alipay)", fake.base_url(), fake.gateway());
    tokio::signal::ctrl_c().await.map_err(|error| error.to_string())?;
    fake.stop().await;
    Ok(())
}
