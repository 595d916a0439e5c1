// System calls that a run may not make. What no honest program asks for kills it; what honest programs try and can do without is refused.
#define _GNU_SOURCE
#include "filter.h"
#include "wire.h"
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const killed[] = {
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "pidfd_getfd", "keyctl", "add_key",
    "request_key", "bpf", "perf_event_open", "userfaultfd", "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot",
    "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "init_module", "finit_module",
    "delete_module", "create_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct", "quotactl",
    "quotactl_fd", "open_by_handle_at", "iopl", "ioperm", "modify_ldt", "vm86", "vm86old", "lookup_dcookie", "settimeofday",
    "clock_settime", "sethostname", "setdomainname", "syslog", "vhangup", "nfsservctl", "uselib", "_sysctl", "fanotify_init", NULL};

// Asked for by libraries that go on without: io_uring and clone3 by runtimes; memory that no limit on files or memory would see.
static const char *const absent[] = {
    "io_uring_setup", "io_uring_enter", "io_uring_register", "clone3", "memfd_create", "memfd_secret", "shmget", "shmat", "shmctl",
    "shmdt", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink", NULL};

static const uint64_t spaces[] = {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET};

static void check(int code, const char *what) {
  if (code == 0) return;
  errno = -code;
  die(what);
}

// A name that this machine's libseccomp does not know is a call that its filter cannot see by name; there are none among Debian 12's.
static void each(scmp_filter_ctx filter, uint32_t action, const char *const *names) {
  for (; *names != NULL; names++) {
    int call = seccomp_syscall_resolve_name(*names);
    if (call != __NR_SCMP_ERROR) check(seccomp_rule_add(filter, action, call, 0), *names);
  }
}

#define WHEN(action, name, ...) check(seccomp_rule_add(filter, action, SCMP_SYS(name), 1, __VA_ARGS__), #name)

static void with_arguments(scmp_filter_ctx filter) {
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
    WHEN(SCMP_ACT_KILL_PROCESS, clone, SCMP_A0(SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]));
  WHEN(SCMP_ACT_KILL_PROCESS, personality, SCMP_A0(SCMP_CMP_MASKED_EQ, 0xff, PER_LINUX32));
  // Of others: limits, priorities, processors. 0 is oneself.
  WHEN(SCMP_ACT_ERRNO(EPERM), prlimit64, SCMP_A0(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), sched_setaffinity, SCMP_A0(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), sched_setscheduler, SCMP_A0(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), sched_setparam, SCMP_A0(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), sched_setattr, SCMP_A0(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), setpriority, SCMP_A1(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), setpriority, SCMP_A0(SCMP_CMP_NE, PRIO_PROCESS));
  WHEN(SCMP_ACT_ERRNO(EPERM), ioprio_set, SCMP_A1(SCMP_CMP_NE, 0));
  WHEN(SCMP_ACT_ERRNO(EPERM), ioprio_set, SCMP_A0(SCMP_CMP_NE, 1));
  // A terminal's input, as if typed.
  WHEN(SCMP_ACT_ERRNO(EPERM), ioctl, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, 0x5412));
  WHEN(SCMP_ACT_ERRNO(EPERM), ioctl, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, 0x541c));
  // No file that becomes its owner when executed.
  WHEN(SCMP_ACT_ERRNO(EPERM), chmod, SCMP_A1(SCMP_CMP_MASKED_EQ, S_ISUID, S_ISUID));
  WHEN(SCMP_ACT_ERRNO(EPERM), fchmod, SCMP_A1(SCMP_CMP_MASKED_EQ, S_ISUID, S_ISUID));
  WHEN(SCMP_ACT_ERRNO(EPERM), fchmodat, SCMP_A2(SCMP_CMP_MASKED_EQ, S_ISUID, S_ISUID));
}

// Where no namespaces stand, a group of processes is what is killed, so none may leave it; and there is no network but this filter.
static void without_namespaces(scmp_filter_ctx filter) {
  static const char *const leaving[] = {"setsid", "setpgid", NULL};
  each(filter, SCMP_ACT_ERRNO(EPERM), leaving);
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 0), "socket");
}

const uint64_t *filter_build(bool landlock, size_t *instructions) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == NULL) die("seccomp");
  check(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "seccomp architecture");
  check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2), "seccomp tree");
  each(filter, SCMP_ACT_KILL_PROCESS, killed);
  each(filter, SCMP_ACT_ERRNO(ENOSYS), absent);
  with_arguments(filter);
  if (landlock) without_namespaces(filter);
  else WHEN(SCMP_ACT_ERRNO(EACCES), socket, SCMP_A0(SCMP_CMP_NE, AF_UNIX));

  int file = memfd_create("filter", MFD_CLOEXEC);
  check(seccomp_export_bpf(filter, file), "seccomp export");
  off_t size = lseek(file, 0, SEEK_END);
  uint64_t *program = malloc((size_t)size);
  if (program == NULL || pread(file, program, (size_t)size, 0) != size) die("seccomp program");
  close(file);
  seccomp_release(filter);
  *instructions = (size_t)size / 8;
  return program;
}
