#pragma once
#include "jail.h"

// A child of a prepared interpreter, made ahead: in its box, waiting for what to run. Used once.
struct warm {
  int kind;    // -1: there is none
  pid_t pid;   // 0: not told yet
  int channel;
};

void warm_add(int kind, char **command);  // how to start one
void warm_prepare(void);
void warm_make(struct warm *child, int kind, const int fds[FD_COUNT]);    // does not wait for it
void warm_settle(struct warm *child);                                     // does; to be called before the next is made
void warm_begin(struct warm *child, const struct jail_step *step, size_t size, const int fds[FD_COUNT]); // it is the caller's from then on
void warm_drop(struct warm *child);                                       // not needed: it is gone
void warm_end(void);
