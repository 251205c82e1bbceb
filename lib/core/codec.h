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

/* Input fields lie under a key of their own (fields/<id>): "fields 1", then
 * "[field]" sections. add: at most FIELDS are read back. */
void codec_write_fields(const struct contract *c, struct buf *out);
enum err codec_read_fields(struct bytes src, struct arena *a, struct contract *c) MUST_USE;
struct field *codec_add_field(struct contract *c, struct arena *a);

#endif
