"""Functions and constants of the C library. Made by make_api.py from bindings/api.json."""

import ctypes as c

ABI = 0
VERSION = "0.1.0"

# Name: what it returns, what it takes.
FUNCTIONS = {
    "subrosa_version": (c.c_char_p, ()),
    "subrosa_abi_check": (c.c_int32, (c.c_int32,)),
    "subrosa_backend": (c.c_char_p, ()),
    "subrosa_messenger_open": (c.c_void_p, (c.c_int32, c.c_char_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_messenger_open_with_key": (c.c_void_p, (c.c_int32, c.c_char_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_messenger_leave": (c.c_void_p, (c.c_void_p,)),
    "subrosa_messenger_free": (None, (c.c_void_p,)),
    "subrosa_wake_ms": (c.c_int64, (c.c_void_p,)),
    "subrosa_account_attach": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p,)),
    "subrosa_account_set": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_account_get": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_account_online": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_int32,)),
    "subrosa_account_detach": (c.c_void_p, (c.c_void_p, c.c_char_p,)),
    "subrosa_account_rename": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_account_listed": (c.c_void_p, (c.c_void_p, c.c_char_p,)),
    "subrosa_outgoing": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_uint32,)),
    "subrosa_incoming": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_uint32, c.c_int64,)),
    "subrosa_may_send": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_line_kind": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t,)),
    "subrosa_line_failed": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_int64,)),
    "subrosa_tick": (c.c_void_p, (c.c_void_p,)),
    "subrosa_batch_begin": (c.c_int32, (c.c_void_p,)),
    "subrosa_batch_end": (c.c_void_p, (c.c_void_p,)),
    "subrosa_irc_out": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_irc_in": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_int64,)),
    "subrosa_command": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_answer": (c.c_void_p, (c.c_void_p, c.c_int64, c.c_char_p, c.c_size_t,)),
    "subrosa_choices": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_title": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_contact_hint": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_int32, c.c_int32,)),
    "subrosa_contact_rename": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p,)),
    "subrosa_contact_list": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_text_list": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_safety_scan": (c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_outcome_verdict": (c.c_int32, (c.c_void_p,)),
    "subrosa_outcome_result": (c.c_int32, (c.c_void_p,)),
    "subrosa_outcome_mark": (c.c_char_p, (c.c_void_p,)),
    "subrosa_outcome_line": (c.c_char_p, (c.c_void_p, c.POINTER(c.c_size_t),)),
    "subrosa_outcome_next": (c.c_int32, (c.c_void_p,)),
    "subrosa_outcome_undone": (None, (c.c_void_p,)),
    "subrosa_outcome_has": (c.c_int32, (c.c_void_p, c.c_int32,)),
    "subrosa_outcome_str": (c.c_char_p, (c.c_void_p, c.c_int32,)),
    "subrosa_outcome_int": (c.c_int64, (c.c_void_p, c.c_int32,)),
    "subrosa_outcome_bytes": (c.POINTER(c.c_uint8), (c.c_void_p, c.c_int32, c.POINTER(c.c_size_t),)),
    "subrosa_outcome_choice": (c.c_char_p, (c.c_void_p, c.c_int32, c.c_int32,)),
    "subrosa_outcome_json": (c.c_char_p, (c.c_void_p,)),
    "subrosa_outcome_free": (None, (c.c_void_p,)),
    "subrosa_account_fingerprint": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_uint8),)),
    "subrosa_account_own_identity": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_char_p, c.c_size_t,)),
    "subrosa_fingerprint_digits": (c.c_int32, (c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_fingerprint_matches_digits": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_fingerprint_to_hex": (c.c_int32, (c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_fingerprint_from_hex": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_uint8),)),
    "subrosa_safety_digits": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_safety_code": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_safety_svg": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_safety_modules": (c.c_int32, (c.c_char_p, c.c_char_p, c.POINTER(c.c_uint8),)),
    "subrosa_safety_compare": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t,)),
    "subrosa_last_error": (c.c_int32, (c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_last_sentence": (c.c_int32, (c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_result_name": (c.c_char_p, (c.c_int32,)),
    "subrosa_identity_generate": (c.c_int32, (c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_identity_add_sealing_key": (c.c_int32, (c.c_void_p,)),
    "subrosa_identity_free": (None, (c.c_void_p,)),
    "subrosa_identity_fingerprint": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_identity_created": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64),)),
    "subrosa_identity_export": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.c_uint32, c.c_uint32, c.c_uint32, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_identity_import": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_card_find": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_card_parse": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_card_verify": (c.c_int32, (c.c_void_p, c.c_int64,)),
    "subrosa_card_free": (None, (c.c_void_p,)),
    "subrosa_card_fingerprint": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_card_id": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_card_issued": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64),)),
    "subrosa_card_expires": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64),)),
    "subrosa_card_one_time": (c.c_int32, (c.c_void_p,)),
    "subrosa_card_text": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_installation_new": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_installation_free": (None, (c.c_void_p,)),
    "subrosa_installation_id": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_installation_card": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_installation_offer": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_installation_expire": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64),)),
    "subrosa_installation_save": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_installation_load": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.c_char_p, c.POINTER(c.c_void_p), c.POINTER(c.c_int64),)),
    "subrosa_peer_new": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_free": (None, (c.c_void_p,)),
    "subrosa_peer_set_line_limit": (c.c_int32, (c.c_void_p, c.c_int32,)),
    "subrosa_peer_set_acknowledgements": (c.c_int32, (c.c_void_p, c.c_int32,)),
    "subrosa_peer_set_fill_lines": (c.c_int32, (c.c_void_p, c.c_int32,)),
    "subrosa_peer_fingerprint": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_peer_status": (c.c_int32, (c.c_void_p,)),
    "subrosa_peer_save": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_peer_load": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.c_char_p, c.c_char_p, c.POINTER(c.c_void_p), c.POINTER(c.c_int64),)),
    "subrosa_peer_expire": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64),)),
    "subrosa_peer_wake_in": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64),)),
    "subrosa_peer_start": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_void_p, c.c_int32, c.c_char_p, c.c_size_t, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_send": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_int32, c.c_char_p, c.c_size_t, c.c_char_p, c.c_int64, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_receive": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_char_p, c.c_size_t, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_confirm": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_int64,)),
    "subrosa_peer_tick": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_close": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_probe": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_peer_send_card": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_full_card_of": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_full_card_find": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_full_card_read": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_full_card_free": (None, (c.c_void_p,)),
    "subrosa_full_card_fingerprint": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_full_card_issued": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64),)),
    "subrosa_full_card_sealing_key": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_full_card_bytes": (c.c_int32, (c.c_void_p, c.POINTER(c.c_uint8),)),
    "subrosa_full_card_text": (c.c_int32, (c.c_void_p, c.c_int32, c.c_char_p, c.POINTER(c.c_size_t),)),
    "subrosa_terms_new": (c.c_int32, (c.c_int64, c.POINTER(c.c_void_p),)),
    "subrosa_terms_free": (None, (c.c_void_p,)),
    "subrosa_terms_add_card": (c.c_int32, (c.c_void_p, c.c_void_p,)),
    "subrosa_terms_add_key": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_terms_add_identity": (c.c_int32, (c.c_void_p, c.c_void_p,)),
    "subrosa_terms_set_passphrase": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t,)),
    "subrosa_terms_sign": (c.c_int32, (c.c_void_p, c.c_void_p,)),
    "subrosa_terms_set_name": (c.c_int32, (c.c_void_p, c.c_char_p,)),
    "subrosa_seal_text": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.c_int32, c.POINTER(c.c_void_p),)),
    "subrosa_open_text": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_seal_bytes": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_open_bytes": (c.c_int32, (c.c_char_p, c.c_size_t, c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_sweep": (c.c_int32, (c.c_char_p,)),
    "subrosa_seal_file": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_open_file": (c.c_int32, (c.c_char_p, c.c_char_p, c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_job_run": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(c.c_int64), c.POINTER(c.c_int64),)),
    "subrosa_job_result": (c.c_int32, (c.c_void_p, c.POINTER(c.c_void_p),)),
    "subrosa_job_commit": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint32,)),
    "subrosa_job_free": (None, (c.c_void_p,)),
    "subrosa_messenger_card": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_int32, c.POINTER(c.c_void_p),)),
    "subrosa_card_learn": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_text_seal": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_uint32, c.POINTER(c.c_void_p),)),
    "subrosa_text_open": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p),)),
    "subrosa_file_seal": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_char_p, c.c_uint32, c.POINTER(c.c_void_p),)),
    "subrosa_file_open": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_messenger_terms": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_void_p),)),
    "subrosa_terms_add_contact": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_char_p, c.c_char_p,)),
    "subrosa_terms_add_known": (c.c_int32, (c.c_void_p, c.c_void_p, c.c_char_p,)),
}

NUL = -1
VERDICT_PASS = 1
VERDICT_MARKED = 2
VERDICT_TAKEN = 3
VERDICT_REFUSED = 4
FLAG_ACTION = 1
FLAG_NOTICE = 2
FLAG_HISTORY = 4
FLAG_OWN = 8
FLAG_OCCUPANT = 16
FLAG_HTML = 32
FLAG_PLAIN = 64
HINT_KNOWN = 1
HINT_PRESENT = 2
HINT_CAPABLE = 3
CHOICE_WORD = 0
CHOICE_LABEL = 1
CHOICE_RISK = 2
EVENT_SEND = 1
EVENT_SHOW = 2
EVENT_SAY = 3
EVENT_TITLE = 4
EVENT_ECHO = 5
EVENT_PROGRESS = 10
EVENT_CLOSE = 11
EVENT_CHOICES = 20
EVENT_CONTACT = 21
EVENT_TEXT = 22
FIELD_ACCOUNT = 1
FIELD_PEER = 2
FIELD_LINE = 3
FIELD_RAW = 4
FIELD_FALLBACK = 5
FIELD_TEXT = 6
FIELD_MARK = 7
FIELD_SENTENCE = 8
FIELD_HOW = 9
FIELD_WORDS = 10
FIELD_CODE = 11
FIELD_NAME = 12
FIELD_DIGITS = 13
FIELD_BLOCKS = 14
FIELD_STAGE = 15
FIELD_STATE = 16
FIELD_TRUST = 17
FIELD_LABEL = 18
FIELD_OTHER_DIGITS = 19
FIELD_ID = 30
FIELD_MODULES = 31
FIELD_FINGERPRINT = 32
FIELD_OTHER_FINGERPRINT = 33
FIELD_LINE_ID = 100
FIELD_KIND = 101
FIELD_ACTION = 102
FIELD_TIME = 103
FIELD_PRIVATE = 104
FIELD_NUMBER = 105
FIELD_SEVERITY = 106
FIELD_PLACE = 107
FIELD_ASKED_FOR = 108
FIELD_LOG = 109
FIELD_QUESTION = 110
FIELD_INPUT = 111
FIELD_LEVEL = 112
FIELD_DONE = 113
FIELD_TOTAL = 114
FIELD_COUNT = 115
FIELD_SIDE = 116
FIELD_KNOWN = 117
FIELD_BLOCKED = 118
FIELD_SEALABLE = 119
FIELD_CURRENT = 120
FIELD_FIRST_SEEN = 121
KIND_TEXT = 1
KIND_ACKNOWLEDGEMENT = 2
KIND_HANDSHAKE = 3
KIND_CARD = 4
KIND_QUESTION = 5
KIND_NETWORK = 6
SEVERITY_INFORMATION = 1
SEVERITY_WARNING = 2
SEVERITY_ALARM = 3
PLACE_WINDOW = 1
PLACE_ANYWHERE = 2
PLACE_IF_OPEN = 3
INPUT_NONE = 0
INPUT_LINE = 1
INPUT_HIDDEN = 2
LEVEL_PLAIN = 0
LEVEL_WAITING = 1
LEVEL_PRIVATE = 2
LEVEL_VERIFIED = 3
LEVEL_ALARM = 4
FINGERPRINT_SIZE = 32
DIGITS_SIZE = 72
HEX_SIZE = 65
SAFETY_CODE_SIZE = 139
SAFETY_SIDE = 41
SCAN_MATCH = 1
SCAN_WRONG_CONTACT = 2
SCAN_NOT_FOR_US = 3
SCAN_NEWER = 4
SCAN_NOT_A_CODE = 5
ERROR_SIZE = 256
OK = 0
E_ARGUMENT = -1
E_HANDLE = -2
E_BUSY = -3
E_POISONED = -4
E_PANIC = -5
E_BUFFER = -6
E_UTF8 = -7
E_ABI = -8
E_RANDOM = -9
E_MEMORY = -10
E_UNSUPPORTED = -11
E_FIELD = -12
E_TRUNCATED = -100
E_OVERSIZED = -101
E_VERSION = -102
E_SUITE = -103
E_TYPE = -104
E_ITEM = -105
E_MALFORMED = -106
E_BAD_KEY = -200
E_BAD_SIGNATURE = -201
E_NOT_LOW_S = -202
E_EXPIRED = -203
E_NOT_YET_VALID = -204
E_LIFETIME = -205
E_UNVERIFIED = -206
E_NO_CARD = -207
E_SEVERAL_CARDS = -208
E_NO_EXPORT = -209
E_SEVERAL_EXPORTS = -210
E_EXPORT_FORMAT = -211
E_EXPORT_CONTENT = -212
E_PASSPHRASE = -213
E_PASSPHRASE_PARAMETER = -214
E_NOT_A_FINGERPRINT = -215
E_NO_SEALING_KEY = -216
E_OTHER_SEALING_KEY = -217
E_NOT_FOR_US = -300
E_FORGED = -301
E_GAP_TOO_LARGE = -302
E_REPLAYED = -303
E_REPLAYED_OFFER = -304
E_DUPLICATE = -305
E_REFLECTED = -306
E_OTHER_IDENTITY = -307
E_OWN_IDENTITY = -308
E_UNEXPECTED_OFFER = -309
E_OLDER_CARD = -310
E_ENDED = -311
E_NO_SESSION = -312
E_FORKED = -313
E_NOT_CONFIRMED_YET = -314
E_EMPTY = -315
E_TOO_LONG = -316
E_LINE_LIMIT = -317
E_TOO_MANY_INITS = -318
E_CONTENT = -319
E_WRONG_INSTALLATION = -320
E_STATE = -400
E_STATE_FORMAT = -401
E_STATE_KIND = -402
E_STATE_CONTENT = -403
E_UNKNOWN_ACCOUNT = -500
E_ACCOUNT_IN_USE = -501
E_ACCOUNT_ELSEWHERE = -502
E_NAME = -503
E_PROFILE = -504
E_SETTING = -505
E_UNKNOWN_TEXT = -506
E_OTHER_FINGERPRINT = -507
E_TOO_MANY_KEYS = -508
E_ADDRESS_TAKEN = -509
E_WRONG_STATE = -510
E_IDENTITY_IN_USE = -511
E_RECORD = -512
E_LANGUAGE = -513
E_COMMAND = -514
E_ANSWER = -515
E_VAULT_MISSING = -600
E_VAULT_EXISTS = -601
E_NOT_A_VAULT = -602
E_VAULT_NEWER = -603
E_VAULT_DAMAGED = -604
E_VAULT_READ_ONLY = -605
E_DISK_FULL = -606
E_VAULT_BUSY = -607
E_VAULT_LOCKED = -608
E_WRONG_KEY = -609
E_OTHER_PROTECTION = -610
E_EMPTY_PASSPHRASE = -611
E_KEY_FILE_MISSING = -612
E_KEY_FILE_EXPOSED = -613
E_KEY_FILE_DAMAGED = -614
E_VAULT_FORKED = -615
E_VAULT_ROLLED_BACK = -616
E_VAULT_VALUE = -617
E_VAULT_FILE = -618
E_VAULT_IO = -619
E_VAULT_DATABASE = -620
E_VAULT_OLDER = -621
E_VAULT_NAMES = -622
E_NOT_A_DOCUMENT = -700
E_OTHER_OBJECT = -701
E_DOCUMENT_NEWER = -702
E_DOCUMENT_CUT = -703
E_DOCUMENT_TRAILING = -704
E_DAMAGED_HEADER = -705
E_DAMAGED_METADATA = -706
E_DAMAGED_CHUNK = -707
E_DAMAGED_TRAILER = -708
E_NOT_A_RECIPIENT = -709
E_PASSPHRASE_NEEDED = -710
E_KEYS_NEEDED = -711
E_DOCUMENT_PASSPHRASE = -712
E_DOCUMENT_SIGNATURE = -713
E_DOCUMENT_HIGH_S = -714
E_NOT_ADDRESSED_TO_YOU = -715
E_UNSIGNED = -716
E_UNKNOWN_SENDER = -717
E_SIGNED_STREAM = -718
E_OTHER_CONTENT = -719
E_CONTENT_UTF8 = -720
E_NO_RECIPIENTS = -721
E_TOO_MANY_RECIPIENTS = -722
E_DOCUMENT_NAME = -723
E_SIZE_CHANGED = -724
E_TOO_LARGE = -725
E_NO_DOCUMENT = -726
E_DOCUMENT_ARMOR = -727
E_TARGET_EXISTS = -728
E_TARGET_NAME = -729
E_NOT_A_FILE = -730
E_TEMPORARY_GONE = -731
E_JOB_ENDED = -732
E_JOB_NOT_DONE = -733
E_FILE = -734
E_FILE_MISSING = -735
E_FILE_PERMISSION = -736
EXPORT_SIZE = 210
CARD_SIZE = 294
KEY_SIZE = 32
CONTENT_PLAIN = 0
CONTENT_HTML = 1
CONTENT_PLAIN_ACTION = 2
CONTENT_HTML_ACTION = 3
CONTENT_FULL_CARD = 4
SESSION_EVENT_SEND = 200
SESSION_EVENT_SENT = 201
SESSION_EVENT_TEXT = 202
SESSION_EVENT_DELIVERED = 203
SESSION_EVENT_BOUND = 204
SESSION_EVENT_STATUS = 205
SESSION_EVENT_CARD = 206
SESSION_EVENT_SAVED = 207
SESSION_EVENT_OUTSIDE = 208
SESSION_EVENT_QUERY = 209
SESSION_EVENT_FRAGMENT = 210
SESSION_EVENT_UNREAD = 211
SESSION_EVENT_REFUSED = 212
SESSION_EVENT_FORK = 213
SESSION_EVENT_UNPROVEN = 214
SESSION_EVENT_MISREAD = 215
SESSION_FIELD_LINE = 200
SESSION_FIELD_TEXT = 201
SESSION_FIELD_ID = 202
SESSION_FIELD_FINGERPRINT = 203
SESSION_FIELD_SENTENCE = 204
SESSION_FIELD_ECHO = 205
SESSION_FIELD_CARD = 206
SESSION_FIELD_SAVED = 207
SESSION_FIELD_CONTENT = 250
SESSION_FIELD_LINES = 251
SESSION_FIELD_INDEX = 252
SESSION_FIELD_TOTAL = 253
SESSION_FIELD_STATUS = 254
SESSION_FIELD_CODE = 255
SESSION_FIELD_GENERATION = 256
SESSION_FIELD_UNCONFIRMED = 257
SESSION_FIELD_OVERTAKEN = 258
SESSION_FIELD_SILENT = 259
SESSION_FIELD_OURS = 260
SESSION_FIELD_WRITTEN = 261
REQUEST_CLOSE = 1
REQUEST_FORK = 2
REQUEST_REPLACED = 3
REQUEST_ACKNOWLEDGEMENT = 4
STATUS_IDLE = 1
STATUS_STARTING = 2
STATUS_PRIVATE = 3
STATUS_ENDED = 4
STATUS_FORKED = 5
FULL_CARD_SIZE = 1465
FULL_CARD_TEXT_SIZE = 2048
SEALING_KEY_SIZE = 1249
JOB_RUN_ALL = -1
COMMIT_REPLACE = 1
SEAL_UNSIGNED = 1
SEAL_WRAPPED = 2
DOCUMENT_EVENT_READY = 300
DOCUMENT_EVENT_CARD = 301
DOCUMENT_FIELD_TEXT = 300
DOCUMENT_FIELD_DATA = 301
DOCUMENT_FIELD_PATH = 302
DOCUMENT_FIELD_NAME = 303
DOCUMENT_FIELD_CLAIMED_NAME = 304
DOCUMENT_FIELD_FINGERPRINT = 305
DOCUMENT_FIELD_DIGITS = 306
DOCUMENT_FIELD_CARD = 307
DOCUMENT_FIELD_KIND = 350
DOCUMENT_FIELD_SIZE = 351
DOCUMENT_FIELD_TIME = 352
DOCUMENT_FIELD_SIGNED = 353
DOCUMENT_FIELD_NAME_CHANGED = 354
DOCUMENT_KIND_FILE = 1
DOCUMENT_KIND_TEXT = 2
