#include "ctl/api.hpp"

#include "ctl/answer_body.hpp"
#include "ctl/speech_reception.hpp"

namespace scaispeak::ctl {
namespace {

class Collector : public HttpReceiver
{
public:
    explicit Collector(const std::string& url) : _body(url) {}

    void head(const HttpHead& head) override { _status = head.status; }
    void body(std::span<const std::byte> bytes) override { _body.add(bytes); }
    ApiAnswer answer() const { return _body.read(_status); }

private:
    int _status = 0;
    AnswerBody _body;
};

std::string queryText(const Query& query)
{
    std::string text;
    for (const auto& [name, value] : query)
        if (!value.empty()) text += (text.empty() ? "?" : "&") + name + "=" + percentEncoded(value);
    return text;
}

}  // namespace

Api::Api(HttpClient client, std::string url, std::string key)
    : _client(std::move(client)), _url(std::move(url)), _key(std::move(key))
{}

HttpRequest Api::request(const std::string& method, const std::string& path) const
{
    HttpRequest request{method, _url + path, {}, {}};
    if (!_key.empty()) request.headers.emplace_back("Authorization", "Bearer " + _key);
    return request;
}

CommandFailure Api::unreachable(const ConnectionLost& lost) const
{
    return {ExitCode::NotReady, "no answer from " + _url + ": " + lost.what() +
                                    "; start scaispeakd, or say with --url where it is"};
}

ApiAnswer Api::ask(const std::string& path, const Query& query) const
{
    Collector collector(_url);
    try {
        HttpRequest get = request("GET", path + queryText(query));
        get.headers.emplace_back("Accept", "application/json");
        _client.send(get, collector);
    }
    catch (const ConnectionLost& lost) {
        throw unreachable(lost);
    }
    return collector.answer();
}

boost::json::object Api::get(const std::string& path, const Query& query) const
{
    const ApiAnswer answer = ask(path, query);
    if (!answer.ok()) throw answer.failure();
    return answer.data();
}

HeaderFields Api::speak(const boost::json::object& order, const std::string& mediaType,
                        SpeechReception& reception) const
{
    HttpRequest post = request("POST", modulePath + "/speak");
    post.headers.emplace_back("Content-Type", "application/json");
    post.headers.emplace_back("Accept", mediaType);
    post.body = boost::json::serialize(order);
    try {
        return _client.send(post, reception);
    }
    catch (const ConnectionLost& lost) {
        if (!reception.begun()) throw unreachable(lost);
        throw reception.cut(lost.what());
    }
}

}  // namespace scaispeak::ctl
