#include "wire.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct { uint8_t *bytes; size_t have, room, used; } in;
static struct { uint8_t *bytes; size_t have, room, sent; } out;

_Noreturn void die(const char *what) {
  fprintf(stderr, "launcher: %s: %s\n", what, strerror(errno));
  _exit(70);
}

static void *grown(void *bytes, size_t *room, size_t need) {
  if (need <= *room) return bytes;
  size_t more = need < 65536 ? 65536 : need + need / 4;
  bytes = realloc(bytes, more);
  if (bytes == NULL) die("no memory for a frame");
  *room = more;
  return bytes;
}

static uint32_t read32(const uint8_t *at) { return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24; }

static void write32(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
}

bool wire_fill(void) {
  if (in.used > 0) {
    memmove(in.bytes, in.bytes + in.used, in.have - in.used);
    in.have -= in.used;
    in.used = 0;
  }
  size_t need = in.have >= 4 ? 4 + (size_t)read32(in.bytes) : 0;
  in.bytes = grown(in.bytes, &in.room, need < in.have + 65536 ? in.have + 65536 : need);
  ssize_t got = recv(0, in.bytes + in.have, in.room - in.have, MSG_DONTWAIT);
  if (got > 0) in.have += (size_t)got;
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

bool wire_next(struct frame *frame) {
  const uint8_t *at = in.bytes + in.used;
  size_t left = in.have - in.used;
  if (left < 4) return false;
  uint32_t size = read32(at);
  if (size < 2 || size > FRAME_LIMIT) {
    errno = EPROTO;
    die("a frame's length");
  }
  if (left < 4 + (size_t)size) return false;
  *frame = (struct frame){at[4], at[5], at + 6, size - 2};
  in.used += 4 + (size_t)size;
  return true;
}

bool wire_field(struct frame *frame, struct field *field) {
  if (frame->size == 0) return false;
  if (frame->size < 5 || read32(frame->body + 1) > frame->size - 5) {
    errno = EPROTO;
    die("a field's length");
  }
  *field = (struct field){frame->body[0], frame->body + 5, read32(frame->body + 1)};
  frame->body += 5 + field->size;
  frame->size -= 5 + field->size;
  return true;
}

uint64_t wire_number(const struct field *field) {
  uint64_t value = 0;
  for (size_t i = 0; i < field->size && i < 8; i++) value |= (uint64_t)field->bytes[i] << 8 * i;
  return value;
}

void wire_add(struct answer *answer, uint8_t tag, const void *bytes, size_t size) {
  if (size > sizeof answer->bytes - answer->size - 5) return;
  uint8_t *at = answer->bytes + answer->size;
  at[0] = tag;
  write32(at + 1, (uint32_t)size);
  memcpy(at + 5, bytes, size);
  answer->size += 5 + size;
}

void wire_add_number(struct answer *answer, uint8_t tag, uint64_t value) {
  uint8_t bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(value >> 8 * i);
  wire_add(answer, tag, bytes, 8);
}

void wire_send(uint8_t kind, uint8_t session, const void *body, size_t size) {
  out.bytes = grown(out.bytes, &out.room, out.have + size + 6);
  uint8_t *at = out.bytes + out.have;
  write32(at, (uint32_t)size + 2);
  at[4] = kind;
  at[5] = session;
  if (size > 0) memcpy(at + 6, body, size);
  out.have += size + 6;
  if (out.have > 4u << 20) wire_flush(true);
}

bool wire_waits(void) { return out.have > out.sent; }

bool wire_full(void) { return out.have - out.sent > 1u << 18; }

void wire_flush(bool all) {
  while (wire_waits()) {
    ssize_t sent = send(1, out.bytes + out.sent, out.have - out.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) out.sent += (size_t)sent;
    else if (errno == EAGAIN && all) poll(&(struct pollfd){1, POLLOUT, 0}, 1, 1000);
    else if (errno == EAGAIN) return;
    else if (errno != EINTR) die("the other side is gone");
  }
  out.have = out.sent = 0;
}
