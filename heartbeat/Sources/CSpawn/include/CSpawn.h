#ifndef CSPAWN_H
#define CSPAWN_H
#include <spawn.h>

/// Lets a child begin in a folder; glibc shows this function only to C code that asks for extensions.
int spawn_file_actions_addchdir(posix_spawn_file_actions_t *actions, const char *path);

/// Lets a child begin without the descriptors from a number on, where the system can do that (glibc 2.34).
int spawn_file_actions_closefrom(posix_spawn_file_actions_t *actions, int first);
#endif
