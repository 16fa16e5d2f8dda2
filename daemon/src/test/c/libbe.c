/*
 * A libbe for tests, where there is no illumos: the functions, structures and numbers of illumos' libbe.h, acting on a
 * real pool through zfs(8) and zpool(8) in the order in which libbe acts. Attributes come through the real libnvpair.
 *
 * Built by org.snapup.testing.libbe.TestLibbe. Variants:
 *   -DFOUR_BOOLEANS     be_node_list_t and be_activate as before activation for one boot
 *   -DGLOBAL_FIRST      be_global_active before be_active_next
 *   -DUNBOOTABLE        be_node_list_t of Oracle Solaris
 *   -DWITHOUT_LOADER    no be_installboot
 *   -DOTHER_ATTRIBUTE   another name of the attribute for one boot
 * What the tests set and ask is at the end, test_*.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- libnvpair, as far as libbe uses it */

typedef struct nvlist nvlist_t;
typedef struct nvpair nvpair_t;
typedef int boolean_t;
typedef unsigned int uint_t;

int nvlist_lookup_string(nvlist_t *, const char *, char **);
int nvlist_lookup_uint16(nvlist_t *, const char *, uint16_t *);
int nvlist_lookup_boolean_value(nvlist_t *, const char *, boolean_t *);
int nvlist_lookup_string_array(nvlist_t *, const char *, char ***, uint_t *);
int nvlist_lookup_nvlist(nvlist_t *, const char *, nvlist_t **);
int nvlist_add_string(nvlist_t *, const char *, const char *);
nvpair_t *nvlist_next_nvpair(nvlist_t *, nvpair_t *);
char *nvpair_name(nvpair_t *);
int nvpair_value_string(nvpair_t *, char **);

/* ---- libbe.h */

enum {
	BE_SUCCESS = 0,
	BE_ERR_BE_NOENT = 4003,
	BE_ERR_BUSY = 4004,
	BE_ERR_CLONE = 4006,
	BE_ERR_CURR_BE_NOT_FOUND = 4009,
	BE_ERR_DESTROY = 4010,
	BE_ERR_BE_EXISTS = 4013,
	BE_ERR_INVAL = 4016,
	BE_ERR_MOUNT = 4019,
	BE_ERR_MOUNTED = 4020,
	BE_ERR_NOENT = 4022,
	BE_ERR_NOTMOUNTED = 4025,
	BE_ERR_NOSPC = 4029,
	BE_ERR_PERM = 4032,
	BE_ERR_PROMOTE = 4034,
	BE_ERR_SS_EXISTS = 4038,
	BE_ERR_SS_NOENT = 4039,
	BE_ERR_UMOUNT_CURR_BE = 4041,
	BE_ERR_ZFS = 4044,
	BE_ERR_DESTROY_CURR_BE = 4045,
	BE_ERR_RENAME_ACTIVE = 4058
};

typedef struct be_dataset_list {
	uint64_t be_ds_space_used;
	boolean_t be_ds_mounted;
	char *be_dataset_name;
	time_t be_ds_creation;
	char *be_ds_mntpt;
	char *be_ds_plcy_type;
	struct be_dataset_list *be_next_dataset;
} be_dataset_list_t;

typedef struct be_snapshot_list {
	uint64_t be_snapshot_space_used;
	char *be_snapshot_name;
	time_t be_snapshot_creation;
	char *be_snapshot_type;
	struct be_snapshot_list *be_next_snapshot;
} be_snapshot_list_t;

typedef struct be_node_list {
	boolean_t be_mounted;
	boolean_t be_active_on_boot;
	boolean_t be_active;
#if defined(UNBOOTABLE)
	boolean_t be_active_unbootable;
#elif defined(FOUR_BOOLEANS)
	boolean_t be_global_active;
#elif defined(GLOBAL_FIRST)
	boolean_t be_global_active;
	boolean_t be_active_next;
#else
	boolean_t be_active_next;
	boolean_t be_global_active;
#endif
	uint64_t be_space_used;
	char *be_node_name;
	char *be_rpool;
	char *be_root_ds;
	char *be_mntpt;
	char *be_policy_type;
	char *be_uuid_str;
	time_t be_node_creation;
	be_dataset_list_t *be_node_datasets;
	uint_t be_node_num_datasets;
	be_snapshot_list_t *be_node_snapshots;
	uint_t be_node_num_snapshots;
	struct be_node_list *be_next_node;
} be_node_list_t;

#define	UUID "org.opensolaris.libbe:uuid"
#define	POLICY "org.opensolaris.libbe:policy"
#define	NAME_MAX_LEN 64
#if defined(OTHER_ATTRIBUTE)
#define	ONCE "next_boot_by_another_name"
#else
#define	ONCE "active_nextboot"
#endif
#define	MOST_DATASETS 256

/* ---- what the tests set */

static char container[256];
static char pool[256];
static char current[256];
static char climb[1024];
static char menu_file[1024];
static char nextboot[512];
static char failing[64];
static int failure;
static int boot_loaders;
static volatile int waiting;
static long allocated;
static boolean_t held;
static char *held_list, *held_bootfs;

static int
fails(const char *function)
{
	return (strcmp(failing, function) == 0 ? failure : 0);
}

/* ---- memory that the caller is given */

static void *
given(size_t size)
{
	allocated++;
	return (calloc(1, size));
}

static char *
given_text(const char *text)
{
	allocated++;
	return (strdup(text));
}

static void
take(void *memory)
{
	if (memory != NULL) {
		allocated--;
		free(memory);
	}
}

/* ---- running zfs and zpool */

extern char **environ;

static const char *
program(const char *name)
{
	static const char *found[] = { "/usr/sbin/zfs", "/sbin/zfs", "/usr/sbin/zpool", "/sbin/zpool" };
	int first = strcmp(name, "zfs") == 0 ? 0 : 2;

	return (access(found[first], X_OK) == 0 ? found[first] : found[first + 1]);
}

/* Runs a program; what it says on both streams is *out, to be freed. Gives its exit status. */
static int
run_argv(char **out, char *const *argv)
{
	posix_spawn_file_actions_t actions;
	size_t size = 0, room = 4096;
	char *text = malloc(room);
	int ends[2], status = -1;
	ssize_t n;
	pid_t child;

	if (text == NULL || pipe2(ends, O_CLOEXEC) != 0)
		abort();
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
	if (posix_spawn(&child, program(argv[0]), &actions, NULL, argv, environ) != 0)
		abort();
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while ((n = read(ends[0], text + size, room - size - 1)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			abort();
		size += n;
		if (room - size < 2 && (text = realloc(text, room *= 2)) == NULL)
			abort();
	}
	close(ends[0]);
	text[size] = '\0';
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (out != NULL)
		*out = text;
	else
		free(text);
	return (WIFEXITED(status) ? WEXITSTATUS(status) : 255);
}

static int
vrun(char **out, const char *first, va_list more)
{
	char *argv[64];
	int n = 0;

	argv[n++] = (char *)first;
	while (n < 63 && (argv[n] = va_arg(more, char *)) != NULL)
		n++;
	argv[n] = NULL;
	return (run_argv(out, argv));
}

static int
run(char **out, const char *first, ...)
{
	va_list more;
	int status;

	va_start(more, first);
	status = vrun(out, first, more);
	va_end(more);
	return (status);
}

/* What zfs' words mean, as zfs_err_to_be_err has it. */
static int
be_error(const char *said, int otherwise)
{
	static const struct { const char *words; int error; } known[] = {
		{ "busy", BE_ERR_BUSY },
		{ "out of space", BE_ERR_NOSPC },
		{ "already exists", BE_ERR_BE_EXISTS },
		{ "does not exist", BE_ERR_NOENT },
		{ "ermission denied", BE_ERR_PERM }
	};

	for (size_t i = 0; i < sizeof (known) / sizeof (known[0]); i++)
		if (strstr(said, known[i].words) != NULL)
			return (known[i].error);
	return (otherwise);
}

/* Runs it, repeatedly while it is busy: this pool's unmount takes its time. */
static int
change(int otherwise, const char *first, ...)
{
	va_list more;
	char *said;
	int status, error = BE_SUCCESS;

	for (int i = 0; i < 10; i++) {
		va_start(more, first);
		status = vrun(&said, first, more);
		va_end(more);
		error = status == 0 ? BE_SUCCESS : be_error(said, otherwise);
		free(said);
		if (error != BE_ERR_BUSY)
			break;
		usleep(50000);
	}
	return (error);
}

/* One line that a command prints, to be freed; NULL when it fails. */
static char *
line(const char *first, ...)
{
	va_list more;
	char *said, *end;
	int status;

	va_start(more, first);
	status = vrun(&said, first, more);
	va_end(more);
	if (status != 0) {
		free(said);
		return (NULL);
	}
	if ((end = strchr(said, '\n')) != NULL)
		*end = '\0';
	return (said);
}

static char *
property(const char *dataset, const char *name)
{
	return (line("zfs", "get", "-Hp", "-o", "value", name, dataset, NULL));
}

static boolean_t
is(const char *dataset, const char *name, const char *wanted)
{
	char *value = property(dataset, name);
	boolean_t same = value != NULL && strcmp(value, wanted) == 0;

	free(value);
	return (same);
}

static boolean_t
exists(const char *dataset)
{
	return (run(NULL, "zfs", "list", "-H", "-o", "name", dataset, NULL) == 0);
}

/* Names of a dataset's tree, parents first; freed with free_names. */
static int
tree(const char *root, const char *types, char **names)
{
	char *said, *rest, *each;
	int n = 0;

	if (run(&said, "zfs", "list", "-H", "-r", "-t", types, "-o", "name", root, NULL) == 0)
		for (each = strtok_r(said, "\n", &rest); each != NULL && n < MOST_DATASETS;
		    each = strtok_r(NULL, "\n", &rest))
			names[n++] = strdup(each);
	free(said);
	return (n);
}

static void
free_names(char **names, int n)
{
	while (n > 0)
		free(names[--n]);
}

/* ---- the boot menu */

static void
menu_without(const char *root, const char *renamed)
{
	char title[1024], bootfs[1024], next[1100];
	FILE *from = fopen(menu_file, "r"), *to;

	if (from == NULL)
		return;
	snprintf(next, sizeof (next), "%s.new", menu_file);
	to = fopen(next, "w");
	while (fgets(title, sizeof (title), from) != NULL) {
		char wanted[600];

		if (strncmp(title, "title ", 6) != 0 || fgets(bootfs, sizeof (bootfs), from) == NULL) {
			fputs(title, to);
			continue;
		}
		snprintf(wanted, sizeof (wanted), "bootfs %s\n", root);
		if (strcmp(bootfs, wanted) != 0)
			fprintf(to, "%s%s", title, bootfs);
		else if (renamed != NULL)
			fprintf(to, "title %s\nbootfs %s/%s\n", renamed, container, renamed);
	}
	fclose(from);
	fclose(to);
	rename(next, menu_file);
}

static void
menu_with(const char *name)
{
	char root[512];
	FILE *menu;

	if (menu_file[0] == '\0')
		return;
	snprintf(root, sizeof (root), "%s/%s", container, name);
	menu_without(root, NULL);
	if ((menu = fopen(menu_file, "a")) != NULL) {
		fprintf(menu, "title %s\nbootfs %s\n", name, root);
		fclose(menu);
	}
}

/* ---- names and attributes */

boolean_t
be_valid_be_name(const char *name)
{
	if (name == NULL || *name == '\0' || strlen(name) > NAME_MAX_LEN || strchr("-_.:", *name) != NULL)
		return (0);
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) && strchr("-_.:", *name) == NULL)
			return (0);
	return (1);
}

static int
lookup_be(nvlist_t *attributes, const char *attribute, const char **name, char *root)
{
	char *text;

	if (nvlist_lookup_string(attributes, attribute, &text) != 0 || !be_valid_be_name(text))
		return (BE_ERR_INVAL);
	*name = text;
	snprintf(root, 512, "%s/%s", container, text);
	return (exists(root) ? BE_SUCCESS : BE_ERR_BE_NOENT);
}

static uint16_t
lookup_flags(nvlist_t *attributes, const char *attribute)
{
	uint16_t flags = 0;

	(void) nvlist_lookup_uint16(attributes, attribute, &flags);
	return (flags);
}

static void
set_uuid(const char *root)
{
	char uuid[64] = "", setting[128];
	FILE *random = fopen("/proc/sys/kernel/random/uuid", "r");

	if (random != NULL) {
		if (fscanf(random, "%36s", uuid) != 1)
			uuid[0] = '\0';
		fclose(random);
	}
	snprintf(setting, sizeof (setting), "%s=%s", UUID, uuid);
	(void) change(BE_ERR_ZFS, "zfs", "set", setting, root, NULL);
}

/* ---- listing */

struct seen {
	char *name, *type, *used, *creation, *mounted, *mountpoint, *uuid, *policy;
};

static char **
field(struct seen *seen, const char *property)
{
	static const struct { const char *name; size_t at; } known[] = {
		{ "type", offsetof(struct seen, type) },
		{ "used", offsetof(struct seen, used) },
		{ "creation", offsetof(struct seen, creation) },
		{ "mounted", offsetof(struct seen, mounted) },
		{ "mountpoint", offsetof(struct seen, mountpoint) },
		{ UUID, offsetof(struct seen, uuid) },
		{ POLICY, offsetof(struct seen, policy) }
	};

	for (size_t i = 0; i < sizeof (known) / sizeof (known[0]); i++)
		if (strcmp(known[i].name, property) == 0)
			return ((char **)((char *)seen + known[i].at));
	return (NULL);
}

static const char *
value(const char *text, const char *otherwise)
{
	return (text == NULL || *text == '\0' || strcmp(text, "-") == 0 ? otherwise : text);
}

/* Where it really is: the property reads back with the altroot and the way out of it in front. */
static const char *
place(const char *mountpoint)
{
	const char *out = *climb == '\0' ? NULL : strstr(mountpoint, climb);

	return (out == NULL ? mountpoint : out + strlen(climb));
}

static void
add(be_node_list_t ***last, be_node_list_t **node, const struct seen *seen, const char *bootfs, boolean_t snapshots)
{
	const char *path;
	boolean_t snapshot = strcmp(seen->type, "snapshot") == 0;
	size_t prefix = strlen(container) + 1;

	if (strlen(seen->name) <= prefix)
		return;
	path = seen->name + prefix;
	if (snapshot) {
		be_snapshot_list_t **at;

		if (!snapshots || *node == NULL)
			return;
		for (at = &(*node)->be_node_snapshots; *at != NULL; at = &(*at)->be_next_snapshot)
			;
		*at = given(sizeof (be_snapshot_list_t));
		(*at)->be_snapshot_name = given_text(path);
		(*at)->be_snapshot_creation = atol(seen->creation);
		(*at)->be_snapshot_space_used = strtoull(seen->used, NULL, 10);
		(*at)->be_snapshot_type = given_text(value(seen->policy, "static"));
		(*node)->be_node_num_snapshots++;
	} else if (strchr(path, '/') != NULL) {
		be_dataset_list_t **at;

		for (at = &(*node)->be_node_datasets; *at != NULL; at = &(*at)->be_next_dataset)
			;
		*at = given(sizeof (be_dataset_list_t));
		(*at)->be_dataset_name = given_text(path);
		(*at)->be_ds_creation = atol(seen->creation);
		(*at)->be_ds_space_used = strtoull(seen->used, NULL, 10);
		(*at)->be_ds_mounted = strcmp(seen->mounted, "yes") == 0;
		(*at)->be_ds_mntpt = given_text(place(seen->mountpoint));
		(*at)->be_ds_plcy_type = given_text(value(seen->policy, "static"));
		(*node)->be_node_num_datasets++;
	} else {
		*node = **last = given(sizeof (be_node_list_t));
		*last = &(*node)->be_next_node;
		(*node)->be_node_name = given_text(path);
		(*node)->be_rpool = given_text(pool);
		(*node)->be_root_ds = given_text(seen->name);
		(*node)->be_mounted = strcmp(seen->mounted, "yes") == 0;
		(*node)->be_active = strcmp(path, current) == 0;
		(*node)->be_active_on_boot = strcmp(seen->name, bootfs) == 0;
#if !defined(UNBOOTABLE)
		(*node)->be_global_active = 1;
#endif
#if !defined(UNBOOTABLE) && !defined(FOUR_BOOLEANS)
		(*node)->be_active_next = strcmp(seen->name, nextboot) == 0;
#endif
		(*node)->be_space_used = strtoull(seen->used, NULL, 10);
		(*node)->be_mntpt = given_text(place(seen->mountpoint));
		(*node)->be_policy_type = given_text(value(seen->policy, "static"));
		if (value(seen->uuid, NULL) != NULL)
			(*node)->be_uuid_str = given_text(seen->uuid);
		(*node)->be_node_creation = atol(seen->creation);
		(*node)->be_node_num_datasets = 1;
	}
}

static int
list_below(const char *top, be_node_list_t **nodes, boolean_t snapshots)
{
	static const char *asked = "type,used,creation,mounted,mountpoint," UUID "," POLICY;
	be_node_list_t **last = nodes, *node = NULL;
	struct seen seen = { 0 };
	char *said, *rest, *each, *bootfs;

	*nodes = NULL;
	if (held && held_list != NULL) {
		said = strdup(held_list);
		bootfs = strdup(held_bootfs);
	} else {
		if (run(&said, "zfs", "get", "-rHp", "-o", "name,property,value", asked, top, NULL) != 0) {
			free(said);
			return (BE_ERR_BE_NOENT);
		}
		if ((bootfs = line("zpool", "list", "-H", "-o", "bootfs", pool, NULL)) == NULL) {
			free(said);
			return (BE_ERR_ZFS);
		}
		if (held) {
			held_list = strdup(said);
			held_bootfs = strdup(bootfs);
		}
	}
	for (each = strtok_r(said, "\n", &rest); each != NULL; each = strtok_r(NULL, "\n", &rest)) {
		char *name = each, *property = strchr(name, '\t'), *text, **into;

		if (property == NULL)
			continue;
		*property++ = '\0';
		if ((text = strchr(property, '\t')) == NULL)
			continue;
		*text++ = '\0';
		if (seen.name != NULL && strcmp(seen.name, name) != 0) {
			add(&last, &node, &seen, bootfs, snapshots);
			memset(&seen, 0, sizeof (seen));
		}
		seen.name = name;
		if ((into = field(&seen, property)) != NULL)
			*into = text;
	}
	if (seen.name != NULL)
		add(&last, &node, &seen, bootfs, snapshots);
	free(bootfs);
	free(said);
	return (*nodes == NULL ? BE_ERR_BE_NOENT : BE_SUCCESS);
}

int
be_list(char *name, be_node_list_t **nodes, uint64_t flags)
{
	char root[512];

	if (fails("be_list") != 0)
		return (fails("be_list"));
#if defined(FOUR_BOOLEANS)
	flags = 1;
#endif
	if (name == NULL)
		return (list_below(container, nodes, flags & 1));
	if (!be_valid_be_name(name))
		return (BE_ERR_INVAL);
	snprintf(root, sizeof (root), "%s/%s", container, name);
	return (list_below(root, nodes, flags & 1));
}

void
be_free_list(be_node_list_t *nodes)
{
	while (nodes != NULL) {
		be_node_list_t *node = nodes;

		while (node->be_node_datasets != NULL) {
			be_dataset_list_t *dataset = node->be_node_datasets;

			node->be_node_datasets = dataset->be_next_dataset;
			take(dataset->be_dataset_name);
			take(dataset->be_ds_mntpt);
			take(dataset->be_ds_plcy_type);
			take(dataset);
		}
		while (node->be_node_snapshots != NULL) {
			be_snapshot_list_t *snapshot = node->be_node_snapshots;

			node->be_node_snapshots = snapshot->be_next_snapshot;
			take(snapshot->be_snapshot_name);
			take(snapshot->be_snapshot_type);
			take(snapshot);
		}
		nodes = node->be_next_node;
		take(node->be_node_name);
		take(node->be_rpool);
		take(node->be_root_ds);
		take(node->be_mntpt);
		take(node->be_policy_type);
		take(node->be_uuid_str);
		take(node);
	}
}

int
be_max_avail(char *dataset, uint64_t *bytes)
{
	char *available = property(dataset, "available");

	if (available == NULL)
		return (BE_ERR_NOENT);
	*bytes = strtoull(available, NULL, 10);
	free(available);
	return (BE_SUCCESS);
}

char *
be_err_to_str(int error)
{
	static char text[64];

	snprintf(text, sizeof (text), "the test's text of error %d", error);
	return (text);
}

void
libbe_print_errors(boolean_t print)
{
	(void) print;
}

/* ---- making */

int
be_init(nvlist_t *attributes)
{
	const char *name;
	char root[512], child[1024], *given_pool, **names = NULL, *argv[64];
	nvlist_t *properties = NULL;
	nvpair_t *pair = NULL;
	uint_t count = 0;
	int error, n = 0, options;

	if ((error = lookup_be(attributes, "new_be_name", &name, root)) == BE_SUCCESS)
		return (BE_ERR_BE_EXISTS);
	if (error == BE_ERR_INVAL || nvlist_lookup_string(attributes, "new_be_pool", &given_pool) != 0)
		return (BE_ERR_INVAL);
	if (nvlist_lookup_string_array(attributes, "fs_names", &names, &count) != 0 ||
	    count != lookup_flags(attributes, "fs_num"))
		return (BE_ERR_INVAL);
	argv[n++] = "zfs";
	argv[n++] = "create";
	(void) nvlist_lookup_nvlist(attributes, "zfs_properties", &properties);
	while (properties != NULL && n < 40 && (pair = nvlist_next_nvpair(properties, pair)) != NULL) {
		char *text, *setting = malloc(1024);

		if (nvpair_value_string(pair, &text) != 0)
			return (BE_ERR_INVAL);
		snprintf(setting, 1024, "%s=%s", nvpair_name(pair), text);
		argv[n++] = "-o";
		argv[n++] = setting;
	}
	argv[n++] = "-o";
	argv[n++] = "canmount=noauto";
	options = n;
	argv[n++] = "-o";
	argv[n++] = "mountpoint=/";
	argv[n++] = root;
	argv[n] = NULL;
	error = run_argv(NULL, argv) == 0 ? BE_SUCCESS : BE_ERR_CLONE;
	if (error == BE_SUCCESS)
		set_uuid(root);
	for (uint_t i = 0; error == BE_SUCCESS && i < count; i++) {
		if (strcmp(names[i], "/") == 0)
			continue;
		snprintf(child, sizeof (child), "%s%s", root, names[i]);
		argv[options] = child;
		argv[options + 1] = NULL;
		error = run_argv(NULL, argv) == 0 ? BE_SUCCESS : BE_ERR_ZFS;
	}
	for (int i = 3; i < options - 2; i += 2)
		free(argv[i]);
	return (error);
}

static int
snapshot_of(const char *root, nvlist_t *attributes, char *snapshot)
{
	char *given_name, full[1024];

	if (nvlist_lookup_string(attributes, "snap_name", &given_name) == 0) {
		snprintf(snapshot, 256, "%s", given_name);
	} else {
		time_t now = time(NULL);
		struct tm utc;

		strftime(snapshot, 256, "%Y-%m-%d-%H:%M:%S", gmtime_r(&now, &utc));
	}
	snprintf(full, sizeof (full), "%s@%s", root, snapshot);
	return (change(BE_ERR_ZFS, "zfs", "snapshot", "-r", "-o", POLICY "=static", full, NULL));
}

int
be_create_snapshot(nvlist_t *attributes)
{
	const char *name;
	char root[512], snapshot[256];
	int error = lookup_be(attributes, "orig_be_name", &name, root);

	if (fails("be_create_snapshot") != 0)
		return (fails("be_create_snapshot"));
	if (error == BE_SUCCESS)
		error = snapshot_of(root, attributes, snapshot);
	if (error == BE_ERR_BE_EXISTS)
		return (BE_ERR_SS_EXISTS);
	if (error == BE_SUCCESS)
		(void) nvlist_add_string(attributes, "snap_name", snapshot);
	return (error);
}

int
be_destroy_snapshot(nvlist_t *attributes)
{
	const char *name;
	char root[512], full[1024], *snapshot;
	int error = lookup_be(attributes, "orig_be_name", &name, root);

	if (error != BE_SUCCESS)
		return (error);
	if (nvlist_lookup_string(attributes, "snap_name", &snapshot) != 0)
		return (BE_ERR_INVAL);
	snprintf(full, sizeof (full), "%s@%s", root, snapshot);
	if (!exists(full))
		return (BE_ERR_SS_NOENT);
	return (change(BE_ERR_DESTROY, "zfs", "destroy", "-r", full, NULL));
}

/* Newer snapshots go, as in libbe. */
int
be_rollback(nvlist_t *attributes)
{
	const char *name;
	char root[512], full[1024], *snapshot, *names[MOST_DATASETS];
	int error = lookup_be(attributes, "orig_be_name", &name, root), n;

	if (error != BE_SUCCESS)
		return (error);
	if (nvlist_lookup_string(attributes, "snap_name", &snapshot) != 0)
		return (BE_ERR_INVAL);
	n = tree(root, "filesystem", names);
	for (int i = 0; error == BE_SUCCESS && i < n; i++) {
		snprintf(full, sizeof (full), "%s@%s", names[i], snapshot);
		error = exists(full) ? BE_SUCCESS : BE_ERR_SS_NOENT;
	}
	for (int i = 0; error == BE_SUCCESS && i < n; i++) {
		snprintf(full, sizeof (full), "%s@%s", names[i], snapshot);
		error = change(BE_ERR_ZFS, "zfs", "rollback", "-r", full, NULL);
	}
	free_names(names, n);
	return (error);
}

static void
auto_name(const char *source, char *name)
{
	char root[1024];

	for (int i = 1; ; i++) {
		snprintf(name, 256, "%s-%d", source, i);
		snprintf(root, sizeof (root), "%s/%s", container, name);
		if (!exists(root))
			return;
	}
}

int
be_copy(nvlist_t *attributes)
{
	const char *source = current;
	char root[512], copy[512], made[256], snapshot[256], *text, *names[MOST_DATASETS];
	boolean_t named;
	int error, n;

	if (nvlist_lookup_string(attributes, "orig_be_name", &text) == 0)
		source = text;
	if (!be_valid_be_name(source))
		return (BE_ERR_INVAL);
	snprintf(root, sizeof (root), "%s/%s", container, source);
	if (!exists(root))
		return (BE_ERR_BE_NOENT);
	if ((named = nvlist_lookup_string(attributes, "new_be_name", &text) == 0))
		snprintf(made, sizeof (made), "%s", text);
	else
		auto_name(source, made);
	snprintf(copy, sizeof (copy), "%s/%.200s", container, made);
	if (exists(copy))
		return (BE_ERR_BE_EXISTS);
	if (nvlist_lookup_string(attributes, "snap_name", &text) == 0)
		snprintf(snapshot, sizeof (snapshot), "%s", text);
	else if ((error = snapshot_of(root, attributes, snapshot)) != BE_SUCCESS)
		return (error);
	n = tree(root, "filesystem", names);
	error = BE_SUCCESS;
	for (int i = 0; error == BE_SUCCESS && i < n; i++) {
		char from[1024], to[1024];

		snprintf(from, sizeof (from), "%s@%s", names[i], snapshot);
		snprintf(to, sizeof (to), "%s%s", copy, names[i] + strlen(root));
		/* legacy first: this pool's clone would mount it at once */
		error = change(BE_ERR_CLONE, "zfs", "clone", "-o", "canmount=noauto", "-o", "mountpoint=legacy", from, to,
		    NULL);
	}
	if (error == BE_SUCCESS)
		error = change(BE_ERR_ZFS, "zfs", "set", "mountpoint=/", copy, NULL);
	for (int i = 1; error == BE_SUCCESS && i < n; i++) {
		char to[1024];

		snprintf(to, sizeof (to), "%s%s", copy, names[i] + strlen(root));
		error = change(BE_ERR_ZFS, "zfs", "inherit", "mountpoint", to, NULL);
	}
	free_names(names, n);
	if (error != BE_SUCCESS)
		return (error);
	set_uuid(copy);
	menu_with(made);
	if (!named) {
		(void) nvlist_add_string(attributes, "snap_name", snapshot);
		(void) nvlist_add_string(attributes, "new_be_name", made);
	}
	return (BE_SUCCESS);
}

/* ---- booting */

static int
boot_loader(void)
{
	if (fails("be_installboot") != 0)
		return (fails("be_installboot"));
	boot_loaders++;
	while (waiting)
		usleep(10000);
	return (BE_SUCCESS);
}

#if !defined(WITHOUT_LOADER)
int
be_installboot(nvlist_t *attributes)
{
	char *name, *text;

	if (nvlist_lookup_string(attributes, "orig_be_name", &name) != 0 ||
	    nvlist_lookup_string(attributes, "orig_be_pool", &text) != 0 ||
	    nvlist_lookup_string(attributes, "orig_be_root", &text) != 0)
		return (BE_ERR_INVAL);
	return (boot_loader());
}
#endif

static int
set_bootfs(const char *root)
{
	char setting[600];

	snprintf(setting, sizeof (setting), "bootfs=%s", root);
	return (change(BE_ERR_ZFS, "zpool", "set", setting, pool, NULL));
}

static int
activate(const char *name, int once)
{
	char root[512], *names[MOST_DATASETS];
	int error, n;

	snprintf(root, sizeof (root), "%s/%s", container, name);
	if ((error = boot_loader()) != BE_SUCCESS)
		return (error);
	menu_with(name);
	n = tree(root, "filesystem", names);
	for (int i = 0; error == BE_SUCCESS && i < n; i++) {
		if (!is(names[i], "mounted", "yes"))
			error = change(BE_ERR_ZFS, "zfs", "set", "canmount=noauto", names[i], NULL);
		else if (i > 0)
			break;
	}
	if (error == BE_SUCCESS && once == 1) {
		snprintf(nextboot, sizeof (nextboot), "%s", root);
	} else if (error == BE_SUCCESS) {
		if (once == 0)
			nextboot[0] = '\0';
		error = set_bootfs(root);
	}
	for (int i = 0; error == BE_SUCCESS && i < n; i++)
		while (error == BE_SUCCESS && !is(names[i], "origin", "-"))
			error = change(BE_ERR_PROMOTE, "zfs", "promote", names[i], NULL);
	free_names(names, n);
	return (error);
}

int
be_activate(nvlist_t *attributes)
{
	const char *name;
	char root[512];
	boolean_t once = 0;
	int error = lookup_be(attributes, "orig_be_name", &name, root), wanted = -1;

	if (error == BE_SUCCESS)
		error = fails("be_activate");
	if (error != BE_SUCCESS)
		return (error);
#if !defined(FOUR_BOOLEANS)
	if (nvlist_lookup_boolean_value(attributes, ONCE, &once) == 0)
		wanted = once;
#else
	(void) once;
#endif
	return (activate(name, wanted));
}

/* ---- mounting: by way of the mountpoint property */

static int
set_mountpoint(const char *root, const char *path)
{
	char setting[2048];

	snprintf(setting, sizeof (setting), "mountpoint=%s", path);
	return (change(BE_ERR_MOUNT, "zfs", "set", setting, root, NULL));
}

int
be_mount(nvlist_t *attributes)
{
	const char *name;
	char root[512], path[2048], *folder, *names[MOST_DATASETS];
	int error = lookup_be(attributes, "orig_be_name", &name, root), n;

	if (error != BE_SUCCESS)
		return (error);
	if (nvlist_lookup_string(attributes, "mountpoint", &folder) != 0)
		return (BE_ERR_INVAL);
	if (is(root, "mounted", "yes"))
		return (BE_ERR_MOUNTED);
	snprintf(path, sizeof (path), "%s%s", climb, folder);
	if ((error = set_mountpoint(root, path)) != BE_SUCCESS)
		return (error);
	n = tree(root, "filesystem", names);
	for (int i = 0; error == BE_SUCCESS && i < n; i++)
		if (!is(names[i], "mounted", "yes"))
			error = change(BE_ERR_MOUNT, "zfs", "mount", names[i], NULL);
	free_names(names, n);
	return (error);
}

static int
unmount(const char *root, boolean_t force)
{
	char *names[MOST_DATASETS];
	int error = BE_SUCCESS, n = tree(root, "filesystem", names);

	for (int i = n - 1; error == BE_SUCCESS && i >= 0; i--)
		if (is(names[i], "mounted", "yes"))
			error = force ? change(BE_ERR_BUSY, "zfs", "unmount", "-f", names[i], NULL)
			    : change(BE_ERR_BUSY, "zfs", "unmount", names[i], NULL);
	free_names(names, n);
	return (error == BE_SUCCESS ? set_mountpoint(root, "/") : error);
}

int
be_unmount(nvlist_t *attributes)
{
	const char *name;
	char root[512];
	int error = lookup_be(attributes, "orig_be_name", &name, root);

	if (error != BE_SUCCESS)
		return (error);
	if (strcmp(name, current) == 0)
		return (BE_ERR_UMOUNT_CURR_BE);
	if (!is(root, "mounted", "yes"))
		return (BE_ERR_NOTMOUNTED);
	return (unmount(root, lookup_flags(attributes, "unmount_flags") & 1));
}

/* ---- renaming and destroying */

int
be_rename(nvlist_t *attributes)
{
	const char *name;
	char root[512], renamed[512], *new_name;
	int error = lookup_be(attributes, "orig_be_name", &name, root);

	if (nvlist_lookup_string(attributes, "new_be_name", &new_name) != 0)
		return (BE_ERR_INVAL);
	if (current[0] == '\0')
		return (BE_ERR_CURR_BE_NOT_FOUND);
	if (error == BE_SUCCESS && strcmp(name, current) == 0)
		return (BE_ERR_RENAME_ACTIVE);
	if (error == BE_SUCCESS && !be_valid_be_name(new_name))
		error = BE_ERR_INVAL;
	if (error == BE_SUCCESS)
		error = fails("be_rename");
	if (error != BE_SUCCESS)
		return (error);
	snprintf(renamed, sizeof (renamed), "%s/%s", container, new_name);
	if ((error = change(BE_ERR_ZFS, "zfs", "rename", root, renamed, NULL)) == BE_SUCCESS)
		menu_without(root, new_name);
	return (error);
}

int
be_destroy(nvlist_t *attributes)
{
	const char *name;
	char root[512], *names[MOST_DATASETS], *bootfs;
	int error = lookup_be(attributes, "orig_be_name", &name, root), n;
	uint16_t flags = lookup_flags(attributes, "destroy_flags");

	if (error == BE_SUCCESS && strcmp(name, current) == 0)
		return (BE_ERR_DESTROY_CURR_BE);
	if (error != BE_SUCCESS)
		return (error);
	bootfs = line("zpool", "list", "-H", "-o", "bootfs", pool, NULL);
	if (bootfs != NULL && strcmp(bootfs, root) == 0)
		error = activate(current, -1);
	free(bootfs);
	n = error == BE_SUCCESS ? tree(root, "snapshot", names) : 0;
	if (n > 0 && (flags & 1) == 0)
		error = BE_ERR_SS_EXISTS;
	free_names(names, n);
	if (error == BE_SUCCESS && is(root, "mounted", "yes"))
		error = (flags & 2) == 0 ? BE_ERR_MOUNTED : unmount(root, 1);
	if (error != BE_SUCCESS)
		return (error);
	n = tree(pool, "filesystem", names);
	for (int i = 0; error == BE_SUCCESS && i < n; i++) {
		char *origin = property(names[i], "origin");
		size_t length = strlen(root);

		if (origin != NULL && strncmp(origin, root, length) == 0 && (origin[length] == '@' || origin[length] == '/') &&
		    strncmp(names[i], root, length) != 0)
			error = change(BE_ERR_PROMOTE, "zfs", "promote", names[i], NULL);
		free(origin);
	}
	free_names(names, n);
	if (error == BE_SUCCESS)
		error = change(BE_ERR_DESTROY, "zfs", "destroy", "-r", root, NULL);
	if (error == BE_SUCCESS)
		menu_without(root, NULL);
	return (error);
}

/* ---- for the tests */

/*
 * Which datasets are BEs, which of them runs, what leads out of the pool's altroot ("" without one), and where the boot
 * menu is ("" for none).
 */
void
test_begin(const char *bes, const char *running, const char *out_of_altroot, const char *menu)
{
	char *slash;

	snprintf(container, sizeof (container), "%s", bes);
	snprintf(pool, sizeof (pool), "%s", bes);
	if ((slash = strchr(pool, '/')) != NULL)
		*slash = '\0';
	snprintf(current, sizeof (current), "%s", running);
	snprintf(climb, sizeof (climb), "%s", out_of_altroot);
	snprintf(menu_file, sizeof (menu_file), "%s", menu);
	nextboot[0] = '\0';
	failing[0] = '\0';
	boot_loaders = 0;
}

/* From now on this function fails with this error; 0 ends that. */
void
test_fail(const char *function, int error)
{
	snprintf(failing, sizeof (failing), "%s", function);
	failure = error;
}

/* From now on lists are made of what the next one sees, until this is ended. */
void
test_hold(int hold)
{
	free(held_list);
	free(held_bootfs);
	held_list = held_bootfs = NULL;
	held = hold;
}

/* Writing a boot loader doesn't end while this is set. */
void
test_wait(int wait)
{
	waiting = wait;
}

/* How often a boot loader was written. */
int
test_boot_loaders(void)
{
	return (boot_loaders);
}

/* Bytes that this process has from malloc, whoever asked for them. */
long
test_in_use(void)
{
	struct mallinfo2 info = mallinfo2();

	return (info.uordblks + info.hblkhd);
}

/* How many pieces of memory the caller has been given and not given back. */
long
test_allocated(void)
{
	return (allocated);
}
