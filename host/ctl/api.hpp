#pragma once

#include "ctl/api_answer.hpp"
#include "ctl/http_client.hpp"

#include <string>
#include <utility>
#include <vector>

namespace scaispeak::ctl {

class SpeechReception;

/// What a query asks for; entries without a value are left out.
using Query = std::vector<std::pair<std::string, std::string>>;

/// The API of a host. Throws CommandFailure, Interrupted. One thread.
class Api
{
public:
    /// `url` without a slash at its end; `key` empty = without credential.
    Api(HttpClient client, std::string url, std::string key);

    const std::string& url() const noexcept { return _url; }

    /// GET; whatever the API answers.
    ApiAnswer ask(const std::string& path, const Query& query = {}) const;
    /// GET; the `data` of an answer that is ok.
    boost::json::object get(const std::string& path, const Query& query = {}) const;

    /// POST /speak, received as it comes. Returns the trailers.
    HeaderFields speak(const boost::json::object& order, const std::string& mediaType,
                       SpeechReception& reception) const;

private:
    HttpRequest request(const std::string& method, const std::string& path) const;
    CommandFailure unreachable(const ConnectionLost& lost) const;

    HttpClient _client;
    std::string _url;
    std::string _key;
};

/// Where ScaiSpeak's own paths begin.
inline const std::string modulePath = "/v1/modules/scaispeak";

}  // namespace scaispeak::ctl
