// expect Exited
#include <mqueue.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
int main(void) {
  int any = shmget(4711, 4096, IPC_CREAT | 0666) >= 0 || msgget(4711, IPC_CREAT | 0666) >= 0 || semget(4711, 1, IPC_CREAT | 0666) >= 0 ||
            mq_open("/left", 64 | 2, 0666, NULL) >= 0;
  puts(any ? "System V or POSIX IPC" : "held");
}
