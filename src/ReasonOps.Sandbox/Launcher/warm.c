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

void warm_add(int kind, char **command) { zygotes[kind] = (struct zygote){command, 0, -1}; }

static _Noreturn void become(char **command, int channel) {
  static char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/box", "LANG=C.UTF-8", "TMPDIR=/tmp", NULL};
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (dup2(channel, 10) < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(10, JAIL_CHANNEL) < 0) _exit(72);
  syscall(SYS_close_range, 4, ~0u, 0);
  signal(SIGPIPE, SIG_DFL);
  execve(command[0], command, environment);
  die(command[0]);
}

static void start(struct zygote *zygote) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) die("a socket to an interpreter");
  int room = JAIL_MESSAGE * 2;
  setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
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

static bool ask(int channel, const struct jail_step *step, size_t size, const int fds[FD_COUNT]) {
  union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int) * FD_COUNT)]; } control = {.bytes = {0}};
  struct iovec text = {(void *)(uintptr_t)step, size};
  int given[FD_COUNT], count = 0;
  for (int i = 0; i < FD_COUNT; i++)
    if (fds[i] >= 0) given[count++] = fds[i];
  struct msghdr note = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count)};
  control.header = (struct cmsghdr){CMSG_LEN(sizeof(int) * (size_t)count), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(&control.header), given, sizeof(int) * (size_t)count);
  return sendmsg(channel, &note, MSG_NOSIGNAL) == (ssize_t)size;
}

pid_t warm_start(int kind, const struct jail_step *step, size_t size, const int fds[FD_COUNT]) {
  if (kind < 0 || kind >= (int)(sizeof zygotes / sizeof *zygotes) || zygotes[kind].command == NULL) {
    errno = ENOENT;
    die("no such interpreter is kept warm");
  }
  if (!ask(zygotes[kind].channel, step, size, fds)) die("an interpreter is gone");
  return answer(&zygotes[kind]);
}
