/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Image, state and journal are brought to agree (store-and-speed.md 4.5,
 * rules.md 3.1): the one recovery there is. It never cuts a frame that was
 * acknowledged: a misfit before the last place that `state` tells of, or one
 * with a valid later frame behind it, makes the store read-only. */
#include "store/disk.h"

#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err stop(struct disk *d, const char *why)
{
	mark_set(d, why);
	return disk_failed(d, BROKEN, why);
}

/* What may be applied must first be durable: its writer may have died before
 * his own sync. again: or his sync failed and he could not even mark that; so
 * the bytes are written once more, for a sync alone would say nothing. */
static enum err sync_first(struct disk *d, const struct place *from, bool again)
{
	enum err e = again ? journal_rewrite_from(&d->journal, from)
			   : journal_sync_from(&d->journal, from);
	return e == BROKEN ? stop(d, "sync_failed") : e ? disk_failed(d, e, "io") : OK;
}

/* The journal was read up to `reached`; may it end there? */
static enum err end_judged(struct disk *d, const struct place *reached, enum scan_end end,
			   const struct place *known)
{
	if (end == SCAN_DAMAGED || (known && reached->seq < known->seq)) {
		log_line("store.damaged", "segment=%u offset=%llu seq=%llu",
			 (unsigned)reached->segment, (unsigned long long)reached->offset,
			 (unsigned long long)reached->seq);
		return stop(d, "damaged");
	}
	if (end == SCAN_TORN && journal_cut(&d->journal, reached))
		return stop(d, "truncate_failed");
	return OK;
}

struct apply {
	struct image *image;
	struct build *b; /* NULL when only applying */
};

static enum err apply_frame(void *arg, const struct frame *f)
{
	struct apply *a = arg;
	enum err e = image_apply(a->image, f);
	if (!e && a->b) {
		a->b->frames++;
		if (f->seq == a->b->until_seq)
			e = CONFLICT; /* ends the scan, see build_scan */
	}
	return e;
}

static enum err build_scan(struct disk *d, struct build *b, struct image *image)
{
	struct apply a = { image, b };
	enum err e = OK;
	b->end = SCAN_END;
	if (!b->until_seq || b->reached.seq < b->until_seq)
		e = journal_scan(&d->journal, &b->reached, apply_frame, &a, &b->end);
	if (e == CONFLICT)
		e = OK;
	if (e == MISSING)
		e = disk_failed(d, BROKEN, "no_journal");
	enum err closed = image_close(image);
	if (!e && closed)
		e = disk_failed(d, closed, closed == RETRY ? "no_space" : "io");
	if (e)
		d->c->unlink(d->dir, b->name);
	return e;
}

enum err recover_build_on(struct disk *d, struct build *b)
{
	int fd;
	struct image *image;
	enum err e = disk_open(d, b->name, O_RDWR, &fd);
	if (!e)
		e = image_open(fd, DB_WRITE, &image);
	return e ? e : build_scan(d, b, image);
}

enum err recover_build(struct disk *d, struct build *b)
{
	int from = -1, fd = -1;
	uint64_t size = 0;
	struct image *image;
	b->reached = (struct place){ .segment = 1 };
	b->frames = 0;
	enum err e = MISSING;
	if (!b->whole || faccessat(d->dir, "journal.0001", F_OK, 0))
		e = checkpoint_open(d, &b->reached, &from, &size);
	if (e && e != MISSING)
		return e;
	d->c->unlink(d->dir, b->name);
	e = disk_open(d, b->name, O_RDWR | O_CREAT | O_EXCL, &fd);
	if (!e && from >= 0)
		e = disk_copy(d, from, fd, size);
	if (from >= 0)
		close(from);
	if (!e)
		e = image_open(fd, from >= 0 ? DB_WRITE : DB_NEW, &image);
	else if (fd >= 0)
		close(fd);
	if (!e)
		return build_scan(d, b, image);
	d->c->unlink(d->dir, b->name);
	return disk_failed(d, e, e == RETRY ? "no_space" : "io");
}

static enum err state_set(struct disk *d, bool dirty)
{
	d->state.dirty = dirty;
	memcpy(d->state.boot, d->boot, sizeof d->boot);
	return state_save(d->c, d->state_fd, &d->state) ? disk_failed(d, BROKEN, "io") : OK;
}

static enum err image_locked(struct disk *d)
{
	enum err e = disk_lock(d, LOCK_TURN, false);
	return e ? e : disk_lock(d, LOCK_DATA, false);
}

static void image_unlocked(struct disk *d)
{
	lock_release(&d->locks, LOCK_DATA);
	lock_release(&d->locks, LOCK_TURN);
}

static enum err rebuild(struct disk *d, const struct place *known)
{
	struct build b = { .name = DISK_IMAGE_NEW };
	struct place start = { .segment = 1 };
	int from = -1;
	uint64_t size;
	if (!checkpoint_open(d, &start, &from, &size))
		close(from);
	enum err e = sync_first(d, &start, false);
	if (!e)
		e = recover_build(d, &b);
	if (e == BROKEN && !strcmp(d->s.why, "no_journal"))
		return stop(d, "no_journal");
	if (!e)
		e = end_judged(d, &b.reached, b.end, known);
	if (e) {
		d->c->unlink(d->dir, DISK_IMAGE_NEW);
		return e;
	}
	if (d->c->rename(d->dir, DISK_IMAGE_NEW, DISK_IMAGE))
		return disk_failed(d, BROKEN, "io");
	d->state.place = b.reached;
	d->suspect = false;
	log_line("store.recovered", "seq=%llu frames=%llu", (unsigned long long)b.reached.seq,
		 (unsigned long long)b.frames);
	return state_set(d, false);
}

enum err recover_image(struct disk *d)
{
	struct state st;
	bool known = !state_load(d->c, d->state_fd, &st);
	enum err e = image_locked(d);
	if (!e)
		e = rebuild(d, known ? &st.place : NULL);
	image_unlocked(d);
	return e;
}

/* From now on nobody takes the image for good. BROKEN: that could not be said. */
static enum err state_spoil(struct disk *d)
{
	return state_set(d, true) && d->c->ftruncate(d->state_fd, 0) ? BROKEN : OK;
}

/* Changes the live image by fn; the state is dirty meanwhile, and stays so when
 * anything fails. */
static enum err image_change(struct disk *d, enum err (*fn)(struct disk *, struct apply *, void *),
			     void *arg)
{
	int fd;
	struct apply a = { 0 };
	enum err e = disk_open(d, DISK_IMAGE, O_RDWR, &fd);
	if (!e)
		e = image_open(fd, DB_WRITE, &a.image);
	if (e)
		return e;
	e = fn(d, &a, arg);
	enum err closed = image_close(a.image);
	if (!e)
		e = closed;
	return e ? e : state_set(d, false);
}

static enum err change_one(struct disk *d, struct apply *a, void *arg)
{
	const struct frame *f = arg;
	enum err e = apply_frame(a, f);
	if (!e)
		frame_step(f, &d->state.place);
	return e;
}

enum err recover_apply(struct disk *d, const struct frame *f)
{
	/* Marked even when somebody holds on to the image: it is out of date now,
	 * and whoever comes next has to see that. */
	enum err locked = image_locked(d), e = state_spoil(d);
	struct place before = d->state.place;
	if (!e && (locked || image_change(d, change_one, (void *)(uintptr_t)f))) {
		d->state.place = before;
		log_line("store.apply", "left to the next seq=%llu why=%s",
			 (unsigned long long)f->seq, d->s.why);
	}
	image_unlocked(d);
	return e;
}

static enum err change_tail(struct disk *d, struct apply *a, void *arg)
{
	struct place at = d->state.place;
	enum scan_end end;
	enum err e = journal_scan(&d->journal, &at, apply_frame, a, &end);
	const struct place *verified = arg;
	if (!e && at.seq != verified->seq)
		e = BROKEN;
	if (!e)
		d->state.place = at;
	return e;
}

/* The image is good, but the journal goes on behind it. */
static enum err tail(struct disk *d)
{
	struct place reached = d->state.place, known = d->state.place;
	enum scan_end end;
	enum err e = sync_first(d, &known, true);
	if (!e)
		e = journal_scan(&d->journal, &reached, NULL, NULL, &end);
	if (e == MISSING)
		return stop(d, "no_journal");
	if (!e)
		e = end_judged(d, &reached, end, &known);
	if (e || reached.seq == known.seq) {
		if (!e)
			d->state.place = reached;
		return e;
	}
	e = image_locked(d);
	if (!e)
		e = state_spoil(d);
	if (!e) {
		e = image_change(d, change_tail, &reached);
		if (e)
			e = rebuild(d, &known);
	}
	image_unlocked(d);
	return e;
}

enum err recover_writer(struct disk *d)
{
	if (state_load(d->c, d->state_fd, &d->state) || !disk_clean(d, &d->state))
		return recover_image(d);
	return journal_goes_on(&d->journal, &d->state.place) ? tail(d) : OK;
}
