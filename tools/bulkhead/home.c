/* SPDX-License-Identifier: BSD-2-Clause */
#include "home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "memory.h"

/* The build may say where the tree lies. */
#ifndef BULKHEAD_HOME_DEFAULT
#define BULKHEAD_HOME_DEFAULT ""
#endif

#define SCHEMA "schema/module.xsd"

static bool take(struct home *home, const char *root)
{
    if (root == NULL || root[0] == '\0') {
        return false;
    }
    char *schema = string_format("%s/" SCHEMA, root);
    if (!file_exists(schema)) {
        free(schema);
        return false;
    }
    home->root = string_copy(root);
    home->schema = schema;
    return true;
}

/* Directory of the running program. */
static char *program_directory(void)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (length <= 0) {
        return string_copy(".");
    }
    path[length] = '\0';
    return path_directory(path);
}

static bool take_above(struct home *home, const char *directory)
{
    char *place = string_copy(directory);
    bool found = take(home, place);
    for (char *slash = strrchr(place, '/'); !found && slash != NULL && slash != place;
         slash = strrchr(place, '/')) {
        *slash = '\0';
        found = take(home, place);
    }
    free(place);
    return found;
}

/* The build directory is where the program is; for a program installed elsewhere, ROOT/build. */
static char *find_build(const struct home *home, const char *directory)
{
    const char *named = getenv("BULKHEAD_BUILD");
    if (named != NULL && named[0] != '\0') {
        return string_copy(named);
    }
    char *kernel = string_format("%s/kernel", directory);
    bool here = file_exists(kernel);
    free(kernel);
    return here ? string_copy(directory) : string_format("%s/build", home->root);
}

bool home_find(struct home *home, const char *option)
{
    const char *environment = getenv("BULKHEAD_HOME");
    char *directory = program_directory();
    bool found;

    *home = (struct home){0};
    if (option != NULL) {
        found = take(home, option);
    } else {
        found = take(home, environment) || take(home, BULKHEAD_HOME_DEFAULT) ||
                take_above(home, directory) || take(home, ".");
    }
    if (found) {
        home->build = find_build(home, directory);
    } else {
        fprintf(stderr,
                "bulkhead: no " SCHEMA " in %s; name the directory that has it with --home or in "
                "BULKHEAD_HOME\n",
                option != NULL ? option : "any known place");
    }
    free(directory);
    return found;
}

void home_free(struct home *home)
{
    free(home->root);
    free(home->schema);
    free(home->build);
}
