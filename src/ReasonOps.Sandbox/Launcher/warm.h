#pragma once
#include "jail.h"

void warm_add(int kind, char **command);  // how to start it; it is started when it is first needed, or by warm_prepare()
void warm_prepare(void);
pid_t warm_start(int kind, const struct jail_step *step, size_t size, const int fds[FD_COUNT]);
void warm_end(void);
