/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What libqpdf offers as a job only. Names are "/dev/fd/N" (port/jail,
 * fd_names). Only for limited children. */
#ifndef PORT_QPDF_JOB_H
#define PORT_QPDF_JOB_H

#include "base/err.h"

#include <stdbool.h>

/* True when the encrypted file opens with an empty *user* password: libqpdf
 * also opens those whose owner password is empty, which nobody else does. */
bool qpdf_job_user_opens(const char *name);
/* Draws annotations and form fields into their pages by their appearances and
 * drops them (links too, and what has no appearance). RETRY: out of memory. */
enum err qpdf_job_flatten(const char *from, const char *to) MUST_USE;

#endif
