/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libqpdf's job interface, which speaks JSON and opens by name only:
 * under port/jail's filter that is "/dev/fd/N". */
#include "port/qpdf_job.h"

#include <qpdf/qpdfjob-c.h>
#include <qpdf/qpdflogger-c.h>

#include <stdio.h>
#include <string.h>

struct said {
	char text[4096];
	size_t n;
};

static int keep_words(char const *data, size_t len, void *udata)
{
	struct said *s = udata;
	size_t room = sizeof s->text - 1 - s->n;
	size_t take = len < room ? len : room;
	memcpy(s->text + s->n, data, take);
	s->n += take;
	s->text[s->n] = 0;
	return 0;
}

/* Exit code of the job; what it says goes into *s. */
static int run_job(const char *json, struct said *s)
{
	qpdfjob_handle j = qpdfjob_init();
	qpdflogger_handle l = qpdflogger_create();
	qpdflogger_set_info(l, qpdf_log_dest_custom, keep_words, s);
	qpdflogger_set_warn(l, qpdf_log_dest_custom, keep_words, s);
	qpdflogger_set_error(l, qpdf_log_dest_custom, keep_words, s);
	qpdflogger_set_save(l, qpdf_log_dest_custom, keep_words, s, 0);
	qpdfjob_set_logger(j, l);
	int rc = qpdfjob_initialize_from_json(j, json);
	if (rc == 0)
		rc = qpdfjob_run(j);
	qpdflogger_cleanup(&l);
	qpdfjob_cleanup(&j);
	return rc;
}

bool qpdf_job_user_opens(const char *name)
{
	struct said s = { "", 0 };
	char json[256];
	snprintf(json, sizeof json,
		 "{\"inputFile\":\"%s\",\"json\":\"2\",\"jsonKey\":[\"encrypt\"],\"noWarn\":\"\"}",
		 name);
	run_job(json, &s);
	return strstr(s.text, "\"userpasswordmatched\": true") != NULL;
}

enum err qpdf_job_flatten(const char *from, const char *to)
{
	struct said s = { "", 0 };
	char json[512];
	snprintf(json, sizeof json,
		 "{\"inputFile\":\"%s\",\"outputFile\":\"%s\",\"flattenAnnotations\":\"all\","
		 "\"objectStreams\":\"disable\",\"decodeLevel\":\"none\",\"noWarn\":\"\","
		 "\"deterministicId\":\"\"}",
		 from, to);
	int rc = run_job(json, &s);
	if (rc == 0)
		return OK;
	return strstr(s.text, "bad_alloc") ? RETRY : INVALID;
}
