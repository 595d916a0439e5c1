#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The seccomp program of every step, as instructions of 8 bytes; built once.
const uint64_t *filter_build(bool landlock, size_t *instructions);
