/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Is all of it still true? Every frame is read and chained, a second image is
 * built from them aside, and compared with the live one. The long part runs
 * without any lock, up to a frame that was there at its beginning; only the
 * rest and the comparison hold writers off. */
#include "store/disk.h"

#include "base/log.h"

#include <fcntl.h>
#include <string.h>

static enum err trouble(struct disk *d, struct store_report *r, const char *why)
{
	r->why = why;
	return disk_failed(d, BROKEN, why);
}

static void where(struct store_report *r, const struct build *b)
{
	r->frames = b->frames;
	r->bytes = b->reached.total;
	r->segment = b->reached.segment;
	r->offset = b->reached.offset;
}

static enum err open_pair(struct disk *d, const char *aside, struct image **live,
			  struct image **twin)
{
	int fd;
	enum err e = disk_open(d, DISK_IMAGE, O_RDONLY, &fd);
	if (!e)
		e = image_open(fd, DB_READ, live);
	if (!e)
		e = disk_open(d, aside, O_RDONLY, &fd);
	if (!e)
		e = image_open(fd, DB_READ, twin);
	return e;
}

static enum err compare(struct disk *d, const char *aside, struct store_report *r)
{
	struct image *live = NULL, *twin = NULL;
	const char *why = "io";
	enum err e = open_pair(d, aside, &live, &twin);
	if (!e)
		e = image_compare(live, twin, &r->records, &why, r->key);
	enum err a = image_close(live), b = image_close(twin);
	if (!e)
		e = a ? a : b;
	if (!e)
		return OK;
	disk_rotten(d);
	return trouble(d, r, why);
}

/* Behind the head of the first part, under the journal lock. */
static enum err finish(struct disk *d, struct build *b, struct store_report *r)
{
	enum err e = recover_writer(d);
	if (e)
		return e;
	b->until_seq = d->state.place.seq;
	if (b->reached.seq < b->until_seq)
		e = recover_build_on(d, b);
	where(r, b);
	if (e)
		return e;
	if (b->end != SCAN_END || b->reached.seq != d->state.place.seq ||
	    memcmp(b->reached.chain, d->state.place.chain, sizeof b->reached.chain))
		return trouble(d, r, "chain");
	return compare(d, b->name, r);
}

enum err check_run(struct disk *d, struct store_report *r)
{
	struct build b = { .name = DISK_IMAGE_CHECK, .whole = true };
	enum err e = disk_lock(d, LOCK_JOURNAL, false);
	bool frozen = !e && mark_is_set(d);
	if (!e && !frozen)
		e = recover_writer(d);
	if (e)
		return e == BROKEN ? trouble(d, r, d->s.why) : e;
	if (!frozen)
		lock_release(&d->locks, LOCK_JOURNAL);
	b.until_seq = frozen ? 0 : d->state.place.seq;
	/* Nothing committed yet: nothing to stop behind. */
	if (!frozen && !b.until_seq)
		return OK;
	e = recover_build(d, &b);
	where(r, &b);
	if (e)
		return e == BROKEN ? trouble(d, r, d->s.why) : e;
	if (b.end == SCAN_DAMAGED || (!frozen && b.end != SCAN_END))
		e = trouble(d, r, "chain");
	else if (frozen)
		e = trouble(d, r, "read_only");
	locks_deadline(&d->locks, d->opt.lock_wait);
	if (!e)
		e = disk_lock(d, LOCK_JOURNAL, false);
	if (!e)
		e = finish(d, &b, r);
	d->c->unlink(d->dir, DISK_IMAGE_CHECK);
	return e;
}
