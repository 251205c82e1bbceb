/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One durable commit (store-and-speed.md 4.3, steps 4 to 7). Called with the
 * journal lock and with d->state at the journal's end. */
#include "store/disk.h"

#include <errno.h>
#include <sys/stat.h>

/* Recovery needs room for a second image. */
static enum err space(struct disk *d)
{
	struct stat st;
	uint64_t room, image = 0;
	bool network;
	if (!fstatat(d->dir, DISK_IMAGE, &st, 0))
		image = (uint64_t)st.st_size;
	if (d->c->space(d->dir, &room, &network))
		return disk_failed(d, RETRY, "io");
	return room < image + d->opt.reserve ? disk_failed(d, RETRY, "no_space") : OK;
}

/* From the first byte in the journal to the sync. */
static enum err record(struct disk *d, struct bytes bytes)
{
	struct place *at = &d->state.place;
	enum err e = OK;
	if (at->offset >= d->opt.segment)
		e = journal_roll(&d->journal, at);
	if (e)
		return disk_failed(d, e, e == RETRY ? "no_space" : "io");
	e = journal_write(&d->journal, at, bytes);
	if (e == RETRY)
		return disk_failed(d, e, "no_space");
	const char *why = e ? "truncate_failed" : "sync_failed";
	if (!e && journal_sync(&d->journal, at))
		e = BROKEN;
	if (!e)
		return OK;
	/* The bytes may or may not be on the disk, and a second sync would lie. */
	mark_set(d, why);
	d->s.unknown = true;
	return disk_failed(d, BROKEN, why);
}

enum err commit_run(struct disk *d, const struct txn *t)
{
	struct buf b;
	struct frame f;
	buf_init(&b, FRAME_MAX);
	frame_build(&b, &d->state.place, t->time, t->changes, t->n);
	enum err e = b.over || frame_parse(buf_bytes(&b), &f) ? disk_failed(d, INVALID, "too_long")
							      : space(d);
	if (!e)
		e = record(d, buf_bytes(&b));
	/* From here on it is durable: whatever happens to the image, the commit
	 * stands and the next one who comes builds the image again. Only when he
	 * could not be told so, it is better to say nothing. */
	if (!e && recover_apply(d, &f)) {
		d->s.unknown = true;
		e = disk_failed(d, BROKEN, "io");
	}
	buf_clear(&b);
	return e;
}
