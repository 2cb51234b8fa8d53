/* SPDX-License-Identifier: BSD-2-Clause */
#include "hm_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENT "[kernel] health: "

/* The fields of an event's line, in their order; a name may have blanks in it. */
struct event {
    char *time;
    char *error;
    char *partition;
    char *process;
    char *address;
    char *action;
    char *level;
    char *state;
    char *start; /* resets of the module before it */
};

/* End the field before `mark` there, and return what stands behind the mark; NULL: no such mark. */
static char *split(char *text, const char *mark)
{
    char *found = text == NULL ? NULL : strstr(text, mark);
    if (found == NULL) {
        return NULL;
    }
    *found = '\0';
    return found + strlen(mark);
}

static bool event_read(char *line, struct event *event)
{
    line[strcspn(line, "\r\n")] = '\0';
    char *start = strstr(line, EVENT);
    if (start == NULL) {
        return false;
    }
    event->time = start + strlen(EVENT);
    event->error = split(event->time, " ns ");
    event->partition = split(event->error, " partition=");
    event->process = split(event->partition, " process=");
    event->address = split(event->process, " address=");
    event->action = split(event->address, " action=");
    event->level = split(event->action, " level=");
    event->state = split(event->level, " state=");
    event->start = split(event->state, " start=");
    return event->start != NULL;
}

/* Where the log that was printed last begins: a module that was reset has printed it before, too.
 */
static long last_log(FILE *from)
{
    char *line = NULL;
    size_t size = 0;
    long begin = 0;
    long at = 0;

    while (getline(&line, &size, from) >= 0) {
        if (strstr(line, EVENT) != NULL && strstr(line, " events, the last ") != NULL) {
            begin = at;
        }
        at = ftell(from);
    }
    free(line);
    return begin;
}

static bool table_write(FILE *from, FILE *to)
{
    struct event event;
    char *line = NULL;
    size_t size = 0;
    bool any = false;

    if (fseek(from, last_log(from), SEEK_SET) != 0) {
        return false;
    }
    while (getline(&line, &size, from) >= 0) {
        if (!event_read(line, &event)) {
            continue;
        }
        if (!any) {
            fprintf(to, "%5s %16s  %-17s %-18s %-10s %-16s %-16s %-8s  %s\n", "start", "time ns",
                    "error", "state", "level", "partition", "process", "address", "action");
        }
        any = true;
        fprintf(to, "%5s %16s  %-17s %-18s %-10s %-16s %-16s %-8s  %s\n", event.start, event.time,
                event.error, event.state, event.level, event.partition, event.process,
                event.address, event.action);
    }
    free(line);
    if (!any) {
        fputs("no events of health monitoring\n", to);
    }
    return !ferror(from) && fflush(to) == 0 && !ferror(to);
}

bool hm_log_write(const char *console, const char *file)
{
    FILE *from = fopen(console, "r");
    if (from == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", console);
        return false;
    }
    bool standard = strcmp(file, "-") == 0;
    FILE *to = standard ? stdout : fopen(file, "w");
    bool good = to != NULL && table_write(from, to);
    if (!good) {
        fprintf(stderr, "bulkhead: %s: %m\n", file);
    }
    if (to != NULL && !standard && fclose(to) != 0) {
        good = false;
    }
    fclose(from);
    return good;
}
