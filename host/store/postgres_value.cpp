#include "store/postgres_value.hpp"

#include "store/database_error.hpp"

#include <array>
#include <charconv>
#include <memory>
#include <string_view>

namespace scaispeak::store {
namespace {

// From the server's pg_type.dat; they never change.
constexpr Oid boolOid = 16;
constexpr Oid byteaOid = 17;
constexpr Oid int8Oid = 20;
constexpr Oid int2Oid = 21;
constexpr Oid int4Oid = 23;
constexpr Oid float8Oid = 701;

struct AsText
{
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(bool flag) const { return flag ? "t" : "f"; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const Blob& bytes) const { return {bytes.begin(), bytes.end()}; }
    std::string operator()(double number) const
    {
        std::array<char, 32> digits{};  // The shortest form that reads back the same has at most 24.
        return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
    }
};

template <typename Number>
Number numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw DatabaseError(Fault::BadData, "a number cannot be read");
    return number;
}

Blob bytesOf(const char* text)
{
    std::size_t length = 0;
    const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
        PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &length), PQfreemem);
    if (!bytes) throw std::bad_alloc();
    return {bytes.get(), bytes.get() + length};
}

Value valueOf(const PGresult& result, int row, int column)
{
    if (PQgetisnull(&result, row, column) != 0) return {};
    const char* data = PQgetvalue(&result, row, column);
    const std::string_view text(data, static_cast<std::size_t>(PQgetlength(&result, row, column)));
    switch (PQftype(&result, column)) {
        case boolOid:
            return text == "t";
        case byteaOid:
            return bytesOf(data);
        case int2Oid:
        case int4Oid:
        case int8Oid:
            return numberOf<std::int64_t>(text);
        case float8Oid:
            return numberOf<double>(text);
        default:
            return std::string(text);
    }
}

}  // namespace

PostgresParameters::PostgresParameters(const std::vector<Value>& values)
{
    _texts.reserve(values.size());
    for (const Value& value : values) {
        const std::string& text = _texts.emplace_back(std::visit(AsText{}, value));
        _pointers.push_back(std::holds_alternative<std::monostate>(value) ? nullptr : text.c_str());
        _lengths.push_back(static_cast<int>(text.size()));
        _formats.push_back(std::holds_alternative<Blob>(value) ? 1 : 0);
    }
}

Rows rowsOf(const PGresult& result)
{
    Rows rows;
    const int columns = PQnfields(&result);
    for (int row = 0; row < PQntuples(&result); ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            values.push_back(valueOf(result, row, column));
        rows.emplace_back(std::move(values));
    }
    return rows;
}

}  // namespace scaispeak::store
