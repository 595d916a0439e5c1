// One step of a run, and the way into its box. Shared by the supervisor and by warm interpreters.
//
// A warm interpreter (zygote) is a process that has loaded all it can and then calls jail_wait(). That call returns only in a
// child of it, once for each run: there the walls already stand (namespaces or Landlock, limits, no capabilities, seccomp), the
// working directory is the box, 0, 1 and 2 (and 3 for a pair) are the run's, and the child has only to run the script. In the
// zygote itself the call never returns. The child is the supervisor's, not the zygote's: just exit() when the script is over.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define JAIL_CHANNEL 3 // a zygote is started with its socket to the supervisor here

struct jail_script {
  int argc;
  char **argv; // argv[0] is the script, a path in the box
  char **envp; // NULL-ended "NAME=value"; libc's environ is already this
};

// In the child: what to run. NULL: the step could not be entered; exit at once.
const struct jail_script *jail_wait(void);

// What follows is between the supervisor and this library.

enum jail_fd { FD_IN, FD_OUT, FD_ERR, FD_STATUS, FD_PAIR, FD_PIDS, FD_MOUNTS, FD_IPC, FD_BOX, FD_RULES, FD_COUNT };

enum jail_stage { STAGE_NAMESPACE = 1, STAGE_FILES, STAGE_LIMITS, STAGE_PRIVILEGES, STAGE_LANDLOCK, STAGE_SECCOMP, STAGE_EXECUTE };

// Written to FD_STATUS by a child that could not start; a child that did closes it silently.
struct jail_failure {
  uint32_t stage;
  uint32_t error;
};

#define JAIL_MESSAGE 131072 // bytes of a whole step, its arguments and environment within

// Followed by `filter` instructions of 8 bytes, then `strings` bytes: argc + envc texts, each ended by NUL.
struct jail_step {
  uint32_t given; // bit n: file descriptor n of enum jail_fd is there
  uint32_t argc, envc, filter, strings;
  uint64_t cpu, data, file, processes; // seconds, bytes, bytes, count
};

// Cuts a step into its script; false where its lengths do not agree.
bool jail_read(struct jail_step *step, size_t size, struct jail_script *script);

// In a child of the run's pid namespace: builds the walls around itself. Returns 0, or the stage that failed with errno.
int jail_enter(const struct jail_step *step, const int fds[FD_COUNT], bool warm);
