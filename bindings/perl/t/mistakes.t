#!/usr/bin/perl
# What hosts get wrong: types, closed handles, forks, ends.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp 'tempdir';
use Test::More;
use People;
use Subrosa::Messenger::Keys ();

# The name of the error that a call throws, and that it names this file.
sub thrown (&) {
    my ($call) = @_;
    return 'nothing' if eval { $call->(); 1 };
    return "no error of ours: $@" if !ref $@ || !$@->isa('Subrosa::Messenger::Error');
    return "another place: $@" if "$@" !~ / at \Q$0\E line \d+\.\n\z/;
    return $@->name;
}

subtest 'what is no text, name or number is refused before anything happens' => sub {
    my ($alice) = strangers();
    my $messenger = $alice->{messenger};
    is thrown { $messenger->outgoing($ACCOUNT, "bo\0b", 'hello') }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->outgoing($ACCOUNT, 'bob', undef) }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->outgoing($ACCOUNT, 'bob', ['hello']) }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->outgoing($ACCOUNT, 'bob', 'hello', colour => 1) }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->irc_in($ACCOUNT, ':bob PRIVMSG alice :😀') }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->incoming($ACCOUNT, 'bob', 'hello', time => 'yesterday') }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->answer('first', 'yes') }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->set($ACCOUNT, 'log') }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->set($ACCOUNT, log => undef) }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->tick->carry_out(shwo => sub { }) }, 'SUBROSA_E_ARGUMENT';
    is thrown { $messenger->tick->carry_out(show => 'a function') }, 'SUBROSA_E_ARGUMENT';
    is thrown { Subrosa::Messenger::Keys::digits('short') }, 'SUBROSA_E_ARGUMENT';
    is thrown { Subrosa::Messenger->open(vault => 'nowhere', host_key => 'short') }, 'SUBROSA_E_ARGUMENT';
    is $messenger->outgoing('of nobody', 'bob', 'hello')->verdict, 'refused';
    is $messenger->outgoing($ACCOUNT, '', 'hello')->verdict, 'refused';
};

subtest 'a handle is never lent to somebody who has given it back' => sub {
    my ($alice) = private();
    my $kept = $alice->{messenger}->command($ACCOUNT, 'bob', 'status');
    $alice->{messenger}->close;
    is thrown { $alice->{messenger}->tick }, 'SUBROSA_E_HANDLE';
    like "$@", qr/the messenger is closed/;
    is thrown { $alice->{messenger}->outgoing($ACCOUNT, 'bob', 'hello') }, 'SUBROSA_E_HANDLE';
    is $kept->next, undef;
    $alice->{messenger}->close;
};

subtest 'settings that are wrong open nothing' => sub {
    my $folder = tempdir(CLEANUP => 1);
    is thrown { Subrosa::Messenger->open(vault => "$folder/vault", colour => 'red') }, 'SUBROSA_E_SETTING';
    ok $@->sentence && $@->code < 0;
    ok !-e "$folder/vault";
};

subtest 'a vault that cannot be used sends nothing and says why' => sub {
    my $messenger = Subrosa::Messenger->open(vault => tempdir(CLEANUP => 1));
    ok $messenger->opened->error->sentence;
    my @said;
    $messenger->opened->carry_out(say => sub { push @said, $_[0]->code });
    is scalar @said, 1;
    $messenger->attach($ACCOUNT, 'plain')->each(sub { });
    is $messenger->outgoing($ACCOUNT, 'bob', 'hello')->verdict, 'refused';
};

subtest 'a key of the host is used' => sub {
    my $vault = tempdir(CLEANUP => 1) . '/vault';
    my $mine = Subrosa::Messenger->open(vault => $vault, host_key => "\xff" x 32);
    my $own  = $mine->fingerprint;
    $mine->close;
    is(Subrosa::Messenger->open(vault => $vault, host_key => "\xff" x 32)->fingerprint, $own);
    is(Subrosa::Messenger->open(vault => $vault, host_key => "\xfe" x 32)->opened->error->name, 'SUBROSA_E_WRONG_KEY');
};

# What a program says, on both streams, and its status; and whether it has left its vault open.
sub ran {
    my ($program) = @_;
    my $folder = tempdir(CLEANUP => 1);
    open my $file, '>', "$folder/program.pl" or die $!;
    print {$file} "use strict; use warnings; use Subrosa::Messenger; \$| = 1;\n"
        . "our \$m = Subrosa::Messenger->open(vault => '$folder/vault');\n"
        . "our \$kept = \$m->attach('test', 'plain');\n$program\n";
    close $file or die $!;
    my $said = qx($^X @{[map {"-I$_"} @INC]} $folder/program.pl 2>&1);
    return "$said($?)" . (-e "$folder/vault-wal" ? ', vault open' : '');
}

subtest 'a program may end with an open messenger, which is closed then' => sub {
    is ran(q{print "done\n"}), "done\n(0)";
    is ran(q{END { print $m->wake // 'never', "\n" } exit 3}) =~ s/^(?:[\d.]+|never)\n//r, '(768)';
    is ran(q{my $o = { m => $m }; $o->{o} = $o; print "in a ring\n"}), "in a ring\n(0)";
    is ran(q{$! = 7; die "of something else\n"}), "of something else\n(1792)";
};

subtest 'a child that was forked gets errors, sends nothing, and takes nothing from its parent' => sub {
    my ($alice, $bob) = private();
    pipe my $read, my $write or die $!;
    my $child = fork // die $!;
    if (!$child) {
        my $outcome = $alice->{messenger}->outgoing($ACCOUNT, 'bob', 'from the child');
        syswrite $write, $outcome->verdict . ' ' . ($outcome->error ? $outcome->error->name : 'no error');
        Test::More->builder->no_ending(1);
        undef $outcome;
        exit 0;    # which drops all that it has
    }
    close $write;
    waitpid $child, 0;
    is $?, 0;
    is readline $read, 'refused SUBROSA_E_VAULT_FORKED';
    $alice->types('from the parent');
    deliver($alice, $bob);
    is_deeply $bob->{shown}, ['from the parent'];
};

subtest 'a library that is not there, or is another one, says so' => sub {
    my $load = "$^X -I$FindBin::Bin/../lib -MSubrosa::Messenger -e 1 2>&1";
    like qx(SUBROSA_LIBRARY=/nowhere/libsubrosa.so $load), qr/cannot be loaded: .*nowhere/;
    my ($other) = grep { -e } glob '/lib/*/libc.so.6 /lib64/libc.so.6';
    SKIP: {
        skip 'no other library', 1 if !$other;
        like qx(SUBROSA_LIBRARY=$other $load), qr/has no subrosa_\w+: it is of another version/;
    }
};

done_testing;
