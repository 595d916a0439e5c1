// One step: started within its box, watched, ended with all it left, and told.
#define _GNU_SOURCE
#include "step.h"
#include "group.h"
#include "sample.h"
#include "warm.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

static int pair[2] = {-1, -1};

int step_pair_end(uint8_t number) {
  if (pair[number] < 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) die("a pair's stream");
  int end = pair[number];
  pair[number] = -1;
  return end;
}

static union { struct jail_step step; char bytes[JAIL_MESSAGE]; } message;

static size_t put(size_t at, const struct field *text) {
  if (text->size + 1 > sizeof message - at) { errno = E2BIG; die("arguments and environment"); }
  memcpy(message.bytes + at, text->bytes, text->size);
  message.bytes[at + text->size] = 0;
  return at + text->size + 1;
}

static size_t write_texts(struct frame ask, size_t at, uint8_t tag, uint32_t *count) {
  for (struct field field; wire_field(&ask, &field);)
    if (field.tag == tag) {
      at = put(at, &field);
      ++*count;
    }
  return at;
}

static size_t write_message(const struct place *place, const struct frame *ask, const struct running *step) {
  size_t before = sizeof(struct jail_step) + place->filter_size * 8;
  memcpy(&message.step + 1, place->filter, place->filter_size * 8);
  message.step = (struct jail_step){
      .filter = (uint32_t)place->filter_size, .cpu = step->cpu / 1000000 + 2, .data = step->memory + (1ul << 30), .file = step->file,
      .processes = place->shared_user ? UINT64_MAX : step->processes + 16};
  size_t end = write_texts(*ask, before, TAG_ARGUMENT, &message.step.argc);
  end = write_texts(*ask, end, TAG_ENVIRONMENT, &message.step.envc);
  message.step.strings = (uint32_t)(end - before);
  return end;
}

static int read_limits(struct frame ask, struct running *step) {
  int warm = -1;
  for (struct field field; wire_field(&ask, &field);) switch (field.tag) {
      case TAG_CPU: step->cpu = wire_number(&field); break;
      case TAG_WALL: step->wall = wire_number(&field); break;
      case TAG_MEMORY: step->memory = wire_number(&field); break;
      case TAG_PROCESSES: step->processes = wire_number(&field); break;
      case TAG_OUTPUT: step->output = wire_number(&field); break;
      case TAG_FILES: step->file = wire_number(&field); break;
      case TAG_PAIRED: step->paired = true; break;
      case TAG_LAST: step->last = true; break;
      case TAG_WARM: warm = (int)wire_number(&field); break;
      case TAG_INPUT:
        step->input = malloc(field.size);
        if (field.size > 0 && step->input == NULL) die("no memory for input");
        memcpy(step->input, field.bytes, field.size);
        step->input_size = field.size;
        break;
    }
  return warm;
}

static _Noreturn void execute(const struct jail_script *script) {
  static char path[4096];
  const char *folders[] = {"/usr/local/bin/", "/usr/bin/", "/bin/", NULL}, *here[] = {"", NULL};
  int error = ENOENT;
  for (const char **folder = strchr(script->argv[0], '/') ? here : folders; *folder != NULL; folder++) {
    if (snprintf(path, sizeof path, "%s%s", *folder, script->argv[0]) >= (int)sizeof path) continue;
    execve(path, script->argv, script->envp);
    if (errno != ENOENT) error = errno;
  }
  struct jail_failure failure = {STAGE_EXECUTE, (uint32_t)error};
  _exit(write(4, &failure, sizeof failure) > 0 ? 127 : 126);
}

static pid_t start_cold(const struct session *session, const struct place *place, size_t size, const int fds[FD_COUNT]) {
  if (session->pids >= 0 && setns(session->pids, CLONE_NEWPID) != 0) die("the box's pid namespace");
  pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    struct jail_script script;
    if (!jail_read(&message.step, size, &script)) _exit(126);
    int stage = jail_join(message.step.given, fds);
    if (stage == 0) stage = jail_enter(&message.step, fds, false);
    struct jail_failure failure = {(uint32_t)stage, (uint32_t)errno};
    if (stage == 0) execute(&script);
    // Where the descriptors are by now depends on how far it came.
    _exit(write(failure.stage > STAGE_FILES ? 4 : fds[FD_STATUS], &failure, sizeof failure) > 0 ? 127 : 126);
  }
  if (session->pids >= 0 && setns(place->pids, CLONE_NEWPID) != 0) die("our own pid namespace");
  return pid;
}

static pid_t start_warm(struct session *session, int kind, size_t size, const int fds[FD_COUNT]) {
  struct warm *child = &session->ready;
  if (child->kind < 0) warm_make(child, kind, fds);
  message.step.given &= ~(1u << FD_PIDS | 1u << FD_MOUNTS | 1u << FD_IPC); // it is there already
  warm_settle(child);
  warm_begin(child, &message.step, size, fds);
  return child->pid;
}

static void make_pipe(int *ours, int *theirs, bool in) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) die("a pipe");
  *ours = ends[in ? 1 : 0];
  *theirs = ends[in ? 0 : 1];
  fcntl(*ours, F_SETFL, O_NONBLOCK);
}

static uint64_t granted_memory, granted_processes; // to all that run: two, in a pair

// A process made ahead is among those in use already.
static void note_groups(struct running *step, bool ready) {
  granted_memory += step->memory;
  granted_processes += step->processes;
  group_limit_memory(granted_memory + (4u << 20));
  group_limit_processes(granted_processes + (ready ? 0 : 1)); // one too many is let in, and found
  step->base_kills = group_kills();
  step->base_refusals = group_refusals();
}

void step_start(struct session *session, uint8_t number, struct place *place, struct frame *ask) {
  struct running *step = &session->step;
  *step = (struct running){.forced = -1, .base_cpu = session->orphans};
  int warm = read_limits(*ask, step), fds[FD_COUNT];
  if (number == 0 && !session->begun) place->expected = warm;
  session->begun = true;
  if (session->ready.kind != warm) warm_drop(&session->ready); // nothing that was made ahead is there beside another program
  size_t size = write_message(place, ask, step);
  for (int i = 0; i < FD_COUNT; i++) fds[i] = -1;
  make_pipe(&step->in, &fds[FD_IN], true);
  make_pipe(&step->out, &fds[FD_OUT], false);
  make_pipe(&step->err, &fds[FD_ERR], false);
  make_pipe(&step->status, &fds[FD_STATUS], false);
  fds[FD_PAIR] = step->paired ? step_pair_end(number) : -1;
  fds[FD_PIDS] = session->pids;
  fds[FD_MOUNTS] = session->mounts;
  fds[FD_IPC] = session->ipc;
  fds[FD_BOX] = session->init > 0 ? -1 : session->box;
  fds[FD_RULES] = session->rules;
  for (int i = 0; i < FD_COUNT; i++) message.step.given |= fds[i] >= 0 ? 1u << i : 0;
  note_groups(step, session->ready.kind >= 0);
  step->pid = warm < 0 ? start_cold(session, place, size, fds) : start_warm(session, warm, size, fds);
  step->started = now();
  if (step->pid <= 0) die("a new process");
  for (int i = FD_IN; i <= FD_PAIR; i++)
    if (fds[i] >= 0) close(fds[i]);
  step_relay(session, number);
}

static void shut(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

static void take(struct running *step, int *end, uint8_t kind, uint8_t number, bool all) {
  static uint8_t bytes[65536];
  while (*end >= 0 && (all || !wire_full())) {
    ssize_t got = read(*end, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) shut(end);
    if (got <= 0) return;
    uint64_t left = step->output - step->written;
    size_t kept = (uint64_t)got > left ? (size_t)left : (size_t)got;
    if (kept > 0) wire_send(kind, number, bytes, kept);
    step->written += kept;
    if (kept == (size_t)got) continue;
    if (step->forced < 0) step->forced = OUTPUT_LIMIT;
    return;
  }
}

static void give(struct running *step) {
  while (step->in >= 0 && step->input_sent < step->input_size) {
    ssize_t sent = write(step->in, step->input + step->input_sent, step->input_size - step->input_sent);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0 && errno != EINTR) break; // nobody reads it any more
    if (sent > 0) step->input_sent += (size_t)sent;
  }
  shut(&step->in);
}

void step_relay(struct session *session, uint8_t number) {
  struct running *step = &session->step;
  give(step);
  take(step, &step->out, TELL_OUTPUT, number, false);
  take(step, &step->err, TELL_ERROR, number, false);
}

void step_watch(struct session *session) {
  struct running *step = &session->step;
  uint64_t files = 0, before = now();
  // A folder on disk takes long to look through: at most a tenth of the time is spent on that.
  bool full = before >= step->look_at_files && sample_files(session, &files);
  if (session->init == 0 && before >= step->look_at_files) step->look_at_files = before + 20000 + 10 * (now() - before);
  struct use use = sample_tree(session);
  if (use.memory + files > step->memory) use.memory = sample_shared(session);
  if (use.memory + files > step->peak) step->peak = use.memory + files;
  if (step->forced >= 0) return;
  if (use.cpu > step->base_cpu + step->cpu) step->forced = CPU_LIMIT;
  else if (now() - step->started > step->wall) step->forced = WALL_LIMIT;
  // A kill leaves less in use than the limit: what it took is seen by the count alone.
  else if (use.memory + files > step->memory || (!step->paired && group_kills() > step->base_kills)) step->forced = MEMORY_LIMIT;
  else if (use.processes > step->processes || (!step->paired && group_refusals() > step->base_refusals)) step->forced = PROCESS_LIMIT;
  else if (full) step->forced = FILE_LIMIT;
}

bool step_over(struct session *session) {
  siginfo_t info = {0};
  struct running *step = &session->step;
  if (step->forced >= 0) return true;
  return waitid(P_PID, (id_t)step->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == step->pid;
}

static enum ending judge(const struct session *session, uint64_t cpu, uint64_t wall) {
  const struct running *step = &session->step;
  int signal = WIFSIGNALED(step->code) ? WTERMSIG(step->code) : 0;
  uint64_t files;
  if (step->forced == KILLED && WIFEXITED(step->code)) return EXITED; // it was quicker
  if (step->forced >= 0) return (enum ending)step->forced;
  if ((group_kills() > step->base_kills && (signal == SIGKILL || !step->paired)) || step->peak > step->memory) return MEMORY_LIMIT;
  if (signal == SIGSYS) return VIOLATION;
  if (cpu > step->cpu || signal == SIGXCPU) return CPU_LIMIT;
  if (wall > step->wall) return WALL_LIMIT;
  if (group_refusals() > step->base_refusals && !step->paired) return PROCESS_LIMIT;
  if (signal == SIGXFSZ || sample_files(session, &files)) return FILE_LIMIT;
  return signal != 0 ? SIGNALLED : EXITED;
}

static bool never_started(struct running *step) {
  struct jail_failure failure;
  if (read(step->status, &failure, sizeof failure) != sizeof failure) return false;
  if (failure.stage == STAGE_EXECUTE) return true;
  fprintf(stderr, "launcher: entering a box failed at stage %u: %s\n", failure.stage, strerror((int)failure.error));
  errno = (int)failure.error;
  die("entering a box");
}

void step_finish(struct session *session, uint8_t number) {
  struct running *step = &session->step;
  session_kill(session);
  uint64_t wall = now() - step->started;
  // Nobody writes any more: what the pipes still hold is the rest, however much is to be sent already.
  take(step, &step->out, TELL_OUTPUT, number, true);
  take(step, &step->err, TELL_ERROR, number, true);
  bool absent = never_started(step);
  uint64_t cpu = microseconds(&step->usage) + session->orphans - step->base_cpu;
  enum ending ending = absent ? NOT_FOUND : judge(session, cpu, wall);
  if ((uint64_t)step->usage.ru_maxrss << 10 > step->peak) step->peak = (uint64_t)step->usage.ru_maxrss << 10;
  int code = ending == EXITED ? WEXITSTATUS(step->code) : ending == SIGNALLED ? WTERMSIG(step->code) : 0;
  struct answer answer = {.size = 0};
  wire_add_number(&answer, TAG_ENDING, ending);
  wire_add_number(&answer, TAG_CODE, (uint64_t)code);
  wire_add_number(&answer, TAG_CPU, cpu);
  wire_add_number(&answer, TAG_WALL, wall);
  wire_add_number(&answer, TAG_PEAK, step->peak);
  wire_send(TELL_DONE, number, answer.bytes, answer.size);
  shut(&step->in);
  shut(&step->out);
  shut(&step->err);
  shut(&step->status);
  free(step->input);
  step->input = NULL;
  step->pid = 0;
  granted_memory -= step->memory;
  granted_processes -= step->processes;
}
