#ifndef ANKUR_TIME_STAMP_DOOR_H
#define ANKUR_TIME_STAMP_DOOR_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    TS_DOOR_ACCEPTED = 0,
    /// No DER of a TimeStampResp, or bytes behind it.
    TS_DOOR_MALFORMED = 1,
    /// The authority did not grant a time-stamp; `status` says how.
    TS_DOOR_REFUSED = 2,
    /// Another digest, or by another algorithm than SHA-256.
    TS_DOOR_OTHER_IMPRINT = 3,
    TS_DOOR_OTHER_NONCE = 4,
    TS_DOOR_BAD_SIGNATURE = 5,
    /// The signer's certificate does not lead to an anchor, or not at the time asked for.
    TS_DOOR_UNTRUSTED = 6,
    /// extendedKeyUsage is not timeStamping alone, or not critical (RFC 3161 §2.3).
    TS_DOOR_NOT_FOR_TIME_STAMPING = 7,
    /// The anchors hold no certificate, or something else.
    TS_DOOR_NO_ANCHORS = 8,
    TS_DOOR_OUT_OF_MEMORY = 9,
} ts_door_result;

typedef struct {
    ts_door_result result;
    /// PKIStatus of the reply; -1 where there is none.
    int64_t status;
    /// genTime, seconds since 1970; without fractions.
    int64_t time;
    /// The end of the first certificate in the reply to end, seconds since 1970; 0 where there is none.
    int64_t ends;
    /// libcrypto's packed error, for logs; 0 when there is none.
    unsigned long code;
} ts_door_verdict;

/// Judges a DER TimeStampResp (RFC 3161 §2.4.2).
///
/// \param imprint SHA-256 of the data, 32 bytes.
/// \param nonce big-endian as it was asked for; length 0 when the nonce is not known any more.
/// \param anchors PEM certificates, the only ones that are trusted.
/// \param at seconds since 1970 at which the certificates must be valid.
ts_door_verdict ts_door_verify(
    const unsigned char *response, size_t response_length, const unsigned char *imprint, const unsigned char *nonce,
    size_t nonce_length, const unsigned char *anchors, size_t anchors_length, int64_t at);

/// How many certificates a PEM text holds; -1 when it holds anything that cannot be read.
int ts_door_anchor_count(const unsigned char *anchors, size_t anchors_length);

#endif
