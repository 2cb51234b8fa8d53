# SPDX-License-Identifier: BSD-2-Clause
#
# The worst depth of the kernel's stacks, computed from its machine code: docs/stack.md.

STACK       := $(BUILD)/stack
STACK_DEPTH := tools/stack/depth.py --cross $(CROSS)
STACK_RULES := kernel/stack.rules

.PHONY: stack check-stack
stack: $(BSPS:%=$(STACK)/%.elf)
	for bsp in $(BSPS); do echo "$$bsp"; $(STACK_DEPTH) --paths $(STACK)/$$bsp.elf $(STACK_RULES) || exit 1; done

check: check-stack
STACK_TESTS := $(basename $(notdir $(wildcard tests/stack/*.c)))
check-stack: $(BSPS:%=$(STACK)/%.depth) $(STACK_TESTS:%=$(STACK)/test/%)

# The configuration of a module is data only, so it may be missing here.
$(STACK)/%.elf: $(BUILD)/kernel/%/kernel.o kernel/arch/x86/kernel.ld
	@mkdir -p $(@D)
	$(LD_TARGET) -m elf_i386 -T kernel/arch/x86/kernel.ld --emit-relocs \
	    --unresolved-symbols=ignore-all -o $@ $<

$(STACK)/%.depth: $(STACK)/%.elf $(STACK_RULES) tools/stack/depth.py
	$(STACK_DEPTH) $< $(STACK_RULES) >$@

# Small kernels of tests/stack: the tool must say of each what its second line expects.
$(STACK)/test/%: tests/stack/%.c tests/stack/stack.h tests/stack/test.rules tools/stack/depth.py mk/stack.mk
	@mkdir -p $(@D)
	$(CC_TARGET) $(filter-out -g,$(KERNEL_FLAGS)) -O1 -Wno-missing-prototypes -nostdlib -static -no-pie \
	    -Wl,--emit-relocs,--build-id=none,-e,entry -o $@.elf $<
	-$(STACK_DEPTH) $@.elf tests/stack/test.rules >$@.out 2>&1
	expected=$$(sed -n 's,^/\* expect: \(.*\) \*/$$,\1,p' $<); grep -qxE "$$expected" $@.out || \
	    { echo "$<: expected: $$expected"; echo "but the tool says:"; cat $@.out; exit 1; }
	@mv $@.out $@
