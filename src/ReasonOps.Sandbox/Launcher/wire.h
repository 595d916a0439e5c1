// Frames between .NET and the supervisor: u32 length of what follows, u8 kind, u8 session, fields; a field: u8 tag, u32 length, bytes.
// All numbers are little-endian; a field's number has 8 bytes.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind {
  ASK_OPEN = 1, ASK_FILE, ASK_STEP, ASK_KILL, ASK_COLLECT, ASK_CLOSE,
  TELL_READY = 65, TELL_OUTPUT, TELL_ERROR, TELL_DONE, TELL_CONTENT, TELL_CLOSED, TELL_FAILED
};

enum tag {
  TAG_SIZE = 1, TAG_COUNT, TAG_PATH, TAG_CONTENT, TAG_ARGUMENT, TAG_ENVIRONMENT, TAG_INPUT, TAG_WARM, TAG_CPU, TAG_WALL,
  TAG_MEMORY, TAG_PROCESSES, TAG_OUTPUT, TAG_FILES, TAG_PAIRED, TAG_ENDING, TAG_CODE, TAG_PEAK, TAG_TEXT, TAG_LAST
};

#define FRAME_LIMIT (64u << 20)

struct frame {
  uint8_t kind, session;
  const uint8_t *body;
  size_t size;
};

struct field {
  uint8_t tag;
  const uint8_t *bytes;
  size_t size;
};

struct answer {
  uint8_t bytes[4096];
  size_t size;
};

bool wire_fill(void);                                   // takes what has come; false once the other side is gone
bool wire_next(struct frame *frame);                    // valid until the next call
bool wire_field(struct frame *frame, struct field *field); // cuts the next one off
uint64_t wire_number(const struct field *field);
void wire_add(struct answer *answer, uint8_t tag, const void *bytes, size_t size);
void wire_add_number(struct answer *answer, uint8_t tag, uint64_t value);
void wire_send(uint8_t kind, uint8_t session, const void *body, size_t size);
bool wire_waits(void); // something is still to be sent
bool wire_full(void);  // so much that nothing more should be read for it
void wire_flush(bool all);
_Noreturn void die(const char *what);
