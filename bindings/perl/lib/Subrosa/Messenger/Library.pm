package Subrosa::Messenger::Library;

# The shared library: found, loaded, with a function of Perl in Subrosa::Messenger::C for each of its
# functions; and how values of Perl go in and come out. Nothing here is for hosts.

use strict;
use warnings;
use Exporter 'import';
use Scalar::Util qw(blessed);
use FFI::Platypus 1.24;
use FFI::Platypus::Buffer qw(buffer_to_scalar grow scalar_to_pointer set_used_length);
use FFI::Platypus::DL qw(dlopen dlerror RTLD_PLATYPUS_DEFAULT);
use Subrosa::Messenger::API;
use Subrosa::Messenger::Error;

our @EXPORT_OK = qw(
    check content decoded error fail fingerprint handle_of names_of name name_or_null number octets
    path text_of bytes_of value
);

# An error names the line of the host from which the call came.
$Carp::Internal{"Subrosa::Messenger$_"} = 1
    for '', map {"::$_"} qw(Documents Error Event Handle Job Keys Library Outcome);

our %CONSTANTS = %Subrosa::Messenger::API::CONSTANTS;

load();

# The one that the variable SUBROSA_LIBRARY names, the one inside the distribution, or the system's.
sub place {
    return $ENV{SUBROSA_LIBRARY} if $ENV{SUBROSA_LIBRARY};
    my $end = $^O eq 'darwin' ? 'dylib' : 'so';
    my ($inside) = grep { -e } map {"$_/Subrosa/Messenger/libsubrosa.$end"} grep { !ref } @INC;
    return $inside // ($^O eq 'darwin' ? 'libsubrosa.dylib' : "libsubrosa.so.$Subrosa::Messenger::API::ABI");
}

sub load {
    my $place = place();
    dlopen($place, RTLD_PLATYPUS_DEFAULT)
        or die "Subrosa's library cannot be loaded: " . (dlerror() // $place) . "\n";
    my $ffi = FFI::Platypus->new(api => 1, lib => $place);
    for my $name (sort keys %Subrosa::Messenger::API::FUNCTIONS) {
        my ($takes, $returns) = @{ $Subrosa::Messenger::API::FUNCTIONS{$name} };
        $ffi->find_symbol("subrosa_$name")
            or die "$place has no subrosa_$name: it is of another version\n";
        $ffi->attach(["subrosa_$name" => "Subrosa::Messenger::C::$name"], $takes, $returns);
    }
    Subrosa::Messenger::C::abi_check($Subrosa::Messenger::API::ABI) == 0
        or die "$place has another ABI than this distribution\n";
    return;
}

sub value { return $CONSTANTS{ $_[0] } // die "no constant $_[0]" }

# The words of a group of constants by their numbers: 1 => 'window' for PLACE.
sub names_of {
    my ($group) = @_;
    return map { $CONSTANTS{$_} => lc(s/^${group}_//r) =~ tr/_/-/r } grep {/^${group}_/} keys %CONSTANTS;
}

# --- what comes out ---

# Of the library come texts in UTF-8 alone; anything else is made visible.
sub decoded {
    my ($text) = @_;
    return $text if !defined $text || utf8::decode($text);
    require Encode;
    return Encode::decode('UTF-8', $text);
}

# What a function gives that fills a text: it is told how long that is at first.
sub text_of {
    my ($call) = @_;
    my $code = $call->(undef, \(my $size = 0));
    check($code) if $code != value('E_BUFFER');
    return decoded(buffer_of($size, sub { $call->($_[0], \$size) }) =~ s/\0.*//sr);
}

# What a function gives that fills so many bytes.
sub bytes_of {
    my ($size, $call) = @_;
    return buffer_of($size, $call);
}

sub buffer_of {
    my ($size, $call) = @_;
    my $buffer = '';
    grow($buffer, $size);
    check($call->(scalar_to_pointer($buffer)));
    set_used_length($buffer, $size);
    return $buffer;
}

# The handle that a function gives out.
sub handle_of {
    my ($call) = @_;
    check($call->(\my $handle));
    return $handle;
}

# --- errors ---

# The error of a code, with the sentences about the last failure.
sub error {
    my ($code) = @_;
    return Subrosa::Messenger::Error->new(
        code     => $code,
        name     => Subrosa::Messenger::C::result_name($code),
        reason   => text_of(\&Subrosa::Messenger::C::last_error),
        sentence => text_of(\&Subrosa::Messenger::C::last_sentence),
    );
}

sub check {
    my ($code) = @_;
    error($code)->throw if $code < 0;
    return $code;
}

# Throws what was found before the library was asked.
sub fail {
    my ($name, $reason) = @_;
    my $code = value($name);
    Subrosa::Messenger::Error->new(
        code     => $code,
        name     => Subrosa::Messenger::C::result_name($code),
        reason   => $reason,
        sentence => 'Something failed.',
    )->throw;
}

# --- what goes in ---

sub string {
    my ($text, $what) = @_;
    fail('E_ARGUMENT', "$what is undefined") if !defined $text;
    fail('E_ARGUMENT', "$what is a reference, not a string")
        if ref $text && !(blessed $text && overload::Method($text, '""'));
    return "$text";
}

# A name in UTF-8; a NUL would cut it.
sub name {
    my ($text, $what) = @_;
    $text = string($text, $what);
    fail('E_ARGUMENT', "$what has a NUL") if index($text, "\0") >= 0;
    utf8::encode($text);
    return $text;
}

sub name_or_null { return defined $_[0] ? name(@_) : undef }

# A text in UTF-8, with its length in bytes.
sub content {
    my ($text, $what) = @_;
    $text = string($text, $what);
    utf8::encode($text);
    return ($text, length $text);
}

# Bytes of the host, with their length.
sub octets {
    my ($bytes, $what) = @_;
    $bytes = string($bytes, $what);
    utf8::downgrade($bytes, 1) or fail('E_ARGUMENT', "$what has characters that are no bytes: encode it");
    return ($bytes, length $bytes);
}

# A path is bytes, as for open; one with other characters is in UTF-8.
sub path {
    my ($path, $what) = @_;
    $path = string($path, $what);
    fail('E_ARGUMENT', "$what has a NUL") if index($path, "\0") >= 0;
    utf8::encode($path) if !utf8::downgrade($path, 1);
    return $path;
}

sub fingerprint {
    my ($bytes) = octets($_[0], 'the fingerprint');
    my $size = value('FINGERPRINT_SIZE');
    fail('E_ARGUMENT', "a fingerprint has $size bytes") if length $bytes != $size;
    return $bytes;
}

sub number {
    my ($number, $what) = @_;
    fail('E_ARGUMENT', "$what is no whole number") if !defined $number || ref $number || $number !~ /\A-?[0-9]+\z/;
    return $number;
}

1;
