/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What compose is told about input fields: the lines of its questions
 * (libexec/compose.c), made from a contract. One file (paper, from 0) at a time. */
#ifndef OFFICE_PLAN_H
#define OFFICE_PLAN_H

#include "core/contract.h"

#include "base/msg.h"

#define PLAN_BYTES ((size_t)1 << 20) /* of a question with every field and value */
#define PLAN_ALL (-2)                /* every slot */

/* `field` lines: where each field of the file is. */
void plan_fields(struct msg *q, const struct contract *c, size_t paper);
/* `fill` lines: the values of one slot's fields (blank ones too), or of all. */
void plan_fills(struct msg *q, const struct contract *c, size_t paper, int64_t slot);
/* `lock` lines for the signer: the same names in the same order. */
void plan_locks(struct msg *q, const struct contract *c, size_t paper, int64_t slot);
/* The slot whose fields version `version` fills and locks; -1 for version 1 and
 * the last. */
int64_t plan_slot(const struct contract *c, int64_t version);

/* A name for pictures of the file as it is filled at this moment: SHA-256 over
 * its base and every box and value; the base's own hash when there is no field. */
void plan_name(const struct contract *c, size_t paper, unsigned char out[32]);

#endif
