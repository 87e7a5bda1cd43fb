#!/bin/sh
# usage: enter.sh FOLDER VERSION — boots the kernel unpacked in FOLDER/kernel on this machine's own files, with a USB serial printer whose paper is
# FOLDER/PRINT.BIN, and runs guest.sh in it. The kernel's modules are seen at /lib/modules by this run alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 version=$2
mkdir -p /lib/modules
mount --make-rprivate /
mount --bind "$folder/kernel/lib/modules" /lib/modules
: >"$folder/PRINT.BIN"
export HOME=/root PATH="$folder/venv/bin:$PATH"
exec "$folder/venv/bin/vng" --run "$folder/kernel/boot/vmlinuz-$version" --user root --disable-microvm --disable-kvm --memory 4G --cpus 2 \
    --qemu-opts="-device qemu-xhci -chardev file,id=prn,path=$folder/PRINT.BIN -device usb-serial,chardev=prn,always-plugged=on" \
    -- "sh $here/guest.sh $folder/PRINT.BIN"
