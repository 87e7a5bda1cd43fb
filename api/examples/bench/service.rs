//! The real binary with a demo network in a folder of its own, and a caller who is signed in.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

use crate::Result;

/// Kept open by the caller.
const CONNECTIONS: usize = 16;
/// Of a bundle.
const ANSWER_BYTES_MAX: u64 = 200_000_000;
const JOB_LIMIT: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(10);

fn binary() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/yundan");
    std::env::var_os("YUNDAN_BINARY").map_or(built, PathBuf::from)
}

/// The running binary; killed when dropped.
pub struct Process {
    child: Child,
    pub url: String,
    /// What the merchant's owner signs in with.
    account: Value,
    /// Everybody's.
    sign_ins: Vec<Value>,
}

impl Process {
    /// Answers when it is ready.
    pub fn start(folder: &Path) -> Result<Process> {
        Process::start_with(folder, &[])
    }

    /// With more options.
    pub fn start_with(folder: &Path, options: &[&str]) -> Result<Process> {
        let mut child = Command::new(binary())
            // The bench speaks for many addresses, as a proxy does.
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--trusted-proxies", "127.0.0.1", "--data"])
            .arg(folder)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", binary().display()))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line)?;
        let owner = &ready["sign_ins"][0];
        let account = json!({ "account": owner["account"], "password": owner["password"] });
        let sign_ins = ready["sign_ins"].as_array().cloned().unwrap_or_default();
        Ok(Process { child, url: ready["url"].as_str().ok_or("no address")?.to_owned(), account, sign_ins })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already; there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process with its folder and a caller who is signed in.
pub struct Service {
    process: Process,
    pub agent: Agent,
    token: String,
    folder: TempDir,
}

impl Service {
    pub fn start() -> Result<Service> {
        Service::start_with(&[])
    }

    /// With more options.
    pub fn start_with(options: &[&str]) -> Result<Service> {
        let folder = tempfile::tempdir()?;
        let process = Process::start_with(folder.path(), options)?;
        // As many connections are kept as workers ask at once, or every other request would pay for a new one.
        let config = Agent::config_builder().http_status_as_error(false).max_idle_connections_per_host(CONNECTIONS);
        let agent: Agent = config.build().into();
        let mut service = Service { process, agent, token: String::new(), folder };
        let token = service.post("/auth/sign-in", &service.process.account)?;
        service.token = token["access_token"].as_str().ok_or("no token")?.to_owned();
        Ok(service)
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("yundan.db")
    }

    pub fn url(&self) -> &str {
        self.process.url.trim_end_matches('/')
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{}{path}", self.url(), shared::API_BASE)
    }

    pub fn get(&self, path: &str) -> Result<Value> {
        let mut answer = self.agent.get(self.at(path)).header("Authorization", self.bearer()).call()?;
        read(path, answer.status().as_u16(), &answer.body_mut().read_to_string()?)
    }

    pub fn get_unsigned(&self, path: &str) -> Result<Value> {
        let mut answer = self.agent.get(self.at(path)).call()?;
        read(path, answer.status().as_u16(), &answer.body_mut().read_to_string()?)
    }

    /// A sign-in that is to be refused, from an address; answers the refusal.
    pub fn guess(&self, account: &str, password: &str, from: &str) -> Result<Value> {
        let request = self.agent.post(self.at("/auth/sign-in")).header("X-Forwarded-For", from);
        let body = json!({ "account": account, "password": password });
        let mut answer = request.content_type("application/json").send(body.to_string())?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string()?;
        match status {
            401 | 503 => Ok(serde_json::from_str(&text)?),
            other => Err(format!("a guess was answered {other}: {text}").into()),
        }
    }

    /// The owner signs in once more; the session of before stays.
    pub fn sign_in_again(&self) -> Result<()> {
        self.post("/auth/sign-in", &self.process.account).map(|_| ())
    }

    /// Somebody else's token.
    pub fn sign_in(&self, account: &str) -> Result<String> {
        let known =
            self.process.sign_ins.iter().find(|sign_in| sign_in["account"] == account).ok_or("no such sign-in")?;
        let body = json!({ "account": known["account"], "password": known["password"] });
        let token = self.post("/auth/sign-in", &body)?;
        Ok(token["access_token"].as_str().ok_or("no token")?.to_owned())
    }

    /// A form, by nobody who is signed in.
    pub fn push(&self, path: &str, fields: &[(&str, &str)]) -> Result<Value> {
        let mut answer = self.agent.post(self.at(path)).send_form(fields.iter().copied())?;
        read(path, answer.status().as_u16(), &answer.body_mut().read_to_string()?)
    }

    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        Ok(serde_json::from_slice(&self.post_for_bytes(path, body)?)?)
    }

    /// As [`Service::post`], by somebody else.
    pub fn post_as(&self, token: &str, path: &str, body: &Value) -> Result<Value> {
        Ok(serde_json::from_slice(&self.send(token, path, body)?)?)
    }

    /// As [`Service::post`], for answers that are no JSON.
    pub fn post_for_bytes(&self, path: &str, body: &Value) -> Result<Vec<u8>> {
        self.send(&self.token, path, body)
    }

    fn send(&self, token: &str, path: &str, body: &Value) -> Result<Vec<u8>> {
        let request = self.agent.post(self.at(path)).header("Authorization", format!("Bearer {token}"));
        let mut answer = request.content_type("application/json").send(body.to_string())?;
        let status = answer.status().as_u16();
        let bytes = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        if status >= 300 {
            return Err(format!("{path}: {status} {}", String::from_utf8_lossy(&bytes)).into());
        }
        Ok(bytes)
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Hands in an order file and waits until all of it is settled; answers how long that took and the finished import.
    pub fn import(&self, name: &str, file: &[u8]) -> Result<(Duration, Value)> {
        const BOUNDARY: &str = "yundan-bench-boundary";
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let begin = Instant::now();
        let request = self.agent.post(self.at("/imports")).header("Authorization", self.bearer());
        let mut answer =
            request.content_type(format!("multipart/form-data; boundary={BOUNDARY}")).send(body.as_slice())?;
        let accepted = read("/imports", answer.status().as_u16(), &answer.body_mut().read_to_string()?)?;
        let path = format!("/imports/{}", accepted["id"].as_str().ok_or("no id")?);
        loop {
            let import = self.get(&path)?;
            if matches!(import["state"].as_str(), Some("succeeded" | "failed" | "cancelled")) {
                return Ok((begin.elapsed(), import));
            }
            if begin.elapsed() > JOB_LIMIT {
                return Err(format!("the import is not over after {JOB_LIMIT:?}: {import}").into());
            }
            std::thread::sleep(POLL);
        }
    }
}

fn read(path: &str, status: u16, text: &str) -> Result<Value> {
    if status >= 300 {
        return Err(format!("{path}: {status} {text}").into());
    }
    Ok(serde_json::from_str(text)?)
}
