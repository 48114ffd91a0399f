-- Plays the recorded evening (docs/JSON.md): a call on each line of the input, with tabs between; the JSON of the
-- outcome and of each event on lines of the output, then an empty line.

local here = arg[0]:match "^(.*)/" or "."
package.path = here .. "/?.lua;" .. package.path
local subrosa = require "subrosa"

local people = {}
for line in io.lines() do
    local words = {}
    for word in (line .. "\t"):gmatch "(.-)\t" do words[#words + 1] = word end
    local who, call = words[1], words[2]
    if call == "open" then people[who] = subrosa.open(who, words[3]) end
    local me = people[who]
    local outcome = call == "open" and me.opened or me[call](me, unpack(words, 3))
    io.write(outcome:json(), "\n")
    for _, event in outcome:events() do io.write(event:json(), "\n") end
    io.write "\n"
    io.flush()
end
for _, me in pairs(people) do me:close() end
