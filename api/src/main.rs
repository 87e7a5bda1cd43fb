//! Arguments → telemetry → run.

use std::process::ExitCode;

use clap::Parser;
use yundan::{cli::Cli, telemetry};

#[actix_web::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::init(&cli.log.filter, cli.log.json_log);
    match cli.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yundan: {error}");
            ExitCode::FAILURE
        }
    }
}
