//! Remembers from what a thing was made, so that it is made again only when that changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::{Result, workspace};

/// The content of some files and folders, as one number. Times do not matter: a fresh clone of the same content is fresh.
pub struct Stamp {
    name: &'static str,
    digest: String,
}

impl Stamp {
    /// `sources` are relative to the root; missing ones count as empty. `extra` is anything else the result depends on.
    pub fn of(name: &'static str, sources: &[&str], extra: &str) -> Result<Stamp> {
        let root = workspace::root();
        let mut files = Vec::new();
        for source in sources {
            collect(&root.join(source), &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        hasher.write(extra.as_bytes());
        for file in files {
            let content = std::fs::read(&file)?;
            let name = file.strip_prefix(&root).unwrap_or(&file);
            hasher.write(name.as_os_str().as_encoded_bytes());
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
        Ok(Stamp { name, digest: format!("{:016x}", hasher.finish()) })
    }

    /// True if the last result was made from the same content.
    pub fn is_fresh(&self) -> Result<bool> {
        let written = std::fs::read_to_string(self.path()?).unwrap_or_default();
        Ok(written == self.digest)
    }

    /// Call after the result stands, never before.
    pub fn write(&self) -> Result<()> {
        Ok(std::fs::write(self.path()?, &self.digest)?)
    }

    fn path(&self) -> Result<PathBuf> {
        Ok(workspace::scratch()?.join(format!("{}.stamp", self.name)))
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?.path();
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name != "target" && name != "node_modules" && !name.starts_with('.') {
                collect(&entry, files)?;
            }
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
