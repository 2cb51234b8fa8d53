# SPDX-License-Identifier: BSD-2-Clause
#
# Unit tests run on the host; system and fault tests and the bench run in QEMU.
#
# Each tests/unit/test_*.c is one program. Its second line names what it links,
#   /* sources: kernel/core/a.c tools/bulkhead/*.c */
# and further lines may name packages for pkg-config: /* libs: libxml-2.0 */, and folders of headers
# that come before the others: /* headers: tests/fuzz/host */

UNIT_FLAGS    := -std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
                 -fno-omit-frame-pointer $(WARNINGS) -DPOK_NEEDS_X86_VMM=1 \
                 -Wno-stringop-overflow -Wno-stringop-overread
UNIT_INCLUDES := -I. -Ikernel -Itests/unit/host -Ikernel/bsp/x86-qemu-vmm -Itests/unit -Ilibpok/include -Ilibpok
UNIT_TESTS    := $(basename $(notdir $(wildcard tests/unit/test_*.c)))

unit_header = $(shell sed -n 's,^/\* $(2): \(.*\) \*/$$,\1,p' tests/unit/$(1).c)

define UNIT_template
UNIT_$(1)_OBJECTS := $$(patsubst %.c,$$(BUILD)/unit/$(1).o/%.o,tests/unit/$(1).c \
                     $$(wildcard $$(call unit_header,$(1),sources)))
UNIT_$(1)_LIBS := $$(call unit_header,$(1),libs)
UNIT_$(1)_FIRST := $$(addprefix -I,$$(call unit_header,$(1),headers))
UNIT_$(1)_FLAGS := $$(if $$(UNIT_$(1)_LIBS),$$(shell pkg-config --cflags $$(UNIT_$(1)_LIBS)))

$$(BUILD)/unit/$(1).o/%.o: %.c mk/tests.mk
	$$(call say,CC,$$@)
	mkdir -p $$(@D)
	$$(CC_HOST) $$(UNIT_FLAGS) $$(UNIT_$(1)_FIRST) $$(UNIT_INCLUDES) $$(UNIT_$(1)_FLAGS) -MMD -MP -c $$< -o $$@

$$(BUILD)/unit/$(1): $$(UNIT_$(1)_OBJECTS)
	$$(call say,LD,$$@)
	$$(CC_HOST) $$(UNIT_FLAGS) -o $$@ $$^ \
	    $$(if $$(UNIT_$(1)_LIBS),$$(shell pkg-config --libs $$(UNIT_$(1)_LIBS))) -lcmocka

-include $$(UNIT_$(1)_OBJECTS:.o=.d)
endef
$(foreach test,$(UNIT_TESTS),$(eval $(call UNIT_template,$(test))))

UNIT_PROGRAMS := $(UNIT_TESTS:%=$(BUILD)/unit/%)

# Everything the runner needs; it makes the images itself, with the tool.
case_elfs = $(foreach folder,$(filter $(1)/%,$(MODULE_FOLDERS)),$($(folder)_ELFS))
TEST_BASE := $(BULKHEAD) $(KERNELS) $(foreach bsp,x86-qemu-ubsan x86-qemu-retpoline,$(BUILD)/kernel/$(bsp)/kernel.o)
CASES     ?=
RUNNER     = tests/run/run.py --build $(BUILD) --jobs $(JOBS)

.PHONY: test unit-programs unit system-elfs system fault-elfs fault bench
test: unit-programs system-elfs fault-elfs
	$(RUNNER) unit system fault

unit-programs: $(UNIT_PROGRAMS) $(BULKHEAD)
system-elfs: $(TEST_BASE) $(call case_elfs,tests/system) $(call case_elfs,examples)
fault-elfs: $(TEST_BASE) $(call case_elfs,tests/fault)

unit: unit-programs
	$(RUNNER) unit $(if $(CASES),--cases $(CASES))

system: system-elfs
	$(RUNNER) system $(if $(CASES),--cases $(CASES))

fault: fault-elfs
	$(RUNNER) fault $(if $(CASES),--cases $(CASES))

# Each condition of the checks at boot, always true and always false: the test must see it.
.PHONY: mutate
mutate:
	tests/mutation/mutate.py --compiler $(CC_HOST) --flags "$(UNIT_INCLUDES)" tests/mutation/known.txt \
	    "tests/unit/test_module_check.c $(wildcard $(call unit_header,test_module_check,sources))" \
	    kernel/core/module_check.c kernel/core/memory_check.c

BENCH_BSP    ?= x86-qemu-bench
BENCH_IMAGES := $(patsubst %,$(BUILD)/%/image-$(BENCH_BSP).elf,$(filter tests/bench/%,$(MODULE_FOLDERS)))
bench: $(KERNELS) $(BENCH_IMAGES)
	tests/bench/run.py --build $(BUILD) --bsp $(BENCH_BSP)

# The fuzz case at length: half of the calls by a native partition, half by a guest.
FUZZ_CALLS ?= 100000000
FUZZ_SEED  ?= 1
.PHONY: fuzz
fuzz: $(TEST_BASE) $(call case_elfs,tests/fault)
	tests/fault/fuzz/run.sh $(BUILD) $(FUZZ_CALLS) $(FUZZ_SEED)

# Bits flipped in two partitions (KERNEL=1: in the kernel, to see what becomes of it).
FLIPS  ?= 3000
SEED   ?= 1
KERNEL ?=
BITFLIP := $(BUILD)/tests/fault/bitflip/image-x86-qemu-vmm.elf
.PHONY: bitflips
bitflips: $(BITFLIP)
	tests/fault/bitflip/flips.py $(if $(KERNEL),--kernel) $< $(FLIPS) $(SEED)

# libFuzzer on the host: each target of tests/fuzz for FUZZ_SECONDS; what it finds is in
# $(BUILD)/fuzz-host and belongs into tests/fuzz/corpus once it is corrected.
FUZZ_SECONDS ?= 60
FUZZ_CC      ?= clang
FUZZ_HOST    := $(BUILD)/fuzz-host
FUZZ_FLAGS   := -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
                -DPOK_NEEDS_X86_VMM=1 -Wall -Wextra
FUZZ_TOOL    := $(filter-out $(wildcard tools/bulkhead/command*.c) %/main.c %/qemu.c %/iso.c %/feeder.c %/hm_log.c %/image_facts.c \
                %/home.c %/link_image.c %/boot_options.c %/build.c,$(wildcard tools/bulkhead/*.c))
FUZZ_SOURCES := tests/fuzz/libfuzzer.c $(wildcard tests/fuzz/fuzz_*.c) $(FUZZ_TOOL) kernel/core/options.c
FUZZ_TARGETS := module elf options tables multiboot calls

# Those of the kernel: the core with guests, on the unit tests' machine.
FUZZ_KERNEL := tests/fuzz/libfuzzer.c tests/fuzz/fuzz_failed.c tests/fuzz/module_arena.c $(wildcard tests/fuzz/kernel_*.c) \
               $(filter-out %/memory.c,$(wildcard kernel/core/*.c)) tests/unit/arch_host.c \
               $(addprefix kernel/arch/x86/,arch_vcpu.c multiboot.c acpi.c)

$(addprefix $(FUZZ_HOST)/,tables multiboot calls): $(FUZZ_HOST)/%: $(FUZZ_KERNEL) $(wildcard tests/fuzz/*.h tests/fuzz/host/*.h \
                                             tests/unit/*.h tests/unit/host/*.h kernel/core/*.h abi/*)
	$(call say,FUZZ,$@)
	mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_FLAGS) -Wno-initializer-overrides -Wno-unused-parameter -Itests/fuzz/host $(UNIT_INCLUDES) \
	    -DFUZZ_TARGET=kernel_$* -o $@ $(FUZZ_KERNEL)

$(FUZZ_HOST)/%: $(FUZZ_SOURCES) $(wildcard tests/fuzz/*.h tools/bulkhead/*.h)
	$(call say,FUZZ,$@)
	mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_FLAGS) $(UNIT_INCLUDES) $$(pkg-config --cflags libxml-2.0) \
	    -DFUZZ_TARGET=fuzz_$* -o $@ $(FUZZ_SOURCES) $$(pkg-config --libs libxml-2.0)

.PHONY: fuzz-host
fuzz-host: $(FUZZ_TARGETS:%=$(FUZZ_HOST)/%)
	for target in $(FUZZ_TARGETS); do \
	    mkdir -p $(FUZZ_HOST)/$$target.corpus; seeds=tests/fuzz/corpus/$$target; \
	    [ $$target != module ] || seeds="$$seeds tests/unit/configs"; \
	    [ $$target != elf ] || cp $(BUILD)/tests/fault/idle/*.elf $(FUZZ_HOST)/elf.corpus/ 2>/dev/null || :; \
	    [ -d tests/fuzz/corpus/$$target ] || seeds=; \
	    case $$target in tables) limits="-max_len=256 -len_control=0";; multiboot | calls) limits="-max_len=4096 -len_control=0";; *) limits=-max_len=65536;; esac; \
	    $(FUZZ_HOST)/$$target -max_total_time=$(FUZZ_SECONDS) -timeout=20 $$limits -print_final_stats=1 \
	        -artifact_prefix=$(FUZZ_HOST)/$$target- $(FUZZ_HOST)/$$target.corpus $$seeds || exit 1; done
