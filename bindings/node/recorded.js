// Plays the recorded evening (docs/JSON.md): a call on each line of the input, with tabs between; the JSON of the
// outcome and of each event on lines of the output, then an empty line.
'use strict'

const readline = require('readline')
const subrosa = require('./subrosa.js')

const people = {}
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [who, call, ...words] = line.split('\t')
  if (call === 'open') people[who] = subrosa.open(who, words[0])
  const outcome = call === 'open' ? people[who].opened : people[who][call](...words)
  const told = [outcome.json(), ...outcome]
  process.stdout.write(told.map((each) => JSON.stringify(each) + '\n').join('') + '\n')
}).on('close', () => Object.values(people).forEach((me) => me.close()))
