#include "connection.hpp"

namespace scaispeak::relay {

void prepareConnection(CURL* easy, const Settings& settings)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // A connection serves one call at a time: to stop it is to close it.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    if (settings.certificates.empty()) return;
    curl_easy_setopt(easy, CURLOPT_CAINFO, settings.certificates.c_str());
    // Else the machine's certificates are trusted beside the file's.
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
}

}  // namespace scaispeak::relay
