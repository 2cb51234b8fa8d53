# SPDX-License-Identifier: BSD-2-Clause
#
# What is found without running anything. A slow check has one stamp per file, so that `make check`
# looks again only at what has changed; starting clang-format takes longer than a file, so it gets
# all that changed at once.

CHECK_C := $(sort $(shell find abi kernel libpok tools guests examples tests -name '*.c' 2>/dev/null))
CHECK_H := $(sort $(shell find abi kernel libpok tools guests examples tests -name '*.h' 2>/dev/null))
CHECK   := $(BUILD)/check

# Needs the headers of an installed RTEMS; guests/rtems/ has its own build.
CHECK_ALONE := $(filter-out guests/rtems/%,$(CHECK_H))
CHECK_TIDY  := $(filter-out guests/rtems/%,$(CHECK_C))

# They need headers of RTEMS or Frama-C, which not everybody has: format only; mk/rtems.mk compiles the
# former with -Werror.
CHECK_RTEMS := guests/rtems/% examples/rtems-% tests/system/rtems-% tests/bench/rtems/% tests/frama-c/%

# Headers for assembly only.
CHECK_ASSEMBLY_H := kernel/arch/x86/entry.h
CHECK_OFFSETS    := $(BUILD)/kernel/x86-qemu-vmm/$(OFFSETS_NAME)

# The flags a file is checked with are those of the side it belongs to.
CHECK_KERNEL    := -std=gnu11 -ffreestanding -DPOK_NEEDS_X86_VMM=1 $(call KERNEL_INCLUDES,x86-qemu-vmm)
CHECK_PARTITION := -std=gnu11 $(PARTITION_INCLUDES)
CHECK_TOOL      := $(TOOL_FLAGS) $(TOOL_INCLUDES)
CHECK_UNIT      := -std=gnu11 $(UNIT_INCLUDES) -DPOK_NEEDS_X86_VMM=1 $(shell pkg-config --cflags libxml-2.0)
# -m32 for the target's side; clang needs the target, gcc the cross compiler.
check_flags = $(strip $(if $(filter kernel/% abi/%,$(1)),$(CHECK_KERNEL),\
              $(if $(filter tools/%,$(1)),$(CHECK_TOOL),\
              $(if $(filter tests/unit/% tests/fuzz/%,$(1)),$(CHECK_UNIT),\
              $(if $(filter examples/pok-% libpok/pok/include/%,$(1)),-Ilibpok/pok/include) $(CHECK_PARTITION)))))
check_host  = $(filter tools/% tests/unit/% tests/fuzz/%,$(1))

.PHONY: format check check-format check-tidy check-cppcheck check-headers check-spdx check-docs check-numbers
check: check-format check-spdx check-docs check-numbers check-headers check-cppcheck check-tidy

# Not a check: brings every file into the form that check-format wants.
format:
	clang-format -i $(CHECK_C) $(CHECK_H)

check-format: $(CHECK)/format
check-tidy: $(patsubst %,$(CHECK)/%.tidy,$(filter-out $(CHECK_RTEMS),$(CHECK_C)))
check-headers: $(patsubst %,$(CHECK)/%.alone,$(filter-out $(CHECK_RTEMS),$(CHECK_H)))

$(CHECK)/format: $(CHECK_C) $(CHECK_H) .clang-format
	@mkdir -p $(@D)
	@clang-format --dry-run -Werror $(if $(filter .clang-format,$?),$(CHECK_C) $(CHECK_H),$?)
	@touch $@

$(CHECK)/%.tidy: % .clang-tidy $(CHECK_H) | $(NEWLIB_STAMP)
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- \
	    $(if $(call check_host,$*),,--target=i686-linux-gnu -m32) $(call check_flags,$*) \
	    >$@.log 2>&1 || { cat $@.log; exit 1; }
	@touch $@

$(CHECK)/%.alone: % $(CHECK_H) | $(NEWLIB_STAMP) $(CHECK_OFFSETS)
	@mkdir -p $(@D)
	@echo '#include "$<"' | $(if $(call check_host,$*),$(CC_HOST),$(CC_TARGET) -m32) \
	    $(call check_flags,$*) $(if $(filter $*,$(CHECK_ASSEMBLY_H)),-c -o /dev/null -x assembler-with-cpp,\
	    $(WARNINGS) -fsyntax-only -x c) - || { echo "$<: does not stand alone"; exit 1; }
	@touch $@

check-cppcheck: $(CHECK)/cppcheck
$(CHECK)/cppcheck: $(CHECK_C) $(CHECK_H) .cppcheck
	@mkdir -p $(@D)/cppcheck.d
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
	    --std=c11 --platform=unix32 --suppressions-list=.cppcheck -j 2 --cppcheck-build-dir=$(@D)/cppcheck.d \
	    -I. -Ikernel -Ikernel/arch/x86 -Ilibpok/include -Ilibpok kernel libpok guests tools examples tests
	@touch $@

# First line of every source file, or the second after "#!".
check-spdx:
	@find . -path ./$(BUILD) -prune -o -path ./.git -prune -o -type f \( -name '*.[chS]' -o -name '*.def' \
	    -o -name '*.sh' -o -name '*.py' -o -name '*.mk' -o -name '*.ld' -o -name '*.xml' -o -name '*.xsd' \
	    -o -name '*.ini' -o -name Makefile \) -exec awk 'function look() \
	    { if (file != "" && !found) { print file ": no SPDX-License-Identifier line"; bad = 1 } } \
	    FNR == 1 { look(); file = FILENAME; found = 0 } \
	    FNR <= 2 && /SPDX-License-Identifier: BSD-2-Clause/ { found = 1 } \
	    END { look(); exit bad }' {} +

# Every step `file:function` of the documents is a file that has the function; every service of the APEX
# has a row and a test that calls it.
check-docs:
	@grep -ohE '`[A-Za-z0-9_/.-]+\.[chS]:[A-Za-z_0-9]+`' README.md docs/*.md | tr -d '`' | sort -u | \
	    while IFS=: read -r file name; do grep -qw "$$name" "$$file" || \
	    { echo "documents: $$file has no $$name"; exit 1; }; done
	@docs/check-services.py

# No two rows of an interface's list have the same number.
check-numbers:
	@for list in abi/*.def; do sed -n 's/^[A-Z_]*(\([A-Z_]*, \)*\([0-9][0-9]*\),.*/\2/p' $$list | sort -n | uniq -d | \
	    while read -r number; do echo "$$list: two rows have number $$number"; exit 1; done; done
