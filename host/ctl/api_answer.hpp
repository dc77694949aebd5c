#pragma once

#include "ctl/command_failure.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace scaispeak::ctl {

/// An answer in the API's envelope.
struct ApiAnswer
{
    int status = 0;
    boost::json::object document;

    bool ok() const { return status >= 200 && status < 300; }
    /// `data`; empty when there is none.
    boost::json::object data() const;
    std::string requestId() const;
    /// The `error` of one that is not ok, for people.
    CommandFailure failure() const;
};

/// Reads a body. Throws CommandFailure(NotReady) when it is not ScaiSpeak's envelope.
ApiAnswer readAnswer(int status, std::string_view body, const std::string& url);

}  // namespace scaispeak::ctl
