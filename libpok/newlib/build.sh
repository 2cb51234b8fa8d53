#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Build the C library for partitions from Debian's package newlib-source.
#
#   libpok/newlib/build.sh DIRECTORY
#
# puts include/, lib/libc.a and lib/libm.a into DIRECTORY. A second call finds them and returns at
# once, unless this script or the source package has changed.
# Exit status: 0 done, 1 the source or the compiler is missing or the build failed.
set -eu

# Make passes its own flags on to every make below it; newlib wants its own.
unset MAKEFLAGS MFLAGS MAKELEVEL

out=${1:?usage: build.sh DIRECTORY}
prefix=${CROSS:-i686-linux-gnu-}
jobs=${JOBS:-2}

for source in /usr/src/newlib/newlib-*.tar.xz; do :; done
if [ ! -f "$source" ]; then
    echo "build.sh: no newlib source in /usr/src/newlib; install the package newlib-source" >&2
    exit 1
fi
if ! command -v "${prefix}gcc" >/dev/null; then
    echo "build.sh: no ${prefix}gcc; install the package gcc-i686-linux-gnu" >&2
    exit 1
fi

stamp="$(cksum <"$0") $(basename "$source") $("${prefix}gcc" -dumpfullversion)"
if [ -f "$out/stamp" ] && [ "$(cat "$out/stamp")" = "$stamp" ]; then
    exit 0
fi

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -rf "$out/work" "$out/include" "$out/lib" "$out/stamp"
mkdir -p "$out/work/source" "$out/work/build" "$out/lib"
tar -xJf "$source" -C "$out/work/source" --strip-components=1 --exclude='*/libgloss' \
    --exclude='*/testsuite' --exclude='*/libc/sys/linux' --exclude='*/newlib/doc'

# The cross compiler says __linux__, which newlib would take for its own Linux port: structures
# would differ with who compiles. What is wanted of that branch is one errno per process.
sed -i '/^#ifdef __i386__/,/^#endif \/\* __i386__ \*\/\|^#ifdef __mn10200__/ {
    s/^#if defined(__linux__) || defined(__RDOS__)/#define __DYNAMIC_REENT__\n#if defined(__RDOS__)/
    s/^#ifndef __unix__/#if 0/
}' "$out/work/source/newlib/libc/include/sys/config.h"

# A library for the oldest processor that partitions run on, x87 only, in sections of their own so
# that a partition holds only what it calls.
compiler_include=$("${prefix}gcc" -print-file-name=include)
flags="-m32 -march=i686 -Os -g0 -fomit-frame-pointer -fno-pic -fno-pie -fno-stack-protector
 -fcf-protection=none -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -fno-common
 -nostdinc -isystem $out/work/build/targ-include -isystem $out/work/source/newlib/libc/include
 -isystem $compiler_include -U__linux__ -U__gnu_linux__ -Ulinux -U__unix__ -Uunix
 -DHAVE_BLKSIZE -w"
flags=$(echo $flags)

cd "$out/work/build"
trap 'status=$?; if [ $status -ne 0 ]; then tail -n 30 "$out/build.log" >&3
      echo "build.sh: newlib failed to build, see $out/build.log" >&3; exit 1; fi' EXIT
exec 3>&2 >"$out/build.log" 2>&1
../source/newlib/configure --host=i686-elf --prefix=/ --disable-multilib \
    --disable-dependency-tracking --disable-newlib-supplied-syscalls \
    --enable-newlib-io-long-long --enable-newlib-io-c99-formats \
    --enable-newlib-nano-malloc --enable-lite-exit --enable-newlib-retargetable-locking \
    --disable-newlib-wide-orient --disable-newlib-fvwrite-in-streamio \
    --disable-newlib-fseek-optimization --disable-newlib-unbuf-stream-opt \
    --disable-newlib-atexit-dynamic-alloc \
    CC="${prefix}gcc" AR="${prefix}ar" RANLIB="${prefix}ranlib" NM="${prefix}nm" \
    AS="${prefix}as" LD="${prefix}ld" STRIP="${prefix}strip" READELF="${prefix}readelf" \
    CFLAGS="$flags" CCASFLAGS="$flags"
make CFLAGS="$flags" stmp-targ-include
# Only the libraries: the rest of the top level wants documentation tools.
for part in libc libm; do
    make -C $part -j"$jobs" CFLAGS="$flags" CCASFLAGS="$flags" AR_FLAGS=rc all
done

# What would ask an operating system by the names of POSIX; libpok/libc has what partitions need of it.
glue=$(for name in close exec fcntl fstat gettimeofday isatty link lseek mkdir open read rename sbrk \
    stat times unlink write; do echo "lib_a-${name}r.o"; done)
"${prefix}ar" d libc/libc.a $glue lib_a-getreent.o lib_a-signalr.o lib_a-lock.o
cp libc/libc.a libm/libm.a "$out/lib/"
cp -r ../source/newlib/libc/include "$out/include"
cp -r targ-include/. "$out/include/"
cd "$out"
rm -rf work
printf '%s' "$stamp" >stamp
