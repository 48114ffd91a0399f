package Subrosa::Messenger::Handle;

# Something of the library: given back by `close`, when it is dropped, or when the program ends.

use strict;
use warnings;
use Scalar::Util qw(refaddr weaken);
use Subrosa::Messenger::Library qw(fail);

# Those that are closed when the program ends, by their addresses; and how many handles are open in all.
my %open;
my $alive = 0;

sub of {
    my ($class, $handle) = @_;
    my $self = bless { handle => $handle }, $class;
    weaken($open{ refaddr $self } = $self) if $self->is_lasting;
    $alive++;
    return $self;
}

sub is_lasting {1}

sub handle {
    my ($self) = @_;
    return $self->{handle} // fail('E_HANDLE', 'the ' . $self->called . ' is closed');
}

sub is_open { return defined $_[0]{handle} }

sub close {
    my ($self) = @_;
    my $handle = delete $self->{handle};
    return if !defined $handle;
    $alive--;
    delete $open{ refaddr $self } if $self->is_lasting;
    $self->free($handle);
    return;
}

sub DESTROY {
    my ($self) = @_;
    return if !defined $self->{handle} || ${^GLOBAL_PHASE} eq 'DESTRUCT';
    local ($@, $!, $?);
    $self->close;
    return;
}

# How many are open: for tests.
sub alive { return $alive }

# Another thread of Perl has none of them.
sub CLONE_SKIP {1}

# Later there are no functions any more that could be called.
END {
    local $?;
    $_->close for grep {defined} values %open;
}

1;
