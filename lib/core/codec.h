/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * contract record <-> bytes. First line "contract 1"; then the members, then
 * "[file]", "[party]" and "[viewer]" sections in order. decode(encode(c)) is
 * the identity; every other text is BROKEN. The message is its own key. */
#ifndef CORE_CODEC_H
#define CORE_CODEC_H

#include "core/contract.h"

void codec_write(const struct contract *c, struct buf *out);
enum err codec_read(struct bytes src, struct arena *a, struct contract *c) MUST_USE;
/* A new empty draft, blank texts; arrays are given capacity by codec_room. */
void codec_blank(struct contract *c);
struct paper *codec_add_paper(struct contract *c, struct arena *a);
struct party *codec_add_party(struct contract *c, struct arena *a);
struct viewer *codec_add_viewer(struct contract *c, struct arena *a);

/* Input fields, moves and questions lie under keys of their own (fields/<id> …):
 * "fields 1", then "[field]" sections. No more are read back than there may be. */
enum codec_part { PART_FIELDS, PART_MOVES, PART_QUESTIONS, PARTS };
const char *codec_part_word(enum codec_part k);
size_t codec_part_count(const struct contract *c, enum codec_part k);
void codec_write_part(const struct contract *c, enum codec_part k, struct buf *out);
enum err codec_read_part(struct bytes src, struct arena *a, struct contract *c, enum codec_part k)
	MUST_USE;
struct field *codec_add_field(struct contract *c, struct arena *a);
struct move *codec_add_move(struct contract *c, struct arena *a);
struct question *codec_add_question(struct contract *c, struct arena *a);

#endif
