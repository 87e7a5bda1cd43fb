//! The stand-in as a program.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use clap::{Parser, ValueEnum};
use fake_zto::{Algorithm, Encoding, FakeZto, Fault, FaultPlan, Settings, Signatures};

#[derive(Clone, Copy, ValueEnum)]
enum DigestName {
    Md5,
    Sha256,
    HmacSha256,
}

/// A stand-in of the ZTO Open Platform.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Only machines that may order in your name should reach it.
    #[arg(long, default_value = "127.0.0.1:8099")]
    listen: SocketAddr,
    #[arg(long, default_value = "kfpttestCode")]
    app_key: String,
    #[arg(long, default_value = "kfpttestkey==")]
    app_secret: String,
    #[arg(long, value_enum, default_value = "md5")]
    algorithm: DigestName,
    /// The key of hmac-sha256.
    #[arg(long, default_value = "")]
    hmac_key: String,
    /// Signatures in hex instead of base64.
    #[arg(long)]
    hex: bool,
    /// Where scans and states are pushed to.
    #[arg(long)]
    push_url: Option<String>,
    /// Names of faults, by commas, or `all`; see the README.
    #[arg(long, value_delimiter = ',')]
    faults: Vec<String>,
    /// So many of a thousand calls go wrong.
    #[arg(long, default_value_t = 200)]
    per_mille: u32,
    /// What was tried so often goes right.
    #[arg(long, default_value_t = 3)]
    attempts_max: u32,
    /// How long the fault `slow` takes, in milliseconds.
    #[arg(long, default_value_t = 2_000)]
    slow_ms: u64,
    /// Waybill numbers of the account `test`.
    #[arg(long, default_value_t = 10_000)]
    numbers: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn faults(names: &[String]) -> Result<Vec<Fault>, String> {
    if names.iter().any(|name| name == "all") {
        return Ok(Fault::ALL.to_vec());
    }
    names.iter().map(|name| Fault::parse(name).ok_or_else(|| format!("there is no fault {name}"))).collect()
}

fn settings(arguments: Arguments) -> Result<Settings, String> {
    let algorithm = match arguments.algorithm {
        DigestName::Md5 => Algorithm::Md5,
        DigestName::Sha256 => Algorithm::Sha256,
        DigestName::HmacSha256 if arguments.hmac_key.is_empty() => {
            return Err("hmac-sha256 needs --hmac-key".to_owned());
        }
        DigestName::HmacSha256 => Algorithm::HmacSha256 { key: arguments.hmac_key },
    };
    let faults = faults(&arguments.faults)?;
    Ok(Settings {
        listen: arguments.listen,
        signatures: Signatures {
            app_key: arguments.app_key,
            app_secret: arguments.app_secret,
            algorithm,
            encoding: if arguments.hex { Encoding::Hex } else { Encoding::Base64 },
        },
        accounts: vec![("test".to_owned(), "ZTO123".to_owned(), arguments.numbers)],
        faults: FaultPlan::chance(&faults, arguments.per_mille, arguments.attempts_max, arguments.seed),
        push_url: arguments.push_url,
        slow: Duration::from_millis(arguments.slow_ms),
        seed: arguments.seed,
    })
}

#[actix_web::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("fake-zto: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let fake = FakeZto::start(settings(arguments)?).await.map_err(|error| error.to_string())?;
    println!("fake-zto listens on {}", fake.base_url());
    tokio::signal::ctrl_c().await.map_err(|error| error.to_string())?;
    fake.stop().await;
    Ok(())
}
