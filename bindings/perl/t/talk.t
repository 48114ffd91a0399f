#!/usr/bin/perl
# Two people talk.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use People;
use Subrosa::Messenger::Keys qw(digits from_hex hex_of matches_digits safety_code safety_modules safety_number safety_svg scan);

binmode $_, ':utf8' for Test::More->builder->output, Test::More->builder->failure_output;

subtest 'nothing leaves or comes otherwise while nothing is private' => sub {
    my ($alice, $bob) = strangers();
    ok $alice->types('hello')->passes;
    deliver($alice, $bob);
    is_deeply $bob->{shown}, ['hello'];
    is_deeply $bob->{said}, [];
};

subtest 'what is typed in private is not on the wire, and arrives as it was' => sub {
    my ($alice, $bob) = private();
    my @texts = ('a secret', 'שלום 😀 é', "two\nlines", '100% <b>', "caf\x{e9}", '/not a command');
    for my $text (@texts) {
        is $alice->types($text)->verdict, 'taken';
        is_deeply [grep { /secret|two|caf|not a/ } @{ $alice->{wire} }], [];
        ok !$alice->{messenger}->may_send($ACCOUNT, 'bob', $text);
        deliver($alice, $bob);
    }
    is_deeply $alice->{echoed}, \@texts;
    is_deeply $bob->{shown},    \@texts;
};

subtest 'clear text in a private conversation is marked' => sub {
    my ($alice) = private();
    is $alice->receives('from nobody knows whom')->verdict, 'marked';
    is_deeply $alice->{shown}, ['[not private] from nobody knows whom'];
};

subtest 'a text whose handler dies is not acknowledged and comes again' => sub {
    my ($alice, $bob) = private();
    $alice->types('do not lose me');
    my ($line) = splice @{ $alice->{wire} };
    # The outcome is kept: nobody may go on with it where the handler died.
    my $kept = $bob->{messenger}->incoming($ACCOUNT, 'alice', $line);
    ok !eval { $kept->carry_out(show => sub { die { reason => 'the window is gone' } }); 1 };
    is_deeply $@, { reason => 'the window is gone' };
    is $kept->next, undef;
    is_deeply [map { $_->stage } $alice->{messenger}->texts($ACCOUNT)], ['sent'];
    ok wait_for($bob, sub { @{ $bob->{shown} } });
    is_deeply $bob->{shown}, ['do not lose me'];
    deliver($alice, $bob);
};

subtest 'a text whose loop is left comes again, and so does what is undone' => sub {
    my ($alice, $bob) = private();
    for my $how (qw(dies undone)) {
        $alice->types($how);
        my ($line) = splice @{ $alice->{wire} };
        eval {
            my $outcome = $bob->{messenger}->incoming($ACCOUNT, 'alice', $line);
            while (my $event = $outcome->next) {
                next if $event->type ne 'show';
                die "gone\n" if $how eq 'dies';
                $outcome->undone;
            }
        };
        @{ $bob->{shown} } = ();
        ok wait_for($bob, sub { @{ $bob->{shown} } }), $how;
        is_deeply $bob->{shown}, [$how];
        deliver($alice, $bob);
    }
};

subtest 'an outcome is walked once, and tells the present' => sub {
    my ($alice) = private();
    my $kept = $alice->{messenger}->command($ACCOUNT, 'bob', 'end');
    $alice->commands('start');
    my @titles;
    $kept->carry_out(title => sub { push @titles, $_[0]->words });
    is_deeply [grep { $_ eq '' } @titles], [];
    is $kept->next, undef;
};

subtest 'a button of yesterday does nothing today' => sub {
    my ($alice) = private();
    $alice->commands('verify');
    my $asked = $alice->{said}[-1];
    is_deeply [map { $_->word } @{ $asked->choices }], [qw(later verify differ)];
    ok !$asked->choices->[0]->risk && $asked->choices->[1]->risk;
    $alice->carry_out($alice->{messenger}->answer($asked->question, 'verify'));
    is $alice->{words}, 'private, verified';
    my $again = $alice->{messenger}->answer($asked->question, 'differ');
    is $again->error->name, 'SUBROSA_E_ANSWER';
    $alice->carry_out($again);
    is $alice->{words}, 'private, verified';
};

subtest 'a command that is wrong says so, and throws only if asked' => sub {
    my ($alice) = strangers();
    my $outcome = $alice->commands('dance');
    is $alice->{said}[-1]->code, 'unknown-command';
    is $alice->{said}[-1]->place, 'window';
    ok !eval { $outcome->raise_error; 1 };
    is $@->name, 'SUBROSA_E_COMMAND';
};

subtest 'contacts, titles and choices are read at any time' => sub {
    my ($alice, $bob) = private();
    my ($contact) = $alice->{messenger}->contacts($ACCOUNT);
    is $contact->peer, 'bob';
    is $contact->state, 'private';
    ok $contact->current;
    is $contact->fingerprint, $bob->{messenger}->fingerprint;
    my ($title) = $alice->{messenger}->titles;
    is_deeply [$title->peer, $title->words, $title->level], ['bob', 'private', 'private'];
    my %words = map { $_->word => 1 } $alice->{messenger}->choices($ACCOUNT, 'bob');
    ok $words{end} && $words{safety};
};

subtest 'safety numbers are the same for both' => sub {
    my ($alice, $bob) = private();
    my ($ours, $theirs) = map { $_->{messenger}->fingerprint } $alice, $bob;
    is safety_number($ours, $theirs), safety_number($theirs, $ours);
    like digits($ours), qr/^\d{5}(?: \d{5}){11}$/;
    ok matches_digits($ours, digits($ours)) && !matches_digits($ours, digits($theirs));
    is from_hex(hex_of($ours)), $ours;
    my $code = safety_code($theirs, $ours);
    is scan($ours, $theirs, $code), 'match';
    is scan($ours, $theirs, safety_code($ours, $theirs)), 'wrong-contact';
    is scan($ours, $theirs, 'no code'), 'no-code';
    $alice->carry_out($alice->{messenger}->scan($ACCOUNT, 'bob', $code));
    is $alice->{said}[-1]->code, 'scan-match';
    is $alice->{words}, 'private, verified';
    is_deeply [map { length } @{ safety_modules($ours, $theirs) }], [(41) x 41];
    like safety_svg($ours, $theirs), qr/^<svg/;
};

subtest 'settings come back' => sub {
    my ($alice) = strangers();
    is $alice->{messenger}->set($ACCOUNT, html => ['in', 'out'], log => 1, line_chars => 400)->error, undef;
    is $alice->{messenger}->get($ACCOUNT, 'html'), 'in,out';
    is $alice->{messenger}->get($ACCOUNT, 'log'),  '1';
    is $alice->{messenger}->get($ACCOUNT, 'line_chars'), '400';
    is $alice->{messenger}->set($ACCOUNT, colour => 'red')->error->name, 'SUBROSA_E_SETTING';
};

subtest 'JSON is of the event where the walk stands' => sub {
    my ($alice) = private();
    my $outcome = $alice->{messenger}->outgoing($ACCOUNT, 'bob', 'grüße');
    is $outcome->json->{verdict}, 'taken';
    my @events;
    while ($outcome->next) {
        push @events, $outcome->json;
    }
    is $events[0]{event}, 'echo';
    is $events[0]{text}, 'grüße';
    ok grep { $_->{event} eq 'send' } @events;
};

subtest 'a restart loses nothing' => sub {
    my ($alice, $bob) = private();
    $alice->types('before the restart');
    my ($line) = splice @{ $alice->{wire} };
    $bob->{messenger}->close;
    my $again = People->new($bob->{folder}, 'bob');
    ($again->{other}, $alice->{other}) = ($alice, $again);
    $again->receives($line);
    is_deeply $again->{shown}, ['before the restart'];
    is $again->{words}, 'private';
};

subtest 'a batch is told of at its end' => sub {
    my ($alice, $bob) = private();
    $alice->{messenger}->begin_batch;
    $alice->types("text $_") for 1 .. 20;
    is_deeply $alice->{wire}, [];
    $alice->carry_out($alice->{messenger}->end_batch);
    deliver($alice, $bob);
    is_deeply $bob->{shown}, [map {"text $_"} 1 .. 20];
};

subtest 'a text with a flag is what the flag says' => sub {
    my ($alice, $bob) = private();
    $alice->carry_out($alice->{messenger}->outgoing($ACCOUNT, 'bob', 'waves', action => 1));
    my $outcome = $bob->{messenger}->incoming($ACCOUNT, 'alice', shift @{ $alice->{wire} }, history => 1);
    my @shown;
    $outcome->carry_out(show => sub { push @shown, $_[0] });
    is scalar @shown, 1;
    ok $shown[0]->action && $shown[0]->private && !$shown[0]->log;
    is $shown[0]->text, 'waves';
};

subtest 'bytes of any encoding pass as they are' => sub {
    my ($alice) = strangers();
    ok $alice->{messenger}->incoming($ACCOUNT, 'bob', "caf\xe9", octets => 1)->passes;
};

done_testing;
