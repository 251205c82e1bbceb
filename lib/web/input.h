/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Turns raw fields into the values of declared inputs, noting mistakes. */
#ifndef WEB_INPUT_H
#define WEB_INPUT_H

#include "web/body.h"
#include "web/req.h"

/* Fills r->values and r->wrongs. absent_is_wrong: REQUIRED is enforced (POST). */
void input_judge(struct req *r, const struct raws *l, const struct input *inputs,
		 bool absent_is_wrong);

/* One text for each type; all take clean UTF-8 and leave the arena's text on
 * success. INVALID otherwise. */
enum err input_mail(struct arena *a, const char *s, const char **r) MUST_USE;
enum err input_int(struct arena *a, const char *s, int64_t *r) MUST_USE;
enum err input_date(struct arena *a, const char *s, const char **r) MUST_USE;
/* The same as it is printed: 2027年4月1日, 令和9年4月1日 where the era was written;
 * en: 2027-04-01. What comes out goes in again. */
enum err input_date_words(struct arena *a, const char *s, bool en, const char **r) MUST_USE;
/* Full-width ASCII, ideographic space and their kin as ASCII. */
char *input_narrow(struct arena *a, const char *s);

#endif
