"""A Chromium that sees the testbed's devices and can be driven by the DevTools protocol."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

BINARIES = ("/usr/lib/chromium/chromium", "/usr/bin/chromium")
START_LIMIT_S = 15
FLAGS = (
    "--headless=new",
    # The preload library breaks the zygote, and without a zygote there is no sandbox. The GPU process cannot read the pretended /sys.
    "--no-zygote",
    "--no-sandbox",
    "--in-process-gpu",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
    "--force-color-profile=srgb",
    "--remote-debugging-port=0",
)


class Chromium:
    def __init__(self, root, log_path):
        self.profile = tempfile.mkdtemp(prefix="yundan-chromium-")
        binary = next(path for path in BINARIES if os.path.exists(path))
        # The testbed sets its variable in C, where Python's copy of the environment does not see it; without it the browser has the real devices.
        environment = dict(os.environ, UMOCKDEV_DIR=root)
        with open(log_path, "ab") as log:
            command = [binary, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True)

    def wait_for_devtools(self):
        """The DevTools address, or None if the browser hung or died at start (it sometimes does under the preload)."""
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with open(f"{self.profile}/DevToolsActivePort", encoding="ascii") as file:
                    lines = file.read().split("\n")
                if len(lines) >= 2:
                    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            except FileNotFoundError:
                pass
            time.sleep(0.05)
        return None

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
