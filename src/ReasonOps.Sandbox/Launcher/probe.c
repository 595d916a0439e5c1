#include <stdio.h>
int probe(int argc, char **argv) { (void)argc; (void)argv; return 0; }
