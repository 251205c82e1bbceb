/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The backend on disk: what its parts (disk.c begin/read/end, commit.c,
 * recover.c, checkpoint.c, check.c, mark.c) share. Files: man/teiketsu-journal.5. */
#ifndef STORE_DISK_H
#define STORE_DISK_H

#include "store/backend.h"
#include "store/image.h"
#include "store/journal.h"
#include "store/lock.h"
#include "store/state.h"

#define DISK_IMAGE "image.gdbm"
#define DISK_IMAGE_NEW "image.new"
#define DISK_IMAGE_CHECK "image.check" /* store_check's own */

struct disk {
	struct store s;
	const struct store_calls *c;
	struct store_options opt; /* defaults filled in */
	int dir, state_fd;
	unsigned char boot[16];
	struct locks locks;
	struct journal journal;
	struct state state;  /* as last loaded or saved */
	struct image *image; /* open while a transaction reads */
	bool suspect;        /* the image is rotten: build it again */
};

/* Sets why and passes e on. */
enum err disk_failed(struct disk *d, enum err e, const char *why);
/* Takes a lock or says lock_busy. */
enum err disk_lock(struct disk *d, enum lock_name which, bool shared) MUST_USE;
/* Opens a file of the store's folder; errors as image_open's. */
enum err disk_open(struct disk *d, const char *name, int flags, int *fd_r) MUST_USE;
/* Copies n bytes of one file to the start of another, as a clone if possible. */
enum err disk_copy(struct disk *d, int from, int to, uint64_t n) MUST_USE;
/* True when the image on disk may be read as what state says. */
bool disk_clean(const struct disk *d, const struct state *st);

/* The image is not what it should be: whoever comes next, in any process, has to
 * build it again. The caller holds the data or the journal lock. */
void disk_rotten(struct disk *d);

/* ---- recover.c; the caller holds the journal lock ---- */

/* Whatever it takes so that image, state and journal agree and d->state is the
 * journal's end: nothing, applying a tail, or building the image anew. Takes
 * and releases turn and data. BROKEN: read_only, damaged, sync_failed. */
enum err recover_writer(struct disk *d) MUST_USE;
/* Builds the image anew. Takes and releases turn and data itself. */
enum err recover_image(struct disk *d) MUST_USE;
/* Applies one frame that is durable to the live image and saves the state.
 * Takes turn and data. OK also when only the state says that the image has to
 * be built again; BROKEN: not even that could be said. */
enum err recover_apply(struct disk *d, const struct frame *f) MUST_USE;
/* Builds an image under `name` by reading the journal: from the newest checkpoint
 * that is good (or from nothing), with whole: from the first frame there is. It
 * ends at the journal's end or behind frame until_seq (0 = none). Closed; the
 * name is gone on any error. reached_r: where, also on error. */
struct build {
	const char *name;
	bool whole;
	uint64_t until_seq;
	struct place reached;
	enum scan_end end;
	uint64_t frames;
};
enum err recover_build(struct disk *d, struct build *b) MUST_USE;
/* Goes on with the same image from b->reached. */
enum err recover_build_on(struct disk *d, struct build *b) MUST_USE;

/* ---- commit.c ---- */
enum err commit_run(struct disk *d, const struct txn *t) MUST_USE;

/* ---- checkpoint.c ---- */

enum err checkpoint_run(struct disk *d, bool force) MUST_USE;
/* The place of the newest checkpoint whose bytes and trailer are right, and a
 * descriptor to copy its first *size_r bytes from. MISSING: there is none. */
enum err checkpoint_open(struct disk *d, struct place *place_r, int *fd_r, uint64_t *size_r)
	MUST_USE;

/* ---- check.c ---- */
enum err check_run(struct disk *d, struct store_report *r) MUST_USE;

/* ---- mark.c: read-only, said twice ---- */

bool mark_is_set(struct disk *d);
/* Sets both marks, as well as possible. */
void mark_set(struct disk *d, const char *why);
enum err mark_remove(struct disk *d) MUST_USE;

#endif
