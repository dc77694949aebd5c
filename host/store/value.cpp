#include "store/value.hpp"

#include "store/database_error.hpp"

#include <charconv>

namespace scaispeak::store {

template <typename T>
const T& Row::as(std::size_t column) const
{
    if (column < _values.size())
        if (const T* value = std::get_if<T>(&_values[column])) return *value;
    throw DatabaseError(Fault::Programming, "column " + std::to_string(column) + " has another type");
}

bool Row::isNull(std::size_t column) const
{
    return column < _values.size() && std::holds_alternative<std::monostate>(_values[column]);
}

const std::string& Row::text(std::size_t column) const
{
    static const std::string empty;
    return isNull(column) ? empty : as<std::string>(column);
}

std::int64_t Row::integer(std::size_t column) const
{
    if (column < _values.size())
        if (const auto* value = std::get_if<std::int64_t>(&_values[column])) return *value;
    // SQLite knows no type of an expression (MAX, COUNT): such a column arrives as text.
    const std::string& digits = as<std::string>(column);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) return number;
    throw DatabaseError(Fault::Programming, "column " + std::to_string(column) + " is no integer");
}

double Row::real(std::size_t column) const
{
    return as<double>(column);
}

bool Row::flag(std::size_t column) const
{
    return as<bool>(column);
}

const Blob& Row::blob(std::size_t column) const
{
    return as<Blob>(column);
}

}  // namespace scaispeak::store
