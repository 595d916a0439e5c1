// One step of a run, and the way into its box. Shared by the supervisor and by warm interpreters.
//
// A warm interpreter (zygote) is a process that has loaded all it can and then calls jail_wait(). That call returns only in a
// child of it, once for each run, made ahead of it: the child is in the run's namespaces and has no capabilities, and does what it
// can before it knows its script. Then it calls jail_begin(), which returns once there is one: there the other walls stand as well
// (Landlock, limits, seccomp), the working directory is the box, 0, 1 and 2 (and 3 for a pair) are the run's, and the child has only
// to run the script. In the zygote itself jail_wait() never returns. The child is the supervisor's: just exit() at the end.
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

void jail_wait(void);
const struct jail_script *jail_begin(void); // what to run, once

// What follows is between the supervisor and this library.

enum jail_fd { FD_IN, FD_OUT, FD_ERR, FD_STATUS, FD_PAIR, FD_PIDS, FD_MOUNTS, FD_IPC, FD_BOX, FD_RULES, FD_CHANNEL, FD_COUNT };

// To a zygote, with FD_CHANNEL and, where there are namespaces, FD_PIDS, FD_MOUNTS and FD_IPC: a child is to be made.
struct jail_birth {
  uint32_t given; // bit n: file descriptor n of enum jail_fd is there
};

enum jail_stage { STAGE_NAMESPACE = 1, STAGE_LIMITS, STAGE_PRIVILEGES, STAGE_FILES, STAGE_LIMITS_OF_STEP, STAGE_LANDLOCK, STAGE_SECCOMP, STAGE_EXECUTE };

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

// In a child of the run's pid namespace: builds the walls around itself. Each returns 0, or the stage that failed with errno.
int jail_join(uint32_t given, const int fds[FD_COUNT]);                            // first, with what is known before the step is
int jail_enter(const struct jail_step *step, const int fds[FD_COUNT], bool warm);  // then
