package Subrosa::Messenger;

# A vault in use: accounts, contacts, conversations.

use strict;
use warnings;
use parent 'Subrosa::Messenger::Handle';
use Subrosa::Messenger::API;
use Subrosa::Messenger::Outcome;
use Subrosa::Messenger::Library qw(
    bytes_of check content fail name name_or_null number octets path text_of value
);

our $VERSION = $Subrosa::Messenger::API::VERSION;

sub called {'messenger'}
sub free { Subrosa::Messenger::C::messenger_free($_[1]) }

sub outcome { return Subrosa::Messenger::Outcome->new($_[0]) }

# line_chars => 400, html => ['in', 'out'] as the text that C takes.
sub settings {
    fail('E_ARGUMENT', 'settings are pairs of a name and a value') if @_ % 2;
    my %settings = @_;
    my @words;
    for my $key (sort keys %settings) {
        my $value = $settings{$key};
        $value = join ',', @$value if ref $value eq 'ARRAY';
        fail('E_ARGUMENT', "the setting $key has no value") if !defined $value || ref $value;
        $value =~ s/([\\"])/\\$1/g;
        push @words, ($key =~ tr/_/-/r) . qq(="$value");
    }
    return name(join(' ', @words), 'a setting');
}

# The bits of those options that are names of SUBROSA_FLAG_ constants.
sub flags {
    my ($options) = @_;
    my $flags = 0;
    for my $name (sort keys %$options) {
        my $flag = $Subrosa::Messenger::API::CONSTANTS{"FLAG_\U$name"}
            // fail('E_ARGUMENT', "there is no option $name");
        $flags |= $flag if $options->{$name};
    }
    return $flags;
}

sub whom { return (name($_[0], 'the account'), name($_[1], 'the peer')) }

sub open {
    my ($class, @options) = @_;
    fail('E_ARGUMENT', 'options are pairs of a name and a value') if @options % 2;
    my %settings = @options;
    my ($vault, $key) = delete @settings{qw(vault host_key)};
    $vault = path($vault, 'the vault') if defined $vault;
    if (defined $key) {
        ($key) = octets($key, 'the host key');
        fail('E_ARGUMENT', 'a host key has 32 bytes') if length $key != 32;
    }
    my $told = Subrosa::Messenger::C::messenger_open_with_key(
        $Subrosa::Messenger::API::ABI, $vault, $key, settings(%settings), \my $handle);
    my $opened = outcome($told);
    if (!defined $handle) {
        $opened->raise_error;
        fail('E_ARGUMENT', 'no messenger was given');
    }
    my $self = $class->of($handle);
    $self->{opened} = $opened;
    return $self;
}

sub opened { $_[0]{opened} }

sub wake {
    my ($self) = @_;
    my $wait = Subrosa::Messenger::C::wake_ms($self->handle);
    return $wait < 0 ? undef : $wait / 1000;
}

# --- accounts ---

sub attach {
    my ($self, $account, $profile, @settings) = @_;
    return outcome(Subrosa::Messenger::C::account_attach(
        $self->handle, name($account, 'the account'), name($profile, 'the profile'), settings(@settings)));
}

sub set {
    my ($self, $account, @settings) = @_;
    return outcome(Subrosa::Messenger::C::account_set(
        $self->handle, name($account, 'the account'), settings(@settings)));
}

sub get {
    my ($self, $account, $setting) = @_;
    my @asked = ($self->handle, name($account, 'the account'), name($setting, 'the setting') =~ tr/_/-/r);
    return text_of(sub { Subrosa::Messenger::C::account_get(@asked, @_) });
}

sub online {
    my ($self, $account, $is_online) = @_;
    return outcome(Subrosa::Messenger::C::account_online(
        $self->handle, name($account, 'the account'), $is_online ? 1 : 0));
}

sub detach {
    my ($self, $account) = @_;
    return outcome(Subrosa::Messenger::C::account_detach($self->handle, name($account, 'the account')));
}

sub listed {
    my ($self, $account) = @_;
    return outcome(Subrosa::Messenger::C::account_listed($self->handle, name($account, 'the account')));
}

sub rename_account {
    my ($self, $from, $to) = @_;
    return outcome(Subrosa::Messenger::C::account_rename(
        $self->handle, name($from, 'the old name'), name($to, 'the new name')));
}

sub fingerprint {
    my ($self, $account) = @_;
    my @whose = ($self->handle, name($account // '', 'the account'));
    return bytes_of(value('FINGERPRINT_SIZE'), sub { Subrosa::Messenger::C::account_fingerprint(@whose, @_) });
}

sub own_identity {
    my ($self, $account, $exported, $passphrase) = @_;
    my @text = defined $exported ? content($exported, 'the export') : (undef, 0);
    check(Subrosa::Messenger::C::account_own_identity(
        $self->handle, name($account, 'the account'), @text, content($passphrase // '', 'the passphrase')));
    return;
}

# --- texts ---

sub outgoing {
    my ($self, $account, $peer, $text, %options) = @_;
    return outcome(Subrosa::Messenger::C::outgoing(
        $self->handle, whom($account, $peer), content($text, 'the text'), flags(\%options)));
}

sub incoming {
    my ($self, $account, $peer, $text, %options) = @_;
    my ($time, $is_octets) = delete @options{qw(time octets)};
    my @text = $is_octets ? octets($text, 'the text') : content($text, 'the text');
    return outcome(Subrosa::Messenger::C::incoming(
        $self->handle, whom($account, $peer), @text, flags(\%options), number($time // 0, 'the time')));
}

sub irc_out {
    my ($self, $account, $line) = @_;
    return outcome(Subrosa::Messenger::C::irc_out(
        $self->handle, name($account, 'the account'), octets($line, 'the line')));
}

sub irc_in {
    my ($self, $account, $line, $time) = @_;
    return outcome(Subrosa::Messenger::C::irc_in(
        $self->handle, name($account, 'the account'), octets($line, 'the line'), number($time // 0, 'the time')));
}

sub may_send {
    my ($self, $account, $peer, $text) = @_;
    my @text = defined $text ? content($text, 'the text') : (undef, 0);
    return Subrosa::Messenger::C::may_send($self->handle, whom($account, $peer), @text) == 1;
}

sub line_kind {
    my ($self, $line) = @_;
    my $kind = Subrosa::Messenger::C::line_kind($self->handle, content($line, 'the line'));
    return $kind ? { Subrosa::Messenger::Library::names_of('KIND') }->{$kind} // $kind : undef;
}

sub line_failed {
    my ($self, $account, $line_id) = @_;
    return outcome(Subrosa::Messenger::C::line_failed(
        $self->handle, name($account, 'the account'), number($line_id, 'the number of the line')));
}

sub tick { return outcome(Subrosa::Messenger::C::tick($_[0]->handle)) }

sub begin_batch {
    check(Subrosa::Messenger::C::batch_begin($_[0]->handle));
    return;
}

sub end_batch { return outcome(Subrosa::Messenger::C::batch_end($_[0]->handle)) }

# --- the user ---

sub command {
    my ($self, $account, $peer, $words) = @_;
    return outcome(Subrosa::Messenger::C::command(
        $self->handle, name_or_null($account, 'the account'), name_or_null($peer, 'the peer'),
        content($words, 'the words')));
}

sub answer {
    my ($self, $question, $words) = @_;
    return outcome(Subrosa::Messenger::C::answer(
        $self->handle, number($question, 'the question'), content($words, 'the words')));
}

sub choices {
    my ($self, $account, $peer) = @_;
    return map { @{ $_->choices } } all(Subrosa::Messenger::C::choices($self->handle, whom($account, $peer)));
}

sub titles {
    my ($self, $account, $peer) = @_;
    return all(Subrosa::Messenger::C::title($self->handle, whom($account // '', $peer // '')));
}

# --- contacts ---

sub hint {
    my ($self, $account, $peer, $hint, $value) = @_;
    return outcome(Subrosa::Messenger::C::contact_hint(
        $self->handle, whom($account, $peer), value("HINT_$hint"), $value ? 1 : 0));
}

sub known   { return hint(@_[0 .. 2], 'KNOWN',   $_[3] // 1) }
sub present { return hint(@_[0 .. 2], 'PRESENT', $_[3] // 1) }
sub capable { return hint(@_[0 .. 2], 'CAPABLE', $_[3] // 1) }

sub rename {
    my ($self, $account, $from, $to) = @_;
    return outcome(Subrosa::Messenger::C::contact_rename(
        $self->handle, whom($account, $from), name($to, 'the new name')));
}

sub contacts {
    my ($self, $account, $peer) = @_;
    return all(Subrosa::Messenger::C::contact_list(
        $self->handle, name($account, 'the account'), name_or_null($peer, 'the peer')));
}

sub texts {
    my ($self, $account, $peer) = @_;
    return all(Subrosa::Messenger::C::text_list(
        $self->handle, name($account, 'the account'), name_or_null($peer, 'the peer')));
}

sub scan {
    my ($self, $account, $peer, $code) = @_;
    return outcome(Subrosa::Messenger::C::safety_scan(
        $self->handle, whom($account, $peer), content($code, 'the code')));
}

sub leave { return outcome(Subrosa::Messenger::C::messenger_leave($_[0]->handle)) }

# The events of a list.
sub all {
    my $told = outcome($_[0])->raise_error;
    my @all;
    while (my $event = $told->next) {
        push @all, $event;
    }
    return @all;
}

sub library_version { return Subrosa::Messenger::C::version() }
sub backend         { return Subrosa::Messenger::C::backend() }

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger - private chat in bots, scripts and messengers written in Perl

=head1 SYNOPSIS

    use Subrosa::Messenger;

    my $messenger = Subrosa::Messenger->open(vault => 'bot.vault');

    sub carry_out {
        my ($outcome) = @_;
        $outcome->carry_out(
            send => sub { $network->send($_[0]->peer, $_[0]->line) },
            show => sub { answer($_[0]->peer, $_[0]->text) },
            say  => sub { print $_[0]->sentence, "\n" },
        );
    }

    sub answer {
        my ($peer, $text) = @_;
        my $outcome = $messenger->outgoing('bot', $peer, "You said: $text");
        $network->send($peer, "You said: $text") if $outcome->passes;
        carry_out($outcome);
    }

    carry_out($messenger->opened);
    carry_out($messenger->attach('bot', 'irc'));
    while ($network->is_there) {
        my $message = $network->receive($messenger->wake);
        if (!$message) {
            carry_out($messenger->tick);
            next;
        }
        my $outcome = $messenger->incoming('bot', $message->peer, $message->text);
        my $is_ours = $outcome->verdict eq 'taken';
        carry_out($outcome);
        answer($message->peer, $message->text) if !$is_ours;
    }

=head1 DESCRIPTION

Subrosa is end-to-end encryption that plugs into messengers that already exist. A messenger is told what
the user types (C<outgoing>, C<command>), what the network brings (C<incoming>) and that time has passed
(C<tick>). Each call gives a L<Subrosa::Messenger::Outcome>: a verdict on the text, and events
(L<Subrosa::Messenger::Event>) to be carried out in their order. Keys, conversations and texts that have
not arrived are in a vault, an encrypted file.

=over

=item *

B<Send what was typed only if> C<< $outcome->passes >>. B<Hide what came only if> its verdict is
C<taken>.

=item *

B<Walk each outcome to its end.> An event is carried out when the walk goes on behind it; what your code
dies in comes again.

=item *

B<Call> C<tick> B<when> C<wake> B<says so>: look at it after each outcome.

=item *

Texts and names are strings of characters, in and out. Raw lines of IRC, fingerprints and keys are
bytes.

=item *

Calls that give an outcome do so also when they fail: C<< $outcome->error >> says why, and a say tells the
user. What gives something else throws a L<Subrosa::Messenger::Error>; so does every call with something
that is no string, no number, or after C<close>.

=item *

A child that was forked opens a messenger of its own; that of its parent refuses. Threads of Perl do not
share one.

=back

=head1 OPENING

=over

=item open(vault => $path, host_key => $bytes, %settings)

Opens a vault, and makes what is missing; without a path the user's own, which all programs share. Settings
are C<command> (how a command begins), C<can> (a list of what the host can do: C<edits>, C<buttons>,
C<hidden>, C<time>) and C<language> (a file of templates). Throws an error for settings that are wrong. A
vault that cannot be used now gives a messenger all the same: what is typed is refused until it can.

=item opened

The outcome of opening: a question for a passphrase, say. Walk it, once.

=item wake

In how many seconds C<tick> has something to do; undef: nothing.

=item tick

Does what is due.

=item leave

Before the program goes on without the library: a say for each private window, where nothing is private
from now on.

=item close

Gives all accounts back and closes the vault. It is called when the messenger is dropped and when the
program ends.

=back

=head1 ACCOUNTS

=over

=item attach($account, $profile, %settings)

Takes an account into use: one connection of the user, by a name that stays the same. The profile is
C<irc>, C<xmpp>, C<plain>, C<html> or another of F<subrosa.h>, which also lists the settings; C<_> stands
for C<->, and a list for values with commas: C<< line_chars => 400, html => ['in', 'out'] >>.

=item set($account, %settings), get($account, $setting)

Changes settings: all of them, or none. And one as it is.

=item online($account, $is_online)

The connection is there, or gone.

=item listed($account)

The list of contacts is complete.

=item rename_account($from, $to), detach($account)

The host calls an account otherwise now; gives it back.

=item fingerprint($account)

By which others know the user, 32 bytes. Without an account that of the vault.

=item own_identity($account, $exported, $passphrase)

Gives an account an identity of its own, before it is attached for the first time: a new one, or one that
was exported.

=back

=head1 TEXTS

=over

=item outgoing($account, $peer, $text, %flags)

The user wants to send a text. Flags are C<action>, C<notice>, C<occupant>, C<html>, C<plain>: C<< action =>
1 >>.

=item incoming($account, $peer, $text, %flags)

The network has brought a text. Flags are also C<history> and C<own>, C<< time => $seconds >>, and C<< octets
=> 1 >> for a text in bytes of any encoding.

=item irc_out($account, $line), irc_in($account, $line, $time)

Raw lines of IRC, in bytes, for a host that sees all of them: they take the place of the two above.

=item may_send($account, $peer, $text)

Whether something may leave now in clear, for ways around all this; without a text for what is none. Any
doubt is a no.

=item line_kind($line), line_failed($account, $line_id)

What a line is for that the library has given out, or undef; and that one could not be sent.

=item begin_batch, end_batch

Many calls with one sync of the disk: the outcome of the second has their events.

=back

=head1 THE USER

=over

=item command($account, $peer, $words)

Does what the user has typed behind the name of the command, as it is. Account and peer may be undef.

=item answer($question, $words)

Answers a question: with the word of a choice, or with the line that it asked for.

=item choices($account, $peer)

A list of what the user can do about a person now, the best first. Each has C<word>, C<label> and C<risk>.

=item titles($account, $peer)

How a conversation stands; without a peer all that are not plain.

=back

=head1 CONTACTS

=over

=item known($account, $peer, $is), present(...), capable(...)

The contact is on the user's list; is there; has a program with the library. C<$is> is 1 if it is left
out.

=item rename($account, $from, $to)

The network says that somebody has another name now.

=item contacts($account, $peer), texts($account, $peer)

Lists of who is known, and of the user's texts that have not arrived; of one peer, or of all.

=item scan($account, $peer, $code)

Compares a code that a person has shown.

=back

=head1 THE LIBRARY

C<Subrosa::Messenger::library_version()> is its version, C<Subrosa::Messenger::backend()> which
implementation it computes with. It is loaded from the file that the variable C<SUBROSA_LIBRARY> names,
from the place where the distribution has put it, or from where the system has it (C<libsubrosa.so.0>).

=head1 SEE ALSO

L<Subrosa::Messenger::Documents> seals texts and files, L<Subrosa::Messenger::Keys> has fingerprints and
safety numbers. F<subrosa.h> says exactly what each call does; names are the same.

=head1 LICENCE

MIT or Apache-2.0, at your choice.

=cut
