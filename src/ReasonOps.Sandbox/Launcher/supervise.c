// The long-lived process of a place: opens boxes, runs steps in them, and closes them, as .NET asks.
#define _GNU_SOURCE
#include "filter.h"
#include "group.h"
#include "landlock.h"
#include "step.h"
#include "warm.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SESSIONS = 2, EVERY = 5 /* milliseconds between looks at a running step */ };

static struct session sessions[SESSIONS];
#define NOTHING (struct session){.pids = -1, .mounts = -1, .ipc = -1, .ready = {.kind = -1}}
static struct session spare; // made while nothing else is to be done
static struct place place;

static void fail(uint8_t number, const char *what) {
  struct answer answer = {.size = 0};
  const char *why = errno != 0 ? strerror(errno) : "";
  wire_add(&answer, TAG_TEXT, what, strlen(what));
  wire_add(&answer, TAG_TEXT, why, strlen(why));
  wire_send(TELL_FAILED, number, answer.bytes, answer.size);
}

static const char *text(const struct field *field, char path[PATH_MAX]) {
  if (field->size == 0 || field->size >= PATH_MAX) { errno = ENAMETOOLONG; die("a path"); }
  memcpy(path, field->bytes, field->size);
  path[field->size] = 0;
  return path;
}

// Cut to the size of the last, as most are alike.
static bool open_namespaces_ahead(void) {
  if (session_open(&spare, &place, "") == NULL && (place.bytes == 0 || session_size(&spare, place.bytes, place.files) == NULL)) return true;
  session_close(&spare);
  spare = NOTHING;
  return false;
}

// And a process for its first step, of the interpreter that was last asked for.
static void open_spare(void) {
  if (spare.open || spare.ready.kind >= 0) return;
  if (!place.landlock && !open_namespaces_ahead()) return;
  int fds[FD_COUNT] = {[FD_PIDS] = spare.pids, [FD_MOUNTS] = spare.mounts, [FD_IPC] = spare.ipc};
  if (place.expected >= 0) warm_make(&spare.ready, place.expected, fds);
}

static const char *take_spare(struct session *session, const char *name) {
  struct warm ready = spare.ready;
  const char *failed = NULL;
  if (spare.open) *session = spare;
  else failed = session_open(session, &place, name);
  warm_settle(&ready);
  session->ready = ready;
  spare = NOTHING;
  return failed;
}

static void open_box(uint8_t number, struct frame *ask) {
  uint64_t bytes = 0, files = 0;
  char name[PATH_MAX] = "";
  for (struct field field; wire_field(ask, &field);) {
    if (field.tag == TAG_SIZE) bytes = wire_number(&field);
    if (field.tag == TAG_COUNT) files = wire_number(&field);
    if (field.tag == TAG_PATH) text(&field, name);
  }
  errno = 0;
  const char *failed = take_spare(&sessions[number], name);
  if (failed == NULL) failed = session_size(&sessions[number], bytes, files);
  place.bytes = bytes;
  place.files = files;
  if (failed != NULL) fail(number, failed);
}

static void write_file(uint8_t number, struct frame *ask) {
  char path[PATH_MAX] = "";
  for (struct field field; wire_field(ask, &field);) {
    if (field.tag == TAG_PATH) text(&field, path);
    if (field.tag != TAG_CONTENT) continue;
    const char *failed = session_write(&sessions[number], path, field.bytes, field.size);
    if (failed != NULL) fail(number, failed);
  }
}

static void collect(uint8_t number, struct frame *ask) {
  static uint8_t bytes[65536];
  char path[PATH_MAX];
  for (struct field field; wire_field(ask, &field);) {
    int file = session_read(&sessions[number], text(&field, path));
    for (ssize_t got; file >= 0 && (got = read(file, bytes, sizeof bytes)) > 0;) wire_send(TELL_CONTENT, number, bytes, (size_t)got);
    struct answer answer = {.size = 0};
    wire_add_number(&answer, TAG_CODE, file >= 0);
    wire_send(TELL_DONE, number, answer.bytes, answer.size);
    if (file >= 0) close(file);
  }
}

// Every process in it is dead already; the rest is done before the next frame is read.
static void close_box(uint8_t number) {
  wire_send(TELL_CLOSED, number, NULL, 0);
  wire_flush(false);
  session_close(&sessions[number]);
  if (!sessions[0].open && !sessions[1].open) open_spare();
}

static void handle(struct frame *ask) {
  if (ask->session >= SESSIONS) { errno = EPROTO; die("a session's number"); }
  struct session *session = &sessions[ask->session];
  bool running = session->step.pid > 0;
  if (session->open != (ask->kind != ASK_OPEN) || (running && ask->kind != ASK_KILL)) {
    if (ask->kind == ASK_KILL) return; // it is over already
    errno = EPROTO;
    die("a frame out of turn");
  }
  switch (ask->kind) {
    case ASK_OPEN: open_box(ask->session, ask); break;
    case ASK_FILE: write_file(ask->session, ask); break;
    case ASK_STEP: step_start(session, ask->session, &place, ask); break;
    case ASK_KILL: if (running) session->step.forced = KILLED; break;
    case ASK_COLLECT: collect(ask->session, ask); break;
    case ASK_CLOSE: close_box(ask->session); break;
    default: errno = EPROTO; die("an unknown frame");
  }
}

static uint64_t milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void look(bool watch) {
  for (uint8_t i = 0; i < SESSIONS; i++) {
    struct session *session = &sessions[i];
    if (session->step.pid <= 0) continue;
    step_relay(session, i);
    if (watch && session->step.forced < 0) step_watch(session);
    if (!step_over(session)) continue;
    step_finish(session, i);
    if (session->step.last) close_box(i);
  }
}

static size_t gather(struct pollfd *all, int signals) {
  size_t count = 2;
  all[0] = (struct pollfd){0, (short)(POLLIN | (wire_waits() ? POLLOUT : 0)), 0};
  all[1] = (struct pollfd){signals, POLLIN, 0};
  for (int i = 0; i < SESSIONS; i++) {
    const struct running *step = &sessions[i].step;
    if (step->pid <= 0) continue;
    if (step->in >= 0) all[count++] = (struct pollfd){step->in, POLLOUT, 0};
    if (step->out >= 0 && !wire_full()) all[count++] = (struct pollfd){step->out, POLLIN, 0};
    if (step->err >= 0 && !wire_full()) all[count++] = (struct pollfd){step->err, POLLIN, 0};
  }
  return count;
}

static bool any_runs(void) { return sessions[0].step.pid > 0 || sessions[1].step.pid > 0; }

static void serve(int signals) {
  struct pollfd all[2 + 3 * SESSIONS];
  for (uint64_t looked = 0;;) {
    size_t count = gather(all, signals);
    if (poll(all, count, any_runs() ? EVERY : -1) < 0 && errno != EINTR) die("poll");
    struct signalfd_siginfo signal;
    if (all[1].revents != 0 && read(signals, &signal, sizeof signal) < 0 && errno != EAGAIN) die("signals");
    if (all[0].revents & (POLLIN | POLLHUP | POLLERR) && !wire_fill()) return;
    bool ran = any_runs();
    for (struct frame ask; wire_next(&ask);) handle(&ask);
    uint64_t now = milliseconds();
    if (!ran) looked = now;
    look(now - looked >= EVERY);
    if (now - looked >= EVERY) looked = now;
    wire_flush(false);
  }
}

static void hello(void) {
  struct answer answer = {.size = 0};
  wire_add_number(&answer, TAG_CODE, (uint64_t)(place.landlock ? landlock_abi() : 0));
  wire_send(TELL_READY, 0, answer.bytes, answer.size);
}

// supervise namespaces|landlock <work folder> [--shared-user] {--readable <path>} {--warm <kind> <count> <command...>}
int supervise(int argc, char **argv) {
  static const char *readable[64];
  size_t readables = 0;
  if (argc < 3) { errno = EINVAL; die("supervise"); }
  place = (struct place){.landlock = strcmp(argv[1], "landlock") == 0, .work = argv[2], .readable = readable, .expected = -1, .pids = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)};
  for (int i = 3; i < argc;) {
    if (strcmp(argv[i], "--readable") == 0 && i + 1 < argc && readables < 63) {
      readable[readables++] = argv[i + 1];
      i += 2;
    } else if (strcmp(argv[i], "--shared-user") == 0) {
      place.shared_user = true;
      i++;
    } else if (strcmp(argv[i], "--warm") == 0 && i + 2 < argc && atoi(argv[i + 2]) < argc - i - 2) {
      int kind = atoi(argv[i + 1]), words = atoi(argv[i + 2]);
      char **command = calloc((size_t)words + 1, sizeof *command);
      if (command == NULL) die("no memory");
      for (int word = 0; word < words; word++) command[word] = argv[i + 3 + word];
      warm_add(kind, command);
      if (place.expected < 0) place.expected = kind;
      i += 3 + words;
    } else {
      errno = EINVAL;
      die(argv[i]);
    }
  }
  sigset_t chld;
  sigemptyset(&chld);
  sigaddset(&chld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &chld, NULL);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  if (place.landlock) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  group_find();
  spare = NOTHING;
  umask(022);
  place.filter = filter_build(place.landlock, &place.filter_size);
  warm_prepare();
  hello();
  wire_flush(false);
  open_spare();
  serve(signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK));
  for (int i = 0; i < SESSIONS; i++) {
    if (sessions[i].step.pid > 0) session_kill(&sessions[i]);
    session_close(&sessions[i]);
  }
  session_close(&spare);
  warm_drop(&spare.ready);
  warm_end();
  return 0;
}
