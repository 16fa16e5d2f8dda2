/*
 * What nobody who installs from a repository can leave out, and nothing else: reads stored contents, hashes them, unpacks
 * them into files beside their targets, sets modes, and renames them, with two threads and the libraries that snapupd
 * uses. No manifest is read, no solution looked for, nothing noted for the case of a crash.
 *
 * usage: contents LIST STAGE
 * LIST has a stored content's path and its target's path a line; STAGE is an empty folder on the targets' filesystem.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 8 << 20, THREADS = 2 };

static struct { char *stored, *target; } *contents;
static int count, stage;
static atomic_int next_content, next_rename;

/* The packages of their headers aren't needed this way. */
static void *(*make_unpacker)(void);
static int (*unpack)(void *, const void *, size_t, void *, size_t, size_t *);
static const void *(*sha512_256)(void);
static int (*digest)(const void *, size_t, unsigned char *, unsigned *, const void *, void *);

static void *function(const char *library, const char *name)
{
    void *opened = dlopen(library, RTLD_NOW);
    void *found = opened ? dlsym(opened, name) : NULL;
    if (!found)
        errx(1, "%s", dlerror());
    return found;
}

static void put(int number, void *unpacker, unsigned char *packed, unsigned char *plain)
{
    unsigned char hash[64];
    char name[16];
    struct stat status;
    size_t length;
    int in = open(contents[number].stored, O_RDONLY | O_CLOEXEC);
    if (in < 0 || fstat(in, &status) || status.st_size > ROOM || read(in, packed, status.st_size) != status.st_size)
        err(1, "%s", contents[number].stored);
    close(in);
    if (!digest(packed, status.st_size, hash, NULL, sha512_256(), NULL)
            || unpack(unpacker, packed, status.st_size, plain, ROOM, &length))
        errx(1, "%s can't be unpacked", contents[number].stored);
    snprintf(name, sizeof name, "%d", number);
    int out = openat(stage, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0 || write(out, plain, length) != (ssize_t) length || fchmod(out, 0644))
        err(1, "%s", name);
    close(out);
}

static void *stage_all(void *unused)
{
    void *unpacker = make_unpacker();
    unsigned char *packed = malloc(ROOM), *plain = malloc(ROOM);
    for (int number; (number = next_content++) < count;)
        put(number, unpacker, packed, plain);
    return unused;
}

static void *rename_all(void *unused)
{
    char name[16];
    for (int number; (number = next_rename++) < count;) {
        snprintf(name, sizeof name, "%d", number);
        if (renameat(stage, name, AT_FDCWD, contents[number].target))
            err(1, "%s", contents[number].target);
    }
    return unused;
}

static void together(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, NULL))
            errx(1, "no thread");
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
    char stored[4096], target[4096];
    FILE *list = argc == 3 ? fopen(argv[1], "r") : NULL;
    stage = list ? open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (stage < 0)
        err(2, "usage: contents LIST STAGE");
    while (fscanf(list, "%4095s %4095s", stored, target) == 2) {
        contents = realloc(contents, (count + 1) * sizeof *contents);
        contents[count].stored = strdup(stored);
        contents[count++].target = strdup(target);
    }
    make_unpacker = function("libdeflate.so.0", "libdeflate_alloc_decompressor");
    unpack = function("libdeflate.so.0", "libdeflate_gzip_decompress");
    sha512_256 = function("libcrypto.so.3", "EVP_sha512_256");
    digest = function("libcrypto.so.3", "EVP_Digest");
    together(stage_all);
    together(rename_all);
    return 0;
}
