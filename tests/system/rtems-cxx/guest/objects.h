/* SPDX-License-Identifier: BSD-2-Clause */
/* What the C++ half of the program tells the half that checks. */
#ifndef RTEMS_CXX_OBJECTS_H
#define RTEMS_CXX_OBJECTS_H

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers of the static objects, a digit each, in the order in which they were constructed. */
unsigned constructed(void);

/* Calls that throw over frames with objects. Returns how many of these were left; 0 when the
 * handler got something else than what was thrown. */
unsigned thrown_over(unsigned frames);

/* Appends to the calling task's own text; returns its length. */
unsigned own_text_append(const char *text);
/* How many tasks' texts were destroyed. */
unsigned own_texts_destroyed(void);

#ifdef __cplusplus
}
#endif

#endif
