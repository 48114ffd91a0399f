# Subrosa for irssi: private one-to-one conversations on IRC.
#
# Lines of the server go to the library as they are. Each command that can reach a person is turned into the
# line that irssi would send, before irssi splits and shows it; last, whatever leaves passes before_wire.
# An error in a handler would have irssi unload the script, and send in clear: so none leaves one.
use strict;
use warnings;
use Irssi;
use Irssi::Irc;
use Irssi::TextUI;
use lib Irssi::get_irssi_dir() . '/subrosa';
use POSIX ();
use Subrosa::Messenger;
our $VERSION = '0.1.0';
our %IRSSI = (name => 'subrosa', description => 'Private conversations', license => 'MIT or Apache-2.0');

my ($messenger, $timer, $is_ending);
my %account;      # the library's name of a connection, by irssi's tag
our $is_ours;     # the line that comes is one that the library shows
our $is_unlogged; # what is printed may stand in no log
our $typed;       # the command that is being looked at, as it was typed

# irssi has bytes, the library characters.
sub text  { my ($bytes) = @_; utf8::decode($bytes); return $bytes }
sub bytes { my ($text)  = @_; utf8::encode($text);  return $text }

# What the code gives; if it fails that is said, and nothing is given.
sub guarded {
    my ($code, @with) = @_;
    my $given = eval { $code->(@with) };
    Irssi::active_win()->printformat(MSGLEVEL_CRAP, 'subrosa_alarm', bytes("$@" =~ s/\s+$//r)) if $@;
    return $given;
}

# --- connections: by the network as the user calls it, or by the server; two at once are two ---
sub account_of { my ($server) = @_; return $server ? $account{ $server->{tag} } // '' : '' }
sub server_of { my ($name) = @_; return (grep { account_of($_) eq $name } Irssi::servers())[0] }

# irssi holds lines back; at its own pace nothing waits there.
sub settings {
    my ($pause, $most) = (Irssi::settings_get_time('cmd_queue_speed'), Irssi::settings_get_int('cmds_max_at_once'));
    return (interval_ms => $pause < 50 ? 0 : $pause, burst => $most > 2 ? $most - 1 : 1,
        log => Irssi::settings_get_bool('subrosa_log') ? 1 : 0);
}

# Of a connection that was there before, who we are and which names are the same was announced already.
sub attach {
    my ($server) = @_;
    return if $server->{chat_type} ne 'IRC';
    my $name = text('irssi.irc.' . ($server->{chatnet} || $server->{address}));
    my $other = server_of($name);
    $name .= ".$server->{tag}" if $other && $other->{tag} ne $server->{tag};
    $account{ $server->{tag} } = $name;
    return walk($messenger->attach($name, 'irc', settings())) if !$server->{connected};
    walk($messenger->detach($name));
    my $told    = $messenger->attach($name, 'irc', settings(), nick => text($server->{nick}));
    my $mapping = $server->isupport('CASEMAPPING') // 'rfc1459';
    walk($messenger->irc_in($name, ":irssi 005 $server->{nick} CASEMAPPING=$mapping :are supported"));
    walk($told);
}

# --- what the library wants done: a function for each event, which gives false if that cannot be now ---
my %carry_out = (show => \&on_show, echo => \&on_echo, say => \&on_say, send => sub {
    my ($event, $server) = @_;
    $server->send_raw($event->raw) if $server && $server->{connected};
    return $server && $server->{connected};
});

sub walk {
    my ($outcome) = @_;
    while (my $event = $outcome->next) {
        my $function = $carry_out{ $event->type } // next;    # the statusbar asks for titles itself
        $outcome->undone if !guarded($function, $event, server_of($event->account));
    }
    Irssi::timeout_remove($timer) if $timer;
    my $wake = $messenger->wake // 3600;    # seconds; nothing to do is a tick in an hour, which does no harm
    $timer = Irssi::timeout_add_once(10 + int 1000 * ($wake < 3600 ? $wake : 3600), sub {
        undef $timer;
        guarded(sub { walk($messenger->tick) });
    }, undef);
    Irssi::statusbar_items_redraw('subrosa');
    return $outcome->verdict;
}

# As if the server had sent it, with all that irssi does then.
sub on_show {
    my ($event, $server) = @_;
    local ($is_ours, $is_unlogged) = (1, !$event->log);
    Irssi::signal_emit('server incoming', $server, $event->raw) if $server;
    return $server;
}

sub on_echo {
    my ($event, $server) = @_;
    my ($peer, $signal) = (bytes($event->peer), $event->action ? 'message irc own_action' : 'message own_private');
    local $is_unlogged = !$event->log;
    Irssi::signal_emit($signal, $server, bytes($event->mark . $event->text), $peer, $peer) if $server;
    return $server;
}

# A question stands in the window of its person: what is typed there is about them.
sub on_say {
    my ($event, $server) = @_;
    my $peer = bytes($event->peer);
    my $query = $server && $peer ne '' ? $server->query_find($peer) : undef;
    $query = Irssi::Irc::Server::query_create($server->{tag}, $peer, 1)
        if !$query && $server && $peer =~ /^[^\s,*]+$/ && ($event->place eq 'window' || $event->question);
    return 1 if !$query && $event->place eq 'if-open';
    my $window = $query ? $query->window : Irssi::active_win();
    my $level = MSGLEVEL_CRAP;
    $level |= MSGLEVEL_HILIGHT if $event->severity eq 'alarm' || ($event->question && !$event->asked_for);
    local $is_unlogged = !$event->log;
    $window->printformat($level, 'subrosa_' . $event->severity, bytes($event->sentence));
    $window->printformat($level, 'subrosa_block', bytes($_)) for split /\n/, $event->blocks;
    $window->printformat($level, 'subrosa_how', bytes($event->how)) if $event->how ne '';
    # What was refused stands where it was typed, as long as nothing else does.
    my $text = $event->asked_for && defined $event->text ? $typed // bytes($event->text) : '';
    my $put_back = sub { Irssi::gui_input_set($text) if Irssi::parse_special('$L') eq '' };
    return $text eq '' ? 1 : Irssi::timeout_add_once(10, $put_back, undef);
}

# irssi knows one level that no log has. A line of it has neither time nor activity: both are added.
sub before_printing {
    my ($place, $text) = @_;
    my ($level, $window) = @$place{qw(level window)};
    return if !$is_unlogged || $level == MSGLEVEL_NEVER;
    Irssi::signal_stop();
    $text = POSIX::strftime(Irssi::settings_get_str('timestamp_format'), localtime) . " $text"
        if Irssi::settings_get_bool('timestamps');
    $window->print($text =~ s/%/%%/gr, MSGLEVEL_NEVER);
    $window->activity($level & (MSGLEVEL_MSGS | MSGLEVEL_ACTIONS | MSGLEVEL_HILIGHT) ? 3 : 1)
        if $window->{refnum} != Irssi::active_win()->{refnum} && !($level & MSGLEVEL_NO_ACT);
}

# What comes. Of other lines than texts irssi does its part first, so that windows have new names.
sub came {
    my ($server, $line) = @_;
    my $name = account_of($server);
    my $outcome = $is_ours || $name eq '' ? undef : guarded(sub { $messenger->irc_in($name, $line) });
    return if !$outcome;
    my ($verdict, $marked) = ($outcome->verdict, $outcome->line);
    Irssi::signal_stop() if $verdict eq 'taken';
    Irssi::signal_continue($server, $line) if $verdict eq 'pass' && $line !~ /^(?:[:\@]\S+ +)*(?:PRIVMSG|NOTICE) /i;
    guarded(\&walk, $outcome);
    Irssi::signal_continue($server, $marked) if $verdict eq 'marked';
}

# --- what leaves: the lines that irssi would send for a command to somebody ---
my %line_of = (msg => 'PRIVMSG %s :%s', notice => 'NOTICE %s :%s', action => "PRIVMSG %s :\001ACTION %s\001",
    ctcp => "PRIVMSG %s :\001%s\001", nctcp => "NOTICE %s :\001%s\001");

# The line, and the server it goes to. What is not understood has none, and meets before_wire.
sub line_for {
    my ($command, $words, $server, $item) = @_;
    return ($words, $server) if $command eq 'quote';
    return (sprintf($line_of{action}, $item->{name}, $words), $server) if $command eq 'me' && $item;
    return (sprintf($line_of{ctcp}, $2, "DCC $1 -"), $server)
        if $command eq 'dcc' && $words =~ /^(chat|send)\s+(?:-\S+\s+)*(\S+)/i;
    while ($words =~ s/^-(\S+)\s+// && $1 ne '-') {
        $server = Irssi::server_find_tag($1) if $1 !~ /^(?:channel|nick)$/i;
    }
    $words =~ s/^"((?:[^"\\]|\\.)*)"\s?|^(\S+)\s?//s or return;
    my $whom = defined $1 ? $1 =~ s/\\(.)/$1/gr : $2;
    $whom = $item ? $item->{name} : '' if $whom eq '*';
    $whom = $server->parse_special("\$$whom") if $server && $whom =~ /^[.,]$/;
    return if $whom eq '' || $words eq '' || !$line_of{$command};
    return (sprintf($line_of{ctcp}, $1, 'DCC CHAT chat'), $server) if $whom =~ /^=(.+)/;
    return (sprintf($line_of{$command}, $whom, $words), $server);
}

sub before_command {
    my ($command, $words, $server, $item) = @_;
    my $goes = guarded(sub {
        (my $line, $server) = line_for($command, $words, $server, $item);
        my $name = account_of($server);
        return 1 if !defined $line || $name eq '';
        local $typed = $command eq 'msg' && $words =~ /^-nick "[^"]*" (.*)/s ? $1 : "/$command $words";
        return walk($messenger->irc_out($name, $line)) eq 'pass';
    });
    Irssi::signal_stop() if !$goes;
}

# Whatever else: of scripts, answers that irssi gives by itself. The library's own lines pass.
sub before_wire {
    my ($server, $line) = @_;
    $$line = '' if !guarded(sub { walk($messenger->irc_out(account_of($server), $$line)) eq 'pass' });
}

sub peer_of { my ($item) = @_; return $item && $item->{type} eq 'QUERY' ? text($item->{name}) : '' }

sub show_state {
    my ($bar, $is_size_alone) = @_;
    my ($item, $shown) = (Irssi::active_win()->{active}, '');
    my $name = peer_of($item) eq '' ? undef : $account{ $item->{server_tag} };
    my ($title) = defined $name ? eval { $messenger->titles($name, peer_of($item)) } : ();
    my %colours = (plain => '%n', waiting => '%Y', private => '%G', verified => '%C', alarm => '%R');
    $shown = "{sb $colours{$title->level}" . bytes($title->words) . '%n}' if $title && $title->words ne '';
    $bar->default_handler($is_size_alone, $shown, '', 1);
}

sub typed_subrosa {
    my ($words, $server, $item) = @_;
    guarded(sub { walk($messenger->command(account_of($server), peer_of($item), text($words))) });
    return if $words !~ /^\s*(?:unlock|passphrase|export|import)\s/i;    # with a passphrase: it is not kept
    my $forget = sub { $_->delete_history_entries(grep { $_->{text} =~ /\Q$words/ } $_->get_history_entries) };
    Irssi::timeout_add_once(20, sub { guarded($forget) for Irssi::windows() }, undef);
}

sub complete {
    my ($list, $window, $word, $before) = @_;
    my $peer = $before =~ m{^/subrosa$}i ? peer_of($window->{active}) : '';
    my @now  = $peer eq '' ? () : eval { $messenger->choices(account_of($window->{active_server}), $peer) };
    push @$list, grep { index($_, lc $word) == 0 } map { $_->word } @now;
}

# irssi loads itself anew, and the script only if it is there for that.
sub before_upgrade {
    return if -e Irssi::get_irssi_dir() . '/scripts/autorun/subrosa.pl';
    Irssi::signal_stop();
    guarded(sub { die "Nothing would be private afterwards: put subrosa.pl into scripts/autorun first.\n" });
}

sub UNLOAD {
    guarded(sub { walk($messenger->leave) }) if !$is_ending;
    $messenger->close;
}

Irssi::settings_add_bool('subrosa', 'subrosa_log', 0);
Irssi::theme_register([subrosa_information => '{hilight Subrosa:} $0', subrosa_warning => '%YSubrosa:%n $0',
    subrosa_alarm => '%RSubrosa: $0%n', subrosa_how => '{hilight Subrosa:} %_$0%_', subrosa_block => '%W%0$0%n']);
$messenger = Subrosa::Messenger->open;
walk($messenger->opened);
for my $name (qw(msg me action notice ctcp nctcp dcc quote)) {
    Irssi::signal_add_first("command $name", sub { before_command($name, @_) });
}
Irssi::signal_add_last('server outgoing modify', \&before_wire);
Irssi::signal_add_first(@$_) for ['server incoming', \&came], ['print text', \&before_printing],
    ['complete word', \&complete], ['command upgrade', \&before_upgrade], ['gui exit', sub { $is_ending = 1 }],
    ['server connected', sub { guarded(\&attach, @_) }],
    ['server disconnected', sub { my $name = account_of($_[0]); guarded(sub { walk($messenger->online($name, 0)) }) }];
Irssi::signal_add('setup changed', sub { guarded(sub { walk($messenger->set($_, settings())) }) for values %account });
Irssi::signal_add($_, sub { Irssi::statusbar_items_redraw('subrosa') }) for 'window changed', 'window item changed';
Irssi::command_bind('subrosa', \&typed_subrosa);
Irssi::statusbar_item_register('subrosa', '', 'show_state');
Irssi::command('statusbar additem -after window -priority 100 subrosa window');
guarded(\&attach, $_) for Irssi::servers();
