# A hand and an eye inside irssi: what a person types comes by one pipe, what is shown goes by another.
# It speaks as purple_client.c does, and knows nothing of Subrosa.
#
#     say WHO TEXT        typed into the window of WHO, each line of TEXT by itself
#     command WHO TEXT    a command typed there, without its slash
#     bypass WHO TEXT     what a script sends
#     core - TEXT         a command in the first window, without its slash
#     look WHO -          what stands in the input line while the window of WHO is in front
#     quit
#
# The events are begin, signed-on, signed-off, done, typed WHO TEXT, and shown WHO FLAGS TEXT for each line
# that is added to a window. FLAGS are sent, received or system, and unlogged if no log has it.
use strict;
use warnings;
use Irssi;
use Irssi::Irc;

our $VERSION = '0.1';
our %IRSSI = (name => 'driver', description => 'for tests: types and reads by pipes');

# Copies: the pipes themselves outlast an upgrade.
open my $in,  '<&', $ENV{E2E_IN}  or die "in: $!";
open my $out, '>&', $ENV{E2E_OUT} or die "out: $!";

sub event {
    my ($name, @words) = @_;
    my $line = join(' ', $name, map {s/([^A-Za-z0-9_.,~-])/sprintf '%%%02X', ord $1/ger} @words) . "\n";
    while ($line ne '') {
        my $count = syswrite($out, $line) // return;
        substr $line, 0, $count, '';
    }
    return;
}

# "<bob> text" and " * bob waves" in a window of two.
sub printed {
    my ($place, $text, $plain) = @_;
    my $item = $place->{window}{active};
    my $who  = $item && $item->{type} eq 'QUERY' ? $item->{name} : '';
    my $own  = $item && $item->{server} ? $item->{server}{nick} : '';
    my $flag = 'system';
    $plain =~ s/^\d\d:\d\d (?=<| \*)//;
    if ($who ne '' && $plain =~ /^(?:<(?:[ @+%&~])?(\S+)> | \* (\S+) )(.*)/s) {
        my $nick = $1 // $2;
        $flag = $nick eq $own ? 'sent' : lc $nick eq lc $who ? 'received' : 'system';
        $plain = (defined $1 ? '' : '/me ') . $3 if $flag ne 'system';
    }
    $flag .= ',unlogged' if $place->{level} == MSGLEVEL_NEVER;
    event('shown', $who || $place->{window}->get_active_name || 'status', $flag, $plain);
    return;
}

sub server { return (Irssi::servers())[0] }

# The window of somebody, in front.
sub query {
    my ($who) = @_;
    my $server = server() or return;
    my $query = $server->query_find($who) || Irssi::Irc::Server::query_create($server->{tag}, $who, 1);
    $query->window->set_active;
    $query->set_active;
    return $query;
}

my %commands = (
    say => sub {
        my ($who, $text) = @_;
        my $query = query($who) or return;
        for my $line (split /\n/, $text) {
            Irssi::signal_emit('send command', $line =~ m{^/} ? "/ $line" : $line, server(), $query);
        }
    },
    command => sub {
        my ($who, $text) = @_;
        Irssi::signal_emit('send command', "/$text", server(), query($who));
    },
    bypass => sub { my ($who, $text) = @_; server()->send_message($who, $text, 1) },
    core   => sub { my (undef, $text) = @_; Irssi::signal_emit('send command', "/$text", server(), undef) },
    look   => sub { my ($who) = @_; query($who); event('typed', $who, Irssi::parse_special('$L')) },
    quit   => sub { Irssi::command('quit') },
);

my $rest = '';

sub told {
    if (!sysread $in, $rest, 65536, length $rest) {
        Irssi::command('quit');
        return;
    }
    while ($rest =~ s/^(.*)\n//) {
        my ($name, @words) = map {s/%([0-9A-F]{2})/chr hex $1/ger} split / /, $1;
        eval { $commands{$name}->(@words); 1 } or event('shown', 'status', 'system', "driver: $@");
        event('done');
    }
    return;
}

Irssi::signal_add_last('print text', \&printed);
Irssi::signal_add('event connected', sub { event('signed-on') });
Irssi::signal_add('server disconnected', sub { event('signed-off') });
Irssi::input_add(fileno $in, INPUT_READ, \&told, undef);
event('begin');
event('signed-on') if server() && server()->{connected};
Irssi::timeout_add_once(50, sub {
    Irssi::command($_) for split /\n/, $ENV{E2E_COMMANDS};
    Irssi::command('connect net') if !server();
}, undef);
