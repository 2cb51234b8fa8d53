# SPDX-License-Identifier: BSD-2-Clause
#
# Kernels that watch themselves, and one that distrusts the processor. They are larger and slower and
# otherwise x86-qemu-vmm; the same system and fault tests run on them.

# Every check panics with its place; kernel/bsp/x86-qemu-ubsan/ubsan.c.
INSTRUMENT_x86-qemu-ubsan := -fsanitize=undefined -fno-sanitize-recover=all

.PHONY: ubsan
ubsan: $(BUILD)/kernel/x86-qemu-ubsan/kernel.o system-elfs fault-elfs
	$(RUNNER) --bsp x86-qemu-ubsan system fault $(if $(CASES),--cases $(CASES))

# Counters at each branch, which the end of the module writes to QEMU's debug port;
# kernel/bsp/x86-qemu-coverage/coverage.c. Functions of their own are counted as such.
INSTRUMENT_x86-qemu-coverage      := -O1 --coverage -fprofile-info-section
INSTRUMENT_LINK_x86-qemu-coverage := --wrap=uart_drain

COVERAGE := $(BUILD)/coverage
.PHONY: coverage coverage-run
coverage: coverage-run
	tests/coverage/coverage.py --cross $(CROSS) $(COVERAGE)/dumps tests/coverage/explained.txt $(COVERAGE)/report.txt

# Some cases fail when the kernel is this slow; what they have reached counts all the same.
coverage-run: $(BUILD)/kernel/x86-qemu-coverage/kernel.o system-elfs fault-elfs
	rm -rf $(COVERAGE)/dumps
	mkdir -p $(COVERAGE)/dumps
	-COVERAGE_DUMPS=$(abspath $(COVERAGE)/dumps) $(RUNNER) --bsp x86-qemu-coverage \
	    --qemu tests/coverage/qemu.sh system fault $(if $(CASES),--cases $(CASES))

# No jump or call through a register or memory is predicted; kernel/bsp/x86-qemu-retpoline/retpoline.S.
# No index of a partition's is used before it is known to be below its bound; arch_index.h there.
# docs/speculation.md. Choose it as BSP=x86-qemu-retpoline.
INSTRUMENT_x86-qemu-retpoline   := -mindirect-branch=thunk-extern -mindirect-branch-register
INSTRUMENT_S_x86-qemu-retpoline := -Wa,--defsym,RETPOLINE=1

INSTRUMENT_x86-qemu-bench-retpoline   := $(INSTRUMENT_x86-qemu-retpoline)
INSTRUMENT_S_x86-qemu-bench-retpoline := $(INSTRUMENT_S_x86-qemu-retpoline)
