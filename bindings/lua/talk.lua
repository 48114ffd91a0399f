-- Two people talk in private: the shortest program upon the binding.
--
--     SUBROSA_LIBRARY=.../libsubrosa.so luajit talk.lua DIRECTORY

package.path = (arg[0]:match "^(.*)/" or ".") .. "/?.lua;" .. package.path
local subrosa = require "subrosa"

local people = {
    alice = { me = subrosa.open(arg[1] .. "/alice/vault", "") },
    bob = { me = subrosa.open(arg[1] .. "/bob/vault", "") },
}
local other = { alice = "bob", bob = "alice" }
local wire = {}

local function carry_out(who, outcome)
    local me = people[who].me
    for kind, event in outcome:events() do
        if kind == subrosa.EVENT_SEND then
            wire[#wire + 1] = { to = other[who], line = event:text "LINE" }
        elseif kind == subrosa.EVENT_SHOW then
            print(who .. " reads: " .. event:text "MARK" .. event:text "TEXT")
        elseif kind == subrosa.EVENT_SAY and event:text "CODE" == "ask-invited" then
            carry_out(who, me:answer(event:number "QUESTION", "accept"))
        end
    end
end

local function deliver()
    while #wire > 0 do
        local next = table.remove(wire, 1)
        assert(not next.line:find "rose", "readable on the wire")
        carry_out(next.to, people[next.to].me:incoming("test", other[next.to], next.line))
    end
end

for who, person in pairs(people) do
    carry_out(who, person.me.opened)
    carry_out(who, person.me:attach("test", "plain", "interval-ms=0"))
end
carry_out("alice", people.alice.me:command("test", "bob", "start"))
deliver()
for _, who in ipairs { "alice", "bob" } do
    local outcome = people[who].me:outgoing("test", other[who], "a rose from " .. who)
    assert(not outcome:passes())
    carry_out(who, outcome)
    deliver()
end
for _, person in pairs(people) do person.me:close() end
