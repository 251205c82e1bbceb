/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The limited child (house.md §7, §9): every program that touches hostile bytes
 * calls this first. Limits by setrlimit(2), then a seccomp(2) allow-list by
 * libseccomp. Never in a page, the clerk or sign: a filter sets no_new_privs,
 * under which the setuid helper silently keeps the caller's uid.
 *
 * Failing to lock ends the process (status 70) after a log line: nothing ever
 * runs unlocked. A forbidden system call kills the process (SIGSYS). */
#ifndef PORT_JAIL_H
#define PORT_JAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JAIL_MB ((size_t)1 << 20)

struct jail {
	size_t memory;	/* bytes of address space (RLIMIT_AS): allocation fails beyond */
	int cpu;	/* seconds of CPU (RLIMIT_CPU): SIGXCPU beyond, not catchable for long */
	int64_t output; /* bytes of the longest file written (RLIMIT_FSIZE): EFBIG beyond */
	int fds;	/* descriptors 0 … fds-1 stay, every other one is closed */
	bool network;	/* stamp, letter: may resolve names, connect and verify TLS */
	bool fd_names;	/* opening "/dev/fd/N" answers a duplicate of N, rewound (qpdf's job
			 * opens by name only); done in a SIGSYS handler, so the kernel never
			 * opens anything. Not together with network. */
	bool fonts;	/* may start threads, which are as limited as itself, and ask whether
			 * a file exists: Pango and fontconfig do both */
};

/* The limits: no core, no new processes or (unless said) threads, 16 descriptors (64 with
 * network), not dumpable, SIGXFSZ ignored, closes descriptors. For what has to
 * be loaded by name (fonts, trust stores) between the two steps. */
void jail_limit(const struct jail *j);
/* What is said when time is up: after `wall` seconds from now, or at the CPU
 * limit, the bytes are written to descriptor 1 and the process ends with
 * status 0, whatever it is doing. Without words it ends with status 70.
 * Borrowed until the process ends or other words replace them (wall 0 = keep
 * the running alarm). Only after jail_limit. */
void jail_last_words(const void *frame, size_t n, unsigned wall);
/* The same for abort(3): C++ libraries end so when memory runs out where they
 * do not catch it. */
void jail_abort_words(const void *frame, size_t n);
/* The filter. Afterwards: open by name answers ENOENT (network: read-only
 * opening is allowed, libcurl and glibc need resolv.conf, CA files), socket
 * calls kill (network: AF_INET, AF_INET6, AF_UNIX and AF_NETLINK clients, threads
 * for libcurl's resolver, SIGPIPE ignored). No new executable memory. */
void jail_lock(const struct jail *j);
/* Both: what most children call as the first line of main. */
void jail_enter(const struct jail *j);

/* True once jail_lock succeeded: for a test and for assertions. */
bool jail_locked(void);

#endif
