# SPDX-License-Identifier: BSD-2-Clause
#
# libpok, and every module folder's partitions.
#
# A module folder is a folder below examples/, tests/system/, tests/fault/ or tests/bench/ with a
# module.xml. Its partition X is linked into $(BUILD)/<folder>/X.elf from X.c, from X/*.c and
# X/*.S, and from the files that X.sources names (one a line, from the root of the tree).
# A partition is compiled once, whatever BSP it will run on.

NEWLIB       := $(BUILD)/newlib
NEWLIB_STAMP := $(NEWLIB)/.done

# APEX names are arrays of 32 characters; programs pass shorter literals, which libpok reads only
# up to their NUL: the two warnings about that are off.
PARTITION_FLAGS := -m32 -march=i686 -mtune=generic -std=gnu11 -O2 -g -fno-pic -fno-pie -fno-stack-protector \
                   -fno-common -fcf-protection=none $(WARNINGS) -Wno-stringop-overflow \
                   -Wno-stringop-overread -ffile-prefix-map=$(CURDIR)/=
PARTITION_INCLUDES := -nostdinc -I. -Ilibpok/include -Ilibpok -Itests/system/include \
                      -Itests/bench/include -isystem $(NEWLIB)/include \
                      -isystem $(shell $(CC_TARGET) -print-file-name=include)

# Partitions written for POK find its headers' names first.
$(BUILD)/target/examples/pok-%.c.o: PARTITION_INCLUDES := -Ilibpok/pok/include $(PARTITION_INCLUDES)

LIBPOK_PARTS    := $(filter-out newlib include,$(notdir $(patsubst %/,%,$(wildcard libpok/*/))))
LIBPOK_ARCHIVES := $(LIBPOK_PARTS:%=$(BUILD)/libpok/libpok-%.a)
PARTITION_SCRIPT := libpok/partition.ld
PARTITION_LINK  := -m32 -static -nostdlib -no-pie -Wl,--build-id=none -Wl,-z,noexecstack \
                   -Wl,-z,max-page-size=4096 -Wl,--fatal-warnings

# Said in silent runs, too: nothing else here takes minutes.
$(NEWLIB_STAMP): libpok/newlib/build.sh
	@echo "newlib: building the C library of the partitions; once, some minutes"
	mkdir -p $(BUILD)
	flock $(BUILD)/newlib.lock libpok/newlib/build.sh $(NEWLIB)
	@touch $@

$(BUILD)/target/%.c.o: %.c mk/partitions.mk $(NEWLIB_STAMP)
	$(call say,CC,$@)
	mkdir -p $(@D)
	$(CC_TARGET) $(PARTITION_FLAGS) $(PARTITION_INCLUDES) -MMD -MP -c $< -o $@

$(BUILD)/target/%.S.o: %.S mk/partitions.mk $(NEWLIB_STAMP)
	$(call say,CC,$@)
	mkdir -p $(@D)
	$(CC_TARGET) $(PARTITION_FLAGS) $(PARTITION_INCLUDES) -MMD -MP -c $< -o $@

define LIBPOK_template
LIBPOK_$(1)_OBJECTS := $$(patsubst %,$$(BUILD)/target/%.o,$$(wildcard libpok/$(1)/*.c libpok/$(1)/*.S))
$$(BUILD)/libpok/libpok-$(1).a: $$(LIBPOK_$(1)_OBJECTS)
	$$(call say,AR,$$@)
	mkdir -p $$(@D)
	@rm -f $$@
	$$(AR_TARGET) rcsD $$@ $$^
-include $$(LIBPOK_$(1)_OBJECTS:.o=.d)
endef
$(foreach part,$(LIBPOK_PARTS),$(eval $(call LIBPOK_template,$(part))))

.PHONY: libpok
libpok: $(LIBPOK_ARCHIVES)

# Those with RTEMS in them are mk/rtems.mk's.
MODULE_FOLDERS := $(filter-out examples/rtems-% tests/system/rtems-%,\
                  $(patsubst %/module.xml,%,$(wildcard examples/*/module.xml \
                  tests/system/*/module.xml tests/fault/*/module.xml tests/bench/*/module.xml)))

# Names of a folder's partitions, and the sources of one of them.
module_partitions = $(sort $(patsubst $(1)/%.c,%,$(wildcard $(1)/*.c)) \
                           $(patsubst $(1)/%.sources,%,$(wildcard $(1)/*.sources)) \
                           $(patsubst $(1)/%/,%,$(dir $(wildcard $(1)/*/*.c))))
partition_sources = $(wildcard $(1).c $(1)/*.c $(1)/*.S) \
                    $(if $(wildcard $(1).sources),$(shell grep -v '^\#' $(1).sources))

define PARTITION_template
$(1)_OBJECTS := $$(patsubst %,$$(BUILD)/target/%.o,$$(call partition_sources,$(1)))
$$(BUILD)/$(1).elf: $$($(1)_OBJECTS) $$(LIBPOK_ARCHIVES) $$(PARTITION_SCRIPT) \
                    $$(wildcard $(1).sources) $$(NEWLIB_STAMP)
	$$(call say,LD,$$@)
	mkdir -p $$(@D)
	$$(CC_TARGET) $$(PARTITION_LINK) -T $$(PARTITION_SCRIPT) -o $$@ $$($(1)_OBJECTS) \
	    -Wl,--start-group $$(LIBPOK_ARCHIVES) $$(wildcard $$(NEWLIB)/lib/*.a) -lgcc -Wl,--end-group
-include $$($(1)_OBJECTS:.o=.d)
endef

define MODULE_template
$(1)_ELFS := $$(patsubst %,$$(BUILD)/$(1)/%.elf,$$(call module_partitions,$(1)))
$$(foreach partition,$$(call module_partitions,$(1)),\
    $$(eval $$(call PARTITION_template,$(1)/$$(partition))))

$$(BUILD)/$(1)/image-%.elf: $(1)/module.xml $$($(1)_ELFS) $$(BULKHEAD) $$(BUILD)/kernel/%/kernel.o
	$$(call say,IMAGE,$$@)
	$$(BULKHEAD) build $$< --bsp $$* -o $$@
endef
$(foreach folder,$(MODULE_FOLDERS),$(eval $(call MODULE_template,$(folder))))

MODULE_IMAGE := $(BUILD)/$(MODULE)/image-$(BSP).elf
MODULE_ISO   := $(BUILD)/$(MODULE)/image-$(BSP).iso

.PHONY: module examples
module: $(MODULE_IMAGE)

# A guest needs the virtualization; a module without one is built for both BSPs.
EXAMPLES       := $(filter examples/%,$(MODULE_FOLDERS))
GUEST_EXAMPLES := $(if $(EXAMPLES),$(shell grep -l 'Guest' $(EXAMPLES:%=%/module.xml) | xargs -r -n1 dirname))
EXAMPLE_IMAGES := $(EXAMPLES:%=$(BUILD)/%/image-x86-qemu-vmm.elf) \
                  $(patsubst %,$(BUILD)/%/image-x86-qemu.elf,$(filter-out $(GUEST_EXAMPLES),$(EXAMPLES)))
examples: $(EXAMPLE_IMAGES)

$(MODULE_ISO): $(MODULE_IMAGE)
	$(BULKHEAD) iso $< -o $@
