# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel, once per BSP, as one relocatable object: $(BUILD)/kernel/<bsp>/kernel.o.
# Variation is the list of files: what only virtualization needs is linked into x86-qemu-vmm only.

KERNEL_SOURCES := $(wildcard kernel/core/*.c kernel/arch/x86/*.c kernel/arch/x86/*.S \
                             kernel/drivers/*.c)

# Files of the virtualization: these names, and every name that ends in _vmm.
VMM_NAMES := vcpu.c virq.c hypercall.c hypercall.S arch_vcpu.c virtual_timer.c
VMM_SOURCES := $(foreach name,$(VMM_NAMES),$(filter %/$(name),$(KERNEL_SOURCES))) \
               $(filter %_vmm.c %_vmm.S,$(KERNEL_SOURCES))

# On the paths that `make bench` counts: compiled for speed, the rest for size.
HOT_SOURCES := kernel/core/exit.c kernel/core/schedule.c kernel/core/sampling.c kernel/core/wait.c \
               kernel/core/hypercall.c kernel/arch/x86/irq.c

KERNEL_FLAGS := -m32 -march=i686 -mtune=generic -std=gnu11 -mregparm=3 -mgeneral-regs-only -ffreestanding \
                -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables \
                -fno-strict-aliasing -fno-common -fno-jump-tables -fcf-protection=none $(WARNINGS) -g \
                -falign-functions=1 -falign-loops=1 -falign-jumps=1 -falign-labels=1 \
                -mpreferred-stack-boundary=2 \
                -ffile-prefix-map=$(CURDIR)/=
# The folders of kernel/bsp/ that a BSP is made of.
bsp_folders = $(if $(FOLDERS_$(1)),$(FOLDERS_$(1)),$(1) $(if $(filter $(1),$(INSTRUMENTED)),x86-qemu-vmm))
# A BSP's header comes before the processor's of the same name.
KERNEL_INCLUDES = -I. -Ikernel $(addprefix -Ikernel/bsp/,$(call bsp_folders,$(1))) -Ikernel/arch/x86 \
                  -I$(BUILD)/kernel/$(1)

DEFINES_x86-qemu       :=
DEFINES_x86-qemu-vmm   := -DPOK_NEEDS_X86_VMM=1
DEFINES_x86-qemu-bench := -DPOK_NEEDS_X86_VMM=1

# x86-qemu-retpoline with the bench's floors, to see what it costs: `make bench BENCH_BSP=...`.
DEFINES_x86-qemu-bench-retpoline := -DPOK_NEEDS_X86_VMM=1
FOLDERS_x86-qemu-bench-retpoline := x86-qemu-retpoline x86-qemu-bench

# x86-qemu-vmm with what mk/instrument.mk adds.
INSTRUMENTED := x86-qemu-ubsan x86-qemu-coverage x86-qemu-retpoline
$(foreach bsp,$(INSTRUMENTED),$(eval DEFINES_$(bsp) := $(DEFINES_x86-qemu-vmm)))

# x86-qemu-bench is x86-qemu-vmm with the floors that `make bench` measures; nobody else builds it.
BSP_SOURCES = $(wildcard $(patsubst %,kernel/bsp/%/*.[cS],$(call bsp_folders,$(1))))

# Constants that assembly needs are computed from the C structures: OFFSETS_SOURCE is compiled to
# assembly, and its lines "->NAME value" become a header that only .S files include.
OFFSETS_SOURCE := $(wildcard kernel/arch/x86/asm_offsets.c kernel/arch/x86/asm-offsets.c)
OFFSETS_NAME   := $(basename $(notdir $(OFFSETS_SOURCE))).h

# All that leads to these has the registers of the interrupted code in its context already, so there
# are none to keep. ebp can't be named here.
EXIT_SOURCES := kernel/core/exit.c
EXIT_FLAGS   := -fcall-used-ebx -fcall-used-esi -fcall-used-edi

# Without that peephole pass a comparison with memory stays one instruction. What is compiled for size
# leaves out a few passes, too, that make this code larger.
KERNEL_FOR_SPEED := -O2 -fno-peephole2
KERNEL_FOR_SIZE  := -Oz -fipa-pta -fno-ipa-sra -fno-shrink-wrap -fno-tree-loop-im -fno-tree-slsr
kernel_optimize = $(if $(filter $(1),$(HOT_SOURCES)),$(KERNEL_FOR_SPEED),$(KERNEL_FOR_SIZE)) \
                  $(if $(filter $(1),$(EXIT_SOURCES)),$(EXIT_FLAGS))

define KERNEL_template
KERNEL_$(1)_SOURCES := $$(filter-out $$(OFFSETS_SOURCE) \
    $$(if $$(filter x86-qemu,$(1)),$$(VMM_SOURCES)),$$(KERNEL_SOURCES)) \
    $$(call BSP_SOURCES,$(1))
KERNEL_$(1)_OBJECTS := $$(patsubst %,$$(BUILD)/kernel/$(1)/%.o,$$(KERNEL_$(1)_SOURCES))

$$(BUILD)/kernel/$(1)/%.c.o: %.c mk/kernel.mk
	$$(call say,CC,$$@)
	mkdir -p $$(@D)
	$$(CC_TARGET) $$(KERNEL_FLAGS) $$(call kernel_optimize,$$<) $$(INSTRUMENT_$(1)) $$(DEFINES_$(1)) \
	    $$(call KERNEL_INCLUDES,$(1)) -MMD -MP -c $$< -o $$@

$$(BUILD)/kernel/$(1)/%.S.o: %.S $$(BUILD)/kernel/$(1)/$$(OFFSETS_NAME) mk/kernel.mk
	$$(call say,CC,$$@)
	mkdir -p $$(@D)
	$$(CC_TARGET) $$(KERNEL_FLAGS) $$(INSTRUMENT_S_$(1)) $$(DEFINES_$(1)) $$(call KERNEL_INCLUDES,$(1)) \
	    -MMD -MP -c $$< -o $$@

$$(BUILD)/kernel/$(1)/$$(OFFSETS_NAME): $$(OFFSETS_SOURCE) mk/kernel.mk
	$$(call say,CC,$$@)
	mkdir -p $$(@D)
	$$(CC_TARGET) $$(KERNEL_FLAGS) -Os $$(DEFINES_$(1)) $$(call KERNEL_INCLUDES,$(1)) \
	    -MMD -MP -MT $$@ -MF $$(BUILD)/kernel/$(1)/offsets.d -S $$< -o $$(@:.h=.s)
	@{ echo '/* Generated from $$<. */'; \
	   sed -n 's/^.*->\([A-Za-z0-9_]*\) [$$$$]*\(-*[0-9]*\).*$$$$/#define \1 \2/p' $$(@:.h=.s); } >$$@

$$(BUILD)/kernel/$(1)/kernel.o: $$(KERNEL_$(1)_OBJECTS)
	$$(call say,LD,$$@)
	$$(LD_TARGET) -m elf_i386 -r $$(INSTRUMENT_LINK_$(1)) -o $$@ $$^

-include $$(KERNEL_$(1)_OBJECTS:.o=.d) $$(BUILD)/kernel/$(1)/offsets.d
endef
$(foreach bsp,$(BSPS) x86-qemu-bench x86-qemu-bench-retpoline $(INSTRUMENTED),$(eval $(call KERNEL_template,$(bsp))))

KERNELS := $(BSPS:%=$(BUILD)/kernel/%/kernel.o)

.PHONY: kernel size
kernel: $(KERNELS)

size: $(KERNELS)
	@for bsp in $(BSPS); do echo "$$bsp"; \
	    $(CROSS)size -A $(BUILD)/kernel/$$bsp/kernel.o | \
	    awk '$$1 ~ /^\.(text|init|rodata|calls|data|bss|stack)/ { \
	             sub(/^\./, "", $$1); n = $$1; if (n !~ /^init/) sub(/\..*/, "", n); size[n] += $$2 } \
	         END { for (n in size) printf "  .%-12s %8d\n", n, size[n] }' | sort; done
