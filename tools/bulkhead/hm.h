/* SPDX-License-Identifier: BSD-2-Clause */
/* Health monitoring tables as the kernel gets them: what the file says over the defaults. */
#ifndef BULKHEAD_HM_H
#define BULKHEAD_HM_H

#include "model.h"

/* The name of a system state or error identifier, NULL when there is none. */
const char *hm_state_name(uint32_t state);
const char *hm_error_name(uint32_t error);
uint32_t hm_state_count(void);
uint32_t hm_error_count(void);

/*
 * Tables with defaults where the model has no row. The first has levels and codes only; a
 * partition's has everything about its errors, whatever table says it. `rows` is its
 * Partition_HM_Table, or NULL.
 */
void hm_system_table(const struct model *model, struct config_hm_table *table);
void hm_module_table(const struct model *model, struct config_hm_table *table);
void hm_partition_table(const struct model *model, const struct model_hm_table *rows,
                        struct config_hm_table *table);

#endif
