#!/usr/bin/perl
# A long talk in which every tenth text meets a host that dies: nothing is lost, and nothing is kept.
# SUBROSA_TEXTS=10000 makes it longer, and tells what it takes.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Time::HiRes ();
use Test::More;
use People;

my $texts = $ENV{SUBROSA_TEXTS} || 40;
my ($alice, $bob) = private();
my ($count, $died) = (0, 0);
my @shown;

sub carry_out {
    my ($outcome) = @_;
    eval {
        $outcome->carry_out(
            send => sub { push @{ $bob->{wire} }, $_[0]->line },
            show => sub {
                die "the window is gone\n" if ++$count % 10 == 0;
                push @shown, $_[0]->text;
            },
        );
        1;
    } or $died++;
    return;
}

sub kilobytes {
    open my $file, '<', '/proc/self/statm' or return 0;
    return 4 * (split ' ', readline $file)[1];
}

# Bob says what he has to, and Alice reads it; what Bob's host died in comes again.
sub catch_up {
    my ($number) = @_;
    my $end = time + 60;
    while (@shown < $number && time < $end) {
        Time::HiRes::sleep($bob->{messenger}->wake // 0.1);
        carry_out($bob->{messenger}->tick);
    }
    while (defined(my $line = shift @{ $bob->{wire} })) {
        $alice->receives($line);
    }
    return;
}

my $open = Subrosa::Messenger::Handle::alive();
my $before;
for my $number (1 .. $texts) {
    $alice->types("text $number");
    @{ $alice->{$_} } = () for qw(echoed said);
    while (defined(my $line = shift @{ $alice->{wire} })) {
        carry_out($bob->{messenger}->incoming($ACCOUNT, 'alice', $line));
    }
    catch_up($number);
    $before = kilobytes() if $number == int $texts / 4;
}
is_deeply [map {s/^\[[^\]]*\] //r} @shown], [map {"text $_"} 1 .. $texts], "each of $texts texts is shown once, in order";
cmp_ok $died, '>=', int($texts / 10), 'as often the host died';
is Subrosa::Messenger::Handle::alive(), $open, 'no outcome is kept';
diag "$died deaths; memory $before KB after a quarter, " . kilobytes() . ' KB at the end' if $ENV{SUBROSA_TEXTS};

done_testing;
