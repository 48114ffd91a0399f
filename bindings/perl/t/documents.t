#!/usr/bin/perl
# Documents to contacts, and from them.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp 'tempdir';
use Test::More;
use People;
use Subrosa::Messenger::Documents qw(card learn_card open_file open_text seal_file seal_text);

# Alice has Bob's card.
sub with_card {
    my ($alice, $bob) = private();
    my $learned = learn_card($alice->{messenger}, card($bob->{messenger}, $ACCOUNT), $ACCOUNT, 'bob');
    is $learned, $bob->{messenger}->fingerprint;
    return ($alice, $bob);
}

sub write_file {
    my ($path, $content) = @_;
    open my $file, '>:raw', $path or die $!;
    print {$file} $content;
    close $file or die $!;
    return $path;
}

subtest 'a text is sealed to a contact and opened' => sub {
    my ($alice, $bob) = with_card();
    my $sealed = seal_text($alice->{messenger}, $ACCOUNT, 'bob', 'eine Röse');
    unlike $sealed, qr/eine/;
    my $opened = open_text($bob->{messenger}, "Dear Bob,\n$sealed\nAlice");
    is $opened->text, 'eine Röse';
    is $opened->signer, $alice->{messenger}->fingerprint;
    is_deeply [$opened->account, $opened->peer, $opened->trust], [$ACCOUNT, 'alice', 'first-use'];
    my $unsigned = seal_text($alice->{messenger}, $ACCOUNT, 'bob', 'a rose', unsigned => 1, wrapped => 1);
    is open_text($bob->{messenger}, $unsigned)->signer, undef;
};

subtest 'a file is sealed and opened and told of' => sub {
    my ($alice, $bob) = with_card();
    my $folder = tempdir(CLEANUP => 1);
    my $content = "a rose is a rose\n" x 1000;
    my $source = write_file("$folder/letter.txt", $content);
    my @told;
    my $job = seal_file($alice->{messenger}, $ACCOUNT, 'bob', $source, $folder);
    $job->run(sub { @told = @_ })->commit('sealed');
    is_deeply \@told, [17_000, 17_000];
    mkdir "$folder/in" or die $!;
    $job = open_file($bob->{messenger}, "$folder/sealed", "$folder/in")->run;
    is $job->result->name, 'letter.txt';
    ok !-e "$folder/in/letter.txt";
    $job->commit;
    open my $file, '<:raw', "$folder/in/letter.txt" or die $!;
    local $/;
    is readline $file, $content;
};

subtest 'a job that is given up leaves nothing, and one whose host dies stops' => sub {
    my ($alice, $bob) = with_card();
    my $folder = tempdir(CLEANUP => 1);
    my $source = write_file("$folder/letter.txt", 'a rose');
    mkdir "$folder/out" or die $!;
    ok !eval { seal_file($alice->{messenger}, $ACCOUNT, 'bob', $source, "$folder/out")->run(sub { die "enough\n" }); 1 };
    is $@, "enough\n";
    seal_file($alice->{messenger}, $ACCOUNT, 'bob', $source, "$folder/out")->run;
    is_deeply [glob "$folder/out/* $folder/out/.[!.]*"], [];
};

subtest 'what cannot be sealed or opened throws' => sub {
    my ($alice) = private();
    ok !eval { seal_text($alice->{messenger}, $ACCOUNT, 'nobody', 'a rose'); 1 };
    is $@->name, 'SUBROSA_E_NO_SEALING_KEY';
    ok !eval { open_text($alice->{messenger}, 'no document'); 1 };
    is $@->name, 'SUBROSA_E_NO_DOCUMENT';
};

done_testing;
