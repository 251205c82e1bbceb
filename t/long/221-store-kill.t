#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# 400 rounds of random kills (t/221-store-kill.c has the short form).
exec "${B:-build}/t/221-store-kill" 400
