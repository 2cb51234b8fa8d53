/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading of the four kinds of health monitoring tables. */
#ifndef BULKHEAD_MODEL_READ_HM_H
#define BULKHEAD_MODEL_READ_HM_H

#include "attribute.h"

/*
 * System_HM_Table, Module_HM_Table with the Multi_Partition_HM_Tables in it, or Partition_HM_Table;
 * rows are added to what the table has.
 */
void read_hm_table(struct reader *reader, xmlNodePtr node, struct model_hm_table *table);

#endif
