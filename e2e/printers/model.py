"""What a label printer does, whatever cable it hangs on."""

import threading
import time

# As its language asks; bytes that mean nothing; half of the answer; without end.
MANNERS = ("usual", "garbage", "half", "endless")
LANGUAGES = ("zpl", "tspl", "cpcl", "epl", "escpos")
# The longest status question; so much is remembered across two pieces of one question.
LONGEST_QUESTION = 8
# ~HS of a ready printer: paper out, formats in buffer, head open and labels remaining are filled in.
HOST_STATUS = (
    "\x02030,{paper},0,1040,000,0,0,0,000,0,0,0\x03\r\n"
    "\x02000,0,{head},0,0,2,4,0,00000000,1,000\x03\r\n"
    "\x021234,0\x03\r\n"
)
EXTENDED_STATUS = "\r\n  PRINTER STATUS\r\n   ERRORS:         {some} 00000000 {mask:08X}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03"


class Printer:
    """Collects bytes and answers questions. Shared by the cable's thread and the thread that takes commands."""

    # On a serial cable.
    plug_name = "Virtual\\x20Label\\x20Printer"
    vendor_id, product_id = 0x0FE6, 0x811E
    serial_number = "VS0001"

    def __init__(self, name, language):
        self.lock = threading.RLock()
        self.name = name
        self.settings = {
            "language": language,
            "paper_out": False,
            "head_open": False,
            "silent": False,  # answers nothing
            "hang": False,  # takes nothing, and never says so
            "manner": "usual",  # how it answers; MANNERS
            "device_id": "usual",  # "none": it has none; else the text of one
            "claimed": False,  # the kernel's driver holds its interface (USB)
            "stalls": 0,  # so many next transfers are refused (USB)
            "bytes_per_s": 0,  # 0: as fast as it comes
        }
        self.clear()

    def clear(self):
        with self.lock:
            self.bytes = bytearray()
            self.transfers = 0
            self.labels = 0
            self.first_at_ms = None
            self.last_at_ms = None
            self._tail = b""

    def set(self, **changes):
        with self.lock:
            unknown = set(changes) - set(self.settings)
            if unknown:
                raise ValueError(f"a printer has no {sorted(unknown)}")
            self.settings.update(changes)
            if self.settings["language"] not in LANGUAGES:
                raise ValueError(f"language is one of {LANGUAGES}")
            if self.settings["manner"] not in MANNERS:
                raise ValueError(f"manner is one of {MANNERS}")
            return dict(self.settings)

    def device_id(self):
        """The IEEE 1284 device id, without its length; None where it has none."""
        if self.settings["device_id"] == "none":
            return None
        if self.settings["device_id"] != "usual":
            return self.settings["device_id"].encode()
        command_set = {"tspl": "XPP,XL", "escpos": "ESC/POS"}.get(self.settings["language"], self.settings["language"].upper())
        return f"MFG:Virtual;CMD:{command_set};MDL:{self.name};CLS:PRINTER;".encode()

    def port_status(self):
        """GET_PORT_STATUS: paper empty 0x20, selected 0x10, not error 0x08."""
        with self.lock:
            trouble = self.settings["head_open"]
            return (0x20 if self.settings["paper_out"] else 0) | 0x10 | (0 if trouble else 0x08)

    def take(self, data):
        """Keeps `data` and returns what the printer says to it."""
        with self.lock:
            now = time.time() * 1000
            if self.first_at_ms is None:
                self.first_at_ms = now
            self.last_at_ms = now
            # The end of a ZPL label may come in two pieces.
            self.labels += (bytes(self.bytes[-2:]) + bytes(data)).count(b"^XZ")
            self.bytes += data
            self.transfers += 1
            heard = self._tail + data
            answer, asked = self._answer(heard)
            self._tail = b"" if asked else heard[-LONGEST_QUESTION:]
            return self._said(answer)

    def _said(self, answer):
        if self.settings["silent"]:
            return b""
        manner = self.settings["manner"]
        if manner == "garbage":
            return bytes(range(256))
        if manner == "half":
            return answer[: len(answer) // 2]
        return self.chatter() if manner == "endless" else answer

    def unasked(self):
        """On a serial cable it says nothing by itself."""
        return b""

    def wait_s(self):
        """How long it may be left alone."""
        return 0.2

    def chatter(self):
        """What it says without end."""
        return b"?" * 4096 if self.settings["manner"] == "endless" else b""

    def received(self):
        with self.lock:
            return bytes(self.bytes), self.transfers, self.first_at_ms, self.last_at_ms

    def count(self):
        """ZPL labels whose end has come, without the bytes."""
        with self.lock:
            return self.labels

    def delay_s(self, count):
        """How long the printer is busy with so many bytes."""
        rate = self.settings["bytes_per_s"]
        return count / rate if rate else 0.0

    def _answer(self, heard):
        # A question counts only as the last thing said: the same bytes inside a raster are picture.
        said = heard.rstrip(b"\r\n")
        language = self.settings["language"]
        paper, head = int(self.settings["paper_out"]), int(self.settings["head_open"])
        if language == "zpl":
            if said.endswith(b"~HS"):
                return HOST_STATUS.format(paper=paper, head=head).encode(), True
            if said.endswith(b"~HQES"):
                mask = paper | head << 2
                return EXTENDED_STATUS.format(some=int(mask > 0), mask=mask).encode(), True
            if said.endswith(b"~HI"):
                return b"\x02VIRTUAL-203,V1.0,8,8176KB\x03\r\n", True
        elif language == "tspl":
            if said.endswith(b"\x1b!?"):
                return bytes([paper << 2 | head]), True
            if said.endswith(b"~!T"):
                return b"VIRTUAL-203\r\n", True
        elif language == "escpos":
            if said[:-1].endswith(b"\x10\x04"):
                bits = {1: 0x08 if paper or head else 0, 2: head << 2 | paper << 5, 4: 0x60 if paper else 0}
                return bytes([0x12 | bits.get(said[-1], 0)]), True
        elif language == "cpcl":
            if said.endswith(b"\x1bh"):
                return bytes([paper << 1 | head << 2]), True
        elif language == "epl":
            if said.endswith(b"UQ"):
                return b"UKQ1935HLU V4.29\r\nSerial port:96,N,8,1\r\nImage buffer size:0245K\r\n", True
            if said.endswith(b"^ee"):
                return b"07\r\n" if paper else b"08\r\n" if head else b"00\r\n", True
        return b"", False
