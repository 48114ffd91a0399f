#!/usr/bin/perl
# Writes lib/Subrosa/Messenger/API.pm from ../api.json; with --check it compares instead.
use strict;
use warnings;
use FindBin;
use JSON::PP;

my $target = "$FindBin::Bin/lib/Subrosa/Messenger/API.pm";

# A pointer to bytes of the caller goes in as a string of Perl, and what the library fills as an
# address. Texts come back as strings, bytes as addresses.
my %types = (
    'void'            => 'void',
    'int32_t'         => 'sint32',
    'uint32_t'        => 'uint32',
    'int64_t'         => 'sint64',
    'size_t'          => 'size_t',
    'subrosa_result'  => 'sint32',
    'const char *'    => 'string',
    'char *'          => 'opaque',
    'uint8_t *'       => 'opaque',
    'size_t *'        => 'size_t*',
    'int64_t *'       => 'sint64*',
);

sub type_of {
    my ($spelled, $is_parameter) = @_;
    return $is_parameter ? 'string' : 'opaque' if $spelled eq 'const uint8_t *';
    return $types{$spelled} if $types{$spelled};
    return 'opaque*' if $spelled =~ /\*\*$/;
    return 'opaque'  if $spelled =~ /\*$/;
    die "make_api.pl knows no type $spelled\n";
}

sub read_file {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!\n";
    local $/;
    return <$file>;
}

my $api = JSON::PP->new->decode(read_file("$FindBin::Bin/../api.json"));

# The level of sessions is not wrapped: it is for hosts with storage of their own.
my @functions = grep { $_->{header} ne 'subrosa_session.h' } @{ $api->{functions} };
my $text = <<"END";
package Subrosa::Messenger::API;

# Functions and constants of the C library. Made by make_api.pl from bindings/api.json.

use strict;
use warnings;

our \$ABI = $api->{abi};
our \$VERSION = '$api->{version}';

# Name, without "subrosa_": what it takes, what it returns.
our %FUNCTIONS = (
END
for my $function (@functions) {
    my $name  = $function->{name} =~ s/^subrosa_//r;
    my $takes = join ', ', map { "'" . type_of($_->{type}, 1) . "'" } @{ $function->{parameters} };
    $text .= "    $name => [[$takes], '" . type_of($function->{returns}, 0) . "'],\n";
}
$text .= ");\n\n# Name, without \"SUBROSA_\": value.\nour %CONSTANTS = (\n";
for my $constant (@{ $api->{constants} }) {
    my $name = $constant->{name} =~ s/^SUBROSA_//r;
    next if $name eq 'ABI' || $name =~ /^VERSION_/ || $constant->{header} eq 'subrosa_session.h';
    $text .= "    $name => $constant->{value},\n";
}
$text .= ");\n\n1;\n";

if (@ARGV && $ARGV[0] eq '--check') {
    die "$target is stale: run make_api.pl\n" if !-e $target || read_file($target) ne $text;
}
else {
    open my $file, '>:raw', $target or die "$target: $!\n";
    print {$file} $text;
    close $file or die "$target: $!\n";
}
