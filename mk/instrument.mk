# SPDX-License-Identifier: BSD-2-Clause
#
# Kernels that watch themselves. They are larger and slower and otherwise x86-qemu-vmm; the same
# system and fault tests run on them.

# Every check panics with its place; kernel/bsp/x86-qemu-ubsan/ubsan.c.
INSTRUMENT_x86-qemu-ubsan := -fsanitize=undefined -fno-sanitize-recover=all

.PHONY: ubsan
ubsan: $(BUILD)/kernel/x86-qemu-ubsan/kernel.o system-elfs fault-elfs
	$(RUNNER) --bsp x86-qemu-ubsan system fault $(if $(CASES),--cases $(CASES))
