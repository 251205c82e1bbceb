/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One flipped bit anywhere in the journal. In the middle, or in a frame that
 * `state` knows to be acknowledged: the store stops and nothing is cut. In the
 * last frame when nobody knows of it: it is cut, and all before it stay. The
 * check names the frame. With "long" every bit of every byte. */
#include "fake_calls.h"
#include "store_scene.h"
#include "tap.h"

static char base[128], work[128], journal[160];
static const uint64_t starts[] = { 0, 1024, 1536, 2048, 2560 }; /* of four frames; the end */

#define FRAMES 4

static enum err fill_two(struct txn *t)
{
	static char text[700];
	memset(text, 't', sizeof text - 1);
	return txn_puts(t, "contract/000", text);
}

static void make(void)
{
	static enum err (*const fill[FRAMES])(struct txn *) = { fill_two, fill_new, fill_replace,
								fill_tail };
	struct store *s;
	struct stat st;
	snprintf(base, sizeof base, "%s/base", scene_root);
	snprintf(work, sizeof work, "%s/work", scene_root);
	snprintf(journal, sizeof journal, "%s/journal.0001", work);
	scene_need(!mkdir(base, 0700) && !scene_open(base, 1 << 20, &s), "open");
	for (int i = 0; i < FRAMES; i++)
		scene_need(!scene_commit(s, fill[i]), "commit");
	store_close(s);
	scene_copy(base, work);
	scene_need(!stat(journal, &st) && (uint64_t)st.st_size == starts[FRAMES], "four frames");
}

/* root/work with that bit flipped. */
static void flip(off_t at, int bit, bool state)
{
	unsigned char c = 0;
	char path[160];
	scene_copy(base, work);
	int fd = open(journal, O_RDWR | O_CLOEXEC);
	scene_need(fd >= 0 && pread(fd, &c, 1, at) == 1, "read");
	c = (unsigned char)(c ^ 1u << bit);
	scene_need(syscall(SYS_pwrite64, fd, &c, 1, at) == 1, "flip");
	close(fd);
	snprintf(path, sizeof path, "%s/state", work);
	if (!state)
		scene_need(!unlink(path), "unlink");
}

static int frame_of(off_t at)
{
	int i = 0;
	while ((uint64_t)at >= starts[i + 1])
		i++;
	return i;
}

/* Recovery meets the flip: does it stop, or cut? */
static bool recovered(off_t at, int bit, bool state)
{
	struct store *s;
	struct txn *t;
	struct stat st;
	bool last = frame_of(at) == FRAMES - 1, cut = last && !state, good;
	flip(at, bit, state);
	fake_boot("boot two");
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	enum err e = store_begin(s, STORE_READ, &t);
	good = cut ? !e && txn_seq(t) == FRAMES - 1 && !store_read_only(s)
		   : e == BROKEN && !strcmp(store_why(s), "damaged") && store_read_only(s);
	if (!e)
		txn_abort(t);
	scene_need(!stat(journal, &st), "stat");
	good = good && (uint64_t)st.st_size == starts[cut ? FRAMES - 1 : FRAMES];
	good = good && (cut || store_make_writable(s) == BROKEN);
	store_close(s);
	fake_boot("boot one");
	return good;
}

/* The image is good, so everything goes on; but the check finds the frame. */
static bool checked(off_t at, int bit)
{
	struct store *s;
	struct store_report r;
	flip(at, bit, true);
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	enum err e = store_check(s, &r);
	store_close(s);
	return e == BROKEN && *r.why && r.segment == 1 && r.offset == starts[frame_of(at)];
}

static void sweep(int bits, int step)
{
	long bad[3] = { 0 }, n = 0;
	for (off_t at = 0; (uint64_t)at < starts[FRAMES]; at += step)
		for (int k = 0; k < bits; k++, n++) {
			int bit = bits == 8 ? k : (int)(at * 5 % 8);
			bad[0] += !recovered(at, bit, true);
			bad[1] += !recovered(at, bit, false);
			bad[2] += !checked(at, bit);
		}
	is_int(bad[0], 0, "%ld flips, state known: never cut", n);
	is_int(bad[1], 0, "%ld flips, state lost: only the last frame is cut", n);
	is_int(bad[2], 0, "%ld flips: the check names the frame", n);
}

/* A frame from elsewhere, valid in itself, does not continue the chain. */
static void foreign(void)
{
	unsigned char b[512];
	struct store *s;
	struct store_report r;
	scene_copy(base, work);
	int fd = open(journal, O_RDWR | O_CLOEXEC);
	scene_need(pread(fd, b, sizeof b, 2048) == 512, "read");
	scene_need(syscall(SYS_pwrite64, fd, b, sizeof b, 1536) == 512, "write");
	close(fd);
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	is_int(store_check(s, &r), BROKEN, "a frame in the place of another");
	is_str(r.why, "chain", "breaks the chain");
	store_close(s);
}

int main(int argc, char **argv)
{
	bool is_long = argc > 1 && !strcmp(argv[1], "long");
	char command[100];
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	scene_begin();
	make();
	sweep(is_long ? 8 : 1, is_long ? 1 : 3);
	foreign();
	snprintf(command, sizeof command, "rm -r %s", scene_root);
	is_int(system(command), 0, "removed");
	return done();
}
