package Subrosa::Messenger::Job;

# A file that is sealed or opened, step by step.

use strict;
use warnings;
use parent 'Subrosa::Messenger::Handle';
use Subrosa::Messenger::Library qw(check fail handle_of number path value);

sub called {'job'}
sub free { Subrosa::Messenger::C::job_free($_[1]) }

sub run {
    my ($self, $told, $milliseconds) = @_;
    fail('E_ARGUMENT', 'what is told is no function') if defined $told && ref $told ne 'CODE';
    $milliseconds = number($milliseconds // 100, 'the step');
    my $is_done = 0;
    while (!$is_done) {
        $is_done = check(Subrosa::Messenger::C::job_run($self->handle, $milliseconds, \my $done, \my $total));
        $told->($done, $total) if $told;
    }
    return $self;
}

sub result {
    my ($self) = @_;
    require Subrosa::Messenger::Documents;
    return Subrosa::Messenger::Documents::opened(
        handle_of(sub { Subrosa::Messenger::C::job_result($self->handle, @_) }));
}

sub commit {
    my ($self, $target, %options) = @_;
    my $replace = delete $options{replace};
    fail('E_ARGUMENT', "commit has no option $_") for sort keys %options;
    my $name = defined $target ? path($target, 'the target') : undef;
    check(Subrosa::Messenger::C::job_commit($self->handle, $name, $replace ? value('COMMIT_REPLACE') : 0));
    return;
}

1;
