package Subrosa::Messenger::Error;

# What a call that fails throws.

use strict;
use warnings;
use Carp ();
use overload
    '""'     => sub { "$_[0]{name}: $_[0]{reason}$_[0]{where}" },
    bool     => sub { 1 },
    fallback => 1;

# With the place in the host's code from which the call came.
sub new {
    my ($class, %of) = @_;
    return bless { %of, where => Carp::shortmess('') }, $class;
}

sub code     { $_[0]{code} }
sub name     { $_[0]{name} }
sub reason   { $_[0]{reason} }
sub sentence { $_[0]{sentence} }
sub throw    { die $_[0] }

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger::Error - what a call of Subrosa that fails throws

=head1 SYNOPSIS

    use Scalar::Util 'blessed';

    eval { $messenger->get('bot', 'colour'); 1 } or do {
        die $@ unless blessed $@ && $@->isa('Subrosa::Messenger::Error');
        print $@->sentence, "\n" if $@->name eq 'SUBROSA_E_SETTING';
    };

=head1 METHODS

As a string an error has its name, its reason and the line of the caller.

=over

=item code

The number that the C library gives: it never changes its meaning.

=item name

Its name, as C<SUBROSA_E_VAULT_LOCKED>.

=item reason

A sentence for developers: what was wrong with what.

=item sentence

A sentence for users: what it means, and what to do.

=item throw

Throws it.

=back

=cut
