// Subrosa for Node: a messenger and its outcomes, upon the table of all functions.
//
//     const subrosa = require('./subrosa')
//     const me = subrosa.open('vault')
//     for (const event of me.attach('irc:me', 'irc')) {
//       if (event.event === 'send') networkSend(event.peer, event.line)
//     }
//
// An event is an object as docs/JSON.md has it. It is carried out when the loop asks for the next one; what an
// exception or a break leaves behind comes again. The library is the one that SUBROSA_LIBRARY names, or that
// the system finds.
'use strict'

const koffi = require('koffi')
const { constants, prototypes } = require('./subrosa_api.js')

const library = koffi.load(process.env.SUBROSA_LIBRARY || 'libsubrosa.so.0')
const c = {}
for (const prototype of prototypes) {
  const found = library.func(prototype)
  c[found.info.name] = found
}
if (c.subrosa_abi_check(constants.ABI) !== constants.OK) throw new Error('the library has another ABI')

// A NUL would cut a name.
function name (text) {
  if (typeof text !== 'string' || text.includes('\0')) throw new TypeError('a name is a string without NUL')
  return text
}

class Outcome {
  #handle

  constructor (handle) {
    this.#handle = handle
    this.verdict = c.subrosa_outcome_verdict(handle)
    this.passes = this.verdict === constants.VERDICT_PASS
    this.mark = c.subrosa_outcome_mark(handle)
    const code = c.subrosa_outcome_result(handle)
    // Why the call could not do what was asked, or null.
    this.error = code === constants.OK ? null : c.subrosa_result_name(code)
  }

  // The event where the walk stands; before the first one the verdict and its like.
  json () {
    return JSON.parse(c.subrosa_outcome_json(this.#handle))
  }

  * [Symbol.iterator] () {
    try {
      while (this.#handle !== null && c.subrosa_outcome_next(this.#handle) !== 0) yield this.json()
    } finally {
      this.close()
    }
  }

  // The event where the walk stands was not carried out: it comes again.
  undone () {
    if (this.#handle !== null) c.subrosa_outcome_undone(this.#handle)
  }

  // Freeing confirms nothing. An outcome that is not walked is closed.
  close () {
    const handle = this.#handle
    this.#handle = null
    if (handle !== null) c.subrosa_outcome_free(handle)
  }
}

class Messenger {
  #handle

  constructor (handle, opened) {
    this.#handle = handle
    this.opened = opened
  }

  get #open () {
    if (this.#handle === null) throw new Error('the messenger is closed')
    return this.#handle
  }

  close () {
    const handle = this.#handle
    this.#handle = null
    if (handle !== null) c.subrosa_messenger_free(handle)
  }

  // Milliseconds until tick; null: nothing is due.
  get wake () {
    const wake = Number(c.subrosa_wake_ms(this.#open))
    return wake < 0 ? null : wake
  }

  attach (account, profile, settings = '') {
    return new Outcome(c.subrosa_account_attach(this.#open, name(account), name(profile), name(settings)))
  }

  detach (account) {
    return new Outcome(c.subrosa_account_detach(this.#open, name(account)))
  }

  outgoing (account, peer, text, flags = 0) {
    return new Outcome(c.subrosa_outgoing(this.#open, name(account), name(peer), text, Buffer.byteLength(text), flags))
  }

  incoming (account, peer, text, flags = 0, time = 0) {
    const length = Buffer.byteLength(text)
    return new Outcome(c.subrosa_incoming(this.#open, name(account), name(peer), text, length, flags, time))
  }

  irc_out (account, line) {
    return new Outcome(c.subrosa_irc_out(this.#open, name(account), line, Buffer.byteLength(line)))
  }

  irc_in (account, line) {
    return new Outcome(c.subrosa_irc_in(this.#open, name(account), line, Buffer.byteLength(line), 0))
  }

  command (account, peer, words) {
    return new Outcome(c.subrosa_command(this.#open, name(account), name(peer), words, Buffer.byteLength(words)))
  }

  answer (question, words) {
    return new Outcome(c.subrosa_answer(this.#open, Number(question), words, Buffer.byteLength(words)))
  }

  known (account, peer) {
    return new Outcome(c.subrosa_contact_hint(this.#open, name(account), name(peer), constants.HINT_KNOWN, 1))
  }

  choices (account, peer) {
    return new Outcome(c.subrosa_choices(this.#open, name(account), name(peer)))
  }

  title (account, peer) {
    return new Outcome(c.subrosa_title(this.#open, name(account), name(peer)))
  }

  contacts (account, peer = null) {
    return new Outcome(c.subrosa_contact_list(this.#open, name(account), peer))
  }

  texts (account, peer = null) {
    return new Outcome(c.subrosa_text_list(this.#open, name(account), peer))
  }

  tick () {
    return new Outcome(c.subrosa_tick(this.#open))
  }
}

function open (vault, settings = '') {
  const out = [null]
  const opened = new Outcome(c.subrosa_messenger_open(constants.ABI, name(vault), name(settings), out))
  if (out[0] === null) throw new Error(opened.error)
  return new Messenger(out[0], opened)
}

module.exports = { open, Messenger, Outcome, constants }
