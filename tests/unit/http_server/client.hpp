#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace http_server_test {

/// An answer as a client sees it. `whole`: its framing was complete.
struct Answer
{
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
    std::map<std::string, std::string> trailers;
    bool whole = false;
};

/// A blocking client on a plain socket. Everything that waits gives up after 20 s, which fails the test.
class Client
{
public:
    explicit Client(std::uint16_t port, int receiveBuffer = 0);
    virtual ~Client() { close(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Client& send(std::string_view bytes);
    Answer read(bool headOnly = false);
    /// All bytes until the server closes. `reset` tells whether it did so with a reset.
    std::string readToEnd(bool* reset = nullptr);
    bool closedByServer() { return readToEnd().empty(); }
    /// Some bytes; throws if the server has closed.
    std::string readSome();
    void endOutput();
    void close();
    int fd() const { return _fd; }

protected:
    /// As send() and recv().
    virtual long transmit(const char* bytes, std::size_t size);
    virtual long receive(char* bytes, std::size_t size);

private:
    bool more();
    std::string takeLine();
    bool takeBytes(std::size_t count, std::string& into);
    std::map<std::string, std::string> takeFields();
    void takeChunks(Answer& answer);

    int _fd;
    std::string _buffer;
    bool _reset = false;
};

}  // namespace http_server_test
