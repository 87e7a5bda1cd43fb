"""Printers, a scale and a browser, commanded by JSON lines on stdin; see README.md."""

import base64
import json
import os
import sys
import traceback

import testbed
from chromium import Chromium
from model import Printer
from scale import Scale
from serial_port import SerialPort
from usb_device import UsbDevice

BROWSER_TRIES = 5
SERIAL_NUMBER = "VU0001"
LOG = os.environ.get("YUNDAN_CHROMIUM_LOG", "/dev/null")


class Bench:
    def __init__(self):
        self.testbed = testbed.make()
        self.printers = {"serial": Printer("VLS-203", "zpl"), "usb": Printer("VLU-203", "zpl"), "scale": Scale()}
        self.plugs = {}
        self.numbers = {"serial": 0, "usb": 1, "scale": 100}
        self.browser = None
        # The scale is plugged in where it is wanted: printers are chosen among the serial ports there are.
        for name in ("serial", "usb"):
            self.plug(name)

    def plug(self, printer):
        if printer in self.plugs:
            raise ValueError(f"{printer} is plugged in already")
        number, model = self.numbers[printer], self.printers[printer]
        self.numbers[printer] += 1
        if printer in ("serial", "scale"):
            self.plugs[printer] = SerialPort(self.testbed, number, model)
        else:
            self.plugs[printer] = UsbDevice(self.testbed, number + 1, model, SERIAL_NUMBER)
        return {}

    def unplug(self, printer):
        self.plugs.pop(printer).unplug()
        return {}

    def received(self, printer):
        data, transfers, first_at_ms, last_at_ms = self.printers[printer].received()
        return {"base64": base64.b64encode(data).decode(), "transfers": transfers, "first_at_ms": first_at_ms, "last_at_ms": last_at_ms}

    def count(self, printer):
        return {"labels": self.printers[printer].count()}

    def clear(self, printer):
        self.printers[printer].clear()
        return {}

    def set(self, printer, **changes):
        return self.printers[printer].set(**changes)

    def restart_browser(self):
        for _ in range(BROWSER_TRIES):
            if self.browser:
                self.browser.stop()
            self.browser = Chromium(self.testbed.get_root_dir(), LOG)
            address = self.browser.wait_for_devtools()
            if address:
                return {"cdp": address}
        raise RuntimeError(f"Chromium did not start in {BROWSER_TRIES} tries")


def main():
    bench = Bench()
    commands = {name: getattr(bench, name) for name in ("plug", "unplug", "received", "count", "clear", "set", "restart_browser")}
    try:
        for line in sys.stdin:
            command = json.loads(line)
            number, name = command.pop("id"), command.pop("do")
            try:
                answer = {"id": number, "ok": commands[name](**command)}
            except Exception as error:
                traceback.print_exc(file=sys.stderr)
                answer = {"id": number, "error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        if bench.browser:
            bench.browser.stop()
    # The threads of umockdev do not end by themselves.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
