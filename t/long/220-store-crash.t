#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every crash point in every way (t/220-store-crash.c has the short form).
exec "${B:-build}/t/220-store-crash" long
