#pragma once

#include "store/value.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scaispeak::store {

/// A statement put together piece by piece; its parameters get their numbers in order of appearance, as
/// SQLite needs it.
class SqlText
{
public:
    explicit SqlText(std::string sql = {}) : _sql(std::move(sql)) {}

    SqlText& text(std::string_view sql)
    {
        _sql += sql;
        return *this;
    }
    SqlText& value(Value value)
    {
        _values.push_back(std::move(value));
        _sql += '$' + std::to_string(_values.size());
        return *this;
    }

    const std::string& sql() const noexcept { return _sql; }
    const std::vector<Value>& values() const noexcept { return _values; }

private:
    std::string _sql;
    std::vector<Value> _values;
};

}  // namespace scaispeak::store
