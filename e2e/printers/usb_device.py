"""A USB printer-class device: Chromium's usbfs requests are answered here."""

import errno
import fcntl
import os
import struct
import sys
import threading
import traceback

from testbed import UMockdev

VENDOR_ID, PRODUCT_ID = 0x0A5F, 0x0082
ENDPOINT_OUT, ENDPOINT_IN = 0x01, 0x82
PACKET_SIZE = 64
SUBMITURB, DISCARDURB, REAPURBNDELAY, CLAIMINTERFACE = 0x8038550A, 0x550B, 0x4008550D, 0x8004550F
URB_SIZE, URB_STATUS, URB_BUFFER, URB_ACTUAL_LENGTH = 56, 4, 16, 28
URB_CONTROL = 2
GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET = 0, 1, 2
F_SETPIPE_SZ = 1031
PIPE_SIZE = 4096


def descriptors(has_serial_number):
    """Device, configuration, one interface of class 7 (printer, bidirectional), bulk out, bulk in."""
    device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, VENDOR_ID, PRODUCT_ID, 0x0100, 1, 2, 3 if has_serial_number else 0, 1)
    interface = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, 2, 7, 1, 2, 0)
    for endpoint in (ENDPOINT_OUT, ENDPOINT_IN):
        interface += struct.pack("<BBBBHB", 7, 5, endpoint, 2, PACKET_SIZE, 0)
    return device + struct.pack("<BBHBBBBB", 9, 2, 9 + len(interface), 1, 1, 0, 0xC0, 1) + interface


class UsbDevice:
    """One plugging-in: as kernels do, every one has a new number and node (reusing a node hangs half the time)."""

    def __init__(self, testbed, number, printer, serial_number):
        self.testbed, self.printer, self.gone = testbed, printer, False
        self.lock = threading.RLock()
        self.replies = bytearray()
        self.waiting = []  # IN requests without an answer yet: (address, urb, size, buffer)
        self.stuck = []  # OUT requests the printer does not take: (address, urb)
        self.finished = []  # (urb, buffer, data, status, count), to be reaped
        self.clients = set()  # never let go: the library still uses one after it has vanished
        self.path = f"/devices/pci0000:00/0000:00:14.0/usb1/1-{number}"
        self.node = f"/dev/bus/usb/001/{number:03d}"
        testbed.add_from_string(self._describe(number, serial_number))
        self._replace_node(testbed.get_root_dir() + self.node)
        self.handler = UMockdev.IoctlBase()
        self.handler.connect("handle-ioctl", self._on_ioctl)
        self.handler.connect("client-vanished", self._on_vanished)
        testbed.attach_ioctl(self.node, self.handler)
        # Chromium may already listen; it must not see the device before it can be opened.
        testbed.uevent("/sys" + self.path, "add")

    def unplug(self):
        with self.lock:
            self.gone = True
            for _, urb, *_ in self.waiting + self.stuck:
                self._finish(urb, None, None, -errno.ESHUTDOWN, 0)
            self.waiting.clear()
            self.stuck.clear()
        self.testbed.uevent("/sys" + self.path, "remove")

    def _describe(self, number, serial_number):
        serial = f"A: serial={serial_number}\n" if serial_number else ""
        return f"""P: {self.path}
N: bus/usb/001/{number:03d}
E: DEVNAME={self.node}
E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
E: MAJOR=189
E: MINOR={number - 1}
E: BUSNUM=001
E: DEVNUM={number:03d}
A: bConfigurationValue=1
A: busnum=1
A: devnum={number}
A: idVendor={VENDOR_ID:04x}
A: idProduct={PRODUCT_ID:04x}
A: manufacturer=Virtual Printers
A: product={self.printer.name}
{serial}A: dev=189:{number - 1}
H: descriptors={descriptors(bool(serial_number)).hex()}
"""

    def _replace_node(self, node):
        """umockdev makes a plain file, which epoll refuses; a FIFO is "writable" exactly while it is not full, as usbfs is while a request is finished."""
        os.unlink(node)
        os.mkfifo(node, 0o666)
        self.fifo = os.open(node, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.fifo, F_SETPIPE_SZ, PIPE_SIZE)
        self.full = False
        self._show_finished()

    def _show_finished(self):
        if self.finished and self.full:
            os.read(self.fifo, 1)
            self.full = False
        elif not self.finished and not self.full:
            os.write(self.fifo, b"x")
            self.full = True

    def _finish(self, urb, buffer, data, status, count):
        self.finished.append((urb, buffer, data, status, count))
        self._show_finished()

    def _on_vanished(self, _handler, client):
        with self.lock:
            self.waiting.clear()
            self.stuck.clear()
            self.finished.clear()
            self._show_finished()

    def _on_ioctl(self, _handler, client):
        self.clients.add(client)
        try:
            with self.lock:
                request = client.get_request() & 0xFFFFFFFF
                if request == REAPURBNDELAY:
                    self._reap(client)
                elif self.gone:
                    client.complete(-1, errno.ENODEV)
                elif request == SUBMITURB:
                    self._submit(client)
                elif request == DISCARDURB:
                    self._discard(client)
                elif request == CLAIMINTERFACE and self.printer.settings["claimed"]:
                    client.complete(-1, errno.EBUSY)
                else:  # claim, release, set configuration, clear halt, reset: always fine
                    client.complete(0, 0)
        except Exception:  # an exception must not leave Chromium waiting
            traceback.print_exc(file=sys.stderr)
            client.complete(-1, errno.EIO)
        return True

    def _submit(self, client):
        argument = client.get_arg()
        address = bytes(argument.retrieve())[:8]
        urb = argument.resolve(0, URB_SIZE)
        kind, endpoint, size = struct.unpack("<BB22xi", bytes(urb.retrieve())[:28])
        buffer = urb.resolve(URB_BUFFER, size) if size else None
        if kind == URB_CONTROL:
            self._control(urb, buffer)
        elif endpoint & 0x80:
            self.waiting.append((address, urb, size, buffer))
            self._answer()
        else:
            self._write(address, urb, bytes(buffer.retrieve()) if buffer else b"")
        client.complete(0, 0)

    def _control(self, urb, buffer):
        setup = bytes(buffer.retrieve())[:8]
        kind, request, _, _, length = struct.unpack("<BBHHH", setup)
        text = self.printer.device_id()
        if (kind, request) == (0xA1, GET_DEVICE_ID) and text is not None:
            answer = struct.pack(">H", len(text) + 2) + text
        elif (kind, request) == (0xA1, GET_PORT_STATUS):
            answer = bytes([self.printer.port_status()])
        elif (kind, request) == (0x21, SOFT_RESET):
            answer = b""
        else:
            self._finish(urb, None, None, -errno.EPIPE, 0)
            return
        answer = answer[:length]
        self._finish(urb, buffer, setup + answer, 0, len(answer))

    def _write(self, address, urb, data):
        settings = self.printer.settings
        if settings["hang"]:
            self.stuck.append((address, urb))
        elif settings["stalls"] > 0:
            settings["stalls"] -= 1
            self._finish(urb, None, None, -errno.EPIPE, 0)
        elif delay_s := self.printer.delay_s(len(data)):
            self.stuck.append((address, urb))
            threading.Timer(delay_s, self._write_late, (address, urb, data)).start()
        else:
            self._take(urb, data)

    def _write_late(self, address, urb, data):
        with self.lock:
            if (address, urb) in self.stuck:
                self.stuck.remove((address, urb))
                self._take(urb, data)

    def _take(self, urb, data):
        self.replies += self.printer.take(data)
        self._finish(urb, None, None, 0, len(data))
        self._answer()

    def _answer(self):
        self.replies += self.printer.chatter() if self.waiting and not self.replies else b""
        while self.waiting and self.replies:
            _, urb, size, buffer = self.waiting.pop(0)
            data = bytes(self.replies[:size])
            del self.replies[:size]
            self._finish(urb, buffer, data, 0, len(data))

    def _reap(self, client):
        if not self.finished:
            self._show_finished()
            client.complete(-1, errno.ENODEV if self.gone else errno.EAGAIN)
            return
        urb, buffer, data, status, count = self.finished.pop(0)
        if data is not None:
            buffer.update(0, data)
        urb.update(URB_STATUS, struct.pack("<i", status))
        urb.update(URB_ACTUAL_LENGTH, struct.pack("<i", count))
        client.get_arg().resolve(0, 8).set_ptr(0, urb)
        self._show_finished()
        client.complete(0, 0)

    def _discard(self, client):
        # Forgotten, not finished: Chromium reports a cancelled transfer by itself, and a reaping thread woken
        # while another closes the file makes the preload library end the browser.
        address = bytes(client.get_arg().retrieve())[:8]
        self.waiting = [request for request in self.waiting if request[0] != address]
        self.stuck = [request for request in self.stuck if request[0] != address]
        client.complete(0, 0)
