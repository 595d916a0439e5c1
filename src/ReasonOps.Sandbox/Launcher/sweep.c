// launcher sweep <folder>: what verifiers that were killed outright have left there, and their control groups.
#define _GNU_SOURCE
#include "landlock.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS "reasonops-sandbox-"

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

// A line for each; one that is still in use says that the rest is as well.
static bool groups_gone(int folder) {
  char path[4096];
  bool gone = true;
  int file = openat(folder, "groups", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  FILE *lines = file < 0 ? NULL : fdopen(file, "r");
  while (lines != NULL && fgets(path, sizeof path, lines) != NULL) {
    path[strcspn(path, "\n")] = 0;
    const char *name = strrchr(path, '/');
    if (name != NULL && begins(name + 1, "reasonops-") && rmdir(path) != 0 && errno != ENOENT) gone = false;
  }
  if (lines != NULL) fclose(lines);
  return gone;
}

// The verifier, and the guards of its places as long as a process of theirs is there, share a lock: who gets it alone is alone.
static void sweep(int top, const char *name) {
  struct stat owner;
  int folder = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  bool mine = folder >= 0 && fstat(folder, &owner) == 0 && owner.st_uid == geteuid();
  int lock = mine ? openat(folder, "lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
  if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 && groups_gone(folder)) {
    folder_empty(folder);
    unlinkat(top, name, AT_REMOVEDIR);
  }
  if (lock >= 0) close(lock);
  if (folder >= 0) close(folder);
}

int sweep_all(const char *path) {
  DIR *all = opendir(path);
  if (all == NULL) return 1;
  for (struct dirent *entry; (entry = readdir(all)) != NULL;)
    if (begins(entry->d_name, OURS)) sweep(dirfd(all), entry->d_name);
  closedir(all);
  return 0;
}
