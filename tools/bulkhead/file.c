/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory.h"

uint8_t *file_read(const char *path, size_t limit, size_t *bytes)
{
    struct stat status;
    FILE *file = fopen(path, "rb");

    *bytes = 0;
    if (file == NULL) {
        return NULL;
    }
    if (fstat(fileno(file), &status) != 0 || S_ISDIR(status.st_mode)) {
        fclose(file);
        errno = EISDIR;
        return NULL;
    }
    size_t capacity = 65536;
    uint8_t *data = memory_get(capacity);
    while (*bytes < limit) {
        if (*bytes + 1 >= capacity) {
            capacity *= 2;
            uint8_t *larger = memory_get(capacity);
            memcpy(larger, data, *bytes);
            free(data);
            data = larger;
        }
        size_t room = capacity - *bytes - 1;
        size_t got = fread(data + *bytes, 1, room < limit - *bytes ? room : limit - *bytes, file);
        if (got == 0) {
            break;
        }
        *bytes += got;
    }
    data[*bytes] = 0;
    fclose(file);
    return data;
}

bool file_write(const char *path, const void *data, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", path);
        return false;
    }
    bool written = fwrite(data, 1, bytes, file) == bytes;
    if (fclose(file) != 0 || !written) {
        fprintf(stderr, "bulkhead: %s: %m\n", path);
        return false;
    }
    return true;
}

bool file_exists(const char *path)
{
    return access(path, R_OK) == 0;
}

char *path_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return string_copy(".");
    }
    return string_format("%.*s", (int)(slash == path ? 1 : slash - path), path);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

char *temporary_directory(void)
{
    const char *parent = getenv("TMPDIR");
    char *directory =
        string_format("%s/bulkhead.XXXXXX", parent != NULL && parent[0] == '/' ? parent : "/tmp");
    if (mkdtemp(directory) == NULL) {
        fprintf(stderr, "bulkhead: no temporary directory %s: %m\n", directory);
        free(directory);
        return NULL;
    }
    return directory;
}

static void remove_content(const char *directory)
{
    DIR *list = opendir(directory);
    if (list == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char *path = string_format("%s/%s", directory, entry->d_name);
        /* A symbolic link is removed, never followed. */
        if (unlink(path) != 0 && errno == EISDIR) {
            remove_content(path);
            rmdir(path);
        }
        free(path);
    }
    closedir(list);
}

void temporary_remove(char *directory)
{
    if (directory == NULL) {
        return;
    }
    remove_content(directory);
    rmdir(directory);
    free(directory);
}

bool program_run(char *const arguments[], const char *output)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;

    posix_spawn_file_actions_init(&actions);
    if (output != NULL) {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output,
                                         O_WRONLY | O_CREAT | O_TRUNC, 0666);
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    }
    int error = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        fprintf(stderr, "bulkhead: %s can't be run: %s\n", arguments[0], strerror(error));
        return false;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bulkhead: %s failed\n", arguments[0]);
        return false;
    }
    return true;
}
