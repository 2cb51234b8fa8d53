# SPDX-License-Identifier: BSD-2-Clause
#
# Value analysis of the core's argument decoders with Frama-C's Eva: `make frama-c`, docs/frama-c.md.
# Debian's frama-c-base brings 200 MB, so nothing else needs it.

FRAMA_C         := $(BUILD)/frama-c
FRAMA_C_SOURCES := tests/frama-c/harness.c tests/unit/arch_fixture.c \
                   $(filter-out $(VMM_SOURCES) kernel/core/memory.c,$(wildcard kernel/core/*.c))
FRAMA_C_FLAGS   := -machdep gcc_x86_32 -c11 -eva -eva-no-print -eva-precision 1 -eva-slevel 300 \
                   -eva-msg-key=-initial-state
FRAMA_C_CPP     := -DPOK_NEEDS_X86_VMM=1 -I. -Ikernel -Itests/unit/host -Ikernel/bsp/x86-qemu-vmm -Itests/unit

# Entry of the harness, first and last number of the calls that it makes.
FRAMA_C_RUNS := options-0-0 source-5-9 source-12-16 source-17-19 source-20-31 source-34-40 destination-12-19

.PHONY: frama-c
frama-c: $(FRAMA_C_RUNS:%=$(FRAMA_C)/%.log)

# An alarm that tests/frama-c/alarms.txt doesn't have fails, and so does an analysis without an end.
$(FRAMA_C)/%.log: $(FRAMA_C_SOURCES) $(wildcard kernel/core/*.h abi/*.h abi/*.def) \
                  tests/frama-c/alarms.txt tests/frama-c/judge.sh mk/frama-c.mk
	@command -v frama-c >/dev/null || { echo "frama-c is not installed (Debian: frama-c-base)"; exit 1; }
	$(call say,EVA,$@)
	@mkdir -p $(@D)
	set -- $(subst -, ,$*); frama-c $(FRAMA_C_FLAGS) \
	    $(if $(filter options%,$*),-eva-slevel 2000 -eva-split-return full) -main analyse_$$1 \
	    -cpp-extra-args="$(FRAMA_C_CPP) -DFIRST_CALL=$$2 -DLAST_CALL=$$3" $(FRAMA_C_SOURCES) >$@.new 2>&1 || \
	    { tail -n 20 $@.new; exit 1; }
	@tests/frama-c/judge.sh $@.new tests/frama-c/alarms.txt
	@mv $@.new $@
