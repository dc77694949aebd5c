#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace scaispeak::store {

using Blob = std::vector<std::uint8_t>;

/// One value on its way into or out of the database; std::monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, double, bool, std::string, Blob>;

/// One row of an answer. A column read as a type that it cannot have throws
/// DatabaseError(Fault::Programming), and so does NULL read as anything but text: NULL must never pass for a
/// 0.
class Row
{
public:
    explicit Row(std::vector<Value> values) : _values(std::move(values)) {}

    std::size_t size() const noexcept { return _values.size(); }
    bool isNull(std::size_t column) const;
    /// NULL reads as an empty text.
    const std::string& text(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;
    double real(std::size_t column) const;
    bool flag(std::size_t column) const;
    const Blob& blob(std::size_t column) const;

private:
    template <typename T>
    const T& as(std::size_t column) const;

    std::vector<Value> _values;
};

using Rows = std::vector<Row>;

/// Empty text as NULL, for columns that refer to another table.
inline Value textOrNull(const std::string& text)
{
    return text.empty() ? Value{} : Value{text};
}

}  // namespace scaispeak::store
