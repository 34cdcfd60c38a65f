#include "CTokenDoor.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Cryptoki as far as it is needed here: PKCS #11 v2.40 (OASIS), appendix B, in the layout of UNIX (natural alignment).

typedef unsigned long ck_ulong;

typedef struct {
    ck_ulong type;
    void *value;
    ck_ulong length;
} ck_attribute;

typedef struct {
    ck_ulong mechanism;
    void *parameter;
    ck_ulong length;
} ck_mechanism;

typedef struct {
    unsigned char label[32];
    // What follows is not looked at: 176 bytes in the standard, with room for more.
    unsigned char rest[480];
} ck_token_info;

typedef struct {
    void *create_mutex, *destroy_mutex, *lock_mutex, *unlock_mutex;
    ck_ulong flags;
    void *reserved;
} ck_initialize_args;

typedef ck_ulong (*ck_unused)(void);

/// CK_FUNCTION_LIST up to C_GenerateKey.
typedef struct {
    unsigned char version[2];
    ck_ulong (*initialize)(void *);
    ck_unused finalize, get_info, get_function_list;
    ck_ulong (*get_slot_list)(unsigned char, ck_ulong *, ck_ulong *);
    ck_unused get_slot_info;
    ck_ulong (*get_token_info)(ck_ulong, ck_token_info *);
    ck_unused get_mechanism_list, get_mechanism_info, init_token, init_pin, set_pin;
    ck_ulong (*open_session)(ck_ulong, ck_ulong, void *, void *, ck_ulong *);
    ck_ulong (*close_session)(ck_ulong);
    ck_unused close_all_sessions, get_session_info, get_operation_state, set_operation_state;
    ck_ulong (*login)(ck_ulong, ck_ulong, unsigned char *, ck_ulong);
    ck_unused logout, create_object, copy_object;
    ck_ulong (*destroy_object)(ck_ulong, ck_ulong);
    ck_unused get_object_size;
    ck_ulong (*get_attribute_value)(ck_ulong, ck_ulong, ck_attribute *, ck_ulong);
    ck_unused set_attribute_value;
    ck_ulong (*find_objects_init)(ck_ulong, ck_attribute *, ck_ulong);
    ck_ulong (*find_objects)(ck_ulong, ck_ulong *, ck_ulong, ck_ulong *);
    ck_ulong (*find_objects_final)(ck_ulong);
    ck_unused encryption[8], digesting[5];
    ck_ulong (*sign_init)(ck_ulong, ck_mechanism *, ck_ulong);
    ck_ulong (*sign)(ck_ulong, unsigned char *, ck_ulong, unsigned char *, ck_ulong *);
    ck_unused sign_update, sign_final, sign_recover[2], verifying[6], dual_function[4];
    ck_ulong (*generate_key)(ck_ulong, ck_mechanism *, ck_attribute *, ck_ulong, ck_ulong *);
} ck_function_list;

_Static_assert(offsetof(ck_function_list, get_token_info) == 7 * sizeof(void *), "C_GetTokenInfo is the 7th");
_Static_assert(offsetof(ck_function_list, login) == 19 * sizeof(void *), "C_Login is the 19th");
_Static_assert(offsetof(ck_function_list, find_objects_init) == 27 * sizeof(void *), "C_FindObjectsInit is the 27th");
_Static_assert(offsetof(ck_function_list, sign_init) == 43 * sizeof(void *), "C_SignInit is the 43rd");
_Static_assert(offsetof(ck_function_list, generate_key) == 59 * sizeof(void *), "C_GenerateKey is the 59th");

enum {
    ckr_ok = 0,
    ckr_user_already_logged_in = 0x100,
    ckr_buffer_too_small = 0x150,
    ckr_cryptoki_already_initialized = 0x191,
    ckf_os_locking_ok = 2,
    ckf_rw_session = 2,
    ckf_serial_session = 4,
    cku_user = 1,
    cko_secret_key = 4,
    ckk_generic_secret = 0x10,
    ckm_sha256_hmac = 0x251,
    ckm_generic_secret_key_gen = 0x350,
    cka_class = 0,
    cka_token = 1,
    cka_private = 2,
    cka_label = 3,
    cka_key_type = 0x100,
    cka_id = 0x102,
    cka_sensitive = 0x103,
    cka_sign = 0x108,
    cka_value_len = 0x161,
    cka_extractable = 0x162,
    cka_never_extractable = 0x164,
    cka_always_sensitive = 0x165,
};

struct token_door {
    ck_function_list *functions;
    ck_ulong session;
};

/// The slot whose token has this label; -1 when there is none.
static long slot_of(ck_function_list *functions, const char *label, ck_ulong *word) {
    unsigned char padded[32];
    memset(padded, ' ', sizeof padded);
    size_t length = strlen(label);
    if (length > sizeof padded) return -1;
    memcpy(padded, label, length);

    ck_ulong slots[256], count = 0;
    // Asked for their number first: with that a module looks anew which tokens there are (PKCS #11 §5.5).
    *word = functions->get_slot_list(1, NULL, &count);
    if (*word != ckr_ok) return -1;
    count = sizeof slots / sizeof *slots;
    *word = functions->get_slot_list(1, slots, &count);
    if (*word != ckr_ok) return -1;
    for (ck_ulong at = 0; at < count && at < sizeof slots / sizeof *slots; at++) {
        ck_token_info info;
        memset(&info, 0, sizeof info);
        if (functions->get_token_info(slots[at], &info) != ckr_ok) continue;
        if (memcmp(info.label, padded, sizeof padded) == 0) return (long)slots[at];
    }
    return -1;
}

int token_door_open(
    const char *module, const char *label, const unsigned char *pin, size_t pin_length, token_door **door,
    unsigned long *word) {
    *word = 0;
    void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
    if (!library) return token_door_module;
    ck_ulong (*get_function_list)(ck_function_list **) =
        (ck_ulong (*)(ck_function_list **))dlsym(library, "C_GetFunctionList");
    ck_function_list *functions = NULL;
    // From here on the library stays loaded: others in this process may use it too.
    if (!get_function_list || (*word = get_function_list(&functions)) != ckr_ok || !functions
        || functions->version[0] < 2)
        return token_door_module;

    ck_initialize_args arguments;
    memset(&arguments, 0, sizeof arguments);
    arguments.flags = ckf_os_locking_ok;
    *word = functions->initialize(&arguments);
    if (*word != ckr_ok && *word != ckr_cryptoki_already_initialized) return token_door_start;

    long slot = slot_of(functions, label, word);
    if (slot < 0) return token_door_absent;
    ck_ulong session = 0;
    *word = functions->open_session((ck_ulong)slot, ckf_serial_session | ckf_rw_session, NULL, NULL, &session);
    if (*word != ckr_ok) return token_door_session;
    *word = functions->login(session, cku_user, (unsigned char *)pin, (ck_ulong)pin_length);
    // All sessions of a process with one token are logged in, or none is.
    if (*word != ckr_ok && *word != ckr_user_already_logged_in) {
        functions->close_session(session);
        return token_door_login;
    }
    token_door *opened = malloc(sizeof *opened);
    if (!opened) {
        functions->close_session(session);
        return token_door_session;
    }
    opened->functions = functions;
    opened->session = session;
    *door = opened;
    *word = 0;
    return token_door_done;
}

/// A CK_BBOOL of a key; `otherwise` where the token does not say.
static int flag(token_door *door, ck_ulong key, ck_ulong type, int otherwise) {
    unsigned char value = 0;
    ck_attribute attribute = {type, &value, sizeof value};
    if (door->functions->get_attribute_value(door->session, key, &attribute, 1) != ckr_ok
        || attribute.length != sizeof value)
        return otherwise;
    return value != 0;
}

int token_door_keys(
    token_door *door, const char *label, token_door_key *keys, size_t room, size_t *count, unsigned long *word) {
    ck_ulong class = cko_secret_key;
    unsigned char yes = 1;
    ck_attribute wanted[] = {
        {cka_class, &class, sizeof class},
        {cka_token, &yes, sizeof yes},
        {cka_label, (void *)label, (ck_ulong)strlen(label)},
    };
    *count = 0;
    *word = door->functions->find_objects_init(door->session, wanted, 3);
    if (*word != ckr_ok) return token_door_find;
    ck_ulong handles[64], found = 0;
    ck_ulong most = room < 64 ? room : 64;
    *word = door->functions->find_objects(door->session, handles, most, &found);
    ck_ulong end = door->functions->find_objects_final(door->session);
    if (*word == ckr_ok) *word = end;
    if (*word != ckr_ok) return token_door_find;
    // As many as there is room for may not be all.
    if (found >= most) {
        *word = ckr_buffer_too_small;
        return token_door_find;
    }
    for (ck_ulong at = 0; at < found && at < most; at++) {
        unsigned char id[4];
        ck_attribute attribute = {cka_id, id, sizeof id};
        ck_ulong number = 0;
        if (door->functions->get_attribute_value(door->session, handles[at], &attribute, 1) == ckr_ok
            && attribute.length >= 1 && attribute.length <= sizeof id)
            for (ck_ulong byte = 0; byte < attribute.length; byte++) number = number << 8 | id[byte];
        keys[at].handle = handles[at];
        keys[at].number = number;
        keys[at].can_leave =
            flag(door, handles[at], cka_extractable, 1) || !flag(door, handles[at], cka_sensitive, 0);
        keys[at].never_left =
            flag(door, handles[at], cka_never_extractable, 0) && flag(door, handles[at], cka_always_sensitive, 0);
    }
    *count = found;
    return token_door_done;
}

int token_door_generate_key(token_door *door, const char *label, unsigned long number, unsigned long *word) {
    ck_ulong class = cko_secret_key, type = ckk_generic_secret, length = 32;
    unsigned char yes = 1, no = 0;
    unsigned char id[4] = {
        (unsigned char)(number >> 24), (unsigned char)(number >> 16), (unsigned char)(number >> 8),
        (unsigned char)number};
    ck_attribute wanted[] = {
        {cka_class, &class, sizeof class}, {cka_key_type, &type, sizeof type},
        {cka_value_len, &length, sizeof length}, {cka_token, &yes, sizeof yes},
        {cka_private, &yes, sizeof yes}, {cka_sensitive, &yes, sizeof yes},
        {cka_extractable, &no, sizeof no}, {cka_sign, &yes, sizeof yes},
        {cka_label, (void *)label, (ck_ulong)strlen(label)}, {cka_id, id, sizeof id},
    };
    ck_mechanism mechanism = {ckm_generic_secret_key_gen, NULL, 0};
    ck_ulong key = 0;
    *word = door->functions->generate_key(door->session, &mechanism, wanted, sizeof wanted / sizeof *wanted, &key);
    return *word == ckr_ok ? token_door_done : token_door_generate;
}

int token_door_hmac(
    token_door *door, unsigned long key, const unsigned char *message, size_t length, unsigned char code[32],
    unsigned long *word) {
    ck_mechanism mechanism = {ckm_sha256_hmac, NULL, 0};
    *word = door->functions->sign_init(door->session, &mechanism, key);
    if (*word != ckr_ok) return token_door_sign;
    ck_ulong written = 32;
    *word = door->functions->sign(door->session, (unsigned char *)message, (ck_ulong)length, code, &written);
    return *word == ckr_ok && written == 32 ? token_door_done : token_door_sign;
}

int token_door_destroy_key(token_door *door, unsigned long key, unsigned long *word) {
    *word = door->functions->destroy_object(door->session, key);
    return *word == ckr_ok ? token_door_done : token_door_destroy;
}

void token_door_end_session(token_door *door) {
    // Neither C_Logout nor C_Finalize: another session of this process may still work.
    door->functions->close_session(door->session);
}

void token_door_close(token_door *door) {
    token_door_end_session(door);
    free(door);
}
