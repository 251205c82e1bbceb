#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every bit of the journal (t/223-store-flip.c has the short form).
exec "${B:-build}/t/223-store-flip" long
