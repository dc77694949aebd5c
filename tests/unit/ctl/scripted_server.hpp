#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace scaispeak::ctl::test {

/// A request as it came: the line, the header fields and the body in one text.
struct SeenRequest
{
    std::string head;
    std::string body;
    bool has(std::string_view words) const { return head.find(words) != std::string::npos; }
};

/// Answers each request with the bytes that the script has for how it begins, and closes the connection.
/// Says 500 to what it has nothing for. Its thread ends with it.
class ScriptedServer
{
public:
    ScriptedServer();
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    /// `request` is e.g. "GET /v1/me". Given again, the second answer is for the second request and all that
    /// follow.
    ScriptedServer& on(const std::string& request, std::string answer);
    /// Called when the answer to `request` was sent; then the server waits for the client to go.
    ScriptedServer& after(const std::string& request, std::function<void()> action);

    std::string url() const { return "http://127.0.0.1:" + std::to_string(_port); }
    std::vector<SeenRequest> requests() const;
    SeenRequest last() const { return requests().back(); }

private:
    void run();
    void serve(int connection);
    std::string answerFor(const std::string& head);

    int _listener = -1;
    std::uint16_t _port = 0;
    mutable std::mutex _mutex;
    std::map<std::string, std::vector<std::string>> _answers;
    std::map<std::string, std::function<void()>> _actions;
    std::vector<SeenRequest> _requests;
    std::thread _thread;
};

/// A whole answer with a body of JSON.
std::string jsonAnswer(int status, const std::string& body);

/// A streamed answer: the head with `X-Scaispeak-Backend: A` and `X-Request-Id: req_stream`, the chunks, and
/// the end with these trailers (each with its newline).
std::string streamedAnswer(const std::vector<std::string>& chunks, const std::string& trailers);

/// The same without the last chunk.
std::string cutAnswer(const std::vector<std::string>& chunks);

/// The trailers that a host would send for these bytes.
std::string rightTrailers(const std::string& bytes, std::uint64_t samples);

}  // namespace scaispeak::ctl::test
