#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Installs the Debian packages that building (`setup.sh build`), testing (`setup.sh test`) or
# `make fuzz-host` (`setup.sh fuzz`) needs and that are missing. Asks nothing, says what and why, and
# touches nothing when all are there.
set -eu

build_packages='
make                runs the build
gcc                 compiles the host tool
libc6-dev           headers of the host tool
pkg-config          finds libxml2
libxml2-dev         the host tool reads module files with it
gcc-i686-linux-gnu  compiles kernel and partitions
newlib-source       the C library of the partitions
xz-utils            unpacks it
qemu-system-x86     runs modules
'
test_packages='
python3             runs the test cases
libcmocka-dev       unit tests
libxml2-utils       checks the schema and the examples against it
gdb                 resolves the addresses of a panic
clang-format        make check
clang-tidy          make check
cppcheck            make check
grub-common         makes a GRUB boot disk
grub-pc-bin         the GRUB that is on it
xorriso             writes it
mtools              needed by grub-mkrescue
bochs               a second emulator, with the TSC deadline timer
bochs-term          its smallest display, which is not used
bochsbios           firmware of it
vgabios             firmware of its display
'
fuzz_packages='
clang               make fuzz-host
libclang-rt-14-dev  libFuzzer and the sanitizers of clang
'

case "${1:-build}" in
build) packages=$build_packages ;;
test) packages=$build_packages$test_packages ;;
fuzz) packages=$build_packages$fuzz_packages ;;
*)
    echo "usage: $0 build|test|fuzz" >&2
    exit 2
    ;;
esac

wanted=$(printf '%s' "$packages" | awk 'NF { print $1 }')
# One line per installed package; what is not in it is missing.
# shellcheck disable=SC2086
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true)
missing=
for package in $wanted; do
    printf '%s\n' "$installed" | grep -qx "installed $package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: these packages are missing and only root can install them:$missing" >&2
        exit 1
    fi
    as_root='sudo env DEBIAN_FRONTEND=noninteractive'
fi

echo "setup: installing"
for package in $missing; do
    printf '%s\n' "$packages" | awk -v p="$package" '$1 == p { printf "  %s\n", $0 }'
done
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $as_root apt-get update -q && $as_root apt-get install -q -y --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "setup: apt-get failed" >&2
    exit 1
fi
