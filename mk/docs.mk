# SPDX-License-Identifier: BSD-2-Clause
#
# Pages that are generated from the source.

.PHONY: docs
docs: $(BUILD)/docs/apex.md

$(BUILD)/docs/apex.md: docs/apex-reference.py $(wildcard libpok/include/arinc653/*.h)
	$(call say,DOC,$@)
	mkdir -p $(@D)
	python3 docs/apex-reference.py >$@
