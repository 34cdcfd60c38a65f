#include "CSignatureDoor.h"

#include <limits.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/// Never asks anybody for a password.
static int no_password(char *buffer, int size, int writing, void *user) {
    (void)buffer, (void)size, (void)writing, (void)user;
    return 0;
}

size_t signature_door_sign(
    const unsigned char *content, size_t content_length, const unsigned char *certificate, size_t certificate_length,
    const unsigned char *key, size_t key_length, unsigned char *signature, size_t room) {
    if (content_length > INT_MAX || certificate_length > INT_MAX || key_length > INT_MAX) return 0;
    size_t length = 0;
    BIO *data = BIO_new_mem_buf(content, (int)content_length);
    BIO *certificates = BIO_new_mem_buf(certificate, (int)certificate_length);
    BIO *secret = BIO_new_mem_buf(key, (int)key_length);
    STACK_OF(X509) *chain = sk_X509_new_null();
    X509 *signer = certificates ? PEM_read_bio_X509(certificates, NULL, no_password, NULL) : NULL;
    EVP_PKEY *private_key = secret ? PEM_read_bio_PrivateKey(secret, NULL, no_password, NULL) : NULL;
    CMS_ContentInfo *cms = NULL;
    if (data && chain && signer && private_key && X509_check_private_key(signer, private_key) == 1) {
        X509 *next;
        while ((next = PEM_read_bio_X509(certificates, NULL, no_password, NULL)) != NULL)
            if (sk_X509_push(chain, next) == 0) X509_free(next);
        const unsigned int flags = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
        cms = CMS_sign(NULL, NULL, chain, NULL, flags);
        if (cms && CMS_add1_signer(cms, signer, private_key, EVP_sha256(), flags)
            && CMS_final(cms, data, NULL, flags) == 1) {
            const int needed = i2d_CMS_ContentInfo(cms, NULL);
            if (needed > 0 && (size_t)needed <= room) {
                unsigned char *end = signature;
                length = (size_t)i2d_CMS_ContentInfo(cms, &end);
            }
        }
    }
    CMS_ContentInfo_free(cms);
    EVP_PKEY_free(private_key);
    X509_free(signer);
    sk_X509_pop_free(chain, X509_free);
    BIO_free(secret);
    BIO_free(certificates);
    BIO_free(data);
    ERR_clear_error();
    return length;
}
