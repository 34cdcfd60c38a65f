#ifndef ANKUR_TOKEN_DOOR_H
#define ANKUR_TOKEN_DOOR_H

#include <stddef.h>

/// A session with one token, logged in.
typedef struct token_door token_door;

/// Which step failed; the module's own word (CKR_…) stands beside it.
enum token_door_step {
    token_door_done = 0,
    token_door_module,     ///< cannot be loaded, or is none
    token_door_start,      ///< C_Initialize
    token_door_absent,     ///< no slot holds a token of this label
    token_door_session,    ///< C_OpenSession
    token_door_login,      ///< C_Login: the PIN
    token_door_find,       ///< C_FindObjects, C_GetAttributeValue
    token_door_generate,   ///< C_GenerateKey
    token_door_sign,       ///< C_SignInit, C_Sign
    token_door_destroy,    ///< C_DestroyObject
};

/// What a token says of a key.
typedef struct {
    unsigned long handle;
    /// CKA_ID as a big-endian number; 0 where it has none of 1 to 4 bytes.
    unsigned long number;
    /// CKA_EXTRACTABLE, or not CKA_SENSITIVE: the value could be read out.
    int can_leave;
    /// CKA_NEVER_EXTRACTABLE and CKA_ALWAYS_SENSITIVE: it never could.
    int never_left;
} token_door_key;

/// Loads the module, finds the token by its label (up to 32 bytes), opens a session and logs in as its user.
///
/// \param door where the session goes; untouched unless the step is `token_door_done`.
/// \param word the module's own answer, 0 where it gave none.
int token_door_open(
    const char *module, const char *label, const unsigned char *pin, size_t pin_length, token_door **door,
    unsigned long *word);

/// The secret keys of this label on the token, at most `room`; their number goes to `count`.
int token_door_keys(
    token_door *door, const char *label, token_door_key *keys, size_t room, size_t *count, unsigned long *word);

/// Has the token make a key of 32 random bytes that signs and never leaves it, and keeps it there.
int token_door_generate_key(token_door *door, const char *label, unsigned long number, unsigned long *word);

/// HMAC-SHA-256 (CKM_SHA256_HMAC) of the message: exactly 32 bytes.
int token_door_hmac(
    token_door *door, unsigned long key, const unsigned char *message, size_t length, unsigned char code[32],
    unsigned long *word);

int token_door_destroy_key(token_door *door, unsigned long key, unsigned long *word);

/// Ends the session; the door stays, and every further call fails.
void token_door_end_session(token_door *door);

/// Ends the session, if that has not ended, and frees the door.
void token_door_close(token_door *door);

#endif
