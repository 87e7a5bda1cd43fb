"""A printer or a scale on a USB-to-serial cable: /dev/ttyUSBn, a pseudo-terminal behind it."""

import os
import select
import struct
import threading
import time

from testbed import UMockdev

MAJOR = 188
TIOCEXCL, TIOCMGET, TIOCMBIS, TIOCMBIC = 0x540C, 0x5415, 0x5416, 0x5417
TIOCSBRK, TIOCCBRK = 0x5427, 0x5428
CLEAR_TO_SEND, CARRIER, DATA_SET_READY = 0x20, 0x40, 0x100
READ_SIZE = 4096
POLL_S = 0.2


class SerialPort:
    """One plugging-in. A pseudo-terminal has no modem lines and no exclusive mode, so those requests are answered here."""

    def __init__(self, testbed, number, device):
        self.testbed, self.device, self.gone = testbed, device, False
        self.modem = 0
        self.node = f"/dev/ttyUSB{number}"
        self.path = f"/devices/pci0000:00/0000:00:14.0/usb1/1-9/1-9:1.0/ttyUSB{number}/tty/ttyUSB{number}"
        known = self._terminals()
        testbed.add_from_string(self._describe(number))
        self.terminals = self._terminals() - known
        self.handler = UMockdev.IoctlBase()
        self.handler.connect("handle-ioctl", self._on_ioctl)
        testbed.attach_ioctl(self.node, self.handler)
        self.fd = testbed.get_dev_fd(self.node)
        self.thread = threading.Thread(target=self._talk, daemon=True)
        self.thread.start()

    def unplug(self):
        self.gone = True
        self.thread.join()
        self.testbed.uevent("/sys" + self.path, "remove")
        # The other end then reads end-of-file, as it does when a cable is pulled.
        os.close(self.fd)
        self.testbed.remove_device("/sys" + self.path)
        # The testbed keeps them, and ends when the kernel gives the same pseudo-terminal to the next plugging-in.
        for terminal in self.terminals:
            os.unlink(terminal)

    def _terminals(self):
        """Which pseudo-terminal stands for which device, as the testbed remembers it."""
        folder = f"{self.testbed.get_root_dir()}/dev/.ptymap"
        return {f"{folder}/{name}" for name in os.listdir(folder)} if os.path.isdir(folder) else set()

    def _describe(self, number):
        return f"""P: {self.path}
N: ttyUSB{number}
E: DEVNAME={self.node}
E: SUBSYSTEM=tty
E: MAJOR={MAJOR}
E: MINOR={number}
E: ID_BUS=usb
E: ID_VENDOR_ID={self.device.vendor_id:04x}
E: ID_MODEL_ID={self.device.product_id:04x}
E: ID_MODEL_ENC={self.device.plug_name}
E: ID_SERIAL_SHORT={self.device.serial_number}
A: dev={MAJOR}:{number}
"""

    def _on_ioctl(self, _handler, client):
        request = client.get_request() & 0xFFFFFFFF
        if request in (TIOCEXCL, TIOCSBRK, TIOCCBRK):
            client.complete(0, 0)
        elif request in (TIOCMGET, TIOCMBIS, TIOCMBIC):
            argument = client.get_arg().resolve(0, 4)
            (value,) = struct.unpack("i", bytes(argument.retrieve()))
            if request == TIOCMGET:
                argument.update(0, struct.pack("i", self.modem | CLEAR_TO_SEND | CARRIER | DATA_SET_READY))
            elif request == TIOCMBIS:
                self.modem |= value
            else:
                self.modem &= ~value
            client.complete(0, 0)
        else:
            result, error = client.execute()
            client.complete(result, error)
        return True

    def _talk(self):
        while not self.gone:
            if self.device.settings["hang"]:
                time.sleep(POLL_S)
                continue
            ready, _, _ = select.select([self.fd], [], [], self.device.wait_s())
            if not ready:
                # Ready without data is what a port is that nobody has open, so here somebody listens.
                self._say(self.device.unasked())
                continue
            try:
                data = os.read(self.fd, READ_SIZE)
            except OSError:  # nobody has the port open
                time.sleep(POLL_S)
                continue
            self._say(self.device.take(data))
            time.sleep(self.device.delay_s(len(data)))

    def _say(self, words):
        try:
            if words:
                os.write(self.fd, words)
        except OSError:  # it was closed meanwhile
            pass
