// A box where namespaces cannot be had: a folder, and Landlock around the step.
#pragma once
#include "session.h"

int landlock_abi(void);
const char *landlock_open(struct session *session, const struct place *place, const char *name);
bool landlock_full(const struct session *session); // the box holds more than it may
void landlock_kill(struct session *session);
void landlock_close(struct session *session);
void folder_empty(int top);
