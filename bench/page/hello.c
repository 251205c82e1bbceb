/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The yardstick of bench/pages: the smallest FastCGI program, a body of 2,000
 * bytes that is always the same. Nothing of ours is in it. */
#include <fcgi_stdio.h>

#include <string.h>

int main(void)
{
	static char body[2001];
	memset(body, 'h', 2000);
	while (FCGI_Accept() >= 0)
		printf("Content-Type: text/html; charset=UTF-8\r\n\r\n%s", body);
	return 0;
}
