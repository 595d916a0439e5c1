// libjail.so: in the interpreter. The child is made the supervisor's own (CLONE_PARENT), in the pid namespace of the run.
#define _GNU_SOURCE
#include "jail.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

static union { struct jail_birth birth; struct jail_step step; char bytes[JAIL_MESSAGE]; } message; // the first word of both: what is given

static size_t receive(size_t least, int fds[FD_COUNT]) {
  union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int) * FD_COUNT)]; } control;
  struct iovec text = {message.bytes, sizeof message};
  struct msghdr note = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
  ssize_t size;
  do size = recvmsg(JAIL_CHANNEL, &note, MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  if (size <= 0) _exit(0); // the supervisor is gone, or has no use for this
  struct cmsghdr *header = CMSG_FIRSTHDR(&note);
  if ((size_t)size < least || header == NULL || header->cmsg_type != SCM_RIGHTS) _exit(72);
  int given[FD_COUNT], count = 0;
  memcpy(given, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
  for (int i = 0; i < FD_COUNT; i++) fds[i] = message.birth.given & 1u << i ? given[count++] : -1;
  return (size_t)size;
}

// libc keeps its thread's number in memory that the kernel knows of; a child made past libc has to have it set likewise.
static pid_t make_child(void) {
  void *thread = NULL;
  unsigned long flags = CLONE_PARENT | SIGCHLD;
  if (prctl(PR_GET_TID_ADDRESS, &thread, 0, 0, 0) == 0 && thread != NULL) flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
#ifdef __x86_64__
  return (pid_t)syscall(SYS_clone, flags, 0, 0, thread, 0);
#else
  return (pid_t)syscall(SYS_clone, flags, 0, 0, 0, thread);
#endif
}

static void close_all(const int fds[FD_COUNT]) {
  for (int i = 0; i < FD_COUNT; i++)
    if (fds[i] >= 0) close(fds[i]);
}

// What failed is told with the first answer that there is: the step's status.
static struct jail_failure failure;

PUBLIC void jail_wait(void) {
  int ours = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC), fds[FD_COUNT];
  const pid_t ready = 0;
  if (send(JAIL_CHANNEL, &ready, sizeof ready, MSG_NOSIGNAL) != sizeof ready) _exit(0);
  for (;;) {
    receive(sizeof message.birth, fds);
    bool space = fds[FD_PIDS] >= 0;
    if (space && setns(fds[FD_PIDS], CLONE_NEWPID) != 0) _exit(72);
    pid_t child = make_child();
    if (child == 0) {
      failure.stage = (uint32_t)jail_join(message.birth.given, fds);
      failure.error = (uint32_t)errno;
      if (dup3(fds[FD_CHANNEL], JAIL_CHANNEL, O_CLOEXEC) < 0) _exit(72);
      close_all(fds);
      close(ours);
      return;
    }
    if (space && setns(ours, CLONE_NEWPID) != 0) _exit(72);
    close_all(fds);
    if (send(JAIL_CHANNEL, &child, sizeof child, MSG_NOSIGNAL) != sizeof child) _exit(0);
  }
}

PUBLIC const struct jail_script *jail_begin(void) {
  static struct jail_script script;
  int fds[FD_COUNT];
  size_t size = receive(sizeof message.step, fds);
  if (fds[FD_STATUS] < 0) _exit(72);
  if (failure.stage == 0 && !jail_read(&message.step, size, &script)) failure = (struct jail_failure){STAGE_FILES, EPROTO};
  if (failure.stage == 0) {
    failure.stage = (uint32_t)jail_enter(&message.step, fds, true);
    failure.error = (uint32_t)errno;
  }
  if (failure.stage != 0) _exit(write(fds[FD_STATUS], &failure, sizeof failure) > 0 ? 127 : 126);
  close(fds[FD_STATUS]);
  environ = script.envp;
  return &script;
}
