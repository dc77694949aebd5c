#pragma once

#include "core/failure.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace scaispeak::store {

/// What kind of trouble the database reports, the same words for both databases.
enum class Fault : std::uint8_t
{
    ConnectionLost,
    Busy,      ///< A lock was not had in time, or a statement took too long.
    Conflict,  ///< A deadlock or serialisation failure: the transaction may simply be tried again.
    UniqueViolation,
    ForeignKeyViolation,
    OtherConstraint,
    NoSchema,  ///< A table or column is not there.
    OutOfSpace,
    NotWritable,
    BadData,      ///< A damaged or foreign file.
    Programming,  ///< A fault in a statement or in how it is used.
    Other,
};

std::string_view word(Fault fault) noexcept;

/// What goes wrong inside `store`. `state` is an SQLSTATE, an SQLite result code or a short technical word:
/// never SQL text and never values. Callers of `store` get a core::Failure instead.
class DatabaseError : public std::exception
{
public:
    DatabaseError(Fault fault, std::string state) : _fault(fault), _state(std::move(state)) {}

    Fault fault() const noexcept { return _fault; }
    const std::string& state() const noexcept { return _state; }
    const char* what() const noexcept override { return _state.c_str(); }

private:
    Fault _fault;
    std::string _state;
};

/// A row was refused by a constraint. An ordinary internal error for callers; repositories may expect and
/// catch it.
class ConstraintViolation : public core::Failure
{
public:
    explicit ConstraintViolation(const DatabaseError& error);
    Fault fault() const noexcept { return _fault; }

private:
    Fault _fault;
};

/// True when the same work, begun anew, has a fair chance.
bool worthRetrying(Fault fault) noexcept;

/// Throws what callers of `store` are to see: ConstraintViolation or Failure, without SQL text or values.
[[noreturn]] void throwPublic(const DatabaseError& error);

}  // namespace scaispeak::store
