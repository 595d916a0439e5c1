// zygote.node: what node lacks to become a new process for each script. It is preloaded (LD_PRELOAD) and then loaded again as an
// addon: preloaded, its pthread_join is the one that node calls as it ends, which would wait for ever for threads that a clone has
// not; all that is to be done has been done by then.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "jail.h"

#define PUBLIC __attribute__((visibility("default")))

// Of Node-API, which is the same in every node, what is used here.
typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
extern int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
extern int napi_create_array(napi_env, napi_value *);
extern int napi_set_element(napi_env, napi_value, uint32_t, napi_value);
extern int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
extern int napi_get_uv_event_loop(napi_env, void **);
extern int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
extern int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
extern int napi_get_value_int32(napi_env, napi_value, int32_t *);
extern int napi_get_value_bool(napi_env, napi_value, bool *);
extern int napi_throw_error(napi_env, const char *, const char *);
extern int uv_loop_fork(void *);
extern void uv_update_time(void *);

#define MOST 256
static pthread_t threads[MOST]; // those that were there before the clone
static volatile size_t count;
static pthread_t main_thread;
static volatile bool cloned;
static volatile int code; // what the script ends with

PUBLIC int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
  static int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (create == NULL) create = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))dlsym(RTLD_NEXT, "pthread_create");
  int failed = create(thread, attributes, run, argument);
  if (failed == 0 && !cloned) {
    size_t index = __sync_fetch_and_add(&count, 1);
    if (index < MOST) threads[index] = *thread;
  }
  return failed;
}

PUBLIC int pthread_join(pthread_t thread, void **result) {
  static int (*join)(pthread_t, void **);
  if (join == NULL) join = (int (*)(pthread_t, void **))dlsym(RTLD_NEXT, "pthread_join");
  for (size_t i = 0; cloned && i < count && i < MOST; i++)
    if (pthread_equal(threads[i], thread)) _exit(code);
  return join(thread, result);
}

// Before it ends, node waits until its worker threads have done what V8 posted to them; a clone has none. What V8 posts all the same
// (--single-threaded keeps most of it away) are offers to help with a collection that is long over, so they are counted as done.
// The queue they are in (node::TaskQueue) is a mutex, two conditions of which the second is waited for here, and a count.
struct queue { pthread_mutex_t lock; pthread_cond_t filled, drained; int outstanding; };

PUBLIC int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
  static int (*wait)(pthread_cond_t *, pthread_mutex_t *);
  struct queue *queue = (struct queue *)mutex;
  if (cloned && pthread_equal(pthread_self(), main_thread) && condition == &queue->drained && queue->outstanding > 0) {
    queue->outstanding = 0;
    return 0;
  }
  if (wait == NULL) wait = (int (*)(pthread_cond_t *, pthread_mutex_t *))dlvsym(RTLD_NEXT, "pthread_cond_wait", "GLIBC_2.3.2");
  if (wait == NULL) wait = (int (*)(pthread_cond_t *, pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_cond_wait");
  return wait(condition, mutex);
}

// V8 keeps its heap from clones, which spares node time where all they do is execute another program. Here they go on with it.
PUBLIC int madvise(void *start, size_t length, int advice) {
  return advice == MADV_DONTFORK ? 0 : (int)syscall(SYS_madvise, start, length, advice);
}

static void *loop, *jail;

static napi_value nothing(napi_env env, const char *why) {
  napi_throw_error(env, NULL, why);
  return NULL;
}

static napi_value wait_for_script(napi_env env, napi_callback_info info) {
  size_t given = 1;
  napi_value argument;
  char library[4096];
  napi_get_cb_info(env, info, &given, &argument, NULL, NULL);
  if (given != 1 || napi_get_value_string_utf8(env, argument, library, sizeof library, NULL) != 0) return nothing(env, "wait(path of libjail.so)");
  jail = dlopen(library, RTLD_NOW);
  void (*wait)(void) = jail == NULL ? NULL : (void (*)(void))dlsym(jail, "jail_wait");
  if (wait == NULL || napi_get_uv_event_loop(env, &loop) != 0) return nothing(env, jail == NULL ? dlerror() : "no jail_wait");
  wait();
  main_thread = pthread_self();
  cloned = true;
  if (uv_loop_fork(loop) != 0) _exit(72);
  return NULL;
}

static napi_value begin(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value arguments, text;
  const struct jail_script *(*next)(void) = jail == NULL ? NULL : (const struct jail_script *(*)(void))dlsym(jail, "jail_begin");
  if (next == NULL) return nothing(env, "no jail_begin");
  const struct jail_script *script = next();
  uv_update_time(loop);
  napi_create_array(env, &arguments);
  for (int i = 0; i < script->argc; i++)
    if (napi_create_string_utf8(env, script->argv[i], strlen(script->argv[i]), &text) == 0) napi_set_element(env, arguments, (uint32_t)i, text);
  return arguments;
}

// end(code, now): what to end with, and whether this is the end. Where it is not, node has a last word to write first.
static napi_value end(napi_env env, napi_callback_info info) {
  size_t given = 2;
  napi_value arguments[2];
  int32_t number = 1;
  bool now = false;
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  napi_get_value_int32(env, arguments[0], &number);
  napi_get_value_bool(env, arguments[1], &now);
  code = number & 255;
  if (now) _exit(code);
  return NULL;
}

PUBLIC napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "wait", 4, wait_for_script, NULL, &function);
  napi_set_named_property(env, exports, "wait", function);
  napi_create_function(env, "begin", 5, begin, NULL, &function);
  napi_set_named_property(env, exports, "begin", function);
  napi_create_function(env, "end", 3, end, NULL, &function);
  napi_set_named_property(env, exports, "end", function);
  return exports;
}
