#pragma once

// libcurl's setters and getters are variadic, which Swift can't call: one typed function for each shape of argument.

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// Macros with a cast, which Swift does not see.
static const long ccurl_auth_basic = CURLAUTH_BASIC;
static const long ccurl_auth_digest = CURLAUTH_DIGEST;

/// Copies the bytes.
static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, &blob);
}

/// The shape that both the header and the body callback have.
typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

/// Where a body is to be read from again.
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);

static inline CURLcode ccurl_set_seek_callback(CURL *handle, ccurl_seek_callback value) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

/// The result of a finished transfer; its place is a union.
static inline CURLcode ccurl_message_result(const CURLMsg *message) {
    return message->data.result;
}

/// What the first certificate of the chain says, as `name:value`; owned by the handle.
static inline struct curl_slist *ccurl_certificate(CURL *handle) {
    struct curl_certinfo *info = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &info) != CURLE_OK || !info || info->num_of_certs < 1) return NULL;
    return info->certinfo[0];
}

/// All cookies that the handle knows, as lines of a Netscape cookie file; the caller frees the list.
static inline struct curl_slist *ccurl_cookies(CURL *handle) {
    struct curl_slist *cookies = NULL;
    return curl_easy_getinfo(handle, CURLINFO_COOKIELIST, &cookies) == CURLE_OK ? cookies : NULL;
}

/// The version of TLS of a transfer under way, such as `TLSv1.3`; NULL without TLS.
///
/// libcurl doesn't tell it, but gives OpenSSL's own object, whose library is loaded with it.
static inline const char *ccurl_tls_version(CURL *handle) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session || !session->internals
        || session->backend != CURLSSLBACKEND_OPENSSL) {
        return NULL;
    }
    const char *(*version)(const void *) = (const char *(*)(const void *))dlsym(NULL, "SSL_get_version");
    return version ? version(session->internals) : NULL;
}

/// 169.254.0.0/16, fe80::/10, the same of IPv4 within IPv6, and fd00:ec2::/32.
static inline int ccurl_is_link_local(const struct sockaddr *address) {
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const unsigned char metadata[4] = {0xFD, 0x00, 0x0E, 0xC2};
    if (address->sa_family == AF_INET) {
        const unsigned char *bytes = (const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr;
        return bytes[0] == 0xA9 && bytes[1] == 0xFE;
    }
    if (address->sa_family != AF_INET6) return 0;
    const unsigned char *bytes = (const unsigned char *)&((const struct sockaddr_in6 *)address)->sin6_addr;
    return (bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80) || memcmp(bytes, metadata, 4) == 0
        || (memcmp(bytes, mapped, 12) == 0 && bytes[12] == 0xA9 && bytes[13] == 0xFE);
}

/// Opens the socket of a connection, unless `*guard` is not 0 and the address is link-local; then it becomes 2.
static inline curl_socket_t ccurl_guarded_socket(void *guard, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    if (*(int32_t *)guard != 0 && ccurl_is_link_local(&address->addr)) {
        *(int32_t *)guard = 2;
        errno = EACCES;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static inline void ccurl_set_socket_guard(CURL *handle, int32_t *guard) {
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, ccurl_guarded_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, guard);
}
