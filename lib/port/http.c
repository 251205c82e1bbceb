/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcurl, nothing of what is fetched. */
#include "port/http.h"

#include "base/log.h"
#include "base/str.h"

#include <curl/curl.h>

#include <stdio.h>
#include <string.h>

void http_prepare(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		log_die("http", "libcurl does not start");
}

static size_t on_body(char *p, size_t one, size_t n, void *arg)
{
	struct buf *out = arg;
	buf_add(out, p, one * n);
	return out->over ? 0 : one * n;
}

static enum err fault(CURLcode c, const struct buf *out, const char **why_r)
{
	if (out->over || c == CURLE_FILESIZE_EXCEEDED) {
		*why_r = "too_large";
		return BROKEN;
	}
	switch (c) {
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		*why_r = "bad_address";
		return INVALID;
	case CURLE_OPERATION_TIMEDOUT:
		*why_r = "timeout";
		return RETRY;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		*why_r = "tls";
		return RETRY;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		*why_r = "unreachable";
		return RETRY;
	default:
		*why_r = "dropped";
		return RETRY;
	}
}

static struct curl_slist *header(struct curl_slist *list, const char *name, const char *value)
{
	char line[256];
	snprintf(line, sizeof line, "%s%s%s", name, value ? ": " : ":", value ? value : "");
	struct curl_slist *longer = curl_slist_append(list, line);
	if (!longer)
		log_die("http", "out of memory");
	return longer;
}

static CURLcode set_up(CURL *c, const struct http_ask *ask, struct buf *out,
		       struct curl_slist *headers)
{
	CURLcode e = CURLE_OK;
#define SET(option, value)                                                                         \
	do {                                                                                       \
		if (!e)                                                                            \
			e = curl_easy_setopt(c, option, value);                                    \
	} while (0)
	SET(CURLOPT_URL, ask->url);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, ask->proxy ? ask->proxy : "");
	SET(CURLOPT_NOPROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_TIMEOUT_MS, (long)ask->wait_ms);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)ask->wait_ms);
	SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)(out->max - out->n));
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, out);
	SET(CURLOPT_HTTPHEADER, headers);
	if (ask->ca)
		SET(CURLOPT_CAINFO, ask->ca);
	if (!str_empty(ask->user)) {
		SET(CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		SET(CURLOPT_USERNAME, ask->user);
		SET(CURLOPT_PASSWORD, ask->password ? ask->password : "");
	}
	if (ask->type) {
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDS, (const char *)ask->body.p);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.n);
	}
#undef SET
	return e;
}

enum err http_run(const struct http_ask *ask, struct buf *out, int *status_r, const char **why_r)
{
	long status = 0;
	struct curl_slist *headers = NULL;
	*status_r = 0;
	*why_r = "bad_address";
	if (str_empty(ask->url) || strlen(ask->url) > 2000 || strpbrk(ask->url, "\r\n"))
		return INVALID;
	CURL *c = curl_easy_init();
	if (!c)
		log_die("http", "out of memory");
	headers = header(headers, "Accept", ask->accept ? ask->accept : "*/*");
	headers = header(headers, "Expect", NULL); /* no pause for 100-continue */
	if (ask->type)
		headers = header(headers, "Content-Type", ask->type);
	CURLcode e = set_up(c, ask, out, headers);
	if (!e)
		e = curl_easy_perform(c);
	if (!e)
		e = curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	*status_r = (int)status;
	if (e)
		return fault(e, out, why_r);
	*why_r = "";
	return OK;
}

const char *http_word(int status)
{
	static char word[24];
	snprintf(word, sizeof word, "http_%d", status);
	return word;
}
