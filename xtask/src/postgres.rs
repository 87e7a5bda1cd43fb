//! A private PostgreSQL for one run of the tests.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{
    Result,
    command::{command, output},
    debian,
};

const START_LIMIT: Duration = Duration::from_secs(60);
/// PostgreSQL refuses to run as root; Debian's package brings this user.
const USER: &str = "postgres";

/// Runs until dropped; its data are gone then.
pub struct Cluster {
    /// `postgres://…`, a superuser without a password on 127.0.0.1.
    pub url: String,
    folder: PathBuf,
    server: Child,
    as_root: bool,
}

impl Cluster {
    pub fn start() -> Result<Cluster> {
        let initdb = debian::newest(debian::POSTGRESQL.proof).ok_or("PostgreSQL is not installed")?;
        let bin = initdb.parent().ok_or("initdb has no folder")?.to_path_buf();
        let as_root = debian::is_root();
        let folder = std::env::temp_dir().join(format!("yundan-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if as_root {
            output(command("chown").arg(USER).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut init = as_user(as_root, &initdb.display().to_string());
        output(
            init.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", USER, "-D"])
                .arg(&data),
        )?;
        let port = free_port()?;
        let mut server = as_user(as_root, &bin.join("postgres").display().to_string());
        server.arg("-D").arg(&data).args(["-c", "listen_addresses=127.0.0.1", "-p", &port.to_string()]);
        // Commits stay synchronous as the product asks for them; only the test machine's own crash safety is given up.
        server.args(["-c", "fsync=off", "-c", "max_connections=400", "-c", "shared_buffers=128MB", "-c"]);
        server.arg(format!("unix_socket_directories={}", folder.display()));
        let log = std::fs::File::create(folder.join("log"))?;
        let server = server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let cluster = Cluster { url: format!("postgres://{USER}@127.0.0.1:{port}/postgres"), folder, server, as_root };
        cluster.wait_until_ready(&bin.join("pg_isready"), port)?;
        Ok(cluster)
    }

    fn wait_until_ready(&self, pg_isready: &std::path::Path, port: u16) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if output(command(pg_isready).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not start within {} s\n{log}", START_LIMIT.as_secs()).into())
    }

    /// The server's own process id, which `runuser` hides from us.
    fn pid(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        text.lines().next().map(str::to_owned)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(pid) = self.pid() {
            let _ = as_user(self.as_root, "kill").args(["-QUIT", &pid]).output();
        }
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn as_user(as_root: bool, program: &str) -> Command {
    if !as_root {
        return command(program);
    }
    let mut runuser = command("runuser");
    runuser.args(["-u", USER, "--", program]).current_dir("/tmp");
    runuser
}

/// A port of 127.0.0.1 that is free right now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
