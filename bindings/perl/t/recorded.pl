# Plays the recorded evening (docs/JSON.md): a call on each line of the input, with tabs between; the JSON of the
# outcome and of each event on lines of the output, then an empty line.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Subrosa::Messenger;

$| = 1;
my %people;

# What the binding gives as values instead of an outcome.
my %queries = (
    choices  => sub { Subrosa::Messenger::C::choices($_[0]->handle, @_[1, 2]) },
    title    => sub { Subrosa::Messenger::C::title($_[0]->handle, @_[1, 2]) },
    contacts => sub { Subrosa::Messenger::C::contact_list($_[0]->handle, $_[1], undef) },
    texts    => sub { Subrosa::Messenger::C::text_list($_[0]->handle, $_[1], undef) },
);

sub outcome_of {
    my ($me, $call, @words) = @_;
    if (my $query = $queries{$call}) {
        return Subrosa::Messenger::Outcome->new($query->($me, @words));
    }
    return $me->attach(@words[0, 1], interval_ms => 0) if $call eq 'attach';
    return $me->$call(@words);
}

sub json_of { return Subrosa::Messenger::C::outcome_json($_[0]->handle) }

while (my $line = <STDIN>) {
    chomp $line;
    utf8::decode($line);
    my ($who, $call, @words) = split /\t/, $line, -1;
    my $told;
    if ($call eq 'open') {
        my ($key, $value) = split /=/, $words[0], 2;
        $value =~ s/^"(.*)"$/$1/ if defined $value;
        $people{$who} = Subrosa::Messenger->open(vault => $who, defined $value ? ($key => $value) : ());
        $told = $people{$who}->opened;
    }
    else {
        $told = outcome_of($people{$who}, $call, @words);
    }
    print json_of($told), "\n";
    while ($told->next) {
        print json_of($told), "\n";
    }
    print "\n";
}
