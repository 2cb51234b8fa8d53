# SPDX-License-Identifier: BSD-2-Clause
#
# Value analysis of argument decoders with Frama-C's Eva: `make frama-c`, docs/frama-c.md.
# Debian's frama-c-base brings 200 MB, so nothing else needs it.

FRAMA_C       := $(BUILD)/frama-c
FRAMA_C_FLAGS := -eva -eva-no-print -eva-precision 1 -eva-slevel 300 \
                 -eva-msg-key=-initial-state
FRAMA_C_CPP   := -DPOK_NEEDS_X86_VMM=1 -I. -Ikernel -Itests/unit/host -Ikernel/bsp/x86-qemu-vmm -Itests/unit
FRAMA_C_CORE  := tests/frama-c/arch.c \
                 $(filter-out $(VMM_SOURCES) kernel/core/memory.c,$(wildcard kernel/core/*.c))

# By file of tests/frama-c: what is analysed with it, and whose headers come first.
FRAMA_C_SOURCES_native := tests/frama-c/native.c tests/unit/arch_fixture.c $(FRAMA_C_CORE)
FRAMA_C_SOURCES_guest  := tests/frama-c/guest.c tests/fuzz/module_arena.c $(FRAMA_C_CORE) \
                          $(filter kernel/core/%.c kernel/arch/x86/arch_vcpu.c,$(VMM_SOURCES))
FRAMA_C_SOURCES_boot   := tests/frama-c/boot.c $(addprefix kernel/arch/x86/,multiboot.c acpi.c)
FRAMA_C_CPP_guest      := -Itests/fuzz/host

FRAMA_C_FLAGS_boot           := -eva-slevel 300 -eva-split-return full
FRAMA_C_FLAGS_guest          := -eva-auto-loop-unroll 256 -eva-min-loop-unroll 24 \
                                -eva-split-return-function upcall_leave:0,arch_vcpu_complete_return:0,vector_decode:0,registered_decode:0,arch_vcpu_exception_known:0
FRAMA_C_FLAGS_native-options := -eva-slevel 2000 -eva-split-return full

# File and entry of it.
FRAMA_C_RUNS := native-options native-gate native-fault $(addprefix native-source_,0_4 5_9 10_11 12_16 17_19 20_31 33_40) \
                native-destination_12_19 native-destination_29_29 \
                guest-gate $(addprefix guest-hypercall_,0_20 25_26 27_28 29_31 32_34 35_36 37_41 42_47 64_75 76_83 84_104) \
                guest-deliver guest-exception boot-multiboot boot-acpi

.PHONY: frama-c
frama-c: $(FRAMA_C_RUNS:%=$(FRAMA_C)/%.log)

# Each file with its kernel sources is read once. An alarm that tests/frama-c/alarms.txt doesn't have
# fails, and so does an analysis without an end.
define FRAMA_C_template
$(FRAMA_C)/$(1).sav: $(FRAMA_C_SOURCES_$(1)) mk/frama-c.mk $(wildcard tests/frama-c/*.h tests/unit/*.h tests/unit/host/*.h \
                 tests/fuzz/*.h kernel/core/*.h kernel/core/*.def kernel/arch/x86/*.h kernel/bsp/x86-qemu*/*.h abi/*)
	@command -v frama-c >/dev/null || { echo "frama-c is not installed (Debian: frama-c-base)"; exit 1; }
	$$(call say,PARSE,$$@)
	mkdir -p $$(@D)
	frama-c -machdep gcc_x86_32 -c11 -cpp-extra-args="$(FRAMA_C_CPP_$(1)) $(FRAMA_C_CPP)" \
	    $(FRAMA_C_SOURCES_$(1)) -save $$@ >$$@.log 2>&1 || { tail -n 20 $$@.log; rm -f $$@; exit 1; }

$(filter $(FRAMA_C)/$(1)-%,$(FRAMA_C_RUNS:%=$(FRAMA_C)/%.log)): $(FRAMA_C)/%.log: \
                 $(FRAMA_C)/$(1).sav tests/frama-c/alarms.txt tests/frama-c/judge.sh
	$$(call say,EVA,$$@)
	frama-c -load $$< $(FRAMA_C_FLAGS) $(FRAMA_C_FLAGS_$(1)) $$(FRAMA_C_FLAGS_$$*) -main analyse_$$(lastword $$(subst -, ,$$*)) \
	    >$$@.new 2>&1 || { tail -n 20 $$@.new; exit 1; }
	tests/frama-c/judge.sh $$@.new tests/frama-c/alarms.txt
	mv $$@.new $$@
endef
$(foreach file,native guest boot,$(eval $(call FRAMA_C_template,$(file))))
