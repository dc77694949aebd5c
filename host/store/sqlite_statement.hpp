#pragma once

#include "store/value.hpp"

#include <Poco/Data/Session.h>

#include <memory>
#include <string>
#include <vector>

namespace scaispeak::store {

/// One statement, prepared once on its session and run as often as wanted: the one place that binds and
/// extracts through Poco. Poco's exceptions pass through; a statement that threw must not be used again.
class SqliteStatement
{
public:
    SqliteStatement(Poco::Data::Session& session, const std::string& sql, std::size_t parameterCount);
    ~SqliteStatement();

    Rows run(const std::vector<Value>& parameters);

private:
    struct Impl;
    std::unique_ptr<Impl> _impl;
};

}  // namespace scaispeak::store
