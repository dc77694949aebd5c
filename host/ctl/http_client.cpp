#include "ctl/http_client.hpp"

#include "ctl/http_transfer.hpp"

#include <new>

namespace scaispeak::ctl {

HeaderFields HttpClient::send(const HttpRequest& request, HttpReceiver& receiver) const
{
    return HttpTransfer(request, receiver, _stopWanted, _caFile).run();
}

std::string percentEncoded(const std::string& text)
{
    // Length 0 would make it measure the text, and a NUL end it early.
    if (text.empty()) return {};
    char* encoded = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
    if (encoded == nullptr) throw std::bad_alloc();
    std::string result(encoded);
    curl_free(encoded);
    return result;
}

}  // namespace scaispeak::ctl
