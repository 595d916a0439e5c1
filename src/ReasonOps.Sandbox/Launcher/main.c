// launcher start     becomes a place: control group, another user, then bubblewrap or the supervisor; stays behind as their guard
// launcher supervise runs boxes (supervise.c)
// launcher probe     tries from inside what must not work (probe.c)
// launcher sweep     removes what killed verifiers have left (sweep.c)
#define _GNU_SOURCE
#include "group.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int supervise(int argc, char **argv);
int probe(int argc, char **argv);
int sweep_all(const char *path);

static void connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) { errno = ENAMETOOLONG; die(path); }
  memcpy(address.sun_path, path, strlen(path) + 1);
  int end = socket(AF_UNIX, SOCK_STREAM, 0);
  if (end < 0 || connect(end, (struct sockaddr *)&address, sizeof address) != 0) die(path);
  if (dup2(end, 0) < 0 || dup2(end, 1) < 0) die("descriptors");
}

static void log_to(const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
  if (file < 0 || dup2(file, 2) < 0) die(path);
}

enum { LOCK = 99 };

// Held until nothing of the place is left: then alone may its folder be swept away.
static void share(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || dup3(file, LOCK, O_CLOEXEC) < 0 || flock(LOCK, LOCK_SH | LOCK_NB) != 0) die(path);
  close(file);
}

static void become(uid_t user) {
  if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 || setresuid(user, user, user) != 0) die("another user");
}

// All that lost their parent come to us; none outlives this process.
static void sweep(void) {
  for (int round = 0; round < 1000; round++) {
    char text[4096];
    int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    text[got > 0 ? got : 0] = 0;
    char *at = text, *next;
    for (long pid; (pid = strtol(at, &next, 10)) > 0; at = next) kill((pid_t)pid, SIGKILL);
    if (waitpid(-1, NULL, got > 0 ? 0 : WNOHANG) < 0 && errno == ECHILD) return;
  }
}

static void make_folder(const char *path, uid_t user) {
  if (mkdir(path, 0700) != 0 || (user != 0 && chown(path, user, user) != 0)) die(path);
}

// start --lock <file> --connect <socket> --log <file> [--user <id>] {--group <folder>} [--folder <its own>] -- <command...>
static int start(int argc, char **argv) {
  int at = 1;
  uid_t user = 0;
  for (; at + 1 < argc && strcmp(argv[at], "--") != 0; at += 2) {
    if (strcmp(argv[at], "--lock") == 0) share(argv[at + 1]);
    else if (strcmp(argv[at], "--connect") == 0) connect_to(argv[at + 1]);
    else if (strcmp(argv[at], "--log") == 0) log_to(argv[at + 1]);
    else if (strcmp(argv[at], "--group") == 0) group_join(argv[at + 1]);
    else if (strcmp(argv[at], "--user") == 0) user = (uid_t)strtoul(argv[at + 1], NULL, 10);
    else if (strcmp(argv[at], "--folder") == 0) make_folder(argv[at + 1], user);
    else { errno = EINVAL; die(argv[at]); }
  }
  if (at + 1 >= argc) { errno = EINVAL; die("start"); }
  if (user != 0) become(user);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  setsid();
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    syscall(SYS_close_range, 3, 99, 0);
    execvp(argv[at + 1], argv + at + 1);
    die(argv[at + 1]);
  }
  syscall(SYS_close_range, 0, 1, 0);
  syscall(SYS_close_range, 3, LOCK - 1, 0);
  syscall(SYS_close_range, LOCK + 1, ~0u, 0);
  int code;
  while (waitpid(child, &code, 0) < 0 && errno == EINTR) {}
  sweep();
  return WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "start") == 0) return start(argc - 1, argv + 1);
  if (argc > 1 && strcmp(argv[1], "supervise") == 0) return supervise(argc - 1, argv + 1);
  if (argc > 1 && strcmp(argv[1], "probe") == 0) return probe(argc - 1, argv + 1);
  if (argc == 3 && strcmp(argv[1], "sweep") == 0) return sweep_all(argv[2]);
  fputs("launcher: start, supervise, probe or sweep\n", stderr);
  return 64;
}
