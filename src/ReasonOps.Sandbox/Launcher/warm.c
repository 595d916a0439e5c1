// Prepared interpreters, from the supervisor's side.
#define _GNU_SOURCE
#include "warm.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct zygote { char **command; pid_t pid; int channel; } zygotes[4];

void warm_add(int kind, char **command) {
  if (kind < 0 || kind >= (int)(sizeof zygotes / sizeof *zygotes)) { errno = EINVAL; die("a kind of interpreter"); }
  zygotes[kind] = (struct zygote){command, 0, -1};
}

static int channel(int pair[2]) {
  int room = JAIL_MESSAGE * 2;
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0 || setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room) != 0 ? -1 : 0;
}

static _Noreturn void become(char **command, int end) {
  static char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/box", "LANG=C.UTF-8", "TMPDIR=/tmp", NULL};
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (dup2(end, 10) < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(10, JAIL_CHANNEL) < 0) _exit(72);
  syscall(SYS_close_range, 4, ~0u, 0);
  signal(SIGPIPE, SIG_DFL);
  execve(command[0], command, environment);
  die(command[0]);
}

static void start(struct zygote *zygote) {
  int pair[2];
  if (channel(pair) != 0) die("a socket to an interpreter");
  zygote->pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (zygote->pid == 0) become(zygote->command, pair[1]);
  close(pair[1]);
  zygote->channel = pair[0];
}

static void end(struct zygote *zygote) {
  if (zygote->pid <= 0) return;
  close(zygote->channel);
  kill(zygote->pid, SIGKILL);
  while (waitpid(zygote->pid, NULL, 0) < 0 && errno == EINTR) {}
  zygote->pid = 0;
}

static pid_t answer(const struct zygote *zygote) {
  pid_t child;
  if (poll(&(struct pollfd){zygote->channel, POLLIN, 0}, 1, 60000) != 1 || read(zygote->channel, &child, sizeof child) != sizeof child)
    die("an interpreter does not answer");
  return child;
}

// Waited for: what they take as they load must not count as a run's memory, nor be killed for it.
void warm_prepare(void) {
  for (size_t i = 0; i < sizeof zygotes / sizeof *zygotes; i++)
    if (zygotes[i].command != NULL) start(&zygotes[i]);
  for (size_t i = 0; i < sizeof zygotes / sizeof *zygotes; i++)
    if (zygotes[i].command != NULL) answer(&zygotes[i]);
}

void warm_end(void) {
  for (size_t i = 0; i < sizeof zygotes / sizeof *zygotes; i++) end(&zygotes[i]);
}

static bool ask(int channel, const void *bytes, size_t size, uint32_t which, const int fds[FD_COUNT]) {
  union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int) * FD_COUNT)]; } control = {.bytes = {0}};
  struct iovec text = {(void *)(uintptr_t)bytes, size};
  int given[FD_COUNT], count = 0;
  for (int i = 0; i < FD_COUNT; i++)
    if (which & 1u << i) given[count++] = fds[i];
  struct msghdr note = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count)};
  control.header = (struct cmsghdr){CMSG_LEN(sizeof(int) * (size_t)count), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(&control.header), given, sizeof(int) * (size_t)count);
  return sendmsg(channel, &note, MSG_NOSIGNAL) == (ssize_t)size;
}

void warm_make(struct warm *child, int kind, const int spaces[FD_COUNT]) {
  if (kind < 0 || kind >= (int)(sizeof zygotes / sizeof *zygotes) || zygotes[kind].command == NULL) {
    errno = ENOENT;
    die("no such interpreter is kept warm");
  }
  int pair[2], fds[FD_COUNT];
  if (channel(pair) != 0) die("a socket to a warm process");
  memcpy(fds, spaces, sizeof fds);
  fds[FD_CHANNEL] = pair[1];
  struct jail_birth birth = {1u << FD_CHANNEL};
  for (int i = FD_PIDS; i <= FD_IPC; i++) birth.given |= fds[i] >= 0 ? 1u << i : 0;
  if (!ask(zygotes[kind].channel, &birth, sizeof birth, birth.given, fds)) die("an interpreter is gone");
  close(pair[1]);
  *child = (struct warm){kind, 0, pair[0]};
}

void warm_settle(struct warm *child) {
  if (child->kind >= 0 && child->pid == 0) child->pid = answer(&zygotes[child->kind]);
}

void warm_begin(struct warm *child, const struct jail_step *step, size_t size, const int fds[FD_COUNT]) {
  if (child->pid > 0 && !ask(child->channel, step, size, step->given, fds)) die("a warm process is gone");
  close(child->channel);
  child->kind = -1;
}

void warm_drop(struct warm *child) {
  if (child->kind < 0) return;
  warm_settle(child);
  close(child->channel);
  child->kind = -1;
  if (child->pid <= 0) return;
  kill(child->pid, SIGKILL);
  while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {}
}
