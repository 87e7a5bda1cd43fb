"""What a scale on a serial cable does: says all the time what lies on it, in one of the ways scales speak."""

import threading
import time

# How often it speaks, as most of them do.
EVERY_S = 0.1
PROTOCOLS = ("flagged", "plain", "backwards", "answer")


class Scale:
    """Shared by the cable's thread and the thread that takes commands."""

    plug_name = "Virtual\\x20Scale"
    vendor_id, product_id = 0x1A86, 0x7523
    serial_number = "VW0001"

    def __init__(self):
        self.lock = threading.RLock()
        self.settings = {
            "protocol": "flagged",
            "grams": 0,
            "unstable": False,
            "overload": False,
            "silent": False,
            "hang": False,  # takes nothing, and never says so
        }
        self._next_at = 0.0

    def set(self, **changes):
        with self.lock:
            unknown = set(changes) - set(self.settings)
            if unknown:
                raise ValueError(f"a scale has no {sorted(unknown)}")
            self.settings.update(changes)
            if self.settings["protocol"] not in PROTOCOLS:
                raise ValueError(f"protocol is one of {PROTOCOLS}")
            return dict(self.settings)

    def take(self, data):
        """The answer to what it is asked."""
        with self.lock:
            asks = self.settings["protocol"] == "answer" and b"S" in data and not self.settings["silent"]
            return self._line() if asks else b""

    def unasked(self):
        """What it says without being asked, when it is time."""
        with self.lock:
            now = time.monotonic()
            if self.settings["silent"] or self.settings["protocol"] == "answer" or now < self._next_at:
                return b""
            self._next_at = now + EVERY_S
            return self._line()

    def wait_s(self):
        """How long it may be left alone."""
        return EVERY_S / 2

    def delay_s(self, _count):
        return 0.0

    def _line(self):
        grams, unstable = self.settings["grams"], self.settings["unstable"]
        # What moves shows another number each time.
        if unstable:
            grams += int(time.monotonic() * 10) * 37 % 97 + 20
        kilograms = f"{abs(grams) / 1000:.3f}"
        sign = "-" if grams < 0 else "+"
        protocol = self.settings["protocol"]
        if protocol == "flagged":
            if self.settings["overload"]:
                return b"OL,GS,+------kg\r\n"
            return f"{'US' if unstable else 'ST'},GS,{sign}{kilograms:>7}kg\r\n".encode()
        if protocol == "plain":
            return f"wn{'-' if grams < 0 else ''}{kilograms:0>6}kg\r\n".encode()
        if protocol == "backwards":
            return f"={f'{kilograms:0>8}'[::-1]}".encode()
        return f"S {'D' if unstable else 'S'} {'-' if grams < 0 else ''}{kilograms:>9} kg\r\n".encode()
