package Subrosa::Messenger::Handle;

# Something of the library: given back by `close`, when it is dropped, or when the program ends.

use strict;
use warnings;
use Scalar::Util qw(refaddr weaken);
use Subrosa::Messenger::Library qw(fail);

# By their addresses, those that are open.
my %open;

sub of {
    my ($class, $handle) = @_;
    my $self = bless { handle => $handle }, $class;
    weaken($open{ refaddr $self } = $self);
    return $self;
}

sub handle {
    my ($self) = @_;
    return $self->{handle} // fail('E_HANDLE', 'the ' . $self->called . ' is closed');
}

sub is_open { return defined $_[0]{handle} }

sub close {
    my ($self) = @_;
    my $handle = delete $self->{handle};
    delete $open{ refaddr $self };
    $self->free($handle) if defined $handle;
    return;
}

sub DESTROY {
    my ($self) = @_;
    local ($@, $!, $?);
    $self->close if ${^GLOBAL_PHASE} ne 'DESTRUCT';
    return;
}

# Another thread of Perl has none of them.
sub CLONE_SKIP {1}

# Later there are no functions any more that could be called.
END {
    local $?;
    $_->close for grep {defined} values %open;
}

1;
