#!/usr/bin/perl
# Raw lines of IRC.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp 'tempdir';
use Test::More;
use Subrosa::Messenger;

package Client {    # it gives the library all raw lines, both ways

    sub new {
        my ($class, $folder, $nick) = @_;
        my $self = bless { nick => $nick, sent => [], shown => [] }, $class;
        $self->{messenger} = Subrosa::Messenger->open(vault => "$folder/$nick/vault", command => '/msg *subrosa');
        $self->carry_out($self->{messenger}->attach('irc', 'irc', interval_ms => 0));
        $self->receives(":server 001 $nick :Welcome");
        return $self;
    }

    sub carry_out {
        my ($self, $outcome) = @_;
        return $outcome->each(sub {
            my ($event) = @_;
            push @{ $self->{ $event->type eq 'send' ? 'sent' : 'shown' } }, $event->raw if defined $event->raw;
        });
    }

    sub types {
        my ($self, $line) = @_;
        my $outcome = $self->{messenger}->irc_out('irc', $line);
        push @{ $self->{sent} }, $line if $outcome->passes;
        return $self->carry_out($outcome);
    }

    sub receives {
        my ($self, $line) = @_;
        my $outcome = $self->{messenger}->irc_in('irc', $line);
        push @{ $self->{shown} }, $outcome->line if $outcome->verdict eq 'marked';
        push @{ $self->{shown} }, $line if $outcome->passes;
        return $self->carry_out($outcome);
    }
}

sub deliver {
    my ($one, $two) = @_;
    while (@{ $one->{sent} } || @{ $two->{sent} }) {
        for ([$one, $two], [$two, $one]) {
            my ($me, $other) = @$_;
            while (defined(my $line = shift @{ $me->{sent} })) {
                $other->receives(":$me->{nick}!u\@host $line");
            }
        }
    }
    return;
}

subtest 'a proxy needs no IRC of its own' => sub {
    my $folder = tempdir(CLEANUP => 1);
    my ($alice, $bob) = map { Client->new($folder, $_) } qw(alice bob);
    $alice->types("PRIVMSG bob :caf\xe9");
    deliver($alice, $bob);
    is $bob->{shown}[-1], ":alice!u\@host PRIVMSG bob :caf\xe9", 'bytes of another encoding stay as they are';
    $bob->types('PRIVMSG alice :hello yourself');
    deliver($alice, $bob);
    $alice->types('PRIVMSG *subrosa :start bob');
    deliver($alice, $bob);
    $alice->types("PRIVMSG bob :a secret, tr\xc3\xa8s");
    is_deeply [grep {/secret/} @{ $alice->{sent} }], [];
    deliver($alice, $bob);
    is_deeply [map {/^:alice.*?(:a secret.*)/} @{ $bob->{shown} }], [":a secret, tr\xc3\xa8s"];
    ok grep { /\*subrosa/ && /private/ } @{ $alice->{shown} };
    $alice->types('PRIVMSG bob,carol :to both of you');
    is_deeply $alice->{sent}, [];
    like $alice->{shown}[-1], qr/^:\*subrosa/;
    $alice->receives(':bob!u@host PRIVMSG alice :in clear');
    like $alice->{shown}[-1], qr/\[not private\] in clear/;
};

done_testing;
