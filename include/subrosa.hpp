/* Subrosa for C++11: handles that free themselves, failures as exceptions. Everything else is that of
 * subrosa.h, whose documentation holds; the names are the same without their prefix. Header only.
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
using Key = std::array<uint8_t, SUBROSA_KEY_SIZE>;
using Id = std::array<uint8_t, 8>;
using Echo = std::array<uint8_t, 12>;

/** Frees each type of handle, for std::unique_ptr. */
struct Free {
    void operator()(subrosa_identity *handle) const { subrosa_identity_free(handle); }
    void operator()(subrosa_card *handle) const { subrosa_card_free(handle); }
    void operator()(subrosa_installation *handle) const { subrosa_installation_free(handle); }
    void operator()(subrosa_peer *handle) const { subrosa_peer_free(handle); }
    void operator()(subrosa_messenger *handle) const { subrosa_messenger_free(handle); }
    void operator()(subrosa_outcome *handle) const { subrosa_outcome_free(handle); }
    void operator()(subrosa_full_card *handle) const { subrosa_full_card_free(handle); }
    void operator()(subrosa_terms *handle) const { subrosa_terms_free(handle); }
    void operator()(subrosa_job *handle) const { subrosa_job_free(handle); }
};

template <typename Handle> using Owned = std::unique_ptr<Handle, Free>;

/** Calls a function that fills a buffer of a known size with a text. */
template <std::size_t Size, typename Call> std::string text_of(Call call)
{
    char text[Size];
    std::size_t size = Size;
    check(call(text, &size));
    return text;
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

/** What a call has to tell:
 *
 *     while (outcome.next()) switch (outcome.kind()) ...
 *
 * Of a messenger it exists even if the call has failed, and when it goes what was walked is
 * confirmed.
 */
class Outcome {
public:
    explicit Outcome(subrosa_outcome *handle, int32_t result = SUBROSA_OK)
        : handle_(handle), result_(result)
    {
    }

    /** Of a messenger: SUBROSA_OK, or why the call failed. */
    int32_t result() const { return result_; }

    /** Of a messenger: what to do with the host's own text. */
    int32_t verdict() const { return subrosa_outcome_verdict(handle_.get()); }

    bool may_be_sent() const { return verdict() <= SUBROSA_VERDICT_PASS_WARN; }
    bool is_to_be_hidden() const { return verdict() == SUBROSA_VERDICT_TAKEN; }

    /** Of a messenger: milliseconds until tick; -1 if there is nothing to wait for. */
    int64_t wake_ms() const { return subrosa_outcome_wake_ms(handle_.get()); }

    bool next()
    {
        kind_ = check(subrosa_outcome_next(handle_.get()));
        return kind_ != 0;
    }

    int32_t kind() const { return kind_; }

    bool has(int32_t field) const
    {
        return subrosa_outcome_has(handle_.get(), field) == 1;
    }

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
        return subrosa_outcome_int(handle_.get(), field);
    }

private:
    const uint8_t *find(int32_t field, std::size_t &size) const
    {
        const uint8_t *bytes = nullptr;
        check(subrosa_outcome_bytes(handle_.get(), field, &bytes, &size));
        return bytes;
    }

    Owned<subrosa_outcome> handle_;
    int32_t result_;
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

class Identity {
public:
    static Identity generate(int64_t now)
    {
        return Identity(made_by<subrosa_identity>(
            [=](subrosa_identity **out) { return subrosa_identity_generate(now, out); }));
    }

    static Identity import(const std::string &text, const std::string &passphrase)
    {
        return Identity(made_by<subrosa_identity>([&](subrosa_identity **out) {
            return subrosa_identity_import(text.data(), text.size(), passphrase.data(),
                                           passphrase.size(), out);
        }));
    }

    std::string export_text(const std::string &passphrase, uint32_t memory_kib = 0,
                            uint32_t iterations = 0, uint32_t parallelism = 0) const
    {
        return text_of<SUBROSA_EXPORT_SIZE>([&](char *out, std::size_t *size) {
            return subrosa_identity_export(get(), passphrase.data(), passphrase.size(), memory_kib,
                                           iterations, parallelism, out, size);
        });
    }

    Fingerprint fingerprint() const
    {
        Fingerprint fingerprint;
        check(subrosa_identity_fingerprint(get(), fingerprint.data()));
        return fingerprint;
    }

    int64_t created() const
    {
        int64_t created = 0;
        check(subrosa_identity_created(get(), &created));
        return created;
    }

    subrosa_identity *get() const { return handle_.get(); }

private:
    explicit Identity(Owned<subrosa_identity> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_identity> handle_;
};

class Card {
public:
    static Card find(const std::string &text, int64_t now)
    {
        return Card(made_by<subrosa_card>([&](subrosa_card **out) {
            return subrosa_card_find(text.data(), text.size(), now, out);
        }));
    }

    static Card parse(const std::string &text)
    {
        return Card(made_by<subrosa_card>([&](subrosa_card **out) {
            return subrosa_card_parse(text.data(), text.size(), out);
        }));
    }

    void verify(int64_t now) { check(subrosa_card_verify(get(), now)); }

    Fingerprint fingerprint() const
    {
        Fingerprint fingerprint;
        check(subrosa_card_fingerprint(get(), fingerprint.data()));
        return fingerprint;
    }

    Id id() const
    {
        Id id;
        check(subrosa_card_id(get(), id.data()));
        return id;
    }

    int64_t issued() const
    {
        int64_t issued = 0;
        check(subrosa_card_issued(get(), &issued));
        return issued;
    }

    int64_t expires() const
    {
        int64_t expires = 0;
        check(subrosa_card_expires(get(), &expires));
        return expires;
    }

    bool one_time() const { return subrosa_card_one_time(get()) == 1; }

    std::string text() const
    {
        return text_of<SUBROSA_CARD_SIZE>([&](char *out, std::size_t *size) {
            return subrosa_card_text(get(), out, size);
        });
    }

    subrosa_card *get() const { return handle_.get(); }

private:
    explicit Card(Owned<subrosa_card> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_card> handle_;
};

class Installation {
public:
    Installation(const Identity &identity, int64_t now)
        : handle_(made_by<subrosa_installation>([&](subrosa_installation **out) {
              return subrosa_installation_new(identity.get(), now, out);
          }))
    {
    }

    static Installation load(const Identity &identity, const Bytes &state, const Key &key,
                             int64_t *generation = nullptr)
    {
        return Installation(made_by<subrosa_installation>([&](subrosa_installation **out) {
            return subrosa_installation_load(identity.get(), state.data(), state.size(), key.data(),
                                             out, generation);
        }));
    }

    std::array<uint8_t, 4> id() const
    {
        std::array<uint8_t, 4> id;
        check(subrosa_installation_id(get(), id.data()));
        return id;
    }

    Outcome card(int64_t now)
    {
        return outcome_of(
            [&](subrosa_outcome **out) { return subrosa_installation_card(get(), now, out); });
    }

    Outcome offer(int64_t now, const Echo *echo = nullptr)
    {
        const uint8_t *named = echo == nullptr ? nullptr : echo->data();
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_installation_offer(get(), named, now, out);
        });
    }

    /** True if something has changed that is to be saved; `due_in` gets the seconds until the next
     *  call, -1 if nothing waits for its end. */
    bool expire(int64_t now, int64_t &due_in)
    {
        return check(subrosa_installation_expire(get(), now, &due_in)) == 1;
    }

    Outcome save(const Key &key)
    {
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_installation_save(get(), key.data(), out);
        });
    }

    subrosa_installation *get() const { return handle_.get(); }

private:
    explicit Installation(Owned<subrosa_installation> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_installation> handle_;
};

class Peer {
public:
    Peer(const Installation &installation, int64_t now, const Fingerprint *expected = nullptr)
        : handle_(made_by<subrosa_peer>([&](subrosa_peer **out) {
              return subrosa_peer_new(installation.get(),
                                      expected == nullptr ? nullptr : expected->data(), now, out);
          }))
    {
    }

    static Peer load(const Installation &installation, const Bytes &state, const Key &key,
                     const Fingerprint *expected = nullptr, int64_t *generation = nullptr)
    {
        return Peer(made_by<subrosa_peer>([&](subrosa_peer **out) {
            return subrosa_peer_load(installation.get(), state.data(), state.size(), key.data(),
                                     expected == nullptr ? nullptr : expected->data(), out,
                                     generation);
        }));
    }

    void set_line_limit(int32_t chars) { check(subrosa_peer_set_line_limit(get(), chars)); }
    void set_acknowledgements(bool on) { check(subrosa_peer_set_acknowledgements(get(), on)); }
    void set_fill_lines(bool on) { check(subrosa_peer_set_fill_lines(get(), on)); }

    /** False if nobody has appeared yet. */
    bool fingerprint(Fingerprint &out) const
    {
        return subrosa_peer_fingerprint(get(), out.data()) == 1;
    }

    int32_t status() const { return check(subrosa_peer_status(get())); }

    Outcome start(Installation &ours, const Card &card, int64_t now, const std::string &text = "",
                  int32_t content = SUBROSA_CONTENT_PLAIN)
    {
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_peer_start(get(), ours.get(), card.get(), content, text.data(),
                                      text.size(), now, out);
        });
    }

    Outcome send(Installation &ours, const std::string &text, int64_t now,
                 const Id *again = nullptr, int32_t content = SUBROSA_CONTENT_PLAIN)
    {
        const uint8_t *id = again == nullptr ? nullptr : again->data();
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_peer_send(get(), ours.get(), content, text.data(), text.size(), id, now,
                                     out);
        });
    }

    Outcome receive(Installation &ours, const std::string &text, int64_t now)
    {
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_peer_receive(get(), ours.get(), text.data(), text.size(), now, out);
        });
    }

    void confirm(const Id &id, int64_t now)
    {
        check(subrosa_peer_confirm(get(), id.data(), now));
    }

    Outcome tick(Installation &ours, int64_t now) { return call(subrosa_peer_tick, ours, now); }
    Outcome close(Installation &ours, int64_t now) { return call(subrosa_peer_close, ours, now); }
    Outcome probe(Installation &ours, int64_t now) { return call(subrosa_peer_probe, ours, now); }

    Outcome send_card(Installation &ours, int64_t now)
    {
        return call(subrosa_peer_send_card, ours, now);
    }

    /** True if something has changed that is to be saved; `due_in` gets the seconds until the next
     *  call, -1 if nothing waits for its end. */
    bool expire(int64_t now, int64_t &due_in)
    {
        return check(subrosa_peer_expire(get(), now, &due_in)) == 1;
    }

    /** Seconds until tick has something to do; -1 if there is nothing to wait for. */
    int64_t wake_in(int64_t now) const
    {
        int64_t seconds = -1;
        check(subrosa_peer_wake_in(get(), now, &seconds));
        return seconds;
    }

    Outcome save(const Key &key)
    {
        return outcome_of(
            [&](subrosa_outcome **out) { return subrosa_peer_save(get(), key.data(), out); });
    }

    subrosa_peer *get() const { return handle_.get(); }

private:
    using Call = subrosa_result (*)(subrosa_peer *, subrosa_installation *, int64_t,
                                    subrosa_outcome **);

    explicit Peer(Owned<subrosa_peer> handle) : handle_(std::move(handle)) {}

    Outcome call(Call made, Installation &ours, int64_t now)
    {
        return outcome_of(
            [&](subrosa_outcome **out) { return made(get(), ours.get(), now, out); });
    }

    Owned<subrosa_peer> handle_;
};

/** A vault in use. A method that gives an Outcome does not throw for what the messenger says no to:
 * see Outcome::result.
 */
class Messenger {
public:
    explicit Messenger(const std::string &path, const Key *host_key = nullptr)
        : handle_(made_by<subrosa_messenger>([&](subrosa_messenger **out) {
              return subrosa_messenger_open(path.c_str(),
                                            host_key == nullptr ? nullptr : host_key->data(), out);
          }))
    {
    }

    /** Where the vault of a user is by convention. */
    static std::string vault_path(const std::string &base)
    {
        std::size_t size = 0;
        subrosa_vault_path(base.c_str(), nullptr, &size);
        std::vector<char> path(size + 1);
        check(subrosa_vault_path(base.c_str(), path.data(), &size));
        return path.data();
    }

    bool locked() const { return subrosa_messenger_locked(get()) == 1; }

    void unlock(const std::string &passphrase)
    {
        check(subrosa_messenger_unlock(get(), passphrase.data(), passphrase.size()));
    }

    void set_passphrase(const std::string &passphrase)
    {
        check(subrosa_messenger_set_passphrase(get(), passphrase.data(), passphrase.size()));
    }

    void remove_passphrase() { check(subrosa_messenger_remove_passphrase(get())); }

    Fingerprint fingerprint() const
    {
        Fingerprint fingerprint;
        check(subrosa_messenger_fingerprint(get(), fingerprint.data()));
        return fingerprint;
    }

    Outcome export_identity(const std::string &passphrase) const
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_messenger_export_identity(get(), passphrase.data(), passphrase.size(),
                                                     out);
        });
    }

    void import_identity(const std::string &text, const std::string &passphrase)
    {
        check(subrosa_messenger_import_identity(get(), text.data(), text.size(), passphrase.data(),
                                                passphrase.size()));
    }

    int64_t wake_ms() const { return subrosa_messenger_wake_ms(get()); }

    void set_time(int64_t now_ms) { check(subrosa_messenger_set_time(get(), now_ms)); }

    Outcome attach(const std::string &account, const std::string &profile)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_account_attach(get(), account.c_str(), profile.c_str(), out);
        });
    }

    void detach(const std::string &account)
    {
        check(subrosa_account_detach(get(), account.c_str()));
    }

    Outcome rename_account(const std::string &from, const std::string &to)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_account_rename(get(), from.c_str(), to.c_str(), out);
        });
    }

    void set(const std::string &account, int32_t setting, int64_t value)
    {
        check(subrosa_account_set(get(), account.c_str(), setting, value));
    }

    Outcome online(const std::string &account, bool online)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_account_online(get(), account.c_str(), online, out);
        });
    }

    Outcome outgoing(const std::string &account, const std::string &peer, const std::string &text,
                     uint32_t flags = 0)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_outgoing(get(), account.c_str(), peer.c_str(), text.data(), text.size(),
                                    flags, out);
        });
    }

    Outcome incoming(const std::string &account, const std::string &peer, const std::string &text,
                     uint32_t flags = 0)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_incoming(get(), account.c_str(), peer.c_str(), text.data(), text.size(),
                                    flags, out);
        });
    }

    Outcome tick()
    {
        return told([&](subrosa_outcome **out) { return subrosa_tick(get(), out); });
    }

    Outcome line_failed(const std::string &account, int64_t line_id)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_line_failed(get(), account.c_str(), line_id, out);
        });
    }

    /** False for whatever has gone wrong, too. */
    bool may_send(const std::string &account, const std::string &peer,
                  const std::string &text = "") const
    {
        return subrosa_may_send(get(), account.c_str(), peer.c_str(), text.data(), text.size()) == 1;
    }

    /** The texts for one address, or for all of them. */
    Outcome texts(const std::string &account, const std::string *peer = nullptr)
    {
        const char *address = peer == nullptr ? nullptr : peer->c_str();
        return told([&](subrosa_outcome **out) {
            return subrosa_text_list(get(), account.c_str(), address, out);
        });
    }

    Outcome text_do(const std::string &account, int64_t number, int32_t action)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_text_do(get(), account.c_str(), number, action, out);
        });
    }

    Outcome contact_do(const std::string &account, const std::string &peer, int32_t action,
                       const Fingerprint *fingerprint = nullptr)
    {
        const uint8_t *seen = fingerprint == nullptr ? nullptr : fingerprint->data();
        return told([&](subrosa_outcome **out) {
            return subrosa_contact_do(get(), account.c_str(), peer.c_str(), action, seen, out);
        });
    }

    void contact_set(const std::string &account, const std::string &peer, int32_t setting,
                     int64_t value)
    {
        check(subrosa_contact_set(get(), account.c_str(), peer.c_str(), setting, value));
    }

    Outcome contact(const std::string &account, const std::string &peer)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_contact_get(get(), account.c_str(), peer.c_str(), out);
        });
    }

    Outcome contacts(const std::string &account)
    {
        return told([&](subrosa_outcome **out) {
            return subrosa_contact_list(get(), account.c_str(), out);
        });
    }

    subrosa_messenger *get() const { return handle_.get(); }

private:
    template <typename Call> static Outcome told(Call call)
    {
        subrosa_outcome *outcome = nullptr;
        int32_t result = call(&outcome);
        if (outcome == nullptr)
            check(result);
        return Outcome(outcome, result);
    }

    Owned<subrosa_messenger> handle_;
};

} // namespace subrosa

#endif /* SUBROSA_HPP */
