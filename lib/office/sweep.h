/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files of the vault that no record names: drafts thrown away, revisions that a
 * later one has replaced, what a crash left. They go once they are a day old
 * (rules.md 4.1); so do pictures of such files and torn temporary files. */
#ifndef OFFICE_SWEEP_H
#define OFFICE_SWEEP_H

#include "base/conf.h"
#include "base/err.h"

/* Once a day at most (the file var/swept remembers). *gone_r: files removed.
 * Nothing is removed unless every contract could be read. */
enum err sweep_run(const struct conf *conf, int *gone_r) MUST_USE;
/* The same at once, with the age in ns that a file must have. */
enum err sweep_now(const struct conf *conf, int64_t age, int *gone_r) MUST_USE;

#endif
