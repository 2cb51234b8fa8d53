/* SPDX-License-Identifier: BSD-2-Clause */
/* The C file with the module's tables and storage, and the assembly with the pristine images. */
#ifndef BULKHEAD_EMIT_H
#define BULKHEAD_EMIT_H

#include <stdio.h>

#include "layout.h"

/* Everything that kernel/core/config.h declares, for a layout whose memory is placed. */
void emit_config(FILE *to, const struct layout *layout, const char *bsp, bool virtualization);

/* Parts of it, for emit_config(). */
void emit_partitions(FILE *to, const struct layout *layout);
void emit_hm(FILE *to, const struct layout *layout);
void emit_ports(FILE *to, const struct layout *layout);
void emit_schedules(FILE *to, const struct layout *layout);

/* A C string literal, or NULL. */
void emit_string(FILE *to, const char *string);

/* Reads the file bytes of partition p's segments, one after the other, from `directory`/p.bin. */
void emit_blobs(FILE *to, const struct layout *layout, const char *directory);
/* Where the file bytes of a segment begin in its partition's blob. */
uint32_t blob_offset(const struct layout_partition *partition, size_t segment);
/* Write those p.bin; false with a message when a file can't be written. */
bool write_blobs(const struct layout *layout, const char *directory);

/* Threads of the whole module: one for each stack. */
size_t layout_thread_count(const struct layout *layout);
/* Bytes that the tables' storage takes, nearly: for a first guess of the image's size. */
uint64_t emit_storage_estimate(const struct layout *layout);

#endif
