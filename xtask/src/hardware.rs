//! `cargo xtask test --hardware`: a kernel of its own in an emulated machine, with a USB device that the kernel's driver holds, and the page in Chromium.
//! What virtual printers in user space cannot show: the driver in the way, and the serial port it makes.

use std::path::{Path, PathBuf};

use crate::{
    Result,
    command::{command, output, quiet},
    debian::{self, Need},
    service,
    step::announce,
    workspace,
};

const PACKAGES: [Need; 5] = [
    Need { package: "qemu-system-x86", proof: "/usr/bin/qemu-system-x86_64" },
    Need { package: "kmod", proof: "/usr/sbin/depmod" },
    Need { package: "udev", proof: "/usr/bin/udevadm" },
    Need { package: "busybox-static", proof: "/usr/bin/busybox" },
    Need { package: "python3-venv", proof: "/usr/share/doc/python3-venv" },
];
/// Boots a kernel on this machine's own files.
const VIRTME: &str = "virtme-ng==1.42";
const KERNEL: &str = "linux-image-amd64";
const OK: &str = "HARDWARE OK";
const LIMIT_S: &str = "1500";

pub fn run() -> Result<String> {
    debian::ensure(&PACKAGES)?;
    if output(command("id").arg("-u"))?.trim() != "0" {
        return Err("the kernel's modules are mounted for the guest, which needs root; run it with sudo".into());
    }
    let folder = workspace::root().join("target/hardware");
    std::fs::create_dir_all(&folder)?;
    let version = kernel(&folder)?;
    virtme(&folder)?;
    announce("booting the guest; everything in it is emulated, which takes minutes …");
    let enter = workspace::root().join("e2e/hardware/enter.sh");
    let mut guest = command("timeout");
    guest.args(["--kill-after=10", LIMIT_S, "unshare", "--mount", "sh"]).arg(enter).arg(&folder).arg(&version);
    let text = quiet("hardware", guest.env("YUNDAN_BINARY", service::tested_binary("yundan")))?.text()?;
    let last = text.lines().rev().map(str::trim).find(|line| line.contains(OK));
    last.map(|line| format!("kernel {version}: Web Serial, a held device, WebUSB ({line})"))
        .ok_or_else(|| "the guest ended without its last line; see target/xtask/hardware.log".into())
}

/// Debian's kernel, unpacked beside the machine's own; its version.
fn kernel(folder: &Path) -> Result<String> {
    let unpacked = folder.join("kernel");
    if let Some(version) = version_in(&unpacked).filter(|version| is_indexed(&unpacked, version)) {
        return Ok(version);
    }
    announce("fetching a kernel for the guest …");
    let depends = output(command("apt-cache").args(["depends", KERNEL]))?;
    let package = depends
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|name| name.starts_with("linux-image-"))
        .ok_or("apt knows no kernel package; run `apt-get update` first")?;
    quiet("kernel-download", command("apt-get").args(["download", package]).current_dir(folder))?;
    let archive = archive_in(folder)?;
    quiet("kernel-unpack", command("dpkg").arg("-x").arg(archive).arg(&unpacked))?;
    let version = version_in(&unpacked).ok_or("the kernel package has no modules")?;
    quiet("depmod", command("depmod").arg("-b").arg(&unpacked).arg(&version))?;
    Ok(version)
}

fn archive_in(folder: &Path) -> Result<PathBuf> {
    let files = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let is_kernel = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "deb");
    files.into_iter().find(is_kernel).ok_or_else(|| "apt-get downloaded no kernel".into())
}

fn version_in(unpacked: &Path) -> Option<String> {
    let modules = std::fs::read_dir(unpacked.join("lib/modules")).ok()?;
    modules.flatten().next()?.file_name().into_string().ok()
}

/// Are its modules indexed, which is the last thing done to a kernel?
fn is_indexed(unpacked: &Path, version: &str) -> bool {
    unpacked.join("lib/modules").join(version).join("modules.dep").is_file()
}

fn virtme(folder: &Path) -> Result<()> {
    let venv = folder.join("venv");
    if venv.join("bin/vng").is_file() {
        return Ok(());
    }
    announce("installing virtme-ng …");
    quiet("venv", command("python3").args(["-m", "venv"]).arg(&venv))?;
    quiet("virtme-ng", command(venv.join("bin/pip")).args(["install", "--quiet", VIRTME]))?;
    Ok(())
}
