/* Subrosa for C++11, for files and texts that are read later. The documentation of subrosa_documents.h
 * holds; the names are the same without their prefix.
 */
#ifndef SUBROSA_DOCUMENTS_HPP
#define SUBROSA_DOCUMENTS_HPP

#include "subrosa_documents.h"
#include "subrosa_session.hpp"

namespace subrosa {

using SealingKey = std::array<uint8_t, SUBROSA_SEALING_KEY_SIZE>;

template <> struct Free<subrosa_full_card> {
    void operator()(subrosa_full_card *handle) const { subrosa_full_card_free(handle); }
};

template <> struct Free<subrosa_terms> {
    void operator()(subrosa_terms *handle) const { subrosa_terms_free(handle); }
};

template <> struct Free<subrosa_job> {
    void operator()(subrosa_job *handle) const { subrosa_job_free(handle); }
};

/** A card, verified, with the key that documents to its owner are sealed to. */
class FullCard {
public:
    /** The full card of our own identity. Save the installation after a new one. */
    static FullCard of(Installation &ours, int64_t now)
    {
        return FullCard(made_by<subrosa_full_card>([&](subrosa_full_card **out) {
            return subrosa_full_card_of(ours.get(), now, out);
        }));
    }

    static FullCard find(const std::string &text, int64_t now)
    {
        return FullCard(made_by<subrosa_full_card>([&](subrosa_full_card **out) {
            return subrosa_full_card_find(text.data(), text.size(), now, out);
        }));
    }

    static FullCard read(const Bytes &data, int64_t now)
    {
        return FullCard(made_by<subrosa_full_card>([&](subrosa_full_card **out) {
            return subrosa_full_card_read(data.data(), data.size(), now, out);
        }));
    }

    Fingerprint fingerprint() const
    {
        Fingerprint fingerprint;
        check(subrosa_full_card_fingerprint(get(), fingerprint.data()));
        return fingerprint;
    }

    int64_t issued() const
    {
        int64_t issued = 0;
        check(subrosa_full_card_issued(get(), &issued));
        return issued;
    }

    SealingKey sealing_key() const
    {
        SealingKey key;
        check(subrosa_full_card_sealing_key(get(), key.data()));
        return key;
    }

    Bytes bytes() const
    {
        Bytes bytes(SUBROSA_FULL_CARD_SIZE);
        check(subrosa_full_card_bytes(get(), bytes.data()));
        return bytes;
    }

    std::string text(bool wrapped = false) const
    {
        return text_of<SUBROSA_FULL_CARD_TEXT_SIZE>([&](char *out, std::size_t *size) {
            return subrosa_full_card_text(get(), wrapped, out, size);
        });
    }

    subrosa_full_card *get() const { return handle_.get(); }

private:
    explicit FullCard(Owned<subrosa_full_card> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_full_card> handle_;
};

/** Who can open a document, who signs it, what it is called. */
class Terms {
public:
    explicit Terms(int64_t time)
        : handle_(made_by<subrosa_terms>(
              [=](subrosa_terms **out) { return subrosa_terms_new(time, out); }))
    {
    }

    /** Of the user of a messenger, sealed to the user and signed; NULL for the identity of the vault. */
    static Terms of(Messenger &messenger, const std::string *account = nullptr)
    {
        const char *whose = account == nullptr ? nullptr : account->c_str();
        return Terms(made_by<subrosa_terms>([&](subrosa_terms **out) {
            return subrosa_messenger_terms(messenger.get(), whose, out);
        }));
    }

    void add(const FullCard &card) { check(subrosa_terms_add_card(get(), card.get())); }

    void add(const Fingerprint &fingerprint, const SealingKey &key)
    {
        check(subrosa_terms_add_key(get(), fingerprint.data(), key.data()));
    }

    void add(const Identity &identity) { check(subrosa_terms_add_identity(get(), identity.get())); }

    void add_contact(Messenger &messenger, const std::string &account, const std::string &peer)
    {
        check(subrosa_terms_add_contact(get(), messenger.get(), account.c_str(), peer.c_str()));
    }

    void add_known(Messenger &messenger, const Fingerprint &fingerprint)
    {
        check(subrosa_terms_add_known(get(), messenger.get(), fingerprint.data()));
    }

    void set_passphrase(const std::string &passphrase)
    {
        check(subrosa_terms_set_passphrase(get(), passphrase.data(), passphrase.size()));
    }

    void sign(const Identity &identity) { check(subrosa_terms_sign(get(), identity.get())); }
    void set_name(const std::string &name) { check(subrosa_terms_set_name(get(), name.c_str())); }

    subrosa_terms *get() const { return handle_.get(); }

private:
    explicit Terms(Owned<subrosa_terms> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_terms> handle_;
};

inline Outcome seal_text(const Terms &terms, const std::string &text, bool wrapped = false)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_seal_text(terms.get(), text.data(), text.size(), wrapped, out);
    });
}

inline Outcome seal_bytes(const Terms &terms, const Bytes &data)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_seal_bytes(terms.get(), data.data(), data.size(), out);
    });
}

/** With what a document is opened: the key of an identity, which has to live as long, or a passphrase. */
class Unlock {
public:
    Unlock(const Identity &identity) : identity_(identity.get()) {}
    Unlock(const std::string &passphrase) : passphrase_(passphrase) {}
    Unlock(const char *passphrase) : passphrase_(passphrase) {}

    const subrosa_identity *identity() const { return identity_; }
    const char *passphrase() const { return identity_ == nullptr ? passphrase_.data() : nullptr; }
    std::size_t length() const { return passphrase_.size(); }

private:
    const subrosa_identity *identity_ = nullptr;
    std::string passphrase_;
};

inline Outcome open_text(const std::string &text, const Unlock &with)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_open_text(text.data(), text.size(), with.identity(), with.passphrase(),
                                 with.length(), out);
    });
}

inline Outcome open_bytes(const Bytes &data, const Unlock &with)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_open_bytes(data.data(), data.size(), with.identity(), with.passphrase(),
                                  with.length(), out);
    });
}

/** Removes what killed runs have left in a folder; how many files that were. */
inline int32_t sweep(const std::string &folder) { return check(subrosa_sweep(folder.c_str())); }

/** A file that is being sealed or opened. What is not committed goes with it. */
class Job {
public:
    static Job seal(const Terms &terms, const std::string &source, const std::string &folder)
    {
        return Job(made_by<subrosa_job>([&](subrosa_job **out) {
            return subrosa_seal_file(terms.get(), source.c_str(), folder.c_str(), out);
        }));
    }

    static Job open(const std::string &source, const std::string &folder, const Unlock &with)
    {
        return Job(made_by<subrosa_job>([&](subrosa_job **out) {
            return subrosa_open_file(source.c_str(), folder.c_str(), with.identity(),
                                     with.passphrase(), with.length(), out);
        }));
    }

    /** To a contact, and to the user, who signs it. */
    static Job seal(Messenger &messenger, const std::string &account, const std::string &peer,
                    const std::string &source, const std::string &folder, uint32_t flags = 0)
    {
        return Job(made_by<subrosa_job>([&](subrosa_job **out) {
            return subrosa_file_seal(messenger.get(), account.c_str(), peer.c_str(), source.c_str(),
                                     folder.c_str(), flags, out);
        }));
    }

    /** With the user's key. */
    static Job open(Messenger &messenger, const std::string &source, const std::string &folder)
    {
        return Job(made_by<subrosa_job>([&](subrosa_job **out) {
            return subrosa_file_open(messenger.get(), source.c_str(), folder.c_str(), out);
        }));
    }

    /** True once it is finished and waits to be committed. */
    bool run(int32_t max_ms = SUBROSA_JOB_RUN_ALL)
    {
        return check(subrosa_job_run(get(), max_ms, &done_, &total_)) == 1;
    }

    /** Bytes of the source, as of the last run. */
    int64_t done() const { return done_; }
    int64_t total() const { return total_; }

    Outcome result() const
    {
        return outcome_of(
            [&](subrosa_outcome **out) { return subrosa_job_result(get(), out); });
    }

    void commit(const std::string &name, uint32_t flags = 0)
    {
        check(subrosa_job_commit(get(), name.c_str(), flags));
    }

    /** Under the NAME of a file that was opened. */
    void commit() { check(subrosa_job_commit(get(), nullptr, 0)); }

    subrosa_job *get() const { return handle_.get(); }

private:
    explicit Job(Owned<subrosa_job> handle) : handle_(std::move(handle)) {}

    Owned<subrosa_job> handle_;
    int64_t done_ = 0;
    int64_t total_ = 0;
};

/** The user's full card, to be given to others. */
inline Outcome card_of(Messenger &messenger, const std::string &account, bool wrapped = false)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_messenger_card(messenger.get(), account.c_str(), wrapped, out);
    });
}

/** Learns the one full card in a text, as that of an address. */
inline Outcome learn_card(Messenger &messenger, const std::string &account, const std::string &peer,
                          const std::string &text)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_card_learn(messenger.get(), account.c_str(), peer.c_str(), text.data(),
                                  text.size(), out);
    });
}

/** The same of nobody's address. */
inline Outcome learn_card(Messenger &messenger, const std::string &text)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_card_learn(messenger.get(), nullptr, nullptr, text.data(), text.size(), out);
    });
}

/** Seals a text to a contact, and to the user, who signs it. */
inline Outcome seal_text(Messenger &messenger, const std::string &account, const std::string &peer,
                         const std::string &text, uint32_t flags = 0)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_text_seal(messenger.get(), account.c_str(), peer.c_str(), text.data(),
                                 text.size(), flags, out);
    });
}

/** Opens with the user's key. */
inline Outcome open_text(Messenger &messenger, const std::string &text)
{
    return outcome_of([&](subrosa_outcome **out) {
        return subrosa_text_open(messenger.get(), text.data(), text.size(), out);
    });
}

} // namespace subrosa

#endif /* SUBROSA_DOCUMENTS_HPP */
