/* SPDX-License-Identifier: BSD-2-Clause */
/* Files, directories and programs. */
#ifndef BULKHEAD_FILE_H
#define BULKHEAD_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At most `limit` bytes of a file, with a NUL behind them; NULL and errno when it can't be read. */
uint8_t *file_read(const char *path, size_t limit, size_t *bytes);
bool file_write(const char *path, const void *data, size_t bytes);
bool file_exists(const char *path);
/* The directory part of a path, "." when there is none; the caller frees it. */
char *path_directory(const char *path);
const char *path_base(const char *path);
/* A new directory for temporary files; NULL and a message when there can't be one. */
char *temporary_directory(void);
/* Remove a directory and the files in it; free the name. */
void temporary_remove(char *directory);

/*
 * Run a program and wait for it; `arguments` end with NULL. False, with a message on stderr, when
 * it can't be run or fails. When `output` isn't NULL, what it prints goes to that file.
 */
bool program_run(char *const arguments[], const char *output);

#endif
