// Two people talk in private: the shortest program upon the binding.
//
//     SUBROSA_LIBRARY=.../libsubrosa.so node talk.js DIRECTORY
'use strict'

const assert = require('assert')
const subrosa = require('./subrosa.js')

const directory = process.argv[2]
const people = {}
const other = { alice: 'bob', bob: 'alice' }
const wire = []

function carryOut (who, outcome) {
  for (const event of outcome) {
    if (event.event === 'send') wire.push([other[who], event.line])
    if (event.event === 'show') console.log(`${who} reads: ${event.mark}${event.text}`)
    if (event.code === 'ask-invited') carryOut(who, people[who].answer(event.question, 'accept'))
  }
}

function deliver () {
  for (let next; (next = wire.shift());) {
    const [to, line] = next
    assert(!line.includes('rose'), 'readable on the wire')
    carryOut(to, people[to].incoming('test', other[to], line))
  }
}

for (const who of ['alice', 'bob']) {
  people[who] = subrosa.open(`${directory}/${who}/vault`)
  carryOut(who, people[who].opened)
  carryOut(who, people[who].attach('test', 'plain', 'interval-ms=0'))
}
carryOut('alice', people.alice.command('test', 'bob', 'start'))
deliver()
for (const who of ['alice', 'bob']) {
  const outcome = people[who].outgoing('test', other[who], `a rose from ${who}`)
  assert(!outcome.passes)
  carryOut(who, outcome)
  deliver()
}
Object.values(people).forEach((me) => me.close())
