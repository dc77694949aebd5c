#include "store/database_error.hpp"

namespace scaispeak::store {
namespace {

constexpr int retryAfterSeconds = 1;

core::Failure unavailable(std::string message)
{
    core::Failure failure(core::ErrorCode::StorageUnavailable, std::move(message));
    failure.withRetryAfter(retryAfterSeconds);
    return failure;
}

core::Failure publicFailure(const DatabaseError& error)
{
    switch (error.fault()) {
        case Fault::ConnectionLost:
            return unavailable(
                "The database cannot be reached. Retry; if it lasts, check that the database runs and that "
                "database.url is "
                "right.");
        case Fault::Busy:
            return unavailable("The database did not answer in time because it is busy. Retry.");
        case Fault::Conflict:
            return unavailable("The database gave way to another change at the same time. Retry.");
        case Fault::NoSchema:
            return unavailable(
                "The database lacks a table that this version needs. Run `scaispeakd --config FILE "
                "--migrate`, then retry.");
        case Fault::OutOfSpace:
            return unavailable("The database has no space left. Free space on its disk, then retry.");
        case Fault::NotWritable:
            return unavailable(
                "The database cannot be written. Check owner and mode of its file or role, then retry.");
        case Fault::BadData:
            return unavailable("The database file is damaged or not a database. Restore it from a backup.");
        case Fault::Other:
            return unavailable("The database reported an error (" + error.state() +
                               "). Retry; if it lasts, see its log.");
        default:
            return {core::ErrorCode::InternalError, "The database refused a statement (" + error.state() +
                                                        "). This is a fault in ScaiSpeak: report it."};
    }
}

}  // namespace

std::string_view word(Fault fault) noexcept
{
    switch (fault) {
        case Fault::ConnectionLost:
            return "connection_lost";
        case Fault::Busy:
            return "busy";
        case Fault::Conflict:
            return "conflict";
        case Fault::UniqueViolation:
            return "unique_violation";
        case Fault::ForeignKeyViolation:
            return "foreign_key_violation";
        case Fault::OtherConstraint:
            return "constraint_violation";
        case Fault::NoSchema:
            return "no_schema";
        case Fault::OutOfSpace:
            return "out_of_space";
        case Fault::NotWritable:
            return "not_writable";
        case Fault::BadData:
            return "bad_data";
        case Fault::Programming:
            return "programming";
        case Fault::Other:
            break;
    }
    return "other";
}

ConstraintViolation::ConstraintViolation(const DatabaseError& error)
    : core::Failure(core::ErrorCode::InternalError, "The database refused a row (" +
                                                        std::string(word(error.fault())) +
                                                        "). This is a fault in ScaiSpeak: report it."),
      _fault(error.fault())
{}

bool worthRetrying(Fault fault) noexcept
{
    return fault == Fault::ConnectionLost || fault == Fault::Conflict;
}

void throwPublic(const DatabaseError& error)
{
    switch (error.fault()) {
        case Fault::UniqueViolation:
        case Fault::ForeignKeyViolation:
        case Fault::OtherConstraint:
            throw ConstraintViolation(error);
        default:
            throw publicFailure(error);
    }
}

}  // namespace scaispeak::store
