# SPDX-License-Identifier: BSD-2-Clause
#
# RTEMS as a guest: `make rtems RTEMS_PREFIX=...`, where an RTEMS 6 for i386 built with RTEMS_PARAVIRT
# is installed. Without RTEMS_PREFIX nothing here is built. docs/rtems.md tells more.
#
#   RTEMS_PREFIX  where RTEMS is installed
#   RTEMS_TOOLS   where its compiler is, when not in RTEMS_PREFIX
#   RTEMS_BSP     the BSP that RTEMS was built for; only its processor-independent parts are used
#   RTEMS_TARGET  the prefix of its tools (default i386-rtems6)
#
# For `make bench`, beside that, two builds of RTEMS with its tests (docs/rtems.md):
#
#   RTEMS_TESTS        testsuites of the build with RTEMS_PARAVIRT; RTEMS_TESTS_LOG: what its waf -v said
#   RTEMS_SOURCES_DIR  RTEMS's sources
#   RTEMS_NATIVE       where a native pc686 is installed, and RTEMS_NATIVE_TESTS: its testsuites
#
# and, to see what it brings, of one built with guests/rtems/include/bulkhead/inline_interrupts.h, installed
# at RTEMS_INLINE: RTEMS_INLINE_TESTS, RTEMS_INLINE_TESTS_LOG.
#
# A module folder examples/rtems-*/ or tests/system/rtems-*/ has module.xml; its RTEMS partition X is
# linked from X.c, from X/*.c and X/*.cc, or from the files that X.sources names into $(BUILD)/<folder>/X.elf; native
# partitions of the same module are in native/X.c.

RTEMS_BSP    ?= pc686
RTEMS_TARGET ?= i386-rtems6
RTEMS_TOOLS  ?= $(RTEMS_PREFIX)
RTEMS_CC     := $(RTEMS_TOOLS)/bin/$(RTEMS_TARGET)-gcc
RTEMS_LIB    := $(RTEMS_PREFIX)/$(RTEMS_TARGET)/$(RTEMS_BSP)/lib
RTEMS_BUILD  := $(BUILD)/rtems
# Its C++ compiler, empty when that has no library. It tells the tests whether to run what needs it.
ifneq ($(RTEMS_PREFIX),)
export RTEMS_CXX := $(if $(filter /%,$(shell $(RTEMS_CC) -print-file-name=libstdc++.a)),$(RTEMS_CC:%gcc=%g++))
endif

RTEMS_FLAGS := -march=pentium -mtune=pentiumpro -mno-sse -std=gnu11 -O2 -g -ffunction-sections \
               -fdata-sections $(WARNINGS) -ffile-prefix-map=$(CURDIR)/=
# RTEMS's interrupt hooks in line, in what is compiled here.
RTEMS_FLAGS += -include guests/rtems/include/bulkhead/inline_interrupts.h
RTEMS_INCLUDES := -Iguests/rtems/include -isystem $(RTEMS_LIB)/include -I. -Ilibpok/include -Ilibpok

# The layer under the BSP is the same as for every guest, compiled with RTEMS's compiler.
RTEMS_SOURCES := $(wildcard guests/rtems/*.c guests/rtems/*.S) $(wildcard libpok/virt/*.c libpok/virt/*.S) \
                 $(addprefix libpok/core/,console.c partition.c port.c schedule.c thread.c) \
                 $(addprefix libpok/arinc653/,partition.c queuing.c return_code.c sampling.c \
                   sampling_ext.c schedules.c time.c)
RTEMS_OBJECTS := $(patsubst %,$(RTEMS_BUILD)/%.o,$(RTEMS_SOURCES))
RTEMS_ARCHIVE := $(RTEMS_BUILD)/libbulkhead.a

$(RTEMS_BUILD)/%.c.o: %.c mk/rtems.mk
	$(call say,CC,$@)
	mkdir -p $(@D)
	$(RTEMS_CC) $(RTEMS_FLAGS) $(RTEMS_INCLUDES) -MMD -MP -c $< -o $@

$(RTEMS_BUILD)/%.cc.o: %.cc mk/rtems.mk
	$(call say,CXX,$@)
	mkdir -p $(@D)
	$(RTEMS_CXX) $(filter-out -std=% -Wstrict-prototypes -Wmissing-prototypes -include %/inline_interrupts.h,$(RTEMS_FLAGS)) \
	    -std=gnu++17 $(RTEMS_INCLUDES) -MMD -MP -c $< -o $@

$(RTEMS_BUILD)/%.S.o: %.S mk/rtems.mk
	$(call say,CC,$@)
	mkdir -p $(@D)
	$(RTEMS_CC) $(RTEMS_FLAGS) $(RTEMS_INCLUDES) -DASM -MMD -MP -c $< -o $@

# Only the task waits, not the guest: guests/rtems/apex.c.
$(RTEMS_BUILD)/libpok/arinc653/queuing.c.o: RTEMS_INCLUDES += -Dpok_port_queuing_send=bulkhead_queuing_send \
    -Dpok_port_queuing_receive=bulkhead_queuing_receive

-include $(RTEMS_OBJECTS:.o=.d)

$(RTEMS_ARCHIVE): $(RTEMS_OBJECTS)
	$(call say,AR,$@)
	@rm -f $@
	$(RTEMS_TOOLS)/bin/$(RTEMS_TARGET)-ar rcsD $@ $^

# guests/rtems/link.sh names what is linked, also for tools/rtems-suite.
RTEMS_LINK = RTEMS_CC=$(RTEMS_CC) RTEMS_LIB=$(RTEMS_LIB) BULKHEAD_RTEMS=$(RTEMS_BUILD) guests/rtems/link.sh

RTEMS_MODULES := $(patsubst %/module.xml,%,$(wildcard examples/rtems-*/module.xml))
RTEMS_CASES   := $(patsubst %/module.xml,%,$(wildcard tests/system/rtems-*/module.xml))
ifeq ($(RTEMS_CXX),)
RTEMS_CASES   := $(filter-out tests/system/rtems-cxx,$(RTEMS_CASES))
endif

define RTEMS_PARTITION_template
$(1)_RTEMS_OBJECTS := $$(patsubst %,$$(RTEMS_BUILD)/%.o,$$(wildcard $(1).c $(1)/*.c $(1)/*.cc) \
                      $$(if $$(wildcard $(1).sources),$$(shell cat $(1).sources)))
$$(BUILD)/$(1).elf: $$($(1)_RTEMS_OBJECTS) $$(RTEMS_ARCHIVE) guests/rtems/bulkhead.ld \
                    guests/rtems/link.sh guests/rtems/check.sh
	$$(call say,LD,$$@)
	mkdir -p $$(@D)
	$$(RTEMS_LINK) $$@ $$($(1)_RTEMS_OBJECTS)
-include $$($(1)_RTEMS_OBJECTS:.o=.d)
endef

define RTEMS_MODULE_template
$(1)_RTEMS := $$(patsubst $(1)/%.c,%,$$(wildcard $(1)/*.c)) $$(patsubst $(1)/%.sources,%,$$(wildcard $(1)/*.sources))
$$(foreach partition,$$($(1)_RTEMS),$$(eval $$(call RTEMS_PARTITION_template,$(1)/$$(partition))))

$(1)_NATIVE := $$(patsubst $(1)/native/%.c,%,$$(wildcard $(1)/native/*.c))
$$(foreach partition,$$($(1)_NATIVE),$$(eval $$(call PARTITION_template,$(1)/native/$$(partition))))
$$($(1)_NATIVE:%=$$(BUILD)/$(1)/%.elf): $$(BUILD)/$(1)/%.elf: $$(BUILD)/$(1)/native/%.elf
	cp $$< $$@

$$(BUILD)/$(1)/image-x86-qemu-vmm.elf: $(1)/module.xml $$($(1)_RTEMS:%=$$(BUILD)/$(1)/%.elf) \
        $$($(1)_NATIVE:%=$$(BUILD)/$(1)/%.elf) \
        $$(BULKHEAD) $$(BUILD)/kernel/x86-qemu-vmm/kernel.o
	$$(call say,IMAGE,$$@)
	$$(BULKHEAD) build $$< --bsp x86-qemu-vmm -o $$@ -P $$(BUILD)/$(1)
endef

.PHONY: rtems
ifeq ($(RTEMS_PREFIX),)
rtems:
	@echo "rtems: give RTEMS_PREFIX=, where RTEMS 6 for i386 with RTEMS_PARAVIRT is installed"; exit 1
else
$(foreach folder,$(RTEMS_MODULES) $(RTEMS_CASES),$(eval $(call RTEMS_MODULE_template,$(folder))))
rtems: $(RTEMS_ARCHIVE) $(RTEMS_MODULES:%=$(BUILD)/%/image-x86-qemu-vmm.elf)
# The cases of tests/system that need RTEMS_PREFIX are skipped without it. One counts kernel entries.
system-elfs: rtems $(BUILD)/kernel/x86-qemu-bench/kernel.o \
             $(foreach folder,$(RTEMS_CASES),$(addprefix $(BUILD)/$(folder)/,$(addsuffix .elf,$($(folder)_RTEMS) $($(folder)_NATIVE))))
endif

.PHONY: bench-rtems
ifneq ($(and $(RTEMS_PREFIX),$(RTEMS_TESTS),$(RTEMS_NATIVE_TESTS)),)
bench: bench-rtems
RTEMS_BENCH := BULKHEAD_RTEMS=$(RTEMS_BUILD) RTEMS_CC=$(RTEMS_CC) \
               RTEMS_NATIVE_LIB=$(RTEMS_NATIVE)/$(RTEMS_TARGET)/$(RTEMS_BSP)/lib
RTEMS_BENCH_OPTIONS := --build $(BUILD) --sources $(RTEMS_SOURCES_DIR) --native-programs $(RTEMS_NATIVE_TESTS)
bench-rtems: rtems
	$(RTEMS_BENCH) RTEMS_LIB=$(RTEMS_LIB) tests/bench/rtems/run.py $(RTEMS_BENCH_OPTIONS) \
	    --objects $(RTEMS_TESTS) --log $(RTEMS_TESTS_LOG)
ifneq ($(RTEMS_INLINE),)
	$(RTEMS_BENCH) RTEMS_LIB=$(RTEMS_INLINE)/$(RTEMS_TARGET)/$(RTEMS_BSP)/lib tests/bench/rtems/run.py \
	    $(RTEMS_BENCH_OPTIONS) --objects $(RTEMS_INLINE_TESTS) --log $(RTEMS_INLINE_TESTS_LOG) \
	    --work $(BUILD)/rtems-bench-inline --before $(BUILD)/bench-rtems.json --json $(BUILD)/bench-rtems-inline.json
endif
else
bench-rtems:
	@echo 'bench-rtems: skipped: give RTEMS_PREFIX, RTEMS_TESTS, RTEMS_NATIVE_TESTS and the others of mk/rtems.mk'
endif
