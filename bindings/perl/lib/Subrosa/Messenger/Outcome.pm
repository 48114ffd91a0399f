package Subrosa::Messenger::Outcome;

# What a call has told: a verdict on the host's text, and events.

use strict;
use warnings;
use parent 'Subrosa::Messenger::Handle';
use FFI::Platypus::Buffer qw(buffer_to_scalar);
use Subrosa::Messenger::Event;
use Subrosa::Messenger::Library qw(decoded fail names_of);

my %verdicts = names_of('VERDICT');
my %handlers = map { $_ => 1 } qw(send show say title echo progress close);

sub new {
    my ($class, $handle) = @_;
    my $self = $class->of($handle);
    $self->{verdict} = $verdicts{ Subrosa::Messenger::C::outcome_verdict($handle) } // 'refused';
    my $code = Subrosa::Messenger::C::outcome_result($handle);
    $self->{error} = Subrosa::Messenger::Library::error($code) if $code != 0;
    return $self;
}

sub called {'outcome'}

# It has nothing that has to be closed; and there are many.
sub is_lasting {0}
sub free { Subrosa::Messenger::C::outcome_free($_[1]) }

sub verdict { $_[0]{verdict} }
sub passes  { $_[0]{verdict} eq 'pass' }
sub error   { $_[0]{error} }

sub raise_error {
    my ($self) = @_;
    $self->{error}->throw if $self->{error};
    return $self;
}

sub mark {
    my ($self) = @_;
    return $self->is_open ? decoded(Subrosa::Messenger::C::outcome_mark($self->handle)) : '';
}

sub line {
    my ($self) = @_;
    return '' if !$self->is_open;
    my $found = Subrosa::Messenger::C::outcome_line($self->handle, \my $length);
    return substr $found, 0, $length;
}

# The next event; the one before it is carried out by that.
sub next {
    my ($self) = @_;
    return if !$self->is_open;
    my $handle = $self->handle;
    my $kind   = Subrosa::Messenger::C::outcome_next($handle);
    return Subrosa::Messenger::Event::at($handle, $kind) if $kind != 0;
    $self->close;
    return;
}

sub undone {
    my ($self) = @_;
    Subrosa::Messenger::C::outcome_undone($self->handle) if $self->is_open;
    return;
}

sub each {
    my ($self, $carry_out) = @_;
    fail('E_ARGUMENT', 'what carries events out is no function') if ref $carry_out ne 'CODE';
    my $is_done = eval {
        while (my $event = $self->next) {
            $carry_out->($event);
        }
        1;
    };
    if (!$is_done) {
        my $why = $@;
        $self->close;    # which confirms nothing
        die $why;
    }
    return $self;
}

sub carry_out {
    my ($self, %by) = @_;
    for my $name (keys %by) {
        fail('E_ARGUMENT', "there is no event $name") if !$handlers{$name};
        fail('E_ARGUMENT', "what carries $name out is no function") if ref $by{$name} ne 'CODE';
    }
    return $self->each(sub {
        my $handler = $by{ $_[0]->type };
        &$handler if $handler;
    });
}

sub json {
    my ($self) = @_;
    return {} if !$self->is_open;
    require JSON::PP;
    return JSON::PP->new->utf8->decode(Subrosa::Messenger::C::outcome_json($self->handle));
}

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger::Outcome - what a call of Subrosa has told: a verdict and events

=head1 SYNOPSIS

    my $outcome = $messenger->outgoing('bot', 'alice', $text);
    $network->send(alice => $text) if $outcome->passes;
    $outcome->carry_out(
        send => sub { $network->send($_[0]->peer, $_[0]->line) },
        show => sub { print $_[0]->peer, ': ', $_[0]->mark, $_[0]->text, "\n" },
        say  => sub { print $_[0]->sentence, "\n" },
    );

=head1 DESCRIPTION

B<An event is carried out when the walk goes on behind it.> If your code dies in the middle, the event
that it was about and those behind it come again with a later C<tick>: no text is lost, and none is
acknowledged that nobody has seen. So an outcome is walked to its end, once; it can be kept and walked
later.

=head1 METHODS

=over

=item carry_out(send => sub { ... }, ...)

Gives each event to the function of its name: C<send>, C<show>, C<say>, C<title>, C<echo>, C<progress>,
C<close>. Events without a function count as carried out. If a function dies, so does this, and the
outcome is closed. Returns the outcome.

=item each(sub { ... })

The same with one function for all events (L<Subrosa::Messenger::Event>).

=item next

The next event, or undef at the end, for a loop of your own: C<while (my $event = $outcome-E<gt>next)>.
Calling it again says that the event before is carried out.

=item undone

The event where the walk stands was not carried out: it comes again, and the walk goes on.

=item verdict

Of a text that was typed: C<pass>, C<taken> (swallowed; an echo shows it) or C<refused> (neither sent nor
kept). Of one that came: C<pass>, C<marked> (shown with C<mark> before it) or C<taken> (hidden; a show
follows).

=item passes

Whether the text goes, or is shown, as if there were no library. B<Send what was typed only then. Hide
what came only if the verdict is> C<taken>.

=item mark

What stands before a text that is C<marked>, as C<"[not private] ">. Read it before the walk ends.

=item line

The raw line to show instead of one that is C<marked>, in bytes. Read it before the walk ends.

=item error

The L<Subrosa::Messenger::Error> with which the call failed, or undef. The user is told by a say.

=item raise_error

Throws that. Returns the outcome if there is none.

=item json

The event where the walk stands as a hash; before the first one the verdict, the mark and the error.

=item close

Ends the walk; what was not reached comes again. It is called when an outcome is dropped.

=back

=cut
