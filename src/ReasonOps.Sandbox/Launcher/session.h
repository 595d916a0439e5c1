// A box and what runs in it. Two at most: a program and its judge.
#pragma once
#include "warm.h"
#include "wire.h"
#include <sys/resource.h>

struct place {
  bool landlock;
  bool shared_user;              // others run as our user too: the kernel's count of its processes is not ours
  const char *work;              // where boxes are made when there are no namespaces
  const char *const *readable;   // and what may then be read
  const uint64_t *filter;
  size_t filter_size;
  int pids;                      // our own pid namespace
  uint64_t bytes, files;         // what the last box could hold
  int expected;                  // what interpreter the next run will likely ask for: as the last; -1: none
};

struct running {
  pid_t pid;                     // 0: none
  int in, out, err, status;      // our ends, -1 once closed
  uint8_t *input;
  size_t input_size, input_sent;
  uint64_t cpu, wall, memory, processes, output, file; // limits: microseconds, bytes, counts
  uint64_t started, written, peak, base_cpu;
  uint64_t look_at_files;
  uint64_t base_kills, base_refusals;
  bool exited, paired;
  bool last;                     // the box is closed as it ends
  int code;                      // as wait() says it
  int forced;                    // an ending, or -1
  struct rusage usage;
};

struct session {
  bool open, proc, begun;        // its first step was started
  pid_t init;
  int talk;                      // to the init of the box's pid namespace
  int pids, mounts, ipc, box, processes, rules;
  uint64_t bytes, files;         // what the box may hold
  uint64_t orphans;              // microseconds of CPU of processes that init has reaped
  struct warm ready;             // to be its first step, if that is what is asked for
  char path[512];
  struct running step;
};

const char *session_open(struct session *session, const struct place *place, const char *name);
const char *session_size(struct session *session, uint64_t bytes, uint64_t files);
const char *session_write(struct session *session, const char *path, const uint8_t *bytes, size_t size);
int session_read(struct session *session, const char *path);
void session_kill(struct session *session); // everything but init; reaps the step
void session_reap(struct session *session);
uint64_t microseconds(const struct rusage *usage); // of CPU
void session_close(struct session *session);
