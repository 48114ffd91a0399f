package Subrosa::Messenger::Keys;

# Fingerprints and safety numbers: what people compare.

use strict;
use warnings;
use Exporter 'import';
use Subrosa::Messenger::Library qw(bytes_of check content fingerprint names_of text_of value);

our @EXPORT_OK = qw(
    digits hex_of from_hex matches_digits safety_code safety_modules safety_number safety_svg scan
);

my %scans = (names_of('SCAN'), value('SCAN_NOT_A_CODE') => 'no-code');

sub digits {
    my $who = fingerprint($_[0]);
    return text_of(sub { Subrosa::Messenger::C::fingerprint_digits($who, @_) });
}

sub hex_of {
    my $who = fingerprint($_[0]);
    return text_of(sub { Subrosa::Messenger::C::fingerprint_to_hex($who, @_) });
}

sub from_hex {
    my @text = content($_[0], 'the text');
    return bytes_of(value('FINGERPRINT_SIZE'), sub { Subrosa::Messenger::C::fingerprint_from_hex(@text, @_) });
}

sub matches_digits {
    my ($who, $text) = @_;
    return Subrosa::Messenger::C::fingerprint_matches_digits(fingerprint($who), content($text, 'the text')) == 1;
}

sub safety_number {
    my ($own, $other) = map { fingerprint($_) } @_[0, 1];
    return text_of(sub { Subrosa::Messenger::C::safety_digits($own, $other, @_) });
}

sub safety_code {
    my ($own, $other) = map { fingerprint($_) } @_[0, 1];
    return text_of(sub { Subrosa::Messenger::C::safety_code($own, $other, @_) });
}

sub safety_svg {
    my ($own, $other) = map { fingerprint($_) } @_[0, 1];
    return text_of(sub { Subrosa::Messenger::C::safety_svg($own, $other, @_) });
}

sub safety_modules {
    my ($own, $other) = map { fingerprint($_) } @_[0, 1];
    my $side  = value('SAFETY_SIDE');
    my $found = bytes_of($side * $side, sub { Subrosa::Messenger::C::safety_modules($own, $other, @_) });
    return [unpack "(a$side)*", $found];
}

sub scan {
    my ($own, $other, $code) = @_;
    my $found = Subrosa::Messenger::C::safety_compare(
        fingerprint($own), fingerprint($other), content($code, 'the code'));
    return $scans{ check($found) } // 'no-code';
}

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger::Keys - fingerprints and safety numbers, which people compare

=head1 SYNOPSIS

    use Subrosa::Messenger::Keys qw(safety_number);

    my ($contact) = $messenger->contacts('bot', 'alice');
    print safety_number($messenger->fingerprint, $contact->fingerprint), "\n";

=head1 FUNCTIONS

They are exported if you ask for them. A fingerprint is a string of 32 bytes.

=over

=item digits($fingerprint)

Twelve groups of five digits.

=item matches_digits($fingerprint, $text)

Whether digits that were typed are those of a fingerprint.

=item hex_of($fingerprint), from_hex($text)

64 hexadecimal digits, for programs; and back.

=item safety_number($own, $other)

Twelve groups of five digits, the same for both.

=item safety_code($own, $other)

The text of the code that C<$own> shows to C<$other> to be scanned.

=item safety_svg($own, $other), safety_modules($own, $other)

That code as an image; and as a list of 41 rows of 41 bytes, 1 for dark and 0 for light, to be drawn
with a margin of four.

=item scan($own, $other, $code)

What a code says that the other side has shown: C<match>, C<wrong-contact>, C<not-for-us>, C<newer> or
C<no-code>.

=back

=cut
