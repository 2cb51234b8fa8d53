# SPDX-License-Identifier: BSD-2-Clause
#
# Everything is built into $(BUILD). `make help` lists what there is to make.
# The parts: mk/kernel.mk, mk/tool.mk, mk/partitions.mk, mk/tests.mk, mk/check.mk.

BUILD  ?= build
CROSS  ?= i686-linux-gnu-
BSP    ?= x86-qemu-vmm
MODULE ?= examples/demo
# Tests that run at the same time.
JOBS   ?= 2
# V=1 shows the commands.
V      ?=

BSPS := x86-qemu x86-qemu-vmm

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

ifeq ($(V),)
.SILENT:
say = $(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,printf '  %-8s %s\n' $(1) $(2))
else
say = :
endif

CC_TARGET := $(CROSS)gcc
LD_TARGET := $(CROSS)ld
AR_TARGET := $(CROSS)ar
NM_TARGET := $(CROSS)nm
CC_HOST   ?= gcc
WARNINGS  := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes

.PHONY: all
all: kernel tool libpok examples

include mk/kernel.mk
include mk/tool.mk
include mk/partitions.mk
include mk/tests.mk
include mk/instrument.mk
include mk/check.mk
include mk/stack.mk
include mk/frama-c.mk
include mk/docs.mk
include mk/rtems.mk

RUN_FLAGS ?=
.PHONY: run gdb iso clean help
run: module
	$(BULKHEAD) run $(MODULE_IMAGE) --bsp $(BSP) $(RUN_FLAGS)

gdb: module
	@echo "gdb -ex 'target remote :1234' $(MODULE_IMAGE)"
	$(BULKHEAD) run $(MODULE_IMAGE) --bsp $(BSP) --gdb $(RUN_FLAGS)

iso: $(MODULE_ISO)
	@echo "$(MODULE_ISO)"

clean:
	rm -rf $(BUILD)

help:
	@echo 'make                        kernel of both BSPs, tool, libraries, images of all examples'
	@echo 'make run MODULE=examples/X  boot a module in QEMU (BSP=$(BSP), RUN_FLAGS=...)'
	@echo 'make gdb MODULE=examples/X  the same, waiting for a debugger'
	@echo 'make iso MODULE=examples/X  a GRUB boot disk of it'
	@echo 'make test                   unit, system and fault tests'
	@echo 'make unit | system | fault  one kind of them (CASES="name ..." picks cases)'
	@echo 'make fuzz                   calls at random (FUZZ_CALLS=N FUZZ_SEED=S)'
	@echo 'make ubsan                  system and fault tests on a kernel that stops at undefined behaviour'
	@echo 'make fuzz-host              libFuzzer over the tool and the kernel command line (FUZZ_SECONDS=N)'
	@echo 'make bitflips               bits flipped in partitions (FLIPS=N SEED=S), in the kernel (KERNEL=1)'
	@echo 'make mutate                 conditions of the boot checks broken one by one: the unit test must fail'
	@echo 'make coverage               what the tests reach of the kernel (docs/coverage.md)'
	@echo 'make bench                  the cost table, into $(BUILD)/bench.json'
	@echo 'make rtems RTEMS_PREFIX=DIR  the RTEMS guests (docs/rtems.md)'
	@echo 'make check                  format, static analysis, headers that stand alone'
	@echo 'make format                 brings the sources into the form that check wants'
	@echo 'make docs                   the APEX reference, into $(BUILD)/docs/apex.md'
	@echo 'make size                   sections of both kernels'
	@echo 'make stack                  worst depth of the kernel'"'"'s stacks'
	@echo 'make frama-c                value analysis of argument decoders, where Frama-C is installed'
	@echo 'make clean                  remove $(BUILD)'
