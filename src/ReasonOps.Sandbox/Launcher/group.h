// A control group, where one was delegated: opened before privileges are dropped, used by file descriptor ever after.
#pragma once
#include <stdbool.h>
#include <stdint.h>

void group_join(const char *folder);   // as whoever may; leaves descriptors for group_find() across execve
void group_find(void);                 // in the supervisor
void group_limit_memory(uint64_t above); // over what is used now; 0 lifts the limit
void group_limit_processes(uint64_t above);
uint64_t group_kills(void);            // by the kernel for memory, so far
uint64_t group_refusals(void);         // of new processes, so far
