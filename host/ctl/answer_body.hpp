#pragma once

#include "ctl/api_answer.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace scaispeak::ctl {

/// Collects a JSON answer, at most 16 MiB of it.
class AnswerBody
{
public:
    explicit AnswerBody(std::string url) : _url(std::move(url)) {}

    /// Throws CommandFailure(NotReady) when it becomes too long.
    void add(std::span<const std::byte> bytes)
    {
        if (bytes.size() > longest - _text.size())
            throw CommandFailure(ExitCode::NotReady, "the answer of " + _url + " is too long; check --url");
        _text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    ApiAnswer read(int status) const { return readAnswer(status, _text, _url); }

private:
    static constexpr std::size_t longest = 16U << 20U;

    std::string _url;
    std::string _text;
};

}  // namespace scaispeak::ctl
