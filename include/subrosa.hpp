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
        return long_text_of([&](char *out, std::size_t *size) {
            return subrosa_vault_path(base.c_str(), out, size);
        });
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

    /** Makes a call that has an outcome even if it fails. */
    template <typename Call> static Outcome told(Call call)
    {
        subrosa_outcome *outcome = nullptr;
        int32_t result = call(&outcome);
        if (outcome == nullptr)
            check(result);
        return Outcome(outcome, result);
    }

private:
    Owned<subrosa_messenger> handle_;
};

} // namespace subrosa

#endif /* SUBROSA_HPP */
