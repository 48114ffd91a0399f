/* A messenger with a plain event loop: one poll over two conversations, and the library's timer.
 *
 *     loop DIRECTORY
 *
 * Alice talks with Bob and with Carol, over a socket each; Bob and Carol are programs of the same kind.
 * All three run in this process, so that it shows both ends: what stands in the windows is printed, and
 * anybody could read what crosses the sockets. C++11 is enough.
 */
#include <subrosa.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

const char ACCOUNT[] = "sockets";

/* One end of a conversation: lines of text over a socket. */
struct Wire {
    int socket;
    std::string rest;
};

/* Somebody with windows, which are lines of the output here. */
class Person {
public:
    Person(const std::string &directory, const std::string &name)
        : name_(name), messenger_(directory + "/" + name + "/vault", "can=buttons")
    {
        carry_out(messenger_.opened());
        carry_out(messenger_.attach(ACCOUNT, "plain", "interval-ms=0"));
    }

    ~Person()
    {
        for (const auto &wire : wires_)
            ::close(wire.second.socket);
    }

    Person(const Person &) = delete;
    Person &operator=(const Person &) = delete;

    void connect(const std::string &peer, int socket) { wires_[peer] = Wire{socket, ""}; }

    void start(const std::string &peer)
    {
        carry_out(messenger_.command(ACCOUNT, peer, "start"));
    }

    /* The user types a text: it is sent as it is only if the library says so. */
    void type(const std::string &peer, const std::string &text)
    {
        subrosa::Outcome outcome = messenger_.outgoing(ACCOUNT, peer, text);
        if (outcome.may_be_sent() && put(peer, text))
            print(peer, "<" + name_ + "> " + text);
        carry_out(outcome);
    }

    /* What this person waits for: its sockets, and its timer as the timeout of poll. */
    void wait_for(std::vector<pollfd> &sockets, int &timeout_ms) const
    {
        for (const auto &wire : wires_)
            sockets.push_back(pollfd{wire.second.socket, POLLIN, 0});
        const int64_t wake = messenger_.wake_ms();
        if (wake >= 0 && (timeout_ms < 0 || wake < timeout_ms))
            timeout_ms = static_cast<int>(wake > 60000 ? 60000 : wake);
    }

    void is_ready(int socket)
    {
        for (auto &wire : wires_)
            if (wire.second.socket == socket)
                receive(wire.first, wire.second);
    }

    /* It does no harm when nothing is due. */
    void tick() { carry_out(messenger_.tick()); }

    std::size_t texts_shown() const { return texts_shown_; }

private:
    void receive(const std::string &peer, Wire &wire)
    {
        char bytes[4096];
        const ssize_t length = ::read(wire.socket, bytes, sizeof bytes);
        if (length <= 0)
            return;
        wire.rest.append(bytes, static_cast<std::size_t>(length));
        for (std::size_t end; (end = wire.rest.find('\n')) != std::string::npos;) {
            const std::string line = wire.rest.substr(0, end);
            wire.rest.erase(0, end + 1);
            came(peer, line);
        }
    }

    void came(const std::string &peer, const std::string &text)
    {
        subrosa::Outcome outcome = messenger_.incoming(ACCOUNT, peer, text);
        if (!outcome.is_to_be_hidden())
            print(peer, "<" + peer + "> " + outcome.mark() + text);
        carry_out(outcome);
    }

    /* Whether a line has gone to the network. */
    bool put(const std::string &peer, const std::string &line)
    {
        const std::string bytes = line + "\n";
        const ssize_t sent = ::send(wires_.at(peer).socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return sent == static_cast<ssize_t>(bytes.size());
    }

    void carry_out(subrosa::Outcome &&outcome) { carry_out(outcome); }

    void carry_out(subrosa::Outcome &outcome)
    {
        while (outcome.next()) {
            const std::string peer = outcome.text(SUBROSA_FIELD_PEER);
            switch (outcome.kind()) {
            case SUBROSA_EVENT_SEND:
                if (!put(peer, outcome.text(SUBROSA_FIELD_LINE)))
                    outcome.undone(); /* it comes again */
                break;
            case SUBROSA_EVENT_SHOW:
                texts_shown_++;
                print(peer, "<" + peer + "> " + outcome.text(SUBROSA_FIELD_MARK) +
                                outcome.text(SUBROSA_FIELD_TEXT));
                break;
            case SUBROSA_EVENT_ECHO:
                print(peer, "<" + name_ + "> " + outcome.text(SUBROSA_FIELD_MARK) +
                                outcome.text(SUBROSA_FIELD_TEXT));
                break;
            case SUBROSA_EVENT_TITLE:
                print(peer, "== " + outcome.text(SUBROSA_FIELD_WORDS));
                break;
            case SUBROSA_EVENT_SAY:
                print(peer, "-- " + outcome.text(SUBROSA_FIELD_SENTENCE));
                /* A dialog would have these choices as its buttons; here everybody says yes. */
                for (const subrosa::Choice &choice : outcome.choices())
                    if (choice.word == "accept")
                        carry_out(messenger_.answer(outcome.number(SUBROSA_FIELD_QUESTION),
                                                    choice.word));
                break;
            default:
                break; /* of a later version */
            }
        }
    }

    void print(const std::string &peer, const std::string &words) const
    {
        std::cout << name_ << "'s window of " << peer << "  " << words << "\n";
    }

    std::string name_;
    subrosa::Messenger messenger_;
    std::map<std::string, Wire> wires_;
    std::size_t texts_shown_ = 0;
};

void connect(Person &one, const std::string &one_name, Person &two, const std::string &two_name)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        throw std::runtime_error("no sockets");
    one.connect(two_name, ends[0]);
    two.connect(one_name, ends[1]);
}

/* One round of the loop: waits for a line or for a timer. */
void run_once(const std::vector<Person *> &people)
{
    std::vector<pollfd> sockets;
    int timeout_ms = -1;
    for (const Person *person : people)
        person->wait_for(sockets, timeout_ms);
    if (::poll(sockets.data(), static_cast<nfds_t>(sockets.size()), timeout_ms) < 0 && errno != EINTR)
        throw std::runtime_error("poll failed");
    for (const pollfd &ready : sockets)
        if (ready.revents != 0)
            for (Person *person : people)
                person->is_ready(ready.fd);
    for (Person *person : people)
        person->tick();
}

int run(const std::string &directory)
{
    Person alice(directory, "alice"), bob(directory, "bob"), carol(directory, "carol");
    const std::vector<Person *> people = {&alice, &bob, &carol};
    connect(alice, "alice", bob, "bob");
    connect(alice, "alice", carol, "carol");

    alice.type("carol", "Anybody can read this.");
    for (const char *peer : {"bob", "carol"}) {
        alice.start(peer);
        alice.type(peer, std::string("This is for you alone, ") + peer + ".");
    }
    while (bob.texts_shown() < 1 || carol.texts_shown() < 1)
        run_once(people);
    bob.type("alice", "Thank you.");
    carol.type("alice", "Thank you, too.");
    while (alice.texts_shown() < 2)
        run_once(people);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::cerr << "usage: loop DIRECTORY\n";
        return EXIT_FAILURE;
    }
    try {
        return run(argv[1]);
    } catch (const std::exception &error) {
        std::cerr << error.what() << "\n";
        return EXIT_FAILURE;
    }
}
