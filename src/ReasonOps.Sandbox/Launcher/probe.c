// Runs as a step does, and tries what a step must not be able to do. One line for each layer: name, 1 or 0, what was seen.
#define _GNU_SOURCE
#include "jail.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void tell(const char *name, bool holds, const char *seen) { printf("%s\t%d\t%s\n", name, holds, seen); }

static void network(void) {
  static const struct { int family, type; const char *name; } all[] = {
      {AF_INET, SOCK_STREAM, "IPv4"}, {AF_INET6, SOCK_STREAM, "IPv6"}, {AF_NETLINK, SOCK_RAW, "netlink"}, {AF_PACKET, SOCK_RAW, "packet"},
      {AF_VSOCK, SOCK_STREAM, "vsock"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (socket(all[i].family, all[i].type, 0) >= 0) {
      tell("network", false, all[i].name);
      return;
    }
  int local = socket(AF_UNIX, SOCK_STREAM, 0);
  tell("network", true, local >= 0 ? "no socket of IPv4, IPv6, netlink, packet or vsock" : "no socket of any family");
}

static void files(void) {
  static const char *const all[] = {"/usr/reasonops-probe", "/etc/reasonops-probe", "/reasonops-probe", "/opt/reasonops/probe", "/dev/reasonops-probe",
                                    "/var/tmp/reasonops-probe", "/proc/sys/kernel/core_pattern", "/sys/reasonops-probe", "/root/.profile"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (open(all[i], O_WRONLY | O_CREAT, 0600) >= 0) {
      tell("files", false, all[i]);
      return;
    }
  bool box = open("probe", O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0;
  tell("files", box, box ? "nothing outside of the box can be written" : "the box itself cannot be written");
}

static void processes(void) {
  char path[64], text[64];
  pid_t parent = getppid();
  snprintf(path, sizeof path, "/proc/%d/environ", parent != 0 ? parent : 1);
  int file = open(path, O_RDONLY);
  bool read_it = file >= 0 && read(file, text, sizeof text) >= 0;
  bool reached = parent != 0 && kill(parent, 0) == 0;
  tell("processes", !read_it && !reached, read_it ? path : reached ? "the parent takes signals" : parent == 0 ? "others are in another pid namespace" : "no signal leaves");
}

static void privileges(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct held[2] = {{0, 0, 0}, {0, 0, 0}};
  syscall(SYS_capget, &header, held);
  bool none = (held[0].permitted | held[0].effective | held[0].inheritable | held[1].permitted | held[1].effective | held[1].inheritable) == 0;
  bool ambient = prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_SYS_ADMIN, 0, 0) == 1;
  tell("capabilities", none && !ambient && setuid(0) != 0 && setgid(0) != 0, "none held, user and group 0 cannot be taken");
  tell("no_new_privs", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "set");
}

static bool dies(int which) {
  pid_t child = fork();
  if (child == 0) {
    switch (which) {
      case 0: unshare(CLONE_NEWUSER); break;
      case 1: ptrace(PTRACE_TRACEME, 0, 0, 0); break;
      case 2: syscall(SYS_keyctl, 0, 0, 0, 0, 0); break;
      case 3: syscall(SYS_bpf, 0, NULL, 0); break;
      case 4: mount("none", "/tmp", "tmpfs", 0, NULL); break;
      case 5: syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0); break;
      case 6: syscall(SYS_init_module, NULL, 0, ""); break;
    }
    _exit(0);
  }
  int code = 0;
  return child > 0 && waitpid(child, &code, 0) == child && WIFSIGNALED(code) && WTERMSIG(code) == SIGSYS;
}

static void calls(void) {
  static const char *const names[] = {"unshare", "ptrace", "keyctl", "bpf", "mount", "clone with a user namespace", "init_module"};
  for (int i = 0; i < 7; i++)
    if (!dies(i)) {
      tell("seccomp", false, names[i]);
      return;
    }
  char room[256] = {0};
  bool ring = syscall(SYS_io_uring_setup, 1, room) >= 0 || errno != ENOSYS;
  tell("seccomp", !ring, ring ? "io_uring" : "unshare, ptrace, keyctl, bpf, mount, modules and user namespaces kill; io_uring is not there");
}

static void inheritance(void) {
  static const char *const known[] = {"PATH=", "HOME=", "LANG=", "TMPDIR="};
  for (char **pair = environ; *pair != NULL; pair++) {
    bool ours = false;
    for (int i = 0; i < 4; i++) ours |= strncmp(*pair, known[i], strlen(known[i])) == 0;
    if (!ours) {
      tell("inheritance", false, "an environment variable of the verifier's");
      return;
    }
  }
  for (int fd = 3; fd < 4096; fd++)
    if (fcntl(fd, F_GETFD) >= 0) {
      tell("inheritance", false, "an open file of the verifier's");
      return;
    }
  tell("inheritance", true, "no environment and no open files of the verifier's");
}

static void fill_memory(void) {
  for (;;) {
    char *block = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) pause();
    memset(block, 1, 1 << 20);
  }
}

int probe(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "memory") == 0) fill_memory();
  if (strcmp(what, "processes") == 0)
    for (;;)
      if (fork() <= 0) pause();
  if (strcmp(what, "wall") == 0) pause();
  if (strcmp(what, "cpu") == 0)
    for (volatile unsigned turns = 0;;) turns++;
  inheritance(); // first: what follows opens files of its own
  network();
  files();
  processes();
  privileges();
  calls();
  return 0;
}
