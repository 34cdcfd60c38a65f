#ifndef ANKUR_SIGNATURE_DOOR_H
#define ANKUR_SIGNATURE_DOOR_H

#include <stddef.h>

/// Signs bytes: a detached CMS SignedData (RFC 5652) in DER, with the signer's certificate in it and SHA-256.
///
/// \param certificate PEM; what follows the first certificate goes along as its chain.
/// \param key PEM of a private key without a password.
/// \param signature where the DER goes, when there is room.
/// \return its length; 0 when a key or certificate cannot be read, they do not belong together, or there is no room.
size_t signature_door_sign(
    const unsigned char *content, size_t content_length, const unsigned char *certificate, size_t certificate_length,
    const unsigned char *key, size_t key_length, unsigned char *signature, size_t room);

#endif
