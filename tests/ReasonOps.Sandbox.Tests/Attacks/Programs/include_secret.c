// expect compile Exited
#include "/etc/shadow"
int main(void) {}
