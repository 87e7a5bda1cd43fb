"""The pretended /sys, /dev and /proc that Chromium sees."""

import os

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

# Parts of the real /sys that a browser reads at start (memory, processors, control groups) and cannot do without.
REAL_SYS = ("fs", "kernel", "module", "power", "firmware", "block", "hypervisor")
REAL_DEVICES = ("system", "virtual")
# Chromium lists a tty only if its number lies in a line of this file whose last field is "serial".
TTY_DRIVERS = "usbserial            /dev/ttyUSB    188 0-511 serial\n"


def make():
    # `new()`, not the bare constructor: only it sets the testbed up.
    testbed = UMockdev.Testbed.new()
    root = testbed.get_root_dir()
    os.makedirs(f"{root}/sys/devices", exist_ok=True)
    for name in REAL_SYS:
        if os.path.exists(f"/proc/1/root/sys/{name}") or os.path.exists(f"/sys/{name}"):
            _link(f"/sys/{name}", f"{root}/sys/{name}")
    for name in REAL_DEVICES:
        _link(f"/sys/devices/{name}", f"{root}/sys/devices/{name}")
    os.makedirs(f"{root}/proc/tty", exist_ok=True)
    with open(f"{root}/proc/tty/drivers", "w", encoding="ascii") as drivers:
        drivers.write(TTY_DRIVERS)
    return testbed


def _link(real, pretended):
    if not os.path.lexists(pretended):
        os.symlink(real, pretended)
