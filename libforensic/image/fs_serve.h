/* fs_serve.h - the life of a child that runs libtsk */
#ifndef IMAGE_FS_SERVE_H
#define IMAGE_FS_SERVE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Confine this process, then obey orders from sock (fs_wire.h) until the parent
 * is gone.  window: FS_WINDOW bytes shared with it.
 */
void fs_serve(int sock, uint8_t *window, bool types) __attribute__((noreturn));

#endif
