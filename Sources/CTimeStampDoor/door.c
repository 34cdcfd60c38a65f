#define _GNU_SOURCE
#include "CTimeStampDoor.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static int64_t seconds(const ASN1_TIME *time) {
    struct tm parts;
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1) return 0;
    return (int64_t)timegm(&parts);
}

/// Adds every certificate of a PEM text to `store` (which may be NULL, to count only); -1 when it cannot be read.
static int read_anchors(X509_STORE *store, const unsigned char *anchors, size_t length) {
    if (length > INT_MAX) return -1;
    BIO *text = BIO_new_mem_buf(anchors, (int)length);
    if (text == NULL) return -1;
    int count = 0;
    X509 *certificate;
    while ((certificate = PEM_read_bio_X509(text, NULL, NULL, NULL)) != NULL) {
        if (store != NULL && X509_STORE_add_cert(store, certificate) != 1) count = INT_MIN;
        X509_free(certificate);
        count++;
    }
    // The end of the text is the one error that says all was read.
    const unsigned long last = ERR_peek_last_error();
    const int at_end = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    BIO_free(text);
    return at_end && count >= 0 ? count : -1;
}

int ts_door_anchor_count(const unsigned char *anchors, size_t length) { return read_anchors(NULL, anchors, length); }

static int has_imprint(TS_TST_INFO *info, const unsigned char *imprint) {
    TS_MSG_IMPRINT *stamped = TS_TST_INFO_get_msg_imprint(info);
    if (stamped == NULL) return 0;
    const ASN1_OBJECT *algorithm = NULL;
    X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(stamped));
    ASN1_OCTET_STRING *digest = TS_MSG_IMPRINT_get_msg(stamped);
    return OBJ_obj2nid(algorithm) == NID_sha256 && digest != NULL && ASN1_STRING_length(digest) == 32
        && memcmp(ASN1_STRING_get0_data(digest), imprint, 32) == 0;
}

static int has_nonce(TS_TST_INFO *info, const unsigned char *nonce, size_t length) {
    const ASN1_INTEGER *given = TS_TST_INFO_get_nonce(info);
    if (given == NULL || length > INT_MAX) return 0;
    BIGNUM *a = ASN1_INTEGER_to_BN(given, NULL), *b = BN_bin2bn(nonce, (int)length, NULL);
    const int same = a != NULL && b != NULL && BN_cmp(a, b) == 0;
    BN_free(a);
    BN_free(b);
    return same;
}

/// RFC 3161 §2.3: exactly one extendedKeyUsage, timeStamping, and critical.
static int is_for_time_stamping(X509 *certificate) {
    const int place = X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1);
    if (place < 0 || X509_get_ext_by_NID(certificate, NID_ext_key_usage, place) >= 0) return 0;
    if (!X509_EXTENSION_get_critical(X509_get_ext(certificate, place))) return 0;
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    const int alone = usage != NULL && sk_ASN1_OBJECT_num(usage) == 1
        && OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;
    EXTENDED_KEY_USAGE_free(usage);
    return alone;
}

static ts_door_result judge(
    TS_RESP *response, const unsigned char *imprint, const unsigned char *nonce, size_t nonce_length,
    const unsigned char *anchors, size_t anchors_length, int64_t at, ts_door_verdict *verdict) {
    TS_STATUS_INFO *status = TS_RESP_get_status_info(response);
    verdict->status = status == NULL ? -1 : ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
    if (verdict->status != TS_STATUS_GRANTED && verdict->status != TS_STATUS_GRANTED_WITH_MODS) return TS_DOOR_REFUSED;
    PKCS7 *token = TS_RESP_get_token(response);
    TS_TST_INFO *info = TS_RESP_get_tst_info(response);
    if (token == NULL || info == NULL || !PKCS7_type_is_signed(token)) return TS_DOOR_MALFORMED;
    verdict->time = seconds(TS_TST_INFO_get_time(info));
    if (!has_imprint(info, imprint)) return TS_DOOR_OTHER_IMPRINT;
    if (nonce_length > 0 && !has_nonce(info, nonce, nonce_length)) return TS_DOOR_OTHER_NONCE;

    X509_STORE *store = X509_STORE_new();
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    if (store == NULL || context == NULL) {
        X509_STORE_free(store);
        TS_VERIFY_CTX_free(context);
        return TS_DOOR_OUT_OF_MEMORY;
    }
    // The context owns the store from here on.
    TS_VERIFY_CTX_set_store(context, store);
    TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_SIGNATURE);
    ts_door_result result = TS_DOOR_ACCEPTED;
    if (read_anchors(store, anchors, anchors_length) <= 0) {
        result = TS_DOOR_NO_ANCHORS;
    } else {
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)at);
        if (TS_RESP_verify_response(context, response) != 1) {
            verdict->code = ERR_peek_last_error();
            const int reason = ERR_GET_LIB(verdict->code) == ERR_LIB_TS ? ERR_GET_REASON(verdict->code) : 0;
            result = reason == TS_R_CERTIFICATE_VERIFY_ERROR ? TS_DOOR_UNTRUSTED : TS_DOOR_BAD_SIGNATURE;
        }
    }
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    X509 *signer = signers == NULL ? NULL : sk_X509_value(signers, 0);
    if (result == TS_DOOR_UNTRUSTED && signer != NULL && !is_for_time_stamping(signer))
        result = TS_DOOR_NOT_FOR_TIME_STAMPING;
    if (result == TS_DOOR_ACCEPTED) {
        if (signer == NULL) result = TS_DOOR_BAD_SIGNATURE;
        else if (!is_for_time_stamping(signer)) result = TS_DOOR_NOT_FOR_TIME_STAMPING;
        else {
            STACK_OF(X509) *held = token->d.sign->cert;
            for (int place = 0; place < sk_X509_num(held); place++) {
                const int64_t end = seconds(X509_get0_notAfter(sk_X509_value(held, place)));
                if (verdict->ends == 0 || end < verdict->ends) verdict->ends = end;
            }
        }
    }
    sk_X509_free(signers);
    TS_VERIFY_CTX_free(context);
    return result;
}

ts_door_verdict ts_door_verify(
    const unsigned char *response, size_t response_length, const unsigned char *imprint, const unsigned char *nonce,
    size_t nonce_length, const unsigned char *anchors, size_t anchors_length, int64_t at) {
    ts_door_verdict verdict = { .result = TS_DOOR_MALFORMED, .status = -1 };
    if (response_length > LONG_MAX) return verdict;
    ERR_clear_error();
    const unsigned char *end = response;
    TS_RESP *read = d2i_TS_RESP(NULL, &end, (long)response_length);
    if (read != NULL && end == response + response_length)
        verdict.result =
            judge(read, imprint, nonce, nonce_length, anchors, anchors_length, at, &verdict);
    TS_RESP_free(read);
    ERR_clear_error();
    return verdict;
}
