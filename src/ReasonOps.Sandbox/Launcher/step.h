#pragma once
#include "session.h"

enum ending { // as Ending in Runs/RunOutcome.cs
  EXITED, SIGNALLED, CPU_LIMIT, WALL_LIMIT, MEMORY_LIMIT, OUTPUT_LIMIT, PROCESS_LIMIT, FILE_LIMIT, VIOLATION, NOT_FOUND, KILLED = 100
};

void step_start(struct session *session, uint8_t number, struct place *place, struct frame *ask);
void step_relay(struct session *session, uint8_t number); // what the pipes hold
void step_watch(struct session *session);                 // limits that only looking finds
bool step_over(struct session *session);                  // its first process is gone, or it must go
void step_finish(struct session *session, uint8_t number);
int step_pair_end(uint8_t number);                        // an end of the stream between two steps
