-- Subrosa for LuaJIT: a messenger and its outcomes, upon the table of all functions.
--
--     local subrosa = require "subrosa"
--     local me = subrosa.open("vault", "")
--     for kind, event in me:attach("irc:me", "irc", ""):events() do
--         if kind == subrosa.EVENT_SEND then network_send(event:text("PEER"), event:text("LINE")) end
--     end
--
-- An event is carried out when the loop asks for the next one; what an error leaves behind comes again. The
-- library is the one that SUBROSA_LIBRARY names, or that the system finds.

local ffi = require "ffi"
local constants = require "subrosa_api"
local lib = ffi.load(os.getenv "SUBROSA_LIBRARY" or "subrosa")

local subrosa = setmetatable({}, { __index = constants })
assert(lib.subrosa_abi_check(constants.ABI) == constants.OK, "the library has another ABI")

local Outcome, Messenger = {}, {}
Outcome.__index, Messenger.__index = Outcome, Messenger

local function outcome_of(handle)
    return setmetatable({ handle = ffi.gc(handle, lib.subrosa_outcome_free) }, Outcome)
end

function Outcome:verdict() return lib.subrosa_outcome_verdict(self.handle) end

function Outcome:passes() return self:verdict() == constants.VERDICT_PASS end

function Outcome:mark() return ffi.string(lib.subrosa_outcome_mark(self.handle)) end

function Outcome:json() return ffi.string(lib.subrosa_outcome_json(self.handle)) end

-- Why the call could not do what was asked; nil if it could.
function Outcome:error()
    local code = lib.subrosa_outcome_result(self.handle)
    return code ~= constants.OK and ffi.string(lib.subrosa_result_name(code)) or nil
end

function Outcome:events()
    return function()
        local kind = lib.subrosa_outcome_next(self.handle)
        if kind ~= 0 then return kind, self end
        lib.subrosa_outcome_free(ffi.gc(self.handle, nil))
        self.handle = nil
    end
end

-- The event where the walk stands was not carried out: it comes again.
function Outcome:undone() lib.subrosa_outcome_undone(self.handle) end

-- Fields of the event where the walk stands, by their names without SUBROSA_FIELD_.
function Outcome:text(field)
    local length = ffi.new "size_t[1]"
    local bytes = lib.subrosa_outcome_bytes(self.handle, constants["FIELD_" .. field], length)
    return bytes ~= nil and ffi.string(bytes, length[0]) or nil
end

function Outcome:number(field)
    return tonumber(lib.subrosa_outcome_int(self.handle, constants["FIELD_" .. field]))
end

function subrosa.open(vault, settings)
    local out = ffi.new "subrosa_messenger *[1]"
    local opened = outcome_of(lib.subrosa_messenger_open(constants.ABI, vault, settings, out))
    if out[0] == nil then error(opened:error()) end
    local handle = ffi.gc(out[0], lib.subrosa_messenger_free)
    return setmetatable({ handle = handle, opened = opened }, Messenger)
end

function Messenger:close()
    if self.handle then lib.subrosa_messenger_free(ffi.gc(self.handle, nil)) end
    self.handle = nil
end

local function handle_of(me)
    return me.handle or error("the messenger is closed", 3)
end

-- Milliseconds until tick; nil: nothing is due.
function Messenger:wake_ms()
    local wake = tonumber(lib.subrosa_wake_ms(handle_of(self)))
    return wake >= 0 and wake or nil
end

function Messenger:attach(account, profile, settings)
    return outcome_of(lib.subrosa_account_attach(handle_of(self), account, profile, settings or ""))
end

function Messenger:detach(account)
    return outcome_of(lib.subrosa_account_detach(handle_of(self), account))
end

function Messenger:outgoing(account, peer, text, flags)
    return outcome_of(lib.subrosa_outgoing(handle_of(self), account, peer, text, #text, flags or 0))
end

function Messenger:incoming(account, peer, text, flags, time)
    return outcome_of(lib.subrosa_incoming(handle_of(self), account, peer, text, #text, flags or 0, time or 0))
end

function Messenger:irc_out(account, line)
    return outcome_of(lib.subrosa_irc_out(handle_of(self), account, line, #line))
end

function Messenger:irc_in(account, line)
    return outcome_of(lib.subrosa_irc_in(handle_of(self), account, line, #line, 0))
end

function Messenger:command(account, peer, words)
    return outcome_of(lib.subrosa_command(handle_of(self), account, peer, words, #words))
end

function Messenger:answer(question, words)
    return outcome_of(lib.subrosa_answer(handle_of(self), tonumber(question), words, #words))
end

function Messenger:known(account, peer)
    return outcome_of(lib.subrosa_contact_hint(handle_of(self), account, peer, constants.HINT_KNOWN, 1))
end

function Messenger:choices(account, peer)
    return outcome_of(lib.subrosa_choices(handle_of(self), account, peer))
end

function Messenger:title(account, peer)
    return outcome_of(lib.subrosa_title(handle_of(self), account, peer))
end

function Messenger:contacts(account, peer)
    return outcome_of(lib.subrosa_contact_list(handle_of(self), account, peer))
end

function Messenger:texts(account, peer)
    return outcome_of(lib.subrosa_text_list(handle_of(self), account, peer))
end

function Messenger:tick() return outcome_of(lib.subrosa_tick(handle_of(self))) end

return subrosa
