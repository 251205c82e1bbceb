/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows tag and length. */
#include "pdf/der.h"

#define SEQUENCE 0x30

size_t der_sequence(struct bytes b)
{
	if (b.n < 2 || b.p[0] != SEQUENCE)
		return 0;
	size_t len = b.p[1], head = 2;
	if (len & 0x80) {
		size_t more = len & 0x7F;
		if (more < 1 || more > 4 || b.n < 2 + more)
			return 0;
		for (len = 0; more--;)
			len = len << 8 | b.p[head++];
	}
	return len <= b.n - head ? head + len : 0;
}
