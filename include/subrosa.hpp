/* Subrosa for C++11: handles that free themselves, failures as exceptions. Everything else is that of
 * subrosa.h, whose documentation holds; the names are the same without their prefix. Header only.
 * Beside it stand subrosa_session.hpp and subrosa_documents.hpp.
 */
#ifndef SUBROSA_HPP
#define SUBROSA_HPP

#include "subrosa.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace subrosa {

/** A call that failed: `code` is a SUBROSA_E_ constant, `what()` a sentence about it. */
class Error : public std::runtime_error {
public:
    Error(int32_t failed, const std::string &sentence)
        : std::runtime_error(std::string(subrosa_result_name(failed)) + ": " + sentence),
          code(failed)
    {
    }

    int32_t code;
};

/** Passes a result that is not negative, and throws the rest. */
inline int32_t check(int32_t result)
{
    if (result < 0) {
        char sentence[SUBROSA_ERROR_SIZE] = "";
        std::size_t size = sizeof sentence;
        subrosa_last_error(sentence, &size);
        throw Error(result, sentence);
    }
    return result;
}

using Bytes = std::vector<uint8_t>;
using Fingerprint = std::array<uint8_t, SUBROSA_FINGERPRINT_SIZE>;
using Key = std::array<uint8_t, 32>;
using Id = std::array<uint8_t, 8>;

/** Frees each type of handle, for std::unique_ptr. */
template <typename Handle> struct Free;

template <> struct Free<subrosa_messenger> {
    void operator()(subrosa_messenger *handle) const { subrosa_messenger_free(handle); }
};

template <> struct Free<subrosa_outcome> {
    void operator()(subrosa_outcome *handle) const { subrosa_outcome_free(handle); }
};

template <typename Handle> using Owned = std::unique_ptr<Handle, Free<Handle>>;

/** Calls a function that fills a buffer of a known size with a text. */
template <std::size_t Size, typename Call> std::string text_of(Call call)
{
    char text[Size];
    std::size_t size = Size;
    check(call(text, &size));
    return text;
}

/** Calls a function that fills a buffer of any size with a text: asks for the size first. */
template <typename Call> std::string long_text_of(Call call)
{
    std::size_t size = 0;
    int32_t result = call(nullptr, &size);
    if (result != SUBROSA_E_BUFFER)
        check(result);
    std::vector<char> text(size + 1);
    check(call(text.data(), &size));
    return text.data();
}

/** Throws unless the library is the one this header describes. */
inline void require_abi() { check(subrosa_abi_check(SUBROSA_ABI)); }

inline std::string digits(const Fingerprint &fingerprint)
{
    return text_of<SUBROSA_DIGITS_SIZE>([&](char *out, std::size_t *size) {
        return subrosa_fingerprint_digits(fingerprint.data(), out, size);
    });
}

inline bool matches_digits(const Fingerprint &fingerprint, const std::string &text)
{
    return subrosa_fingerprint_matches_digits(fingerprint.data(), text.data(), text.size()) == 1;
}

inline std::string to_hex(const Fingerprint &fingerprint)
{
    return text_of<SUBROSA_HEX_SIZE>([&](char *out, std::size_t *size) {
        return subrosa_fingerprint_to_hex(fingerprint.data(), out, size);
    });
}

inline Fingerprint from_hex(const std::string &text)
{
    Fingerprint fingerprint;
    check(subrosa_fingerprint_from_hex(text.data(), text.size(), fingerprint.data()));
    return fingerprint;
}

/** The safety number of two identities, the same for both. */
inline std::string safety_digits(const Fingerprint &own, const Fingerprint &other)
{
    return text_of<SUBROSA_DIGITS_SIZE>([&](char *out, std::size_t *size) {
        return subrosa_safety_digits(own.data(), other.data(), out, size);
    });
}

inline std::string safety_code(const Fingerprint &own, const Fingerprint &other)
{
    return text_of<SUBROSA_SAFETY_CODE_SIZE>([&](char *out, std::size_t *size) {
        return subrosa_safety_code(own.data(), other.data(), out, size);
    });
}

inline std::string safety_svg(const Fingerprint &own, const Fingerprint &other)
{
    return long_text_of([&](char *out, std::size_t *size) {
        return subrosa_safety_svg(own.data(), other.data(), out, size);
    });
}

/** SUBROSA_SAFETY_SIDE rows of as many bytes: 1 dark, 0 light. */
inline Bytes safety_modules(const Fingerprint &own, const Fingerprint &other)
{
    Bytes modules(SUBROSA_SAFETY_SIDE * SUBROSA_SAFETY_SIDE);
    check(subrosa_safety_modules(own.data(), other.data(), modules.data()));
    return modules;
}

/** A SUBROSA_SCAN_ constant. */
inline int32_t safety_compare(const Fingerprint &own, const Fingerprint &other,
                              const std::string &code)
{
    return check(subrosa_safety_compare(own.data(), other.data(), code.data(), code.size()));
}

/** A way to answer a question, or something that the user can do. */
struct Choice {
    std::string word;
    std::string label;
    bool is_risk;
};

/** What a call has to tell: a verdict about the host's text, and events to be carried out in order.
 *
 *     outcome.each([&](const Outcome &event) { switch (event.kind()) ... });
 *
 * An event is carried out when the walk has gone past it. What was not comes again with a later tick.
 */
class Outcome {
public:
    explicit Outcome(subrosa_outcome *handle) : handle_(handle) {}

    /** Of a messenger: SUBROSA_OK, or why the call failed. */
    int32_t result() const { return subrosa_outcome_result(get()); }

    /** Of a messenger: what to do with the host's own text. */
    int32_t verdict() const { return subrosa_outcome_verdict(get()); }

    bool may_be_sent() const { return verdict() == SUBROSA_VERDICT_PASS; }
    bool is_to_be_hidden() const { return verdict() == SUBROSA_VERDICT_TAKEN; }

    /** What stands before a text that is SUBROSA_VERDICT_MARKED. */
    std::string mark() const { return subrosa_outcome_mark(get()); }

    /** The raw line of IRC to show instead of one that is SUBROSA_VERDICT_MARKED. */
    std::string line() const
    {
        std::size_t size = 0;
        const char *line = subrosa_outcome_line(get(), &size);
        return std::string(line, size);
    }

    /** Goes to the next event; the one before it is carried out. */
    bool next()
    {
        kind_ = subrosa_outcome_next(get());
        return kind_ != 0;
    }

    /** The event where the walk stands was not carried out: it comes again. */
    void undone() { subrosa_outcome_undone(get()); }

    /** Gives each event to a function. One that throws has not carried its event out; the exception goes
     * on, and what was not reached comes again with a later tick. */
    template <typename Function> void each(Function function)
    {
        while (next()) {
            try {
                function(static_cast<const Outcome &>(*this));
            } catch (...) {
                undone();
                throw;
            }
        }
    }

    int32_t kind() const { return kind_; }

    bool has(int32_t field) const { return subrosa_outcome_has(get(), field) == 1; }

    std::string text(int32_t field) const
    {
        std::size_t size = 0;
        const uint8_t *bytes = find(field, size);
        return std::string(reinterpret_cast<const char *>(bytes), size);
    }

    Bytes bytes(int32_t field) const
    {
        std::size_t size = 0;
        const uint8_t *bytes = find(field, size);
        return Bytes(bytes, bytes + size);
    }

    /** A field of a fixed size: an Id, an Echo, a Fingerprint. */
    template <typename Array> Array array(int32_t field) const
    {
        std::size_t size = 0;
        const uint8_t *bytes = find(field, size);
        Array copy;
        if (size != copy.size())
            throw Error(SUBROSA_E_FIELD, "the field has another size");
        for (std::size_t at = 0; at < size; at++)
            copy[at] = bytes[at];
        return copy;
    }

    int64_t number(int32_t field) const
    {
        if (!has(field))
            throw Error(SUBROSA_E_FIELD, "the event has no such field");
        return subrosa_outcome_int(get(), field);
    }

    std::vector<Choice> choices() const
    {
        std::vector<Choice> all;
        for (int32_t at = 0;; at++) {
            const char *word = subrosa_outcome_choice(get(), at, SUBROSA_CHOICE_WORD);
            if (word == nullptr)
                return all;
            all.push_back(Choice{word, subrosa_outcome_choice(get(), at, SUBROSA_CHOICE_LABEL),
                                 *subrosa_outcome_choice(get(), at, SUBROSA_CHOICE_RISK) != 0});
        }
    }

    /** The event where the walk stands; before the first one the verdict and its like. */
    std::string json() { return subrosa_outcome_json(get()); }

    subrosa_outcome *get() const { return handle_.get(); }

private:
    const uint8_t *find(int32_t field, std::size_t &size) const
    {
        const uint8_t *bytes = subrosa_outcome_bytes(get(), field, &size);
        if (bytes == nullptr)
            throw Error(SUBROSA_E_FIELD, "the event has no such field");
        return bytes;
    }

    Owned<subrosa_outcome> handle_;
    int32_t kind_ = 0;
};

/** Calls a function that gives a handle out. */
template <typename Handle, typename Call> Owned<Handle> made_by(Call call)
{
    Handle *handle = nullptr;
    check(call(&handle));
    return Owned<Handle>(handle);
}

template <typename Call> Outcome outcome_of(Call call)
{
    return Outcome(made_by<subrosa_outcome>(call).release());
}

/** A vault in use. What a method gives an Outcome for does not throw if the messenger says no to it: see
 * Outcome::result.
 */
class Messenger {
public:
    /** Opens a vault; `opened` has what is told then, and why it cannot be used now. Throws if the call
     * was wrong. */
    explicit Messenger(const std::string &vault, const std::string &settings = "",
                       const Key *host_key = nullptr)
        : Messenger(vault.c_str(), settings, host_key)
    {
    }

    /** Opens the user's own vault. */
    static Messenger own(const std::string &settings = "")
    {
        return Messenger(nullptr, settings, nullptr);
    }

    /** What was told when the vault was opened, to be walked once. */
    Outcome &opened() { return opened_; }

    /** The fingerprint of the user; of an account that has its own identity, its own. */
    Fingerprint fingerprint(const std::string &account = "") const
    {
        Fingerprint fingerprint;
        check(subrosa_account_fingerprint(get(), account.c_str(), fingerprint.data()));
        return fingerprint;
    }

    /** Gives an account an identity of its own: a new one. */
    void own_identity(const std::string &account)
    {
        check(subrosa_account_own_identity(get(), account.c_str(), nullptr, 0, nullptr, 0));
    }

    /** Gives an account an identity of its own: one that was exported. */
    void own_identity(const std::string &account, const std::string &exported,
                      const std::string &passphrase)
    {
        check(subrosa_account_own_identity(get(), account.c_str(), exported.data(),
                                           exported.size(), passphrase.data(), passphrase.size()));
    }

    /** Milliseconds until tick; -1 if there is nothing to wait for. */
    int64_t wake_ms() const { return subrosa_wake_ms(get()); }

    /** Before the program goes on without the library. */
    Outcome leave() { return Outcome(subrosa_messenger_leave(get())); }

    Outcome attach(const std::string &account, const std::string &profile,
                   const std::string &settings = "")
    {
        return Outcome(
            subrosa_account_attach(get(), account.c_str(), profile.c_str(), settings.c_str()));
    }

    Outcome set(const std::string &account, const std::string &settings)
    {
        return Outcome(subrosa_account_set(get(), account.c_str(), settings.c_str()));
    }

    std::string setting(const std::string &account, const std::string &name) const
    {
        return long_text_of([&](char *out, std::size_t *size) {
            return subrosa_account_get(get(), account.c_str(), name.c_str(), out, size);
        });
    }

    Outcome online(const std::string &account, bool online)
    {
        return Outcome(subrosa_account_online(get(), account.c_str(), online));
    }

    Outcome detach(const std::string &account)
    {
        return Outcome(subrosa_account_detach(get(), account.c_str()));
    }

    /** The list of contacts is complete. */
    Outcome listed(const std::string &account)
    {
        return Outcome(subrosa_account_listed(get(), account.c_str()));
    }

    Outcome rename_account(const std::string &from, const std::string &to)
    {
        return Outcome(subrosa_account_rename(get(), from.c_str(), to.c_str()));
    }

    Outcome outgoing(const std::string &account, const std::string &peer, const std::string &text,
                     uint32_t flags = 0)
    {
        return Outcome(subrosa_outgoing(get(), account.c_str(), peer.c_str(), text.data(),
                                        text.size(), flags));
    }

    Outcome incoming(const std::string &account, const std::string &peer, const std::string &text,
                     uint32_t flags = 0, int64_t time = 0)
    {
        return Outcome(subrosa_incoming(get(), account.c_str(), peer.c_str(), text.data(),
                                        text.size(), flags, time));
    }

    Outcome irc_out(const std::string &account, const std::string &line)
    {
        return Outcome(subrosa_irc_out(get(), account.c_str(), line.data(), line.size()));
    }

    Outcome irc_in(const std::string &account, const std::string &line, int64_t time = 0)
    {
        return Outcome(subrosa_irc_in(get(), account.c_str(), line.data(), line.size(), time));
    }

    /** False for whatever has gone wrong, too. */
    bool may_send(const std::string &account, const std::string &peer,
                  const std::string &text = "") const
    {
        return subrosa_may_send(get(), account.c_str(), peer.c_str(), text.data(), text.size()) == 1;
    }

    /** A SUBROSA_KIND_ constant, or 0 for a line that the library has not given out. */
    int32_t line_kind(const std::string &line) const
    {
        return subrosa_line_kind(get(), line.data(), line.size());
    }

    Outcome line_failed(const std::string &account, int64_t line_id)
    {
        return Outcome(subrosa_line_failed(get(), account.c_str(), line_id));
    }

    Outcome tick() { return Outcome(subrosa_tick(get())); }

    void begin_batch() { check(subrosa_batch_begin(get())); }
    Outcome end_batch() { return Outcome(subrosa_batch_end(get())); }

    Outcome command(const std::string &account, const std::string &peer, const std::string &words)
    {
        return Outcome(subrosa_command(get(), account.c_str(), peer.c_str(), words.data(),
                                       words.size()));
    }

    Outcome answer(int64_t question, const std::string &words)
    {
        return Outcome(subrosa_answer(get(), question, words.data(), words.size()));
    }

    /** What the user can do about a person now. */
    std::vector<Choice> choices(const std::string &account, const std::string &peer) const
    {
        Outcome outcome(subrosa_choices(get(), account.c_str(), peer.c_str()));
        return outcome.next() ? outcome.choices() : std::vector<Choice>();
    }

    /** How a conversation stands, or all that are not plain. */
    Outcome title(const std::string &account = "", const std::string &peer = "") const
    {
        return Outcome(subrosa_title(get(), account.c_str(), peer.c_str()));
    }

    Outcome hint(const std::string &account, const std::string &peer, int32_t hint, bool value)
    {
        return Outcome(
            subrosa_contact_hint(get(), account.c_str(), peer.c_str(), hint, value));
    }

    Outcome rename(const std::string &account, const std::string &from, const std::string &to)
    {
        return Outcome(
            subrosa_contact_rename(get(), account.c_str(), from.c_str(), to.c_str()));
    }

    /** Contacts of an account: those at one address, or all of them. */
    Outcome contacts(const std::string &account, const std::string *peer = nullptr)
    {
        return Outcome(subrosa_contact_list(get(), account.c_str(), address(peer)));
    }

    /** The user's texts that have not arrived: for one address, or all of them. */
    Outcome texts(const std::string &account, const std::string *peer = nullptr)
    {
        return Outcome(subrosa_text_list(get(), account.c_str(), address(peer)));
    }

    /** Compares a code that was scanned. */
    Outcome scan(const std::string &account, const std::string &peer, const std::string &code)
    {
        return Outcome(subrosa_safety_scan(get(), account.c_str(), peer.c_str(), code.data(),
                                           code.size()));
    }

    subrosa_messenger *get() const { return handle_.get(); }

private:
    Messenger(const char *vault, const std::string &settings, const Key *host_key)
        : opened_(nullptr)
    {
        subrosa_messenger *handle = nullptr;
        opened_ = Outcome(subrosa_messenger_open_with_key(
            SUBROSA_ABI, vault, host_key == nullptr ? nullptr : host_key->data(), settings.c_str(),
            &handle));
        handle_.reset(handle);
        if (handle == nullptr)
            check(opened_.result());
    }

    static const char *address(const std::string *peer)
    {
        return peer == nullptr ? nullptr : peer->c_str();
    }

    Owned<subrosa_messenger> handle_;
    Outcome opened_;
};

} // namespace subrosa

#endif /* SUBROSA_HPP */
