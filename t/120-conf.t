#!/usr/bin/perl
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every configuration key stands in the table, the example and the manual, with
# the same default.
use strict; use warnings; use Test::More;
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; <$f> }
my $c = slurp('lib/base/conf.c');
my $example = slurp('etc/site.conf.example');
my $man = slurp('man/site.conf.5');
my %keys;
while ($c =~ /^\t\{ "(\w+)", \w+, AT\(\w+\), (NULL|"[^"]*")/mg) { $keys{$1} = $2 }
cmp_ok(scalar keys %keys, '>', 30, 'the table was read');
for my $k (sort keys %keys) {
	my $d = $keys{$k} eq 'NULL' ? undef : substr($keys{$k}, 1, -1);
	if (defined $d) { like($example, qr/^#\Q$k\E = \Q$d\E$/m, "$k: default in the example") }
	else { like($example, qr/^\Q$k\E = \S/m, "$k: must be set, so it is set in the example") }
	my $want = !defined $d ? 'required' : $d eq '' ? 'default: empty' : "default: $d";
	like($man, qr/^\.B \Q$k\E\n[^\n]+\n\(\Q$want\E\)$/m, "$k: in the manual");
}
my @extra = grep { !exists $keys{$_} } $example =~ /^#?(\w+) = /mg;
is("@extra", '', 'no key that does not exist');
done_testing;
