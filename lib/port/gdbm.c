/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The only file that knows GDBM. Knows nothing of records, locks or journals.
 * Tried against 1.23. */
#include "port/gdbm.h"

#include "base/log.h"

#include <errno.h>
#include <gdbm.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* Measured best for records of some hundred bytes. */
#define BLOCK 4096

struct db {
	GDBM_FILE f;
	enum err failed; /* the first trouble of a writer: its file is not to be trusted */
};

static enum err answer(struct db *db)
{
	int no = db->f ? (int)gdbm_last_errno(db->f) : gdbm_errno;
	if (no == GDBM_ITEM_NOT_FOUND)
		return MISSING;
	enum err e = errno == ENOSPC || errno == EDQUOT ? RETRY : BROKEN;
	if (!db->failed)
		db->failed = e;
	return e;
}

/* A bucket that could not be written goes unreported: gdbm_store answers 0
 * (1.23 ignores it in the middle of its update) and only this flag tells. */
static enum err wrote(struct db *db, int rc)
{
	return rc || gdbm_needs_recovery(db->f) ? answer(db) : OK;
}

static datum to_datum(struct bytes b)
{
	return (datum){ (char *)(uintptr_t)b.p, (int)b.n };
}

enum err db_open(int fd, enum db_mode mode, struct db **db_r)
{
	static const int modes[] = { GDBM_READER, GDBM_WRITER, GDBM_NEWDB };
	struct db *db = calloc(1, sizeof *db);
	if (!db)
		log_die("memory.out", "need=%zu", sizeof *db);
	/* No callback for fatal errors: given one, GDBM calls it and then exits
	 * the process; given none, it returns the error like any other. */
	errno = 0;
	db->f = gdbm_fd_open(fd, "image", BLOCK,
			     modes[mode] | GDBM_NOLOCK | GDBM_NOMMAP, NULL);
	if (!db->f) {
		enum err e = answer(db);
		close(fd);
		free(db);
		return e == MISSING ? BROKEN : e;
	}
	if (gdbm_needs_recovery(db->f)) {
		gdbm_close(db->f);
		free(db);
		return BROKEN;
	}
	*db_r = db;
	return OK;
}

enum err db_close(struct db *db)
{
	if (!db)
		return OK;
	enum err e = db->failed;
	if (!e && gdbm_needs_recovery(db->f))
		e = BROKEN;
	errno = 0;
	if (gdbm_close(db->f) && !e)
		e = errno == ENOSPC || errno == EDQUOT ? RETRY : BROKEN;
	free(db);
	return e;
}

enum err db_get(struct db *db, struct bytes key, struct bytes *value_r)
{
	gdbm_clear_error(db->f);
	errno = 0;
	datum v = gdbm_fetch(db->f, to_datum(key));
	/* NULL is "not found" only when the errno says so: a damaged file
	 * answers NULL as well. */
	if (!v.dptr)
		return answer(db);
	*value_r = (struct bytes){ (unsigned char *)v.dptr, (size_t)v.dsize };
	return OK;
}

enum err db_has(struct db *db, struct bytes key)
{
	gdbm_clear_error(db->f);
	errno = 0;
	if (gdbm_exists(db->f, to_datum(key)))
		return OK;
	/* Here alone "not there" is said by no error at all. */
	return gdbm_last_errno(db->f) == GDBM_NO_ERROR ? MISSING : answer(db);
}

enum err db_put(struct db *db, struct bytes key, struct bytes value)
{
	if (key.n > INT_MAX / 4 || value.n > INT_MAX / 4)
		return INVALID;
	errno = 0;
	return wrote(db, gdbm_store(db->f, to_datum(key), to_datum(value), GDBM_REPLACE));
}

enum err db_del(struct db *db, struct bytes key)
{
	gdbm_clear_error(db->f);
	errno = 0;
	return wrote(db, gdbm_delete(db->f, to_datum(key)));
}

enum err db_next(struct db *db, struct bytes previous, struct bytes *key_r)
{
	gdbm_clear_error(db->f);
	errno = 0;
	datum k = previous.p ? gdbm_nextkey(db->f, to_datum(previous)) : gdbm_firstkey(db->f);
	if (!k.dptr)
		return answer(db);
	*key_r = (struct bytes){ (unsigned char *)k.dptr, (size_t)k.dsize };
	return OK;
}

void db_drop(struct bytes b)
{
	free((void *)(uintptr_t)b.p);
}
