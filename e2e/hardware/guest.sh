#!/bin/sh
# In the guest: a real kernel, its drivers, and Chromium on the page.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
modprobe -a xhci_pci ftdi_sio
busybox ip link set lo up
mkdir -p /tmp/home /tmp/chromium/policies/managed
# The policy is seen in the guest alone: its /etc is a layer over the machine's.
mount --bind /tmp/chromium /etc/chromium
export HOME=/tmp/home
exec node "$here/guest.mjs" "$1"
