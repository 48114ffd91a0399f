/* Subrosa for C++11, for hosts with storage of their own: identities, cards, installations, peers. The
 * documentation of subrosa_session.h holds; the names are the same without their prefix.
 */
#ifndef SUBROSA_SESSION_HPP
#define SUBROSA_SESSION_HPP

#include "subrosa.hpp"
#include "subrosa_session.h"

namespace subrosa {

using Echo = std::array<uint8_t, 12>;

template <> struct Free<subrosa_identity> {
    void operator()(subrosa_identity *handle) const { subrosa_identity_free(handle); }
};

template <> struct Free<subrosa_card> {
    void operator()(subrosa_card *handle) const { subrosa_card_free(handle); }
};

template <> struct Free<subrosa_installation> {
    void operator()(subrosa_installation *handle) const { subrosa_installation_free(handle); }
};

template <> struct Free<subrosa_peer> {
    void operator()(subrosa_peer *handle) const { subrosa_peer_free(handle); }
};

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

    /** Adds a key that documents are sealed to, if there is none. */
    void add_sealing_key() { check(subrosa_identity_add_sealing_key(get())); }

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

    /** `written`: when the user wrote it, 0 for now. */
    Outcome send(Installation &ours, const std::string &text, int64_t now,
                 const Id *again = nullptr, int32_t content = SUBROSA_CONTENT_PLAIN,
                 int64_t written = 0)
    {
        const uint8_t *id = again == nullptr ? nullptr : again->data();
        return outcome_of([&](subrosa_outcome **out) {
            return subrosa_peer_send(get(), ours.get(), content, text.data(), text.size(), id,
                                     written, now, out);
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

} // namespace subrosa

#endif /* SUBROSA_SESSION_HPP */
