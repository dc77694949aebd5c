#pragma once

#include "store/value.hpp"

#include <libpq-fe.h>

#include <string>
#include <vector>

namespace scaispeak::store {

/// Parameters as libpq takes them: as text, bytes as bytes.
class PostgresParameters
{
public:
    explicit PostgresParameters(const std::vector<Value>& values);

    int count() const noexcept { return static_cast<int>(_pointers.size()); }
    const char* const* pointers() const noexcept { return _pointers.data(); }
    const int* lengths() const noexcept { return _lengths.data(); }
    const int* formats() const noexcept { return _formats.data(); }

private:
    std::vector<std::string> _texts;
    std::vector<const char*> _pointers;
    std::vector<int> _lengths;
    std::vector<int> _formats;
};

/// The rows of an answer in text format. Throws DatabaseError(Fault::BadData).
Rows rowsOf(const PGresult& result);

}  // namespace scaispeak::store
