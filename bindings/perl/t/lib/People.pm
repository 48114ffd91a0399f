package People;

# Two people with a vault each, and a network between them that delivers what it is given.

use strict;
use warnings;
use utf8;
use Exporter 'import';
use File::Temp 'tempdir';
use Time::HiRes ();
use Subrosa::Messenger;

our @EXPORT = qw($ACCOUNT deliver private strangers wait_for);
our $ACCOUNT = 'test';

sub new {
    my ($class, $folder, $name) = @_;
    my $self = bless { name => $name, folder => $folder, words => '' }, $class;
    $self->{$_} = [] for qw(wire shown echoed said);
    $self->{messenger} = Subrosa::Messenger->open(vault => "$folder/$name/vault");
    $self->carry_out($self->{messenger}->opened);
    $self->carry_out($self->{messenger}->attach($ACCOUNT, 'plain', interval_ms => 0));
    return $self;
}

sub carry_out {
    my ($self, $outcome) = @_;
    return $outcome->carry_out(
        send  => sub { push @{ $self->{wire} }, $_[0]->line },
        show  => sub { push @{ $self->{shown} }, $_[0]->mark . $_[0]->text },
        echo  => sub { push @{ $self->{echoed} }, $_[0]->mark . $_[0]->text },
        say   => sub { push @{ $self->{said} }, $_[0] },
        title => sub { $self->{words} = $_[0]->words },
    );
}

sub types {
    my ($self, $text) = @_;
    my $outcome = $self->{messenger}->outgoing($ACCOUNT, $self->{other}{name}, $text);
    push @{ $self->{wire} }, $text if $outcome->passes;
    return $self->carry_out($outcome);
}

sub commands {
    my ($self, $words) = @_;
    return $self->carry_out($self->{messenger}->command($ACCOUNT, $self->{other}{name}, $words));
}

sub receives {
    my ($self, $line) = @_;
    my $outcome = $self->{messenger}->incoming($ACCOUNT, $self->{other}{name}, $line);
    push @{ $self->{shown} }, $outcome->mark . $line if $outcome->verdict ne 'taken';
    return $self->carry_out($outcome);
}

# Until nobody has anything to send.
sub deliver {
    my @people = @_;
    while (grep { @{ $_->{wire} } } @people) {
        for my $person (@people) {
            while (defined(my $line = shift @{ $person->{wire} })) {
                $person->{other}->receives($line);
            }
        }
    }
    return;
}

sub strangers {
    my $folder = tempdir(CLEANUP => 1);
    my ($alice, $bob) = map { People->new($folder, $_) } qw(alice bob);
    ($alice->{other}, $bob->{other}) = ($bob, $alice);
    return ($alice, $bob);
}

sub private {
    my ($alice, $bob) = strangers();
    $_->carry_out($_->{messenger}->known($ACCOUNT, $_->{other}{name})) for $alice, $bob;
    $alice->commands('start');
    deliver($alice, $bob);
    $_->{words} eq 'private' or die "$_->{name}: $_->{words}\n" for $alice, $bob;
    return ($alice, $bob);
}

# Ticks when it is time to, until something is true; at most a minute.
sub wait_for {
    my ($person, $is_so) = @_;
    my $end = time + 60;
    while (!$is_so->() && time < $end) {
        Time::HiRes::sleep($person->{messenger}->wake // 0.1);
        $person->carry_out($person->{messenger}->tick);
    }
    return $is_so->();
}

1;
