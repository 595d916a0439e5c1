// Namespaces made for one run and thrown away with it: processes, mounts, memory, shared memory.
#define _GNU_SOURCE
#include "session.h"
#include "landlock.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *build(char *proc) {
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return "private mounts";
  if (mount("box", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=16k,nr_inodes=8") != 0) return "mount of the box";
  if (mkdir("/tmp/box", 0700) != 0 || mkdir("/tmp/tmp", 0700) != 0 || mkdir("/tmp/shm", 0700) != 0) return "folders of the box";
  if (mount("/tmp/box", "/box", NULL, MS_BIND, NULL) != 0) return "bind of /box";
  if (mount("/tmp/shm", "/dev/shm", NULL, MS_BIND, NULL) != 0) return "bind of /dev/shm";
  if (mount("/tmp/tmp", "/tmp", NULL, MS_BIND, NULL) != 0) return "bind of /tmp";
  *proc = mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
  if (!*proc && mount("none", "/proc", "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k") != 0) return "cover of /proc";
  return NULL;
}

struct size { uint64_t bytes, files; };

// A box is made before it is known for whom; then it is cut to size, and init closes itself to what will run there.
static void cut(const struct size *size) {
  char options[64];
  snprintf(options, sizeof options, "size=%llu,nr_inodes=%llu", (unsigned long long)size->bytes, (unsigned long long)size->files);
  if (mount(NULL, "/tmp", NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV, options) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) _exit(71);
  if (write(3, "c", 1) != 1) _exit(71);
}

static void reap(int signal) {
  (void)signal;
  int before = errno;
  while (waitpid(-1, NULL, WNOHANG) > 0) {}
  errno = before;
}

// Process 1 of the box: kills all others when it is told to, and says how much CPU those took that lost their parents.
static _Noreturn void init(int talk) {
  char proc = 0;
  struct size order;
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (dup2(talk, 3) < 0 || syscall(SYS_close_range, 4, ~0u, 0) != 0 || setsid() < 0) _exit(71);
  sigset_t none;
  sigemptyset(&none);
  const char *failed = build(&proc);
  char note[128];
  int size = failed == NULL ? snprintf(note, sizeof note, "%c", proc ? 'p' : '-') : snprintf(note, sizeof note, "!%s: %s", failed, strerror(errno));
  if (write(3, note, (size_t)size) != size) _exit(71);
  struct sigaction chld = {.sa_handler = reap};
  sigaction(SIGCHLD, &chld, NULL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (;;) {
    ssize_t got = read(3, &order, sizeof order);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) _exit(0);
    if (got == sizeof order) {
      cut(&order);
      continue;
    }
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {}
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    if (write(3, &usage, sizeof usage) != sizeof usage) _exit(71);
  }
}

static int named(pid_t pid, const char *what, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, what);
  return open(path, flags | O_CLOEXEC);
}

static const char *enter_view(struct session *session) {
  session->pids = named(session->init, "ns/pid", O_RDONLY);
  session->mounts = named(session->init, "ns/mnt", O_RDONLY);
  session->ipc = named(session->init, "ns/ipc", O_RDONLY);
  session->box = named(session->init, "root/box", O_PATH | O_DIRECTORY);
  session->processes = session->proc ? named(session->init, "root/proc", O_RDONLY | O_DIRECTORY) : -1;
  if (session->pids < 0 || session->mounts < 0 || session->ipc < 0 || session->box < 0) return "the box's namespaces";
  return session->proc && session->processes < 0 ? "the box's /proc" : NULL;
}

static const char *open_namespaces(struct session *session) {
  int pair[2];
  static char note[128];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return "a socket to init";
  session->talk = pair[0];
  session->init = (pid_t)syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | SIGCHLD, 0, 0, 0, 0);
  if (session->init == 0) init(pair[1]);
  close(pair[1]);
  if (session->init < 0) return "new namespaces";
  ssize_t got = read(session->talk, note, sizeof note - 1);
  if (got <= 0) return "init of the box";
  note[got] = 0;
  if (note[0] == '!') {
    errno = 0;
    return note + 1;
  }
  session->proc = note[0] == 'p';
  return enter_view(session);
}

const char *session_size(struct session *session, uint64_t bytes, uint64_t files) {
  struct size size = {bytes, files};
  char done;
  if (session->bytes == bytes && session->files == files) return NULL;
  session->bytes = bytes;
  session->files = files;
  bool cut_it = session->init == 0 || (write(session->talk, &size, sizeof size) == sizeof size && read(session->talk, &done, 1) == 1);
  return cut_it ? NULL : "the size of the box";
}

const char *session_open(struct session *session, const struct place *place, const char *name) {
  *session = (struct session){.open = true, .talk = -1, .pids = -1, .mounts = -1, .ipc = -1, .box = -1, .processes = -1, .rules = -1, .ready = {.kind = -1}};
  return place->landlock ? landlock_open(session, place, name) : open_namespaces(session);
}

static int below(int folder, const char *path, uint64_t flags, uint64_t mode) {
  struct open_how how = {flags | O_CLOEXEC | O_NOFOLLOW, mode, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

static int folder_of(int box, char *path, char **name) {
  int folder = openat(box, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (char *slash; folder >= 0 && (slash = strchr(path, '/')) != NULL; path = slash + 1) {
    *slash = 0;
    if (mkdirat(folder, path, 0755) != 0 && errno != EEXIST) { close(folder); return -1; }
    int next = below(folder, path, O_PATH | O_DIRECTORY, 0);
    close(folder);
    folder = next;
  }
  *name = path;
  return folder;
}

const char *session_write(struct session *session, const char *path, const uint8_t *bytes, size_t size) {
  char copy[PATH_MAX], *name;
  if (snprintf(copy, sizeof copy, "%s", path) >= (int)sizeof copy) return "a path too long";
  int folder = folder_of(session->box, copy, &name);
  if (folder < 0) return "a folder of the box";
  int file = below(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  close(folder);
  if (file < 0) return "a file of the box";
  size_t done = 0;
  for (ssize_t wrote; done < size && (wrote = write(file, bytes + done, size - done)) > 0;) done += (size_t)wrote;
  close(file);
  return done == size ? NULL : "writing a file of the box";
}

int session_read(struct session *session, const char *path) {
  struct stat what;
  int file = below(session->box, path, O_RDONLY | O_NONBLOCK, 0);
  if (file >= 0 && (fstat(file, &what) != 0 || !S_ISREG(what.st_mode))) {
    close(file);
    file = -1;
  }
  return file;
}

uint64_t microseconds(const struct rusage *usage) {
  return (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 + (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

void session_reap(struct session *session) {
  struct running *step = &session->step;
  if (step->pid <= 0 || step->exited) return;
  kill(step->pid, SIGKILL);
  while (wait4(step->pid, &step->code, 0, &step->usage) < 0 && errno == EINTR) {}
  step->exited = true;
}

static void ask_init(struct session *session) {
  struct rusage usage;
  if (session->talk < 0 || write(session->talk, "k", 1) != 1) return;
  if (poll(&(struct pollfd){session->talk, POLLIN, 0}, 1, 20000) != 1) die("init of a box does not answer");
  if (read(session->talk, &usage, sizeof usage) == sizeof usage)
    session->orphans = microseconds(&usage);
}

// Twice where the step still lives: only once it is gone have all of its children become init's, and been waited for.
void session_kill(struct session *session) {
  if (session->init == 0) {
    landlock_kill(session);
    return;
  }
  if (session->step.forced >= 0) ask_init(session);
  session_reap(session);
  ask_init(session);
}

void session_close(struct session *session) {
  if (session->open) {
    warm_drop(&session->ready);
    if (session->init > 0) {
      kill(session->init, SIGKILL);
      while (waitpid(session->init, NULL, 0) < 0 && errno == EINTR) {}
    }
    int all[] = {session->talk, session->pids, session->mounts, session->ipc, session->processes, session->rules};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
      if (all[i] >= 0) close(all[i]);
    if (session->init == 0) landlock_close(session);
    if (session->box >= 0) close(session->box);
  }
  session->open = false;
}
