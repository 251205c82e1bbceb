/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From an intent to a letter at the mail server: asks policy again, builds the
 * view model, draws the sheet, attaches, hands it to the letter child, records
 * what became of it. The Message-ID is a hash of the intent's key: a repeat
 * after a crash is the same message. */
#ifndef OFFICE_MAILING_H
#define OFFICE_MAILING_H

#include "core/outbox.h"

/* One intent. OK: it left, was refused for good, or was overtaken (recorded).
 * RETRY: postponed (recorded) or must wait for a signature (*waits_r). */
enum err mailing_run(const struct conf *conf, const struct outbox_mail *m, int64_t now,
		     bool *waits_r) MUST_USE;

#endif
