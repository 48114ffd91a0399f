/* Plays the recorded evening (docs/JSON.md): a call on each line of the input, with tabs between; the JSON of
 * the outcome and of each event on lines of the output, then an empty line.
 */
#include <subrosa.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

typedef std::vector<std::string> Words;

Words words_of(const std::string &line)
{
    Words words(1);
    for (char each : line) {
        if (each == '\t')
            words.push_back("");
        else
            words.back() += each;
    }
    return words;
}

/* The outcome of a call. `words` has who, the call, and its arguments. */
subrosa::Outcome outcome_of(subrosa::Messenger &me, const Words &words)
{
    const std::string &call = words.at(1), &first = words.at(2);
    if (call == "attach")
        return me.attach(first, words.at(3), words.at(4));
    if (call == "detach")
        return me.detach(first);
    if (call == "outgoing")
        return me.outgoing(first, words.at(3), words.at(4));
    if (call == "incoming")
        return me.incoming(first, words.at(3), words.at(4));
    if (call == "irc_out")
        return me.irc_out(first, words.at(3));
    if (call == "irc_in")
        return me.irc_in(first, words.at(3));
    if (call == "command")
        return me.command(first, words.at(3), words.at(4));
    if (call == "answer")
        return me.answer(std::stoll(first), words.at(3));
    if (call == "known")
        return me.hint(first, words.at(3), SUBROSA_HINT_KNOWN, true);
    if (call == "choices") /* which this layer gives as values */
        return subrosa::Outcome(subrosa_choices(me.get(), first.c_str(), words.at(3).c_str()));
    if (call == "title")
        return me.title(first, words.at(3));
    if (call == "contacts")
        return me.contacts(first);
    if (call == "texts")
        return me.texts(first);
    throw std::runtime_error("no call " + call);
}

void print(subrosa::Outcome &outcome)
{
    std::cout << outcome.json() << "\n";
    while (outcome.next()) {
        std::cout << outcome.json() << "\n";
        if (outcome.kind() == SUBROSA_EVENT_CHOICES && outcome.choices().empty())
            throw std::runtime_error("a menu has no choices");
    }
    std::cout << std::endl;
}

} // namespace

int main()
{
    std::map<std::string, std::unique_ptr<subrosa::Messenger>> people;
    for (std::string line; std::getline(std::cin, line);) {
        const Words words = words_of(line);
        std::unique_ptr<subrosa::Messenger> &me = people[words.at(0)];
        if (words.at(1) == "open") {
            me.reset(new subrosa::Messenger(words.at(0), words.at(2)));
            print(me->opened());
        } else {
            subrosa::Outcome outcome = outcome_of(*me, words);
            print(outcome);
        }
    }
    return 0;
}
