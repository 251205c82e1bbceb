/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows sums, not what a value means. */
#include "store/record.h"

#include "port/digest.h"

#include <string.h>

static void sum_of(struct bytes key, struct bytes value, unsigned char out[SHA256_SIZE])
{
	struct digest *d = digest_new();
	digest_add(d, key.p, key.n);
	digest_add(d, "", 1);
	if (value.n)
		digest_add(d, value.p, value.n);
	digest_get(d, out);
	digest_free(d);
}

enum err record_get(struct db *db, struct bytes key, struct buf *out)
{
	struct bytes raw;
	unsigned char sum[SHA256_SIZE];
	enum err e = db_get(db, key, &raw);
	if (e)
		return e;
	buf_clear(out);
	e = BROKEN;
	if (raw.n >= RECORD_SUM) {
		struct bytes value = { raw.p + RECORD_SUM, raw.n - RECORD_SUM };
		sum_of(key, value, sum);
		if (!memcmp(sum, raw.p, RECORD_SUM)) {
			buf_add(out, value.p, value.n);
			e = out->over ? BROKEN : OK;
		}
	}
	db_drop(raw);
	return e;
}

enum err record_put(struct db *db, struct bytes key, struct bytes value)
{
	unsigned char sum[SHA256_SIZE];
	struct buf raw;
	buf_init(&raw, value.n + RECORD_SUM);
	sum_of(key, value, sum);
	buf_add(&raw, sum, RECORD_SUM);
	if (value.n)
		buf_add(&raw, value.p, value.n);
	enum err e = raw.over ? INVALID : db_put(db, key, buf_bytes(&raw));
	buf_clear(&raw);
	return e;
}
