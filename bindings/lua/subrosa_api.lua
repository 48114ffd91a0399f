-- Functions and constants of the C library. Made by bindings/make_stubs.py from bindings/api.json.

local ffi = require "ffi"

ffi.cdef [[
typedef int32_t subrosa_result;
typedef struct subrosa_messenger subrosa_messenger;
typedef struct subrosa_outcome subrosa_outcome;
typedef struct subrosa_card subrosa_card;
typedef struct subrosa_identity subrosa_identity;
typedef struct subrosa_installation subrosa_installation;
typedef struct subrosa_peer subrosa_peer;
typedef struct subrosa_full_card subrosa_full_card;
typedef struct subrosa_job subrosa_job;
typedef struct subrosa_terms subrosa_terms;
const char * subrosa_version(void);
subrosa_result subrosa_abi_check(int32_t abi);
const char * subrosa_backend(void);
subrosa_outcome * subrosa_messenger_open(int32_t abi, const char * vault, const char * settings, subrosa_messenger ** out);
subrosa_outcome * subrosa_messenger_open_with_key(int32_t abi, const char * vault, const uint8_t * host_key, const char * settings, subrosa_messenger ** out);
subrosa_outcome * subrosa_messenger_leave(subrosa_messenger * messenger);
void subrosa_messenger_free(subrosa_messenger * messenger);
int64_t subrosa_wake_ms(const subrosa_messenger * messenger);
subrosa_outcome * subrosa_account_attach(subrosa_messenger * messenger, const char * account, const char * profile, const char * settings);
subrosa_outcome * subrosa_account_set(subrosa_messenger * messenger, const char * account, const char * settings);
subrosa_result subrosa_account_get(subrosa_messenger * messenger, const char * account, const char * setting, char * out, size_t * inout_len);
subrosa_outcome * subrosa_account_online(subrosa_messenger * messenger, const char * account, int32_t online);
subrosa_outcome * subrosa_account_detach(subrosa_messenger * messenger, const char * account);
subrosa_outcome * subrosa_account_rename(subrosa_messenger * messenger, const char * from, const char * to);
subrosa_outcome * subrosa_account_listed(subrosa_messenger * messenger, const char * account);
subrosa_outcome * subrosa_outgoing(subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t length, uint32_t flags);
subrosa_outcome * subrosa_incoming(subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t length, uint32_t flags, int64_t time);
int32_t subrosa_may_send(const subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t length);
int32_t subrosa_line_kind(const subrosa_messenger * messenger, const char * line, size_t length);
subrosa_outcome * subrosa_line_failed(subrosa_messenger * messenger, const char * account, int64_t line_id);
subrosa_outcome * subrosa_tick(subrosa_messenger * messenger);
subrosa_result subrosa_batch_begin(subrosa_messenger * messenger);
subrosa_outcome * subrosa_batch_end(subrosa_messenger * messenger);
subrosa_outcome * subrosa_irc_out(subrosa_messenger * messenger, const char * account, const char * line, size_t length);
subrosa_outcome * subrosa_irc_in(subrosa_messenger * messenger, const char * account, const char * line, size_t length, int64_t time);
subrosa_outcome * subrosa_command(subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t length);
subrosa_outcome * subrosa_answer(subrosa_messenger * messenger, int64_t question, const char * text, size_t length);
subrosa_outcome * subrosa_choices(const subrosa_messenger * messenger, const char * account, const char * peer);
subrosa_outcome * subrosa_title(const subrosa_messenger * messenger, const char * account, const char * peer);
subrosa_outcome * subrosa_contact_hint(subrosa_messenger * messenger, const char * account, const char * peer, int32_t hint, int32_t value);
subrosa_outcome * subrosa_contact_rename(subrosa_messenger * messenger, const char * account, const char * from, const char * to);
subrosa_outcome * subrosa_contact_list(subrosa_messenger * messenger, const char * account, const char * peer);
subrosa_outcome * subrosa_text_list(subrosa_messenger * messenger, const char * account, const char * peer);
subrosa_outcome * subrosa_safety_scan(subrosa_messenger * messenger, const char * account, const char * peer, const char * code, size_t length);
int32_t subrosa_outcome_verdict(const subrosa_outcome * outcome);
subrosa_result subrosa_outcome_result(const subrosa_outcome * outcome);
const char * subrosa_outcome_mark(const subrosa_outcome * outcome);
const char * subrosa_outcome_line(const subrosa_outcome * outcome, size_t * length);
int32_t subrosa_outcome_next(subrosa_outcome * outcome);
void subrosa_outcome_undone(subrosa_outcome * outcome);
int32_t subrosa_outcome_has(const subrosa_outcome * outcome, int32_t field);
const char * subrosa_outcome_str(const subrosa_outcome * outcome, int32_t field);
int64_t subrosa_outcome_int(const subrosa_outcome * outcome, int32_t field);
const uint8_t * subrosa_outcome_bytes(const subrosa_outcome * outcome, int32_t field, size_t * length);
const char * subrosa_outcome_choice(const subrosa_outcome * outcome, int32_t index, int32_t what);
const char * subrosa_outcome_json(subrosa_outcome * outcome);
void subrosa_outcome_free(subrosa_outcome * outcome);
subrosa_result subrosa_account_fingerprint(subrosa_messenger * messenger, const char * account, uint8_t * out);
subrosa_result subrosa_account_own_identity(subrosa_messenger * messenger, const char * account, const char * text, size_t text_len, const char * passphrase, size_t passphrase_len);
subrosa_result subrosa_fingerprint_digits(const uint8_t * fingerprint, char * out, size_t * inout_len);
int32_t subrosa_fingerprint_matches_digits(const uint8_t * fingerprint, const char * text, size_t text_len);
subrosa_result subrosa_fingerprint_to_hex(const uint8_t * fingerprint, char * out, size_t * inout_len);
subrosa_result subrosa_fingerprint_from_hex(const char * text, size_t text_len, uint8_t * out);
subrosa_result subrosa_safety_digits(const uint8_t * own, const uint8_t * other, char * out, size_t * inout_len);
subrosa_result subrosa_safety_code(const uint8_t * own, const uint8_t * other, char * out, size_t * inout_len);
subrosa_result subrosa_safety_svg(const uint8_t * own, const uint8_t * other, char * out, size_t * inout_len);
subrosa_result subrosa_safety_modules(const uint8_t * own, const uint8_t * other, uint8_t * out);
int32_t subrosa_safety_compare(const uint8_t * own, const uint8_t * other, const char * code, size_t code_len);
subrosa_result subrosa_last_error(char * out, size_t * inout_len);
subrosa_result subrosa_last_sentence(char * out, size_t * inout_len);
const char * subrosa_result_name(subrosa_result code);
subrosa_result subrosa_identity_generate(int64_t now, subrosa_identity ** out);
subrosa_result subrosa_identity_add_sealing_key(subrosa_identity * identity);
void subrosa_identity_free(subrosa_identity * identity);
subrosa_result subrosa_identity_fingerprint(const subrosa_identity * identity, uint8_t * out);
subrosa_result subrosa_identity_created(const subrosa_identity * identity, int64_t * out);
subrosa_result subrosa_identity_export(const subrosa_identity * identity, const char * passphrase, size_t passphrase_len, uint32_t memory_kib, uint32_t iterations, uint32_t parallelism, char * out, size_t * inout_len);
subrosa_result subrosa_identity_import(const char * text, size_t text_len, const char * passphrase, size_t passphrase_len, subrosa_identity ** out);
subrosa_result subrosa_card_find(const char * text, size_t text_len, int64_t now, subrosa_card ** out);
subrosa_result subrosa_card_parse(const char * text, size_t text_len, subrosa_card ** out);
subrosa_result subrosa_card_verify(subrosa_card * card, int64_t now);
void subrosa_card_free(subrosa_card * card);
subrosa_result subrosa_card_fingerprint(const subrosa_card * card, uint8_t * out);
subrosa_result subrosa_card_id(const subrosa_card * card, uint8_t * out);
subrosa_result subrosa_card_issued(const subrosa_card * card, int64_t * out);
subrosa_result subrosa_card_expires(const subrosa_card * card, int64_t * out);
int32_t subrosa_card_one_time(const subrosa_card * card);
subrosa_result subrosa_card_text(const subrosa_card * card, char * out, size_t * inout_len);
subrosa_result subrosa_installation_new(const subrosa_identity * identity, int64_t now, subrosa_installation ** out);
void subrosa_installation_free(subrosa_installation * installation);
subrosa_result subrosa_installation_id(const subrosa_installation * installation, uint8_t * out);
subrosa_result subrosa_installation_card(subrosa_installation * installation, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_installation_offer(subrosa_installation * installation, const uint8_t * echo, int64_t now, subrosa_outcome ** out);
int32_t subrosa_installation_expire(subrosa_installation * installation, int64_t now, int64_t * due_in);
subrosa_result subrosa_installation_save(subrosa_installation * installation, const uint8_t * key, subrosa_outcome ** out);
subrosa_result subrosa_installation_load(const subrosa_identity * identity, const uint8_t * state, size_t state_len, const uint8_t * key, subrosa_installation ** out, int64_t * generation);
subrosa_result subrosa_peer_new(const subrosa_installation * installation, const uint8_t * fingerprint, int64_t now, subrosa_peer ** out);
void subrosa_peer_free(subrosa_peer * peer);
subrosa_result subrosa_peer_set_line_limit(subrosa_peer * peer, int32_t chars);
subrosa_result subrosa_peer_set_acknowledgements(subrosa_peer * peer, int32_t on);
subrosa_result subrosa_peer_set_fill_lines(subrosa_peer * peer, int32_t on);
int32_t subrosa_peer_fingerprint(const subrosa_peer * peer, uint8_t * out);
int32_t subrosa_peer_status(const subrosa_peer * peer);
subrosa_result subrosa_peer_save(subrosa_peer * peer, const uint8_t * key, subrosa_outcome ** out);
subrosa_result subrosa_peer_load(const subrosa_installation * installation, const uint8_t * state, size_t state_len, const uint8_t * key, const uint8_t * fingerprint, subrosa_peer ** out, int64_t * generation);
int32_t subrosa_peer_expire(subrosa_peer * peer, int64_t now, int64_t * due_in);
subrosa_result subrosa_peer_wake_in(const subrosa_peer * peer, int64_t now, int64_t * seconds);
subrosa_result subrosa_peer_start(subrosa_peer * peer, subrosa_installation * installation, const subrosa_card * card, int32_t content, const char * text, size_t text_len, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_send(subrosa_peer * peer, subrosa_installation * installation, int32_t content, const char * text, size_t text_len, const uint8_t * again, int64_t written, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_receive(subrosa_peer * peer, subrosa_installation * installation, const char * text, size_t text_len, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_confirm(subrosa_peer * peer, const uint8_t * id, int64_t now);
subrosa_result subrosa_peer_tick(subrosa_peer * peer, subrosa_installation * installation, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_close(subrosa_peer * peer, subrosa_installation * installation, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_probe(subrosa_peer * peer, subrosa_installation * installation, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_peer_send_card(subrosa_peer * peer, subrosa_installation * installation, int64_t now, subrosa_outcome ** out);
subrosa_result subrosa_full_card_of(subrosa_installation * installation, int64_t now, subrosa_full_card ** out);
subrosa_result subrosa_full_card_find(const char * text, size_t text_len, int64_t now, subrosa_full_card ** out);
subrosa_result subrosa_full_card_read(const uint8_t * data, size_t data_len, int64_t now, subrosa_full_card ** out);
void subrosa_full_card_free(subrosa_full_card * card);
subrosa_result subrosa_full_card_fingerprint(const subrosa_full_card * card, uint8_t * out);
subrosa_result subrosa_full_card_issued(const subrosa_full_card * card, int64_t * out);
subrosa_result subrosa_full_card_sealing_key(const subrosa_full_card * card, uint8_t * out);
subrosa_result subrosa_full_card_bytes(const subrosa_full_card * card, uint8_t * out);
subrosa_result subrosa_full_card_text(const subrosa_full_card * card, int32_t wrapped, char * out, size_t * inout_len);
subrosa_result subrosa_terms_new(int64_t time, subrosa_terms ** out);
void subrosa_terms_free(subrosa_terms * terms);
subrosa_result subrosa_terms_add_card(subrosa_terms * terms, const subrosa_full_card * card);
subrosa_result subrosa_terms_add_key(subrosa_terms * terms, const uint8_t * fingerprint, const uint8_t * key);
subrosa_result subrosa_terms_add_identity(subrosa_terms * terms, const subrosa_identity * identity);
subrosa_result subrosa_terms_set_passphrase(subrosa_terms * terms, const char * passphrase, size_t passphrase_len);
subrosa_result subrosa_terms_sign(subrosa_terms * terms, const subrosa_identity * identity);
subrosa_result subrosa_terms_set_name(subrosa_terms * terms, const char * name);
subrosa_result subrosa_seal_text(const subrosa_terms * terms, const char * text, size_t text_len, int32_t wrapped, subrosa_outcome ** out);
subrosa_result subrosa_open_text(const char * text, size_t text_len, const subrosa_identity * identity, const char * passphrase, size_t passphrase_len, subrosa_outcome ** out);
subrosa_result subrosa_seal_bytes(const subrosa_terms * terms, const uint8_t * data, size_t data_len, subrosa_outcome ** out);
subrosa_result subrosa_open_bytes(const uint8_t * data, size_t data_len, const subrosa_identity * identity, const char * passphrase, size_t passphrase_len, subrosa_outcome ** out);
int32_t subrosa_sweep(const char * folder);
subrosa_result subrosa_seal_file(const subrosa_terms * terms, const char * source, const char * folder, subrosa_job ** out);
subrosa_result subrosa_open_file(const char * source, const char * folder, const subrosa_identity * identity, const char * passphrase, size_t passphrase_len, subrosa_job ** out);
int32_t subrosa_job_run(subrosa_job * job, int32_t max_ms, int64_t * done, int64_t * total);
subrosa_result subrosa_job_result(subrosa_job * job, subrosa_outcome ** out);
subrosa_result subrosa_job_commit(subrosa_job * job, const char * name, uint32_t flags);
void subrosa_job_free(subrosa_job * job);
subrosa_result subrosa_messenger_card(subrosa_messenger * messenger, const char * account, int32_t wrapped, subrosa_outcome ** out);
subrosa_result subrosa_card_learn(subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t text_len, subrosa_outcome ** out);
subrosa_result subrosa_text_seal(subrosa_messenger * messenger, const char * account, const char * peer, const char * text, size_t text_len, uint32_t flags, subrosa_outcome ** out);
subrosa_result subrosa_text_open(subrosa_messenger * messenger, const char * text, size_t text_len, subrosa_outcome ** out);
subrosa_result subrosa_file_seal(subrosa_messenger * messenger, const char * account, const char * peer, const char * source, const char * folder, uint32_t flags, subrosa_job ** out);
subrosa_result subrosa_file_open(subrosa_messenger * messenger, const char * source, const char * folder, subrosa_job ** out);
subrosa_result subrosa_messenger_terms(subrosa_messenger * messenger, const char * account, subrosa_terms ** out);
subrosa_result subrosa_terms_add_contact(subrosa_terms * terms, subrosa_messenger * messenger, const char * account, const char * peer);
subrosa_result subrosa_terms_add_known(subrosa_terms * terms, subrosa_messenger * messenger, const uint8_t * fingerprint);
]]

return {
    NUL = -1,
    VERSION_MAJOR = 0,
    VERSION_MINOR = 1,
    VERSION_PATCH = 0,
    ABI = 0,
    VERDICT_PASS = 1,
    VERDICT_MARKED = 2,
    VERDICT_TAKEN = 3,
    VERDICT_REFUSED = 4,
    FLAG_ACTION = 1,
    FLAG_NOTICE = 2,
    FLAG_HISTORY = 4,
    FLAG_OWN = 8,
    FLAG_OCCUPANT = 16,
    FLAG_HTML = 32,
    FLAG_PLAIN = 64,
    HINT_KNOWN = 1,
    HINT_PRESENT = 2,
    HINT_CAPABLE = 3,
    CHOICE_WORD = 0,
    CHOICE_LABEL = 1,
    CHOICE_RISK = 2,
    EVENT_SEND = 1,
    EVENT_SHOW = 2,
    EVENT_SAY = 3,
    EVENT_TITLE = 4,
    EVENT_ECHO = 5,
    EVENT_PROGRESS = 10,
    EVENT_CLOSE = 11,
    EVENT_CHOICES = 20,
    EVENT_CONTACT = 21,
    EVENT_TEXT = 22,
    FIELD_ACCOUNT = 1,
    FIELD_PEER = 2,
    FIELD_LINE = 3,
    FIELD_RAW = 4,
    FIELD_FALLBACK = 5,
    FIELD_TEXT = 6,
    FIELD_MARK = 7,
    FIELD_SENTENCE = 8,
    FIELD_HOW = 9,
    FIELD_WORDS = 10,
    FIELD_CODE = 11,
    FIELD_NAME = 12,
    FIELD_DIGITS = 13,
    FIELD_BLOCKS = 14,
    FIELD_STAGE = 15,
    FIELD_STATE = 16,
    FIELD_TRUST = 17,
    FIELD_LABEL = 18,
    FIELD_OTHER_DIGITS = 19,
    FIELD_ID = 30,
    FIELD_MODULES = 31,
    FIELD_FINGERPRINT = 32,
    FIELD_OTHER_FINGERPRINT = 33,
    FIELD_LINE_ID = 100,
    FIELD_KIND = 101,
    FIELD_ACTION = 102,
    FIELD_TIME = 103,
    FIELD_PRIVATE = 104,
    FIELD_NUMBER = 105,
    FIELD_SEVERITY = 106,
    FIELD_PLACE = 107,
    FIELD_ASKED_FOR = 108,
    FIELD_LOG = 109,
    FIELD_QUESTION = 110,
    FIELD_INPUT = 111,
    FIELD_LEVEL = 112,
    FIELD_DONE = 113,
    FIELD_TOTAL = 114,
    FIELD_COUNT = 115,
    FIELD_SIDE = 116,
    FIELD_KNOWN = 117,
    FIELD_BLOCKED = 118,
    FIELD_SEALABLE = 119,
    FIELD_CURRENT = 120,
    FIELD_FIRST_SEEN = 121,
    KIND_TEXT = 1,
    KIND_ACKNOWLEDGEMENT = 2,
    KIND_HANDSHAKE = 3,
    KIND_CARD = 4,
    KIND_QUESTION = 5,
    KIND_NETWORK = 6,
    SEVERITY_INFORMATION = 1,
    SEVERITY_WARNING = 2,
    SEVERITY_ALARM = 3,
    PLACE_WINDOW = 1,
    PLACE_ANYWHERE = 2,
    PLACE_IF_OPEN = 3,
    INPUT_NONE = 0,
    INPUT_LINE = 1,
    INPUT_HIDDEN = 2,
    LEVEL_PLAIN = 0,
    LEVEL_WAITING = 1,
    LEVEL_PRIVATE = 2,
    LEVEL_VERIFIED = 3,
    LEVEL_ALARM = 4,
    FINGERPRINT_SIZE = 32,
    DIGITS_SIZE = 72,
    HEX_SIZE = 65,
    SAFETY_CODE_SIZE = 139,
    SAFETY_SIDE = 41,
    SCAN_MATCH = 1,
    SCAN_WRONG_CONTACT = 2,
    SCAN_NOT_FOR_US = 3,
    SCAN_NEWER = 4,
    SCAN_NOT_A_CODE = 5,
    ERROR_SIZE = 256,
    OK = 0,
    E_ARGUMENT = -1,
    E_HANDLE = -2,
    E_BUSY = -3,
    E_POISONED = -4,
    E_PANIC = -5,
    E_BUFFER = -6,
    E_UTF8 = -7,
    E_ABI = -8,
    E_RANDOM = -9,
    E_MEMORY = -10,
    E_UNSUPPORTED = -11,
    E_FIELD = -12,
    E_TRUNCATED = -100,
    E_OVERSIZED = -101,
    E_VERSION = -102,
    E_SUITE = -103,
    E_TYPE = -104,
    E_ITEM = -105,
    E_MALFORMED = -106,
    E_BAD_KEY = -200,
    E_BAD_SIGNATURE = -201,
    E_NOT_LOW_S = -202,
    E_EXPIRED = -203,
    E_NOT_YET_VALID = -204,
    E_LIFETIME = -205,
    E_UNVERIFIED = -206,
    E_NO_CARD = -207,
    E_SEVERAL_CARDS = -208,
    E_NO_EXPORT = -209,
    E_SEVERAL_EXPORTS = -210,
    E_EXPORT_FORMAT = -211,
    E_EXPORT_CONTENT = -212,
    E_PASSPHRASE = -213,
    E_PASSPHRASE_PARAMETER = -214,
    E_NOT_A_FINGERPRINT = -215,
    E_NO_SEALING_KEY = -216,
    E_OTHER_SEALING_KEY = -217,
    E_NOT_FOR_US = -300,
    E_FORGED = -301,
    E_GAP_TOO_LARGE = -302,
    E_REPLAYED = -303,
    E_REPLAYED_OFFER = -304,
    E_DUPLICATE = -305,
    E_REFLECTED = -306,
    E_OTHER_IDENTITY = -307,
    E_OWN_IDENTITY = -308,
    E_UNEXPECTED_OFFER = -309,
    E_OLDER_CARD = -310,
    E_ENDED = -311,
    E_NO_SESSION = -312,
    E_FORKED = -313,
    E_NOT_CONFIRMED_YET = -314,
    E_EMPTY = -315,
    E_TOO_LONG = -316,
    E_LINE_LIMIT = -317,
    E_TOO_MANY_INITS = -318,
    E_CONTENT = -319,
    E_WRONG_INSTALLATION = -320,
    E_STATE = -400,
    E_STATE_FORMAT = -401,
    E_STATE_KIND = -402,
    E_STATE_CONTENT = -403,
    E_UNKNOWN_ACCOUNT = -500,
    E_ACCOUNT_IN_USE = -501,
    E_ACCOUNT_ELSEWHERE = -502,
    E_NAME = -503,
    E_PROFILE = -504,
    E_SETTING = -505,
    E_UNKNOWN_TEXT = -506,
    E_OTHER_FINGERPRINT = -507,
    E_TOO_MANY_KEYS = -508,
    E_ADDRESS_TAKEN = -509,
    E_WRONG_STATE = -510,
    E_IDENTITY_IN_USE = -511,
    E_RECORD = -512,
    E_LANGUAGE = -513,
    E_COMMAND = -514,
    E_ANSWER = -515,
    E_VAULT_MISSING = -600,
    E_VAULT_EXISTS = -601,
    E_NOT_A_VAULT = -602,
    E_VAULT_NEWER = -603,
    E_VAULT_DAMAGED = -604,
    E_VAULT_READ_ONLY = -605,
    E_DISK_FULL = -606,
    E_VAULT_BUSY = -607,
    E_VAULT_LOCKED = -608,
    E_WRONG_KEY = -609,
    E_OTHER_PROTECTION = -610,
    E_EMPTY_PASSPHRASE = -611,
    E_KEY_FILE_MISSING = -612,
    E_KEY_FILE_EXPOSED = -613,
    E_KEY_FILE_DAMAGED = -614,
    E_VAULT_FORKED = -615,
    E_VAULT_ROLLED_BACK = -616,
    E_VAULT_VALUE = -617,
    E_VAULT_FILE = -618,
    E_VAULT_IO = -619,
    E_VAULT_DATABASE = -620,
    E_VAULT_OLDER = -621,
    E_VAULT_NAMES = -622,
    E_NOT_A_DOCUMENT = -700,
    E_OTHER_OBJECT = -701,
    E_DOCUMENT_NEWER = -702,
    E_DOCUMENT_CUT = -703,
    E_DOCUMENT_TRAILING = -704,
    E_DAMAGED_HEADER = -705,
    E_DAMAGED_METADATA = -706,
    E_DAMAGED_CHUNK = -707,
    E_DAMAGED_TRAILER = -708,
    E_NOT_A_RECIPIENT = -709,
    E_PASSPHRASE_NEEDED = -710,
    E_KEYS_NEEDED = -711,
    E_DOCUMENT_PASSPHRASE = -712,
    E_DOCUMENT_SIGNATURE = -713,
    E_DOCUMENT_HIGH_S = -714,
    E_NOT_ADDRESSED_TO_YOU = -715,
    E_UNSIGNED = -716,
    E_UNKNOWN_SENDER = -717,
    E_SIGNED_STREAM = -718,
    E_OTHER_CONTENT = -719,
    E_CONTENT_UTF8 = -720,
    E_NO_RECIPIENTS = -721,
    E_TOO_MANY_RECIPIENTS = -722,
    E_DOCUMENT_NAME = -723,
    E_SIZE_CHANGED = -724,
    E_TOO_LARGE = -725,
    E_NO_DOCUMENT = -726,
    E_DOCUMENT_ARMOR = -727,
    E_TARGET_EXISTS = -728,
    E_TARGET_NAME = -729,
    E_NOT_A_FILE = -730,
    E_TEMPORARY_GONE = -731,
    E_JOB_ENDED = -732,
    E_JOB_NOT_DONE = -733,
    E_FILE = -734,
    E_FILE_MISSING = -735,
    E_FILE_PERMISSION = -736,
    EXPORT_SIZE = 210,
    CARD_SIZE = 294,
    KEY_SIZE = 32,
    CONTENT_PLAIN = 0,
    CONTENT_HTML = 1,
    CONTENT_PLAIN_ACTION = 2,
    CONTENT_HTML_ACTION = 3,
    CONTENT_FULL_CARD = 4,
    SESSION_EVENT_SEND = 200,
    SESSION_EVENT_SENT = 201,
    SESSION_EVENT_TEXT = 202,
    SESSION_EVENT_DELIVERED = 203,
    SESSION_EVENT_BOUND = 204,
    SESSION_EVENT_STATUS = 205,
    SESSION_EVENT_CARD = 206,
    SESSION_EVENT_SAVED = 207,
    SESSION_EVENT_OUTSIDE = 208,
    SESSION_EVENT_QUERY = 209,
    SESSION_EVENT_FRAGMENT = 210,
    SESSION_EVENT_UNREAD = 211,
    SESSION_EVENT_REFUSED = 212,
    SESSION_EVENT_FORK = 213,
    SESSION_EVENT_UNPROVEN = 214,
    SESSION_EVENT_MISREAD = 215,
    SESSION_FIELD_LINE = 200,
    SESSION_FIELD_TEXT = 201,
    SESSION_FIELD_ID = 202,
    SESSION_FIELD_FINGERPRINT = 203,
    SESSION_FIELD_SENTENCE = 204,
    SESSION_FIELD_ECHO = 205,
    SESSION_FIELD_CARD = 206,
    SESSION_FIELD_SAVED = 207,
    SESSION_FIELD_CONTENT = 250,
    SESSION_FIELD_LINES = 251,
    SESSION_FIELD_INDEX = 252,
    SESSION_FIELD_TOTAL = 253,
    SESSION_FIELD_STATUS = 254,
    SESSION_FIELD_CODE = 255,
    SESSION_FIELD_GENERATION = 256,
    SESSION_FIELD_UNCONFIRMED = 257,
    SESSION_FIELD_OVERTAKEN = 258,
    SESSION_FIELD_SILENT = 259,
    SESSION_FIELD_OURS = 260,
    SESSION_FIELD_WRITTEN = 261,
    REQUEST_CLOSE = 1,
    REQUEST_FORK = 2,
    REQUEST_REPLACED = 3,
    REQUEST_ACKNOWLEDGEMENT = 4,
    STATUS_IDLE = 1,
    STATUS_STARTING = 2,
    STATUS_PRIVATE = 3,
    STATUS_ENDED = 4,
    STATUS_FORKED = 5,
    FULL_CARD_SIZE = 1465,
    FULL_CARD_TEXT_SIZE = 2048,
    SEALING_KEY_SIZE = 1249,
    JOB_RUN_ALL = -1,
    COMMIT_REPLACE = 1,
    SEAL_UNSIGNED = 1,
    SEAL_WRAPPED = 2,
    DOCUMENT_EVENT_READY = 300,
    DOCUMENT_EVENT_CARD = 301,
    DOCUMENT_FIELD_TEXT = 300,
    DOCUMENT_FIELD_DATA = 301,
    DOCUMENT_FIELD_PATH = 302,
    DOCUMENT_FIELD_NAME = 303,
    DOCUMENT_FIELD_CLAIMED_NAME = 304,
    DOCUMENT_FIELD_FINGERPRINT = 305,
    DOCUMENT_FIELD_DIGITS = 306,
    DOCUMENT_FIELD_CARD = 307,
    DOCUMENT_FIELD_KIND = 350,
    DOCUMENT_FIELD_SIZE = 351,
    DOCUMENT_FIELD_TIME = 352,
    DOCUMENT_FIELD_SIGNED = 353,
    DOCUMENT_FIELD_NAME_CHANGED = 354,
    DOCUMENT_KIND_FILE = 1,
    DOCUMENT_KIND_TEXT = 2,
}
