#define _GNU_SOURCE
#include "group.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum file { MEMORY_LIMIT, MEMORY_USED, MEMORY_KILLS, PIDS_LIMIT, PIDS_USED, PIDS_REFUSED, FILES };

static const struct { const char *second, *first; int flags; } files[FILES] = { // by version of control groups
    {"memory.max", "memory.limit_in_bytes", O_RDWR},     {"memory.current", "memory.usage_in_bytes", O_RDONLY},
    {"memory.events", "memory.oom_control", O_RDONLY},   {"pids.max", "pids.max", O_RDWR},
    {"pids.current", "pids.current", O_RDONLY},          {"pids.events", "pids.events", O_RDONLY}};

enum { FIRST = 100 };

static bool here(enum file file) { return fcntl(FIRST + (int)file, F_GETFD) >= 0; }

void group_join(const char *folder) {
  char path[4096];
  for (int i = 0; i < FILES; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, files[i].second);
    int file = open(path, files[i].flags);
    if (file < 0) {
      snprintf(path, sizeof path, "%s/%s", folder, files[i].first);
      file = open(path, files[i].flags);
    }
    if (file < 0) continue;
    if (dup2(file, FIRST + i) < 0) die("control group");
    close(file);
  }
  snprintf(path, sizeof path, "%s/cgroup.procs", folder);
  int procs = open(path, O_WRONLY | O_CLOEXEC);
  if (procs < 0 || write(procs, "0", 1) != 1) die("joining the control group");
  close(procs);
}

void group_find(void) {
  for (int i = 0; i < FILES; i++)
    if (here((enum file)i)) fcntl(FIRST + i, F_SETFD, FD_CLOEXEC);
}

static uint64_t number(enum file file, const char *after) {
  char text[1024];
  ssize_t got = here(file) ? pread(FIRST + (int)file, text, sizeof text - 1, 0) : 0;
  text[got > 0 ? got : 0] = 0;
  const char *at = after == NULL ? text : strstr(text, after);
  return at == NULL ? 0 : strtoull(at + (after == NULL ? 0 : strlen(after)), NULL, 10);
}

static void limit(enum file limit, enum file used, uint64_t above, const char *none) {
  char text[32];
  if (!here(limit) || !here(used)) return;
  int size = above == 0 ? snprintf(text, sizeof text, "%s", none) : snprintf(text, sizeof text, "%llu", (unsigned long long)(number(used, NULL) + above));
  // A limit that cannot be set is one layer less, not a failed run: the sampler watches as well.
  if (pwrite(FIRST + (int)limit, text, (size_t)size, 0) != size) errno = 0;
}

void group_limit_memory(uint64_t above) {
  limit(MEMORY_LIMIT, MEMORY_USED, above, here(MEMORY_LIMIT) && number(MEMORY_LIMIT, NULL) == 0 ? "max" : "-1");
}

void group_limit_processes(uint64_t above) { limit(PIDS_LIMIT, PIDS_USED, above, "max"); }

uint64_t group_kills(void) { return number(MEMORY_KILLS, "oom_kill "); }

uint64_t group_refusals(void) { return number(PIDS_REFUSED, "max "); }
