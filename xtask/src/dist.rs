//! `cargo xtask dist`: the file to copy to a server.

use crate::{
    Result,
    command::{command, quiet},
    page, service,
    step::step,
    tools, workspace,
};

pub fn run(args: &[String]) -> Result<()> {
    if let Some(unknown) = args.first() {
        return Err(format!("dist takes no argument, not {unknown:?}").into());
    }
    step("tools", tools::ensure_web)?;
    step("page", page::build)?;
    step("service", service::build)?;
    step("strip", || {
        let folder = workspace::root().join("target/dist");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join("yundan");
        quiet("strip", command("strip").arg("-o").arg(&file).arg(workspace::service_binary()))?;
        Ok(format!("target/dist/yundan ({} MB)", std::fs::metadata(&file)?.len() / 1_000_000))
    })
}
