// From a process of ours to a process of theirs: joins the box and gives up everything on the way.
#define _GNU_SOURCE
#include "jail.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

bool jail_read(struct jail_step *step, size_t size, struct jail_script *script) {
  if (size < sizeof *step || step->filter > 4096 || step->argc == 0 || step->argc > 4096 || step->envc > 4096) return false;
  size_t before = sizeof *step + (size_t)step->filter * 8;
  if (before > size || step->strings != size - before || step->strings == 0) return false;
  char *text = (char *)step + before, *end = text + step->strings;
  if (end[-1] != 0) return false;
  char **all = calloc(step->argc + step->envc + 2u, sizeof *all);
  if (all == NULL) return false;
  *script = (struct jail_script){(int)step->argc, all, all + step->argc + 1};
  for (uint32_t i = 0; i < step->argc + step->envc; i++) {
    if (text >= end) return false;
    all[i < step->argc ? i : i + 1] = text;
    text += strlen(text) + 1;
  }
  return text == end;
}

// The kernel's out-of-memory killer takes a program before it takes what supervises it.
static void offer_to_oom_killer(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  if (write(file, "1000", 4) < 0) errno = 0;
  close(file);
}

static int join(uint32_t given, const int fds[FD_COUNT]) {
  offer_to_oom_killer();
  if ((given & 1u << FD_MOUNTS) == 0) return 0;
  return setns(fds[FD_MOUNTS], CLONE_NEWNS) != 0 || setns(fds[FD_IPC], CLONE_NEWIPC) != 0 ? -1 : chdir("/box");
}

// 0, 1, 2, 3: the run's. An interpreter keeps what is its own; what was sent to it lies above 3, which is its channel until now.
static int take_over(const int fds[FD_COUNT]) {
  for (int i = FD_IN; i <= FD_ERR; i++)
    if (dup2(fds[i], i) < 0 || close(fds[i]) != 0) return -1;
  return fds[FD_PAIR] < 0 ? close(3) : dup2(fds[FD_PAIR], 3) < 0 ? -1 : close(fds[FD_PAIR]);
}

// A cold step keeps nothing else.
static int arrange(const struct jail_step *step, const int fds[FD_COUNT], int *rules) {
  int high[FD_COUNT];
  for (int i = 0; i < FD_COUNT; i++) {
    high[i] = step->given & 1u << i ? fcntl(fds[i], F_DUPFD_CLOEXEC, 200) : -1;
    if (step->given & 1u << i && high[i] < 0) return -1;
  }
  for (int i = FD_IN; i <= FD_ERR; i++)
    if (dup2(high[i], i) < 0) return -1;
  if (high[FD_PAIR] >= 0 && dup2(high[FD_PAIR], 3) < 0) return -1;
  if (high[FD_PAIR] < 0) close(3);
  for (int i = 0; i < FD_COUNT; i++)
    if (high[i] >= 0 && i != FD_STATUS && i != FD_RULES) close(high[i]);
  if (dup3(high[FD_STATUS], 4, O_CLOEXEC) < 0) return -1;
  *rules = high[FD_RULES];
  if (*rules >= 0 && (*rules = dup3(high[FD_RULES], 5, O_CLOEXEC)) < 0) return -1;
  return (int)syscall(SYS_close_range, *rules >= 0 ? 6u : 5u, ~0u, 0);
}

static int set(int what, uint64_t value) {
  struct rlimit now, limit = {value, value};
  if (getrlimit(what, &now) != 0) return -1;
  if (now.rlim_max < limit.rlim_max) limit.rlim_cur = limit.rlim_max = now.rlim_max;
  return setrlimit(what, &limit);
}

static int limit_any(void) {
  return set(RLIMIT_NOFILE, 256) | set(RLIMIT_CORE, 0) | set(RLIMIT_MSGQUEUE, 0) | set(RLIMIT_MEMLOCK, 1 << 20) |
         set(RLIMIT_SIGPENDING, 1024) | set(RLIMIT_NICE, 0) | set(RLIMIT_RTPRIO, 0);
}

static int limit(const struct jail_step *step) {
  return set(RLIMIT_CPU, step->cpu) | set(RLIMIT_DATA, step->data) | set(RLIMIT_FSIZE, step->file) | set(RLIMIT_NPROC, step->processes);
}

static int give_up(void) {
  for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
    if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1 && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0 && errno != EPERM) return -1;
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(SYS_capset, &header, none) != 0) return -1;
  if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void forget_signals(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < 65; number++) sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

int jail_join(uint32_t given, const int fds[FD_COUNT]) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (setsid() < 0 || join(given, fds) != 0) return STAGE_NAMESPACE;
  umask(022);
  if (limit_any() != 0) return STAGE_LIMITS;
  return give_up() == 0 ? 0 : STAGE_PRIVILEGES;
}

int jail_enter(const struct jail_step *step, const int fds[FD_COUNT], bool warm) {
  int rules = warm ? fds[FD_RULES] : -1;
  if (step->given & 1u << FD_BOX && (fchdir(fds[FD_BOX]) != 0 || (warm && close(fds[FD_BOX]) != 0))) return STAGE_FILES;
  if ((warm ? take_over(fds) : arrange(step, fds, &rules)) != 0) return STAGE_FILES;
  if (!warm) forget_signals();
  if (limit(step) != 0) return STAGE_LIMITS_OF_STEP;
  if (rules >= 0 && (syscall(SYS_landlock_restrict_self, rules, 0) != 0 || close(rules) != 0)) return STAGE_LANDLOCK;
  struct sock_fprog filter = {(unsigned short)step->filter, (struct sock_filter *)(uintptr_t)(step + 1)};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0) return STAGE_SECCOMP;
  return 0;
}
