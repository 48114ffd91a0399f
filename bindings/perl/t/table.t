#!/usr/bin/perl
# The table of functions is that of the library, and every function of it is wrapped or named here.
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Pod::Checker ();
use Test::More;

plan skip_all => 'in the project alone' if !-e "$FindBin::Bin/../../api.json";

# What the binding has no use for, with the reason.
my %left_out = (
    messenger_open => 'open has messenger_open_with_key, without a key too',
    outcome_has    => 'a field that is missing is undef, or empty',
    map { $_ => 'terms and cards of hosts without a messenger' } qw(
        full_card_of full_card_find full_card_read full_card_free full_card_fingerprint full_card_issued
        full_card_sealing_key full_card_bytes full_card_text terms_new terms_free terms_add_card
        terms_add_key terms_add_identity terms_set_passphrase terms_sign terms_set_name seal_text
        open_text seal_bytes open_bytes sweep seal_file open_file messenger_terms terms_add_contact
        terms_add_known
    ),
);

sub read_file {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!";
    local $/;
    return <$file>;
}

my $lib   = "$FindBin::Bin/../lib";
my @files = ("$lib/Subrosa/Messenger.pm", glob "$lib/Subrosa/Messenger/*.pm");

is system($^X, "$FindBin::Bin/../make_api.pl", '--check'), 0, 'the table is that of bindings/api.json';

my $api      = JSON::PP->new->decode(read_file("$FindBin::Bin/../../api.json"));
my %of_level = map { $_->{name} =~ s/^subrosa_//r => 1 }
    grep { $_->{header} ne 'subrosa_session.h' } @{ $api->{functions} };
my %called = map { $_ => 1 } map { read_file($_) =~ /Subrosa::Messenger::C::(\w+)/g } @files;

is_deeply [sort grep { !$called{$_} && !$left_out{$_} } keys %of_level], [],
    'every function of the messenger level is wrapped';
is_deeply [sort grep { !$of_level{$_} } keys %called], [], 'nothing else is called';
is_deeply [sort grep { $called{$_} || !$of_level{$_} } keys %left_out], [], 'nothing is left out that is not';

my $source = join '', map { read_file($_) } @files;
my %group_of = map { $_->{name} => $_->{group} // '' } @{ $api->{constants} };
for my $group (qw(FLAG SEVERITY PLACE LEVEL KIND INPUT VERDICT)) {
    my @names = map {s/^SUBROSA_${group}_//r} grep { $group_of{$_} eq $group } sort keys %group_of;
    like $source, qr/C<\Q${\( lc $_ =~ tr{_}{-}r )}\E(?:>| =>)/, "the word of ${group}_$_ is documented" for @names;
}

# What documents says of itself is all there is: a method without documentation fails.
my $manual = read_file($files[0]) =~ s/.*?\n__END__//sr;
my %internal = map { $_ => 1 } qw(all called flags free hint outcome settings whom);
my @methods = grep { !$internal{$_} } read_file($files[0]) =~ /^sub (\w+)/mg;
like $manual, qr/\b\Q$_\E\b/, "$_ is documented" for @methods;

for my $file (grep { !/API|Library|Handle|Job/ } @files) {
    open my $nowhere, '>', \my $complaints;
    is Pod::Checker::podchecker($file, $nowhere), 0, 'the documentation of ' . ($file =~ s{.*/lib/}{}r) . ' is in order'
        or diag $complaints;
}

done_testing;
