# SPDX-License-Identifier: BSD-2-Clause
#
# The host command line: $(BUILD)/bulkhead.

BULKHEAD := $(BUILD)/bulkhead

TOOL_SOURCES  := $(wildcard tools/bulkhead/*.c)
TOOL_OBJECTS  := $(TOOL_SOURCES:%.c=$(BUILD)/host/%.o)
TOOL_INCLUDES := -I. -Ikernel -Itools/bulkhead
TOOL_FLAGS    := -std=gnu11 -O2 -g $(WARNINGS) $(shell pkg-config --cflags libxml-2.0)
# A build directory elsewhere still finds schema/ and the kernel's headers.
TOOL_FLAGS    += -DBULKHEAD_HOME_DEFAULT='"$(CURDIR)"'
TOOL_LIBS     := $(shell pkg-config --libs libxml-2.0)

$(BUILD)/host/%.o: %.c mk/tool.mk
	$(call say,CC,$@)
	mkdir -p $(@D)
	$(CC_HOST) $(TOOL_FLAGS) $(TOOL_INCLUDES) -MMD -MP -c $< -o $@

$(BULKHEAD): $(TOOL_OBJECTS)
	$(call say,LD,$@)
	$(CC_HOST) -o $@ $^ $(TOOL_LIBS)

-include $(TOOL_OBJECTS:.o=.d)

.PHONY: tool
tool: $(BULKHEAD)
