package Subrosa::Messenger::Documents;

# Sealed texts and files, to contacts of a messenger and from them.

use strict;
use warnings;
use Exporter 'import';
use Subrosa::Messenger::Event;
use Subrosa::Messenger::Job;
use Subrosa::Messenger::Library qw(content decoded fail handle_of name name_or_null path value);

our @EXPORT_OK = qw(card learn_card open_file open_text seal_file seal_text);

my %fields = (
    text        => 'DOCUMENT_FIELD_TEXT',
    data        => 'DOCUMENT_FIELD_DATA',
    path        => 'DOCUMENT_FIELD_PATH',
    name        => 'DOCUMENT_FIELD_NAME',
    signer      => 'DOCUMENT_FIELD_FINGERPRINT',
    time        => 'DOCUMENT_FIELD_TIME',
    card        => 'DOCUMENT_FIELD_CARD',
    trust       => 'FIELD_TRUST',
    account     => 'FIELD_ACCOUNT',
    peer        => 'FIELD_PEER',
    fingerprint => 'FIELD_FINGERPRINT',
);
my %is_bytes = map { $_ => 1 } qw(data fingerprint path signer);
Subrosa::Messenger::Event::accessors('Subrosa::Messenger::Opened',
    qw(text data path name signer trust account peer time));

# What the one event of an outcome has, which is freed.
sub told {
    my ($outcome, @names) = @_;
    my %told;
    my $is_there = Subrosa::Messenger::C::outcome_next($outcome);
    for my $name ($is_there ? @names : ()) {
        my $field = value($fields{$name});
        my $found = $name eq 'time' ? Subrosa::Messenger::C::outcome_int($outcome, $field)
                                    : Subrosa::Messenger::Event::octets_of($outcome, $field);
        $told{$name} = $is_bytes{$name} ? $found : decoded($found);
    }
    Subrosa::Messenger::C::outcome_free($outcome);
    return \%told;
}

sub opened {
    my ($outcome) = @_;
    my $opened = told($outcome, qw(text data path name signer trust account peer time));
    $opened->{$_} //= '' for qw(account peer);
    $opened->{trust} //= 'none';
    return bless $opened, 'Subrosa::Messenger::Opened';
}

sub flags {
    my (%options) = @_;
    my $flags = 0;
    for my $name (qw(unsigned wrapped)) {
        $flags |= value("SEAL_\U$name") if delete $options{$name};
    }
    fail('E_ARGUMENT', "there is no option $_") for sort keys %options;
    return $flags;
}

sub seal_text {
    my ($messenger, $account, $peer, $text, %options) = @_;
    my @whom = ($messenger->handle, name($account, 'the account'), name($peer, 'the peer'));
    my @text = (content($text, 'the text'), flags(%options));
    return told(handle_of(sub { Subrosa::Messenger::C::text_seal(@whom, @text, @_) }), 'text')->{text};
}

sub open_text {
    my ($messenger, $text) = @_;
    my @text = ($messenger->handle, content($text, 'the text'));
    return opened(handle_of(sub { Subrosa::Messenger::C::text_open(@text, @_) }));
}

sub seal_file {
    my ($messenger, $account, $peer, $source, $folder, %options) = @_;
    my @whom  = ($messenger->handle, name($account, 'the account'), name($peer, 'the peer'));
    my @where = (path($source, 'the source'), path($folder, 'the folder'), flags(%options));
    return Subrosa::Messenger::Job->of(handle_of(sub { Subrosa::Messenger::C::file_seal(@whom, @where, @_) }));
}

sub open_file {
    my ($messenger, $source, $folder) = @_;
    my @where = ($messenger->handle, path($source, 'the source'), path($folder, 'the folder'));
    return Subrosa::Messenger::Job->of(handle_of(sub { Subrosa::Messenger::C::file_open(@where, @_) }));
}

sub card {
    my ($messenger, $account, %options) = @_;
    my @whose = ($messenger->handle, name($account, 'the account'));
    my $is_wrapped = delete $options{wrapped} ? 1 : 0;
    fail('E_ARGUMENT', "there is no option $_") for sort keys %options;
    return told(handle_of(sub { Subrosa::Messenger::C::messenger_card(@whose, $is_wrapped, @_) }), 'card')->{card};
}

sub learn_card {
    my ($messenger, $text, $account, $peer) = @_;
    my @whose = ($messenger->handle, name_or_null($account, 'the account'), name_or_null($peer, 'the peer'));
    my @text  = content($text, 'the text');
    return told(handle_of(sub { Subrosa::Messenger::C::card_learn(@whose, @text, @_) }), 'fingerprint')->{fingerprint};
}

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger::Documents - sealed texts and files, to contacts and from them

=head1 SYNOPSIS

    use Subrosa::Messenger::Documents qw(open_file seal_file seal_text);

    my $sealed = seal_text($messenger, 'bot', 'alice', 'for your eyes alone');

    my $job = open_file($messenger, 'letter.sealed', 'folder');
    $job->run(sub { my ($done, $total) = @_; print "$done of $total bytes\n" });
    print 'from ', $job->result->peer, "\n";
    $job->commit;

=head1 FUNCTIONS

They are exported if you ask for them, and throw a L<Subrosa::Messenger::Error> if they fail. A path is
a string of bytes, as for C<open>.

=over

=item seal_text($messenger, $account, $peer, $text, %options)

Seals a text to a contact and to the user, who signs it. Options: C<unsigned>, C<wrapped> (in lines of 72
characters).

=item open_text($messenger, $text)

Opens the first sealed document in a text. What it gives has C<text>, C<data>, C<path> (where a file is
until it is committed), C<name> (what the file is called, made safe), C<signer> (the fingerprint of
whoever has signed it; undef: nobody), C<trust>, C<account>, C<peer>, C<time>. Nothing in it is safe for
any markup.

=item seal_file($messenger, $account, $peer, $source, $folder, %options), open_file($messenger, $source, $folder)

A job that seals a file, or opens one, into a folder. C<run($told, $milliseconds)> runs it to its end and
tells how many bytes of how many are done, about every so many milliseconds; if C<$told> dies, it stops
there. C<result> is as what C<open_text> gives. C<commit($target, replace =E<gt> 1)> gives the file its
name: C<$target>, or that which the document says. Until then, and if it never comes, nothing is there.

=item card($messenger, $account, wrapped => 1)

The user's own card, to be given to others.

=item learn_card($messenger, $text, $account, $peer)

Learns the one card in a text, perhaps as that of a peer. Gives the fingerprint of its owner.

=back

=cut
