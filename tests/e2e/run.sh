#!/bin/sh
# The end-to-end test: real messengers with the plugin, real IRC and XMPP servers, a tap on every
# connection.
#
#     run.sh build-directory
#
# Installs what is missing where it may (root, apt). Everything happens on loopback, and with
# nothing but loopback where namespaces are allowed.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
PATH=$PATH:/usr/sbin:/sbin

lacking() {
    command -v "${CC:-cc}" > /dev/null || echo gcc libc6-dev
    command -v python3 > /dev/null || echo python3
    command -v ngircd > /dev/null || echo ngircd
    command -v prosody > /dev/null || echo prosody
    command -v inspircd > /dev/null || echo inspircd
    command -v atheme-services > /dev/null || echo atheme-services
    command -v znc > /dev/null || echo znc
    command -v pkg-config > /dev/null || echo pkg-config
    command -v ip > /dev/null || echo iproute2
    pkg-config --exists purple 2> /dev/null || echo libpurple-dev
    command -v weechat-headless > /dev/null || echo weechat-headless
    pkg-config --exists weechat 2> /dev/null || echo weechat-dev
    command -v profanity > /dev/null || echo profanity
    pkg-config --exists glib-2.0 2> /dev/null || echo libglib2.0-dev
    command -v hexchat > /dev/null || echo hexchat
    pkg-config --exists hexchat-plugin 2> /dev/null || echo hexchat-dev
    command -v Xvfb > /dev/null || echo xvfb
    find /usr/lib /usr/local/lib -path '*weechat/plugins/python.so' 2> /dev/null | grep -q . || echo weechat-python
    python3 -c 'import ensurepip, venv' 2> /dev/null || echo python3-venv
    command -v irssi > /dev/null || echo irssi
    perl -MFFI::Platypus -e 1 2> /dev/null || echo libffi-platypus-perl
}

# A server that starts with its package would be another one than ours: RUNLEVEL keeps it asleep.
install_packages() {
    command -v apt-get > /dev/null && [ "$(id -u)" = 0 ] || return 1
    echo "e2e: installing" $(lacking)
    for attempt in 1 2; do
        # shellcheck disable=SC2046 # the words are the packages
        apt-get update -qq > "$log" 2>&1 &&
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                -o DPkg::Lock::Timeout=300 $(lacking) > "$log" 2>&1 && return 0
        sleep 2
    done
    tail -n 5 "$log"
    return 1
}

log=$(mktemp) || exit 1
[ -z "$(lacking)" ] || install_packages
rm -f "$log"
if [ -n "$(lacking)" ]; then
    echo "e2e: cannot run, and these packages cannot be installed by $(id -un):" $(lacking) >&2
    exit 1
fi

make -s plugin-purple plugin-weechat plugin-profanity plugin-hexchat "$build/e2e-client" "$build/e2e-later.so" \
    "$build/weechat/driver.so" "$build/profanity/driver.so" "$build/hexchat/driver.so" "$build/e2e-python/made" || exit 1
# All are run, whatever becomes of the first.
set -- sh -c 'python3 -B tests/e2e/e2e.py "$0/e2e-client" "$0/subrosa-purple.so"; purple=$?
              python3 -B tests/e2e/bots.py "$0" "$0/e2e-python/bin/python"; bots=$?
              python3 -B tests/e2e/raw.py "$0"; raw=$?
              python3 -B tests/e2e/profanity.py "$0"; profanity=$?
              python3 -B tests/e2e/hexchat.py "$0"; hexchat=$?
              python3 -B tests/e2e/weechat.py "$0"; weechat=$?
              python3 -B tests/e2e/irssi.py "$0" && [ $purple$bots$raw$profanity$hexchat$weechat = 000000 ]' "$build"

# ZNC binds to no address where 127.0.0.1 is the only one (getaddrinfo with AI_ADDRCONFIG gives none):
# the namespace's loopback has another one, of those that are for examples.
alone='ip link set lo up && ip address add 192.0.2.1/32 dev lo'

# As an ordinary user one is root only in the outer of two namespaces: the server, which drops
# from root, shall find an ordinary user.
if unshare -n true 2> /dev/null; then
    exec unshare -n sh -c "$alone"' && exec "$@"' e2e "$@"
elif unshare -rn true 2> /dev/null; then
    exec unshare -rn sh -c "$alone"' && exec unshare --user --map-user="$0" "$@"' "$(id -u)" "$@"
fi
echo "e2e: namespaces are not allowed here; the network stays reachable, the test uses loopback alone"
exec "$@"
