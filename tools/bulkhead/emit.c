/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "abi/layout.h"
#include "file.h"
#include "memory.h"

#define BLOB_ALIGN 16u

void emit_string(FILE *to, const char *string)
{
    if (string == NULL) {
        fputs("NULL", to);
        return;
    }
    fputc('"', to);
    for (; *string != '\0'; string++) {
        unsigned char c = (unsigned char)*string;
        if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?') {
            fprintf(to, "\\%03o", c);
        } else {
            fputc(c, to);
        }
    }
    fputc('"', to);
}

uint32_t blob_offset(const struct layout_partition *partition, size_t segment)
{
    uint32_t offset = 0;
    for (size_t i = 0; i < segment; i++) {
        offset += (partition->segments[i].file_bytes + BLOB_ALIGN - 1) & ~(BLOB_ALIGN - 1);
    }
    return offset;
}

bool write_blobs(const struct layout *layout, const char *directory)
{
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        const struct layout_partition *partition = &layout->partitions[p];
        uint32_t bytes = blob_offset(partition, partition->segment_count);
        uint8_t *blob = memory_get(bytes);
        for (size_t i = 0; i < partition->segment_count; i++) {
            const struct layout_segment *segment = &partition->segments[i];
            for (uint32_t b = 0; b < segment->file_bytes; b++) {
                blob[blob_offset(partition, i) + b] = partition->file[segment->file_offset + b];
            }
        }
        char *path = string_format("%s/%zu.bin", directory, p);
        bool written = file_write(path, blob, bytes);
        free(path);
        free(blob);
        if (!written) {
            return false;
        }
    }
    return true;
}

void emit_blobs(FILE *to, const struct layout *layout, const char *directory)
{
    fprintf(to, "\t.section .blob, \"a\", @progbits\n");
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        fprintf(to,
                "\t.balign %u\n\t.global module_blob_%zu\n"
                "module_blob_%zu:\n\t.incbin \"%s/%zu.bin\"\n\t.long 0\n",
                BLOB_ALIGN, p, p, directory, p);
    }
    fprintf(to, "\t.section .note.GNU-stack, \"\", @progbits\n");
}

size_t layout_thread_count(const struct layout *layout)
{
    size_t count = 0;
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        count += layout->partitions[p].stack_count;
    }
    return count;
}

uint64_t emit_storage_estimate(const struct layout *layout)
{
    uint64_t bytes = (uint64_t)layout->page_pool_pages * POK_PAGE_BYTES;
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        const struct layout_partition *partition = &layout->partitions[p];
        bytes += blob_offset(partition, partition->segment_count);
        bytes += partition->model->ConsoleBytes;
        bytes += partition->stack_count * 1024 + 8192;
    }
    for (size_t i = 0; i < layout->model->port_count; i++) {
        const struct model_port *port = &layout->model->ports[i];
        bytes += (uint64_t)(port->MaxMessageSize + 256) *
                 (port->kind == POK_PORT_QUEUING ? port->MaxNbMessages : 1);
    }
    return bytes;
}

static size_t vcpu_count(const struct model *model)
{
    size_t count = 0;
    for (size_t p = 0; p < model->partition_count; p++) {
        count += model->partitions[p].guest.present ? model->partitions[p].guest.vCPUs : 0;
    }
    return count;
}

static void emit_storage(FILE *to, const struct layout *layout)
{
    const struct model *model = layout->model;
    size_t threads = layout_thread_count(layout);
    size_t first = 0;

    fprintf(to, "static struct partition partition_table[%zu];\n", model->partition_count);
    /* The first lends the second its trap_room. */
    fprintf(to, "static struct thread thread_storage[%zu];\n", threads + 1);
    if (vcpu_count(model) > 0) {
        fprintf(to, "static struct vcpu vcpu_table[%zu];\n", vcpu_count(model));
    }
    if (model->port_count > 0) {
        fprintf(to, "static struct port port_table[%zu];\n", model->port_count);
    }
    fprintf(to, "static struct timer *timer_slots[CONFIG_TIMER_SLOTS(%zu, %zu)];\n", threads,
            model->partition_count);
    fprintf(to,
            "static uint8_t page_pool[%u * POK_PAGE_BYTES]\n"
            "    __attribute__((aligned(4096), section(\".page_pool,\\\"aw\\\",@nobits#\")));\n",
            layout->page_pool_pages);
    fprintf(to, "static const uint16_t thread_first[] = {");
    for (size_t p = 0; p < model->partition_count; p++) {
        fprintf(to, "%zu, ", first);
        first += layout->partitions[p].stack_count;
    }
    fprintf(to, "%zu};\n\n", first);
}

static size_t initial_schedule(const struct model *model)
{
    for (size_t i = 0; i < model->schedule_count; i++) {
        if (model->schedules[i].InitialModuleSchedule) {
            return i;
        }
    }
    return 0;
}

static void emit_module(FILE *to, const struct layout *layout)
{
    const struct model *model = layout->model;

    fprintf(to, "const struct config_module config_module = {\n"
                "    .version = CONFIG_VERSION,\n    .ModuleName = ");
    emit_string(to, model->ModuleName);
    fprintf(to, ",\n    .file = ");
    emit_string(to, path_base(model->file));
    fprintf(to,
            ",\n    .partition_count = %zu,\n    .partitions = partitions,\n"
            "    .port_count = %zu,\n    .ports = %s,\n"
            "    .channel_count = %zu,\n    .channels = %s,\n"
            "    .schedule_count = %zu,\n    .schedules = schedules,\n"
            "    .initial_schedule = %zu,\n    .WindowGuardSeconds_ns = %" PRIu64 "u,\n"
            "    .module_hm = &module_hm,\n    .ModuleCallback = 0x%08xu,\n"
            "    .callback_partition = %zu,\n"
            "    .physical_end = 0x%08" PRIx64 "u,\n",
            model->partition_count, model->port_count, model->port_count > 0 ? "ports" : "NULL",
            model->channel_count, model->channel_count > 0 ? "channels" : "NULL",
            model->schedule_count, initial_schedule(model), model->WindowGuardSeconds_ns,
            layout->ModuleCallback,
            model->callback_partition == MODEL_NONE ? 0 : model->callback_partition,
            layout->physical_end);
    fprintf(to,
            "    .FlushBuffers = %d,\n    .FlushPredictors = %d,\n"
            "    .RestrictIndirectBranches = %d,\n",
            model->FlushBuffers, model->FlushPredictors, model->RestrictIndirectBranches);
    fprintf(to,
            "    .partition_table = partition_table,\n    .thread_table = thread_storage + 1,\n"
            "    .thread_first = thread_first,\n    .vcpu_table = %s,\n    .port_table = %s,\n"
            "    .timer_slots = timer_slots,\n"
            "    .page_pool = page_pool,\n    .page_pool_pages = %u,\n};\n\n",
            vcpu_count(model) > 0 ? "vcpu_table" : "NULL",
            model->port_count > 0 ? "port_table" : "NULL", layout->page_pool_pages);
}

void emit_config(FILE *to, const struct layout *layout, const char *bsp, bool virtualization)
{
    fprintf(to, "/* Written by bulkhead from ");
    for (const char *c = path_base(layout->model->file); *c != '\0'; c++) {
        fputc(*c == '/' || *c == '*' ? '_' : *c, to);
    }
    fprintf(to, "; line numbers are that file's. */\n"
                "#include \"core/config.h\"\n#include \"core/partition.h\"\n"
                "#include \"core/thread.h\"\n#include \"core/port.h\"\n#include \"core/timer.h\"\n"
                "#include \"core/window.h\"\n");
    if (virtualization) {
        fprintf(to, "#include \"core/vcpu.h\"\n");
    }
    fputc('\n', to);
    emit_hm(to, layout);
    emit_ports(to, layout);
    emit_partitions(to, layout);
    emit_schedules(to, layout);
    emit_storage(to, layout);
    emit_module(to, layout);
    /* For `bulkhead run`: what the machine needs. Kept although nothing refers to it. */
    fprintf(to,
            "extern const uint32_t module_physical_end;\n"
            "__attribute__((used)) const uint32_t module_physical_end = 0x%08" PRIx64 "u;\n"
            "extern const char module_bsp[];\n"
            "__attribute__((used)) const char module_bsp[32] = ",
            layout->physical_end);
    emit_string(to, bsp);
    fprintf(to, ";\n");
}
