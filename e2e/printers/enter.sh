#!/bin/sh
# usage: enter.sh ORIGIN… — runs main.py with the printers granted to these origins, in a mount namespace of its own:
# the policy is seen by this run's browser and by nothing else on the machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
etc=$(mktemp -d)
trap 'rm -rf "$etc"' EXIT
cp -r /etc/chromium/. "$etc"/ 2>/dev/null || true
rm -rf "$etc/policies"
mkdir -p "$etc/policies/managed"
/usr/bin/python3 - "$@" >"$etc/policies/managed/printers.json" <<'PYTHON'
import json, sys
json.dump({
    "SerialAllowAllPortsForUrls": sys.argv[1:],
    "WebUsbAllowDevicesForUrls": [{"devices": [{"vendor_id": 0x0A5F, "product_id": 0x0082}], "urls": sys.argv[1:]}],
}, sys.stdout)
PYTHON
# Root needs no user namespace; anybody else becomes root of one of their own.
if [ "$(id -u)" = 0 ]; then new="--mount"; else new="--mount --map-root-user --user"; fi
# shellcheck disable=SC2086
unshare $new sh -c '
    mount --make-rprivate / && mount --bind "$1" /etc/chromium && shift
    LD_PRELOAD=libumockdev-preload.so.0 exec /usr/bin/python3 "$@"' sh "$etc" "$here/main.py"
