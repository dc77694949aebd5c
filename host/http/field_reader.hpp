#pragma once

#include "core/failure.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::http {

/// Reads the fields of a JSON object and collects every fault, so that a caller learns of all at once. A
/// field that is absent or null gives nothing; one that is wrong gives nothing and a fault. Lengths are in
/// code points.
class FieldReader
{
public:
    explicit FieldReader(const boost::json::object& object, std::string prefix = "")
        : _object(object), _prefix(std::move(prefix))
    {}
    /// Of nothing: to collect the faults of what is no JSON object.
    FieldReader();

    bool has(std::string_view name) const;

    std::optional<std::string> text(std::string_view name, std::size_t minChars, std::size_t maxChars);
    std::optional<std::string> oneOf(std::string_view name, std::initializer_list<std::string_view> words);
    std::optional<double> number(std::string_view name, double min, double max);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<bool> flag(std::string_view name);
    std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t maxItems,
                                                  std::size_t maxChars);
    const boost::json::object* object(std::string_view name);

    /// As `text`, and a fault when it is absent.
    std::string requiredText(std::string_view name, std::size_t minChars, std::size_t maxChars);

    void fault(std::string_view name, std::string message);
    void take(const FieldReader& inner);

    /// Throws Failure(ValidationError) with a row for each fault, if there was one.
    void check() const;

private:
    const boost::json::value* find(std::string_view name) const;
    bool acceptable(std::string_view name, std::string_view text, std::size_t minChars, std::size_t maxChars);

    const boost::json::object& _object;
    std::string _prefix;
    std::vector<core::FailureDetail> _faults;
};

/// Whether the text has a control character other than tab and newline.
bool hasControlCharacter(std::string_view text) noexcept;

}  // namespace scaispeak::http
