#define _GNU_SOURCE
#include "sample.h"
#include "landlock.h"
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

static size_t read_text(int folder, const char *path, char *text, size_t room) {
  int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t got = read(file, text, room - 1);
  close(file);
  text[got > 0 ? got : 0] = 0;
  return got > 0 ? (size_t)got : 0;
}

static bool belongs(const struct session *session, int folder, const char *pid, int group) {
  struct stat ours, theirs;
  char path[64];
  if (session->init == 0) return group == session->step.pid;
  if (session->processes >= 0) return true;
  snprintf(path, sizeof path, "%.20s/ns/pid", pid);
  return fstat(session->pids, &ours) == 0 && (fstatat(folder, path, &theirs, 0) != 0 || ours.st_ino == theirs.st_ino);
}

// By shares; asked only when the simple sum is too much, as it costs more. Where it is not told, all that is resident.
static uint64_t share(int folder, const char *pid, uint64_t resident) {
  char path[64], text[2048];
  unsigned long long kilobytes;
  snprintf(path, sizeof path, "%.20s/smaps_rollup", pid);
  const char *line = read_text(folder, path, text, sizeof text) > 0 ? strstr(text, "\nPss:") : NULL;
  return line != NULL && sscanf(line, "\nPss: %llu", &kilobytes) == 1 ? kilobytes << 10 : resident;
}

static void add(const struct session *session, int folder, const char *pid, bool shared, struct use *use) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "%.20s/stat", pid);
  if (read_text(folder, path, text, sizeof text) == 0) return;
  const char *after = strrchr(text, ')'); // the name before it may hold anything
  unsigned long long user, system, waited_user, waited_system, resident;
  long threads;
  char state;
  int group;
  if (after == NULL || sscanf(after + 1, " %c %*d %d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu %*d %*d %ld %*d %*u %*u %llu",
                              &state, &group, &user, &system, &waited_user, &waited_system, &threads, &resident) != 8) return;
  if (!belongs(session, folder, pid, group)) return;
  bool init = session->processes >= 0 && strcmp(pid, "1") == 0;
  static long ticks;
  if (ticks == 0) ticks = sysconf(_SC_CLK_TCK);
  use->cpu += (waited_user + waited_system + (init ? 0 : user + system)) * 1000000 / (unsigned long)ticks;
  if (init || state == 'Z' || state == 'X') return;
  resident *= (unsigned long)getpagesize();
  use->memory += shared ? share(folder, pid, resident) : resident;
  use->processes += (uint64_t)threads;
}

static struct use sample(const struct session *session, bool shared) {
  struct use use = {0, 0, 0};
  int folder = openat(session->processes, session->processes >= 0 ? "." : "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *all = folder < 0 ? NULL : fdopendir(folder);
  if (all == NULL) return use;
  for (struct dirent *entry; (entry = readdir(all)) != NULL;)
    if (isdigit((unsigned char)entry->d_name[0])) add(session, folder, entry->d_name, shared, &use);
  closedir(all);
  return use;
}

struct use sample_tree(const struct session *session) { return sample(session, false); }

uint64_t sample_shared(const struct session *session) { return sample(session, true).memory; }

bool sample_files(const struct session *session, uint64_t *bytes) {
  struct statfs now;
  *bytes = 0;
  if (session->init == 0) return landlock_full(session);
  if (fstatfs(session->box, &now) != 0) return false;
  *bytes = (uint64_t)(now.f_blocks - now.f_bfree) * (uint64_t)now.f_bsize;
  return now.f_bfree == 0 || now.f_ffree == 0;
}
