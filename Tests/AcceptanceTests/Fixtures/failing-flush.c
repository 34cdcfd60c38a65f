// Preloaded into a gateway: its Nth flush to the disk fails with EIO, as that of a dying disk does. ANKUR_FAIL_FLUSH=N.
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int flushes;

static int flush(long call, int descriptor) {
    const char *number = getenv("ANKUR_FAIL_FLUSH");
    if (number && atomic_fetch_add(&flushes, 1) + 1 == atoi(number)) {
        static const char mark[] = "ANKUR_FAIL_FLUSH: struck\n";
        ssize_t written = write(2, mark, sizeof mark - 1);
        (void)written;
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, descriptor);
}

int fsync(int descriptor) { return flush(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return flush(SYS_fdatasync, descriptor); }
