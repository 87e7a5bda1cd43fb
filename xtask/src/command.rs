//! Child processes: quiet while they do well, loud when they fail.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use crate::{Result, workspace};

/// A silent child says this often that it lives.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Lines of a failed child's log shown on the terminal; the whole log stays in its file.
const TAIL_LINES: usize = 120;

/// A command that runs in the repository's root and finds the project's tools first.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).env("PATH", search_path());
    command
}

/// Cargo, the same one that started this program.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set by the outer cargo for this program alone; children must not inherit them.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

fn search_path() -> std::ffi::OsString {
    let mut folders = vec![workspace::tools().join("bin")];
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    std::env::join_paths(folders).unwrap_or_default()
}

/// Where `program` stands on the search path, the project's own tools first.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&search_path()).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// What a finished child says on stdout; an error with its stderr if it failed.
pub fn output(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let done = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(format!("{name}: {}\n{}", done.status, String::from_utf8_lossy(&done.stderr).trim_end()).into())
    }
}

/// Runs a child on the user's own terminal.
pub fn show(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}").into()) }
}

/// Runs a child with its output in `target/xtask/<log>.log`; shows the end of it if the child fails.
pub fn quiet(log: &str, command: &mut Command) -> Result<Logged> {
    let path = workspace::scratch()?.join(format!("{log}.log"));
    let name = describe(command);
    let mut file = File::create(&path)?;
    writeln!(file, "$ {name}")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name}: {error}"))?;
    let file = Arc::new(Mutex::new(file));
    let (line_out, line_in) = mpsc::channel();
    let mut readers = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        readers.push(read_lines(stdout, file.clone(), line_out.clone()));
    }
    if let Some(stderr) = child.stderr.take() {
        readers.push(read_lines(stderr, file, line_out.clone()));
    }
    drop(line_out);
    watch(&line_in);
    for reader in readers {
        let _ = reader.join();
    }
    let status = child.wait()?;
    let logged = Logged { path };
    if status.success() { Ok(logged) } else { Err(format!("{name}: {status}\n{}", logged.tail()?).into()) }
}

/// The output a quiet child left behind.
pub struct Logged {
    pub path: PathBuf,
}

impl Logged {
    pub fn text(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(&self.path)?).into_owned())
    }

    fn tail(&self) -> Result<String> {
        let text = self.text()?;
        let lines: Vec<&str> = text.lines().collect();
        let skipped = lines.len().saturating_sub(TAIL_LINES);
        let head = if skipped > 0 {
            format!("… {skipped} lines before, all in {}\n", self.path.display())
        } else {
            String::new()
        };
        Ok(head + &lines[skipped..].join("\n"))
    }
}

fn read_lines(
    pipe: impl Read + Send + 'static,
    file: Arc<Mutex<File>>,
    lines: mpsc::Sender<String>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            if let Ok(mut file) = file.lock() {
                let _ = file.write_all(&line);
            }
            let _ = lines.send(String::from_utf8_lossy(&line).trim().to_owned());
            line.clear();
        }
    })
}

/// Returns when both ends of the child's output are closed.
fn watch(lines: &mpsc::Receiver<String>) {
    let mut last = String::new();
    let mut next = Instant::now() + HEARTBEAT;
    loop {
        match lines.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(line) if line.is_empty() => {}
            Ok(line) => last = line,
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let shown: String = last.chars().take(100).collect();
                println!("             … {shown}");
                next = Instant::now() + HEARTBEAT;
            }
        }
    }
}

/// The command line as a person would type it, paths inside the repository shortened.
fn describe(command: &Command) -> String {
    let root = format!("{}/", workspace::root().display());
    let mut words = vec![Path::new(command.get_program()).display().to_string()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ").replace(&root, "")
}
