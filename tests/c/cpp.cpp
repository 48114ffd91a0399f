/* The C++ layer: a session, both directions, save and load, failures as exceptions; two messengers;
 * documents.
 *
 *     cpp directory-for-the-vaults
 */
#include "for_tests.h"
#include <subrosa_documents.hpp>

#include <cstdio>

static int passed, failed;

static void is(bool good, const char *what)
{
    if (good)
        passed++;
    else {
        failed++;
        std::printf("FAILED: %s\n", what);
    }
}

static const int64_t now = 1800000000;

struct Person {
    subrosa::Identity identity;
    subrosa::Installation device;
    subrosa::Peer peer;
    std::string shown;

    Person()
        : identity(subrosa::Identity::generate(now)), device(identity, now), peer(device, now)
    {
    }
};

static void act_on(Person &me, Person &other, subrosa::Outcome outcome)
{
    while (outcome.next()) {
        if (outcome.kind() == SUBROSA_SESSION_EVENT_SEND)
            act_on(other, me,
                   other.peer.receive(other.device, outcome.text(SUBROSA_SESSION_FIELD_LINE), now));
        if (outcome.kind() == SUBROSA_SESSION_EVENT_TEXT) {
            me.shown = outcome.text(SUBROSA_SESSION_FIELD_TEXT);
            me.peer.confirm(outcome.array<subrosa::Id>(SUBROSA_SESSION_FIELD_ID), now);
        }
    }
}

static const std::string account = "test";

struct Host {
    std::string name;
    subrosa::Messenger messenger;
    std::string shown, words, said;
    int64_t question;

    Host(const std::string &directory, const std::string &user)
        : name(user), messenger(directory + "/" + user + "/vault"), question(0)
    {
        is(messenger.opened().result() == SUBROSA_OK, "a vault is opened");
        is(messenger.attach(account, "plain", "interval-ms=0").result() == SUBROSA_OK,
           "an account is attached");
        subrosa::check(subrosa_messenger_set_time(messenger.get(), now * 1000));
    }
};

static void act_on(Host &me, Host &other, subrosa::Outcome outcome)
{
    outcome.each([&](const subrosa::Outcome &event) {
        if (event.kind() == SUBROSA_EVENT_SEND)
            act_on(other, me,
                   other.messenger.incoming(account, me.name, event.text(SUBROSA_FIELD_LINE)));
        if (event.kind() == SUBROSA_EVENT_SHOW)
            me.shown = event.text(SUBROSA_FIELD_TEXT);
        if (event.kind() == SUBROSA_EVENT_TITLE)
            me.words = event.text(SUBROSA_FIELD_WORDS);
        if (event.kind() == SUBROSA_EVENT_SAY) {
            me.said = event.text(SUBROSA_FIELD_CODE);
            me.question = event.number(SUBROSA_FIELD_QUESTION);
        }
    });
}

static std::string code_of(subrosa::Outcome outcome)
{
    std::string code;
    outcome.each([&](const subrosa::Outcome &event) {
        if (event.kind() == SUBROSA_EVENT_SAY)
            code = event.text(SUBROSA_FIELD_CODE);
    });
    return code;
}

static void verifying(Host &a, Host &b)
{
    const std::string bob = "bob";
    subrosa::Outcome contact = a.messenger.contacts(account, &bob);
    is(contact.next() && contact.array<subrosa::Fingerprint>(SUBROSA_FIELD_FINGERPRINT) ==
                             b.messenger.fingerprint(account),
       "a knows b");
    std::string digits = subrosa::digits(a.messenger.fingerprint());
    is(a.messenger.command(account, bob, "verify " + digits).result() == SUBROSA_E_COMMAND,
       "the digits of another verify nothing");
    act_on(a, b, a.messenger.command(account, bob, "verify"));
    int64_t asked = a.question;
    is(asked != 0, "without digits the user is asked to compare");
    act_on(a, b, a.messenger.answer(asked, "verify"));
    is(a.words == "private, verified", "and verifies by the answer");
    is(a.messenger.answer(asked, "verify").result() == SUBROSA_E_ANSWER, "once");
    std::string code = subrosa::safety_code(b.messenger.fingerprint(), a.messenger.fingerprint());
    is(code_of(a.messenger.scan(account, bob, code)) == "scan-match", "a code that was scanned too");
    is(code_of(a.messenger.scan(account, bob, "nonsense")) == "scan-no-code", "nonsense not");
    bool can_end = false;
    for (const subrosa::Choice &choice : a.messenger.choices(account, bob))
        can_end = can_end || (choice.word == "end" && choice.is_risk && !choice.label.empty());
    is(can_end, "a menu offers to end the conversation, as a risk");
    subrosa::Outcome title = a.messenger.title();
    is(title.next() && title.number(SUBROSA_FIELD_LEVEL) == SUBROSA_LEVEL_VERIFIED && !title.next(),
       "one conversation is not plain, and it is verified");
}

static void two_messengers(const std::string &directory)
{
    Host a(directory, "alice"), b(directory, "bob");
    is(a.messenger.may_send(account, "bob"), "nothing is private yet");
    is(b.messenger.hint(account, "alice", SUBROSA_HINT_KNOWN, true).result() == SUBROSA_OK,
       "b has a on the list");
    act_on(a, b, a.messenger.command(account, "bob", "start"));
    is(a.words == "private" && b.words == "private", "both are private");
    is(!a.messenger.may_send(account, "bob"), "nothing goes in clear");
    subrosa::Outcome said = a.messenger.outgoing(account, "bob", "from a");
    is(said.verdict() == SUBROSA_VERDICT_TAKEN && !said.may_be_sent(), "the text is taken");
    act_on(a, b, std::move(said));
    is(b.shown == "from a", "a text arrives");
    subrosa::Outcome texts = a.messenger.texts(account);
    is(texts.next() && texts.text(SUBROSA_FIELD_TEXT) == "from a", "it is not acknowledged yet");
    b.messenger.tick().next();
    is(b.messenger.wake_ms() > 0, "but will be");
    subrosa::Outcome clear = a.messenger.incoming(account, "bob", "clear");
    is(clear.verdict() == SUBROSA_VERDICT_MARKED && clear.mark() == "[not private] ",
       "clear text is marked");
    is(clear.json().find("\"verdict\":\"marked\"") != std::string::npos, "in JSON too");
    verifying(a, b);
    is(a.messenger.contacts(account).next(), "a has a contact");
    is(a.messenger.online(account, false).result() == SUBROSA_OK, "a connection goes");
    is(a.messenger.line_failed(account, 1).result() == SUBROSA_OK, "an unknown line is fine");
    is(a.messenger.set(account, "burst=7 log=1").result() == SUBROSA_OK &&
           a.messenger.setting(account, "burst") == "7" && a.messenger.setting(account, "log") == "1",
       "settings come back");
    is(a.messenger.set(account, "colour=red").result() == SUBROSA_E_SETTING, "of a known name");
    is(code_of(a.messenger.leave()) == "leaving", "whoever leaves says so");
    is(a.messenger.rename_account(account, "other").result() == SUBROSA_OK, "an account is renamed");
    is(a.messenger.detach(account).result() == SUBROSA_E_UNKNOWN_ACCOUNT, "the old name is nobody's");
    is(a.messenger.detach("other").result() == SUBROSA_OK, "the new one is given back");
    subrosa::Messenger no_vault(directory);
    is(no_vault.opened().result() < 0, "a directory is no vault");
    no_vault.attach(account, "plain");
    is(no_vault.outgoing(account, "bob", "hello").verdict() == SUBROSA_VERDICT_REFUSED,
       "and nothing is sent then");
    is(b.messenger.listed(account).result() == SUBROSA_OK, "a list is complete");
    try {
        subrosa::Messenger wrong(directory + "/wrong/vault", "colour=red");
        is(false, "a wrong setting is an exception");
    } catch (const subrosa::Error &error) {
        is(error.code == SUBROSA_E_SETTING, "a wrong setting is an exception");
    }
}

/* What a function throws on comes again, and so does what stands behind it. */
static void exceptions(const std::string &directory)
{
    Host a(directory, "erin"), b(directory, "frank");
    b.messenger.hint(account, "erin", SUBROSA_HINT_KNOWN, true);
    act_on(a, b, a.messenger.command(account, "frank", "start"));
    subrosa::Outcome said = a.messenger.outgoing(account, "frank", "one");
    std::string line;
    said.each([&](const subrosa::Outcome &event) {
        if (event.kind() == SUBROSA_EVENT_SEND)
            line = event.text(SUBROSA_FIELD_LINE);
    });
    subrosa::Outcome came = b.messenger.incoming(account, "erin", line);
    try {
        came.each([](const subrosa::Outcome &event) {
            if (event.kind() == SUBROSA_EVENT_SHOW)
                throw std::runtime_error("the window is gone");
        });
        is(false, "what a function throws goes on");
    } catch (const std::runtime_error &error) {
        is(error.what() == std::string("the window is gone"), "what a function throws goes on");
    }
    is(b.shown.empty(), "the text was not shown");
    for (int64_t after = 10; after < 5000; after += 1000) {
        subrosa::check(subrosa_messenger_set_time(b.messenger.get(), now * 1000 + after));
        act_on(b, a, b.messenger.tick());
    }
    is(b.shown == "one", "and comes again");
}

static void write_file(const std::string &path, const std::string &text)
{
    std::FILE *file = std::fopen(path.c_str(), "wb");
    is(file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
           std::fclose(file) == 0,
       "a file is written");
}

static std::string read_file(const std::string &path)
{
    char text[100] = "";
    std::FILE *file = std::fopen(path.c_str(), "rb");
    if (file != nullptr) {
        text[std::fread(text, 1, sizeof text - 1, file)] = 0;
        std::fclose(file);
    }
    return text;
}

static void documents(const std::string &directory)
{
    subrosa::Identity identity = subrosa::Identity::generate(now);
    identity.add_sealing_key();
    subrosa::Installation device(identity, now);
    subrosa::FullCard card = subrosa::FullCard::of(device, now);
    is(card.fingerprint() == identity.fingerprint() && card.issued() == now, "a full card is ours");
    is(subrosa::FullCard::find(card.text(true), now).bytes() == card.bytes(), "its text is found");
    is(subrosa::FullCard::read(card.bytes(), now).sealing_key() == card.sealing_key(),
       "its bytes are read");

    subrosa::Terms terms(now);
    terms.add(card);
    terms.sign(identity);
    terms.set_name("rose.txt");
    subrosa::Outcome sealed = subrosa::seal_text(terms, "a rose");
    is(sealed.next() && sealed.kind() == SUBROSA_DOCUMENT_EVENT_READY, "a text is sealed");
    subrosa::Outcome opened =
        subrosa::open_text(sealed.text(SUBROSA_DOCUMENT_FIELD_TEXT), identity);
    is(opened.next() && opened.text(SUBROSA_DOCUMENT_FIELD_TEXT) == "a rose", "and opened");
    is(opened.number(SUBROSA_DOCUMENT_FIELD_KIND) == SUBROSA_DOCUMENT_KIND_TEXT, "as a text");
    is(opened.array<subrosa::Fingerprint>(SUBROSA_DOCUMENT_FIELD_FINGERPRINT) ==
           identity.fingerprint(),
       "signed by us");

    subrosa::Terms by_key(now), by_identity(now), secret(now);
    by_key.add(identity.fingerprint(), card.sealing_key());
    by_identity.add(identity);
    secret.set_passphrase("horse");
    secret.set_name("rose");
    for (const subrosa::Terms *each : {&by_key, &by_identity}) {
        subrosa::Outcome bytes = subrosa::seal_bytes(*each, {1, 2, 3});
        bytes.next();
        subrosa::Outcome same =
            subrosa::open_bytes(bytes.bytes(SUBROSA_DOCUMENT_FIELD_DATA), identity);
        is(same.next() && same.bytes(SUBROSA_DOCUMENT_FIELD_DATA) == subrosa::Bytes({1, 2, 3}),
           "bytes come back");
    }

    write_file(directory + "/rose", "is a rose");
    subrosa::Job job = subrosa::Job::seal(secret, directory + "/rose", directory);
    is(job.run() && job.done() == job.total() && job.total() == 9, "a file is sealed");
    job.commit("rose.sealed");
    job = subrosa::Job::open(directory + "/rose.sealed", directory, "horse");
    is(job.run(), "and opened");
    subrosa::Outcome result = job.result();
    is(result.next() && result.text(SUBROSA_DOCUMENT_FIELD_NAME) == "rose", "under its name");
    is(read_file(result.text(SUBROSA_DOCUMENT_FIELD_PATH)) == "is a rose", "to be looked at");
    try {
        job.commit();
        is(false, "no file is replaced");
    } catch (const subrosa::Error &error) {
        is(error.code == SUBROSA_E_TARGET_EXISTS, "no file is replaced");
    }
    job.commit("rose", SUBROSA_COMMIT_REPLACE);
    is(subrosa::sweep(directory) == 0, "nothing is left");
}

static void documents_of_messengers(const std::string &directory)
{
    Host a(directory, "carol"), b(directory, "dave");
    subrosa::Outcome shared = subrosa::card_of(b.messenger, account);
    is(shared.next() && shared.kind() == SUBROSA_DOCUMENT_EVENT_CARD, "a card to give away");
    std::string card = shared.text(SUBROSA_DOCUMENT_FIELD_CARD);
    is(subrosa::learn_card(a.messenger, account, "dave", card).next(), "is learned");
    try {
        subrosa::learn_card(a.messenger, "no card");
        is(false, "nothing is not");
    } catch (const subrosa::Error &error) {
        is(error.code == SUBROSA_E_NO_CARD, "nothing is not");
    }

    subrosa::Outcome sealed = subrosa::seal_text(a.messenger, account, "dave", "a rose");
    sealed.next();
    subrosa::Outcome opened =
        subrosa::open_text(b.messenger, sealed.text(SUBROSA_DOCUMENT_FIELD_TEXT));
    is(opened.next() && opened.text(SUBROSA_DOCUMENT_FIELD_TEXT) == "a rose", "a contact reads");
    is(opened.text(SUBROSA_FIELD_TRUST) == "none", "and does not know who wrote");

    subrosa::Job job = subrosa::Job::seal(a.messenger, account, "dave", directory + "/rose", directory);
    is(job.run(), "a file for a contact");
    job.commit("for-dave");
    is(subrosa::Job::open(b.messenger, directory + "/for-dave", directory).run(), "is opened");

    std::string whose = account;
    subrosa::Terms terms = subrosa::Terms::of(a.messenger, &whose);
    terms.add_contact(a.messenger, account, "dave");
    terms.add_known(a.messenger, b.messenger.fingerprint());
    is(subrosa::seal_text(terms, "to both").next(), "terms take contacts");
}

static void safety(const subrosa::Fingerprint &own, const subrosa::Fingerprint &other)
{
    is(subrosa::safety_digits(own, other) == subrosa::safety_digits(other, own), "one number for both");
    std::string code = subrosa::safety_code(other, own);
    is(subrosa::safety_compare(own, other, code) == SUBROSA_SCAN_MATCH, "codes match");
    is(subrosa::safety_compare(own, own, code) == SUBROSA_SCAN_WRONG_CONTACT, "of the right one alone");
    is(subrosa::safety_svg(own, other).find("<svg") != std::string::npos, "there is an image");
    is(subrosa::safety_modules(own, other).size() == 41 * 41, "and its modules");
}

int main(int argc, char **argv)
{
    subrosa::require_abi();
    if (argc > 1) {
        two_messengers(argv[1]);
        exceptions(argv[1]);
        documents(argv[1]);
        documents_of_messengers(argv[1]);
    }
    Person a, b;
    act_on(a, b, a.device.offer(now));
    is(a.peer.status() == SUBROSA_STATUS_PRIVATE, "a is private");
    is(b.peer.status() == SUBROSA_STATUS_PRIVATE, "b is private");
    act_on(a, b, a.peer.send(a.device, "from a", now));
    act_on(b, a, b.peer.send(b.device, "from b", now));
    is(b.shown == "from a" && a.shown == "from b", "texts arrive in both directions");

    subrosa::Fingerprint known;
    is(a.peer.fingerprint(known) && known == b.identity.fingerprint(), "a knows b");
    is(subrosa::matches_digits(known, subrosa::digits(known)), "digits match themselves");
    is(subrosa::from_hex(subrosa::to_hex(known)) == known, "hexadecimal comes back");
    safety(a.identity.fingerprint(), known);

    subrosa::Outcome cards = b.device.card(now);
    is(cards.next() && cards.kind() == SUBROSA_SESSION_EVENT_CARD, "a card comes");
    subrosa::Card card = subrosa::Card::find(cards.text(SUBROSA_SESSION_FIELD_CARD), now);
    is(card.fingerprint() == known && !card.one_time(), "it is b's");
    is(card.text() == cards.text(SUBROSA_SESSION_FIELD_CARD), "and has its text");

    subrosa::Key key;
    key.fill(7);
    subrosa::Outcome saved = b.peer.save(key);
    saved.next();
    int64_t generation = 0;
    b.peer = subrosa::Peer::load(b.device, saved.bytes(SUBROSA_SESSION_FIELD_SAVED), key, nullptr,
                                 &generation);
    is(generation == saved.number(SUBROSA_SESSION_FIELD_GENERATION), "the generation comes back");
    act_on(a, b, a.peer.send(a.device, "after the restart", now));
    is(b.shown == "after the restart", "a loaded peer goes on");

    try {
        a.peer.send(a.device, "", now);
        is(false, "an empty text is an exception");
    } catch (const subrosa::Error &error) {
        is(error.code == SUBROSA_E_EMPTY, "an empty text is an exception");
    }
    std::printf("C++: %d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
