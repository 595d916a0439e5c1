// What a whole tree of processes uses at this moment, by /proc.
#pragma once
#include "session.h"

struct use {
  uint64_t cpu;    // microseconds, of all that live and of all that were waited for
  uint64_t memory; // bytes
  uint64_t processes; // and threads
};

struct use sample_tree(const struct session *session);
uint64_t sample_shared(const struct session *session); // memory, where what several processes share is counted once
bool sample_files(const struct session *session, uint64_t *bytes); // whether the box is full; its bytes where they are memory
