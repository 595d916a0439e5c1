#define _GNU_SOURCE
#include "landlock.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// As in linux/landlock.h of 6.12; Debian 12's ends at the third version.
struct ruleset { uint64_t files, network, scopes; };
struct beneath { uint64_t allowed; int32_t parent; } __attribute__((packed));

enum { EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, ALL_FILES = (1 << 16) - 1 };
enum { ALL_NETWORK = 3, ALL_SCOPES = 3 };

int landlock_abi(void) { return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1); }

static int allow(int rules, const char *path, uint64_t access) {
  int parent = open(path, O_PATH | O_CLOEXEC);
  if (parent < 0) return errno == ENOENT ? 0 : -1;
  struct stat what;
  if (fstat(parent, &what) == 0 && !S_ISDIR(what.st_mode)) access &= EXECUTE | WRITE_FILE | READ_FILE;
  int done = (int)syscall(SYS_landlock_add_rule, rules, 1, &(struct beneath){access, parent}, 0);
  close(parent);
  return done;
}

static int make_rules(const struct place *place, const char *box) {
  int rules = (int)syscall(SYS_landlock_create_ruleset, &(struct ruleset){ALL_FILES, ALL_NETWORK, ALL_SCOPES}, sizeof(struct ruleset), 0);
  if (rules < 0) return -1;
  static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", NULL};
  int wrong = allow(rules, box, ALL_FILES);
  for (const char *const *path = place->readable; *path != NULL; path++) wrong |= allow(rules, *path, EXECUTE | READ_FILE | READ_DIR);
  for (const char *const *path = devices; *path != NULL; path++) wrong |= allow(rules, *path, READ_FILE | WRITE_FILE);
  if (wrong == 0) return rules;
  close(rules);
  return -1;
}

const char *landlock_open(struct session *session, const struct place *place, const char *name) {
  if (name[0] == 0 || strchr(name, '/') != NULL) return "a name for the box";
  if (snprintf(session->path, sizeof session->path, "%s/%s", place->work, name) >= (int)sizeof session->path) return "the box's path";
  if (mkdir(session->path, 0700) != 0) return "the box";
  session->box = open(session->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (session->box < 0 || mkdirat(session->box, ".tmp", 0700) != 0) return "the box";
  session->rules = make_rules(place, session->path);
  return session->rules < 0 ? "Landlock rules" : NULL;
}

enum { DEEPEST = 64 };

// Folders that the program closed to itself are opened, to be seen into. False once there is too much.
static bool count(int folder, int depth, uint64_t *bytes, uint64_t *files) {
  DIR *all = folder < 0 ? NULL : fdopendir(folder);
  bool fits = true;
  for (struct dirent *entry; all != NULL && fits && (entry = readdir(all)) != NULL;) {
    struct stat what;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (fstatat(folder, entry->d_name, &what, AT_SYMLINK_NOFOLLOW) != 0) continue;
    uint64_t size = S_ISDIR(what.st_mode) ? 0 : (uint64_t)what.st_blocks * 512;
    fits = *files > 0 && *bytes >= size;
    *files -= 1;
    *bytes -= size;
    if (!fits || !S_ISDIR(what.st_mode)) continue;
    if ((what.st_mode & 0700) != 0700 && fchmodat(folder, entry->d_name, 0700, 0) != 0) continue;
    fits = depth < DEEPEST && count(openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth + 1, bytes, files);
  }
  if (all != NULL) closedir(all);
  return fits;
}

bool landlock_full(const struct session *session) {
  uint64_t bytes = session->bytes, files = session->files;
  return !count(openat(session->box, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0, &bytes, &files);
}

// No process can leave the group (the filter forbids it), and all that lose their parent become ours.
void landlock_kill(struct session *session) {
  struct running *step = &session->step;
  if (step->pid <= 0) return;
  kill(step->pid, SIGKILL); // it may not have made its group yet
  kill(-step->pid, SIGKILL);
  session_reap(session);
  struct rusage usage;
  for (pid_t pid; (pid = wait4(-step->pid, NULL, 0, &usage)) > 0 || errno == EINTR;)
    if (pid > 0) session->orphans += microseconds(&usage);
}

// Folders within folders are moved up to the top first, so that neither depth nor permissions stop this.
void folder_empty(int top) {
  unsigned moved = 0;
  for (bool more = true; more;) {
    more = false;
    DIR *all = fdopendir(openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (all == NULL) return;
    for (struct dirent *entry; (entry = readdir(all)) != NULL;) {
      if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
      if (unlinkat(top, entry->d_name, 0) == 0 || errno != EISDIR) continue;
      if (fchmodat(top, entry->d_name, 0700, 0) != 0) continue;
      int folder = openat(top, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      DIR *inner = folder < 0 ? NULL : fdopendir(folder);
      for (struct dirent *deep; inner != NULL && (deep = readdir(inner)) != NULL;) {
        char name[32];
        if (strcmp(deep->d_name, ".") == 0 || strcmp(deep->d_name, "..") == 0) continue;
        if (unlinkat(folder, deep->d_name, 0) == 0) continue;
        snprintf(name, sizeof name, ".reasonops-%u", moved++);
        more |= fchmodat(folder, deep->d_name, 0700, 0) == 0 && (renameat2(folder, deep->d_name, top, name, RENAME_NOREPLACE) == 0 || errno == EEXIST);
      }
      if (inner != NULL) closedir(inner);
      if (unlinkat(top, entry->d_name, AT_REMOVEDIR) == 0) more = true;
    }
    closedir(all);
  }
}

void landlock_close(struct session *session) {
  if (session->box < 0) return;
  folder_empty(session->box);
  rmdir(session->path);
}
