/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libfcgi's FCGX_ interface (never fcgi_stdio, which replaces stdio). Knows no
 * HTTP. The end signals stay blocked except in ppoll: so they can neither tear a
 * request nor be lost between a check and accept(2). The listening socket is
 * non-blocking because several workers wake for one connection. */
#include "port/fcgi.h"

#include "base/log.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

struct fcgi {
	bool cgi, served, open;
	FCGX_Request r;
	sigset_t unblocked;
};

static volatile sig_atomic_t ending;

static void on_end(int sig)
{
	(void)sig;
	ending = 1;
}

struct fcgi *fcgi_open(void)
{
	static struct fcgi f;
	struct sigaction end = { .sa_handler = on_end }, ignore = { .sa_handler = SIG_IGN };
	sigset_t block;
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGUSR1, &end, NULL);
	f.cgi = FCGX_IsCGI();
	if (f.cgi)
		return &f;
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &f.unblocked);
	sigdelset(&f.unblocked, SIGTERM);
	sigdelset(&f.unblocked, SIGUSR1);
	int flags = fcntl(0, F_GETFL);
	if (flags < 0 || fcntl(0, F_SETFL, flags | O_NONBLOCK) || FCGX_Init() ||
	    FCGX_InitRequest(&f.r, 0, FCGI_FAIL_ACCEPT_ON_INTR))
		log_die("fcgi.socket", "errno=%d", errno);
	return &f;
}

bool fcgi_is_cgi(const struct fcgi *f)
{
	return f->cgi;
}

bool fcgi_accept(struct fcgi *f)
{
	if (f->cgi) {
		f->open = !f->served;
		f->served = true;
		return f->open;
	}
	while (!ending) {
		struct pollfd p = { .fd = 0, .events = POLLIN };
		if (ppoll(&p, 1, NULL, &f->unblocked) < 0 && errno != EINTR) {
			log_line("fcgi.poll", "errno=%d", errno);
			return false;
		}
		if (ending || !(p.revents & (POLLIN | POLLERR | POLLHUP)))
			continue;
		int rc = FCGX_Accept_r(&f->r);
		if (!rc)
			return f->open = true;
		if (rc != -EAGAIN && rc != -EINTR && rc != -ECONNABORTED) {
			log_line("fcgi.accept", "rc=%d", rc);
			return false;
		}
	}
	return false;
}

const char *fcgi_param(const struct fcgi *f, const char *name)
{
	return f->cgi ? getenv(name) : FCGX_GetParam(name, f->r.envp);
}

enum err fcgi_read(struct fcgi *f, void *p, size_t n, size_t *got_r)
{
	*got_r = 0;
	if (!f->cgi) {
		int got = FCGX_GetStr(p, n > 1 << 20 ? 1 << 20 : (int)n, f->r.in);
		*got_r = got > 0 ? (size_t)got : 0;
		return FCGX_GetError(f->r.in) ? BROKEN : OK;
	}
	for (;;) {
		ssize_t got = read(0, p, n);
		if (got >= 0) {
			*got_r = (size_t)got;
			return OK;
		}
		if (errno != EINTR)
			return BROKEN;
	}
}

enum err fcgi_write(struct fcgi *f, const void *p, size_t n)
{
	const char *s = p;
	while (n) {
		ssize_t put;
		if (f->cgi)
			put = write(1, s, n);
		else
			put = FCGX_PutStr(s, n > 1 << 20 ? 1 << 20 : (int)n, f->r.out);
		if (put < 0 && f->cgi && errno == EINTR)
			continue;
		if (put <= 0)
			return BROKEN;
		s += put;
		n -= (size_t)put;
	}
	return OK;
}

void fcgi_end(struct fcgi *f)
{
	if (!f->open)
		return;
	f->open = false;
	if (f->cgi)
		close(1); /* the server may go on while we wake the clerk */
	else
		FCGX_Finish_r(&f->r);
}
