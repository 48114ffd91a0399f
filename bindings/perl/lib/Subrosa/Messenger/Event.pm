package Subrosa::Messenger::Event;

# What a host carries out: a class for each kind of event, with an accessor for each field.

use strict;
use warnings;
use FFI::Platypus::Buffer qw(buffer_to_scalar);
use Subrosa::Messenger::Library qw(decoded names_of value);

my %words = map { $_ => { names_of($_) } } qw(INPUT KIND LEVEL PLACE SEVERITY);

# A field as the library has it; undef if the event does not have it.
sub octets_of {
    my ($handle, $field) = @_;
    my $found = Subrosa::Messenger::C::outcome_bytes($handle, $field, \my $length);
    return defined $found ? buffer_to_scalar($found, $length) : undef;
}

sub text_at { return decoded(Subrosa::Messenger::C::outcome_str(@_)) }
sub is_at { return Subrosa::Messenger::C::outcome_int(@_) == 1 }
sub content_at { return decoded(octets_of(@_)) }
sub word_at {
    my ($group) = @_;
    return sub {
        my $number = Subrosa::Messenger::C::outcome_int(@_);
        return $words{$group}{$number} // $number;
    };
}

sub choices_at {
    my ($handle) = @_;
    my ($word, $label, $risk) = map { value("CHOICE_$_") } qw(WORD LABEL RISK);
    my @found;
    while (defined(my $each = Subrosa::Messenger::C::outcome_choice($handle, scalar @found, $word))) {
        push @found, bless {
            word  => decoded($each),
            label => decoded(Subrosa::Messenger::C::outcome_choice($handle, scalar @found, $label)),
            risk  => Subrosa::Messenger::C::outcome_choice($handle, scalar @found, $risk) ne '',
        }, 'Subrosa::Messenger::Choice';
    }
    return \@found;
}

my $int = \&Subrosa::Messenger::C::outcome_int;
my %shared = (account => [ACCOUNT => \&text_at], peer => [PEER => \&text_at], raw => [RAW => \&octets_of]);

# By its kind: the class, and its fields with how each is read.
my %events = (
    SEND => [
        Send     => line    => [LINE    => \&text_at], fallback => [FALLBACK => \&text_at],
        line_id  => [LINE_ID => $int], kind => [KIND => word_at('KIND')],
    ],
    SHOW => [
        Show    => text => [TEXT => \&content_at], mark => [MARK => \&text_at], action => [ACTION => \&is_at],
        time    => [TIME => $int], trust => [TRUST => \&text_at], private => [PRIVATE => \&is_at],
        log     => [LOG => \&is_at], id => [ID => \&octets_of], fingerprint => [FINGERPRINT => \&octets_of],
    ],
    SAY => [
        Say       => sentence => [SENTENCE => \&text_at], severity => [SEVERITY => word_at('SEVERITY')],
        place     => [PLACE => word_at('PLACE')], asked_for => [ASKED_FOR => \&is_at], log => [LOG => \&is_at],
        code      => [CODE => \&text_at], name => [NAME => \&text_at], text => [TEXT => \&content_at],
        digits    => [DIGITS => \&text_at], count => [COUNT => $int], question => [QUESTION => $int],
        how       => [HOW => \&text_at], input => [INPUT => word_at('INPUT')], blocks => [BLOCKS => \&text_at],
        choices   => [QUESTION => \&choices_at],
    ],
    TITLE => [
        Title => words => [WORDS => \&text_at], level => [LEVEL => word_at('LEVEL')],
        state => [STATE => \&text_at], trust => [TRUST => \&text_at],
    ],
    ECHO => [
        Echo   => text => [TEXT => \&content_at], mark => [MARK => \&text_at], action => [ACTION => \&is_at],
        number => [NUMBER => $int], log => [LOG => \&is_at], label => [LABEL => \&text_at],
    ],
    PROGRESS => [
        Progress => number => [NUMBER => $int], stage => [STAGE => \&text_at], mark => [MARK => \&text_at],
        done     => [DONE => $int], total => [TOTAL => $int],
    ],
    CLOSE   => [Close => question => [QUESTION => $int]],
    CHOICES => [Choices => choices => [QUESTION => \&choices_at]],
    CONTACT => [
        Contact     => state => [STATE => \&text_at], trust => [TRUST => \&text_at],
        current     => [CURRENT => \&is_at], known => [KNOWN => \&is_at], blocked => [BLOCKED => \&is_at],
        sealable    => [SEALABLE => \&is_at], first_seen => [FIRST_SEEN => $int], waiting => [COUNT => $int],
        fingerprint => [FINGERPRINT => \&octets_of], other_fingerprint => [OTHER_FINGERPRINT => \&octets_of],
    ],
    TEXT => [
        Text  => number => [NUMBER => $int], text => [TEXT => \&content_at], stage => [STAGE => \&text_at],
        mark  => [MARK => \&text_at], done => [DONE => $int], total => [TOTAL => $int],
    ],
);

# By its number: the class, and the fields as a list of [name, number, how it is read].
my %readers;

sub accessors {
    my ($class, @names) = @_;
    no strict 'refs';
    for my $name (@names) {
        *{"${class}::$name"} = sub { $_[0]{$name} };
    }
    return;
}

for my $kind (keys %events) {
    my ($name, %fields) = (@{ $events{$kind} }, %shared);
    my ($class, $type) = (__PACKAGE__ . "::$name", lc $name);
    no strict 'refs';
    @{"${class}::ISA"} = (__PACKAGE__);
    *{"${class}::type"} = sub {$type};
    accessors($class, keys %fields);
    $readers{ value("EVENT_$kind") } =
        [$class, map { [$_, value("FIELD_$fields{$_}[0]"), $fields{$_}[1]] } keys %fields];
}
accessors('Subrosa::Messenger::Choice', qw(word label risk));
accessors(__PACKAGE__, qw(account peer));

# An event of a later version of the library: pass it over.
sub type {'unknown'}

my $unknown = [__PACKAGE__, map { [$_, value("FIELD_\U$_"), \&text_at] } qw(account peer)];

# The event where the walk of an outcome stands.
sub at {
    my ($handle, $kind) = @_;
    my ($class, @fields) = @{ $readers{$kind} // $unknown };
    my %event;
    $event{ $_->[0] } = $_->[2]->($handle, $_->[1]) for @fields;
    return bless \%event, $class;
}

1;

__END__

=encoding utf8

=head1 NAME

Subrosa::Messenger::Event - what a host of Subrosa carries out

=head1 DESCRIPTION

An event is one of these classes, all of which have C<type>, C<account>, C<peer> and C<raw>: for
accounts that are fed with raw lines the event as such a line, bytes without CR LF, else undef. Texts
are characters, numbers are numbers, and what can only be true or false is.

=over

=item Subrosa::Messenger::Event::Send, type C<send>

Send C<line> to C<peer>, and nothing else with it. C<kind> is C<text>, C<acknowledgement>, C<handshake>,
C<card>, C<question> or C<network>; C<line_id> names the line to C<line_failed>; C<fallback> is a sentence
for programs without the library, where a network carries both.

=item Subrosa::Messenger::Event::Show, type C<show>

Show C<mark> and C<text> as said by C<peer>: C<action> ("/me waves"), C<time>, C<trust>, C<private>, and
C<log>, whether it may stand in logs. A private text has an C<id> and a C<fingerprint>, bytes.

=item Subrosa::Messenger::Event::Say, type C<say>

Say C<sentence>, where C<place> says: C<window> (that of C<peer>, which is opened if need be),
C<anywhere> (that window if it is open, else where the messenger speaks of itself) or C<if-open> (else
nowhere). C<severity> is C<information>, C<warning> or C<alarm>. C<asked_for>: the user has just done
something. If C<question> is not 0, something is asked: C<how> says what the user types, C<choices> has
the answers (each with C<word>, C<label>, C<risk>), C<input> is C<none>, C<line> or C<hidden>. There are
also C<log>, C<code> (the name of the sentence), C<name>, C<text> (one that was not sent, or a card; else
undef), C<digits>, C<count>, and C<blocks>, a code to scan as lines of half blocks.

=item Subrosa::Messenger::Event::Title, type C<title>

Show how the conversation stands: C<words>, or an icon by C<level>, which is C<plain>, C<waiting>,
C<private>, C<verified> or C<alarm>; C<state>, C<trust>.

=item Subrosa::Messenger::Event::Echo, type C<echo>

Show C<mark> and C<text> as said by the user: C<action>, C<number>, C<log>, C<label>.

=item Subrosa::Messenger::Event::Progress, type C<progress>

The echo C<number> has C<mark> before it from now on: C<stage>, C<done> of C<total> lines.

=item Subrosa::Messenger::Event::Close, type C<close>

C<question> is not open any more, whoever has answered it.

=item Subrosa::Messenger::Event::Contact, Subrosa::Messenger::Event::Text

What C<contacts> and C<texts> of a messenger give. A contact has C<state>, C<trust>, C<current>,
C<known>, C<blocked>, C<sealable>, C<first_seen>, C<waiting> (how many texts have not arrived),
C<fingerprint> and C<other_fingerprint>; a text has C<number>, C<text>, C<stage>, C<mark>, C<done>,
C<total>.

=item Subrosa::Messenger::Event, type C<unknown>

An event of a later version of the library. Pass it over.

=back

=cut
