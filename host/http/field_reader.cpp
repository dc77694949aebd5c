#include "http/field_reader.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace scaispeak::http {
namespace {

const boost::json::object& nothing()
{
    static const boost::json::object none;
    return none;
}

}  // namespace

bool hasControlCharacter(std::string_view text) noexcept
{
    for (std::size_t offset = 0; offset < text.size();) {
        const core::CodePoint c = core::codePointAt(text, offset);
        if ((c.value < 0x20 && c.value != '\t' && c.value != '\n') || (c.value >= 0x7f && c.value < 0xa0))
            return true;
        offset += c.bytes;
    }
    return false;
}

FieldReader::FieldReader() : FieldReader(nothing()) {}

const boost::json::value* FieldReader::find(std::string_view name) const
{
    const boost::json::value* value = _object.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

bool FieldReader::has(std::string_view name) const
{
    return find(name) != nullptr;
}

bool FieldReader::acceptable(std::string_view name, std::string_view text, std::size_t minChars,
                             std::size_t maxChars)
{
    const std::size_t chars = core::countCodePoints(text);
    if (chars < minChars || chars > maxChars) {
        fault(name, "must have " + std::to_string(minChars) + " to " + std::to_string(maxChars) +
                        " characters, has " + std::to_string(chars));
        return false;
    }
    if (hasControlCharacter(text)) {
        fault(name, "must not have control characters other than tab and newline");
        return false;
    }
    return true;
}

std::optional<std::string> FieldReader::text(std::string_view name, std::size_t minChars,
                                             std::size_t maxChars)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    if (!value->is_string()) {
        fault(name, "must be a string");
        return std::nullopt;
    }
    const std::string_view text = value->get_string();
    if (!acceptable(name, text, minChars, maxChars)) return std::nullopt;
    return std::string(text);
}

std::string FieldReader::requiredText(std::string_view name, std::size_t minChars, std::size_t maxChars)
{
    if (!has(name)) fault(name, "is required");
    return text(name, minChars, maxChars).value_or("");
}

std::optional<std::string> FieldReader::oneOf(std::string_view name,
                                              std::initializer_list<std::string_view> words)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    if (value->is_string() && std::ranges::find(words, std::string_view(value->get_string())) != words.end())
        return std::string(value->get_string());
    std::string list;
    for (const std::string_view word : words) {
        if (!list.empty()) list += ", ";
        list += word;
    }
    fault(name, "must be one of: " + list);
    return std::nullopt;
}

std::optional<double> FieldReader::number(std::string_view name, double min, double max)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    boost::json::error_code error;
    const auto number = value->is_number() ? value->to_number<double>(error) : std::nan("");
    if (error || !std::isfinite(number)) {
        fault(name, "must be a finite number");
        return std::nullopt;
    }
    if (number < min || number > max) {
        fault(name, "must be from " + boost::json::serialize(boost::json::value(min)) + " to " +
                        boost::json::serialize(boost::json::value(max)));
        return std::nullopt;
    }
    return number;
}

std::optional<std::int64_t> FieldReader::integer(std::string_view name, std::int64_t min, std::int64_t max)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    boost::json::error_code error;
    const auto number = value->is_number() ? value->to_number<std::int64_t>(error) : 0;
    if (!value->is_number() || error) {
        fault(name, "must be a whole number");
        return std::nullopt;
    }
    if (number < min || number > max) {
        fault(name, "must be from " + std::to_string(min) + " to " + std::to_string(max));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> FieldReader::flag(std::string_view name)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    if (value->is_bool()) return value->get_bool();
    fault(name, "must be true or false");
    return std::nullopt;
}

std::optional<std::vector<std::string>> FieldReader::texts(std::string_view name, std::size_t maxItems,
                                                           std::size_t maxChars)
{
    const boost::json::value* value = find(name);
    if (!value) return std::nullopt;
    if (!value->is_array() || value->get_array().size() > maxItems) {
        fault(name, "must be a list of at most " + std::to_string(maxItems) + " strings");
        return std::nullopt;
    }
    std::vector<std::string> result;
    for (const boost::json::value& item : value->get_array()) {
        if (!item.is_string()) {
            fault(name, "must be a list of strings");
            return std::nullopt;
        }
        if (!acceptable(name, item.get_string(), 1, maxChars)) return std::nullopt;
        result.emplace_back(item.get_string());
    }
    return result;
}

const boost::json::object* FieldReader::object(std::string_view name)
{
    const boost::json::value* value = find(name);
    if (!value) return nullptr;
    if (value->is_object()) return &value->get_object();
    fault(name, "must be an object");
    return nullptr;
}

void FieldReader::fault(std::string_view name, std::string message)
{
    _faults.push_back({_prefix + std::string(name), "", std::move(message)});
}

void FieldReader::take(const FieldReader& inner)
{
    _faults.insert(_faults.end(), inner._faults.begin(), inner._faults.end());
}

void FieldReader::check() const
{
    if (_faults.empty()) return;
    throw core::Failure(core::ErrorCode::ValidationError,
                        _faults.size() == 1 ? "a field of the request is wrong; 'details' says which and why"
                                            : "fields of the request are wrong; 'details' says which and why")
        .withDetails(_faults);
}

}  // namespace scaispeak::http
