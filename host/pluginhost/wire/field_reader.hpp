#pragma once

#include <scaispeak/abi.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace scaispeak::pluginhost {

/// Reads values of the ABI out of a frame that may hold anything: what is not there reads as zero and sets
/// `failed`. Texts point into the frame, lists into the reader; both are valid while both live. Not thread
/// safe.
class FieldReader
{
public:
    static constexpr bool reads = true;
    static constexpr std::uint64_t maximumItems = 65'536;

    explicit FieldReader(std::span<const std::byte> bytes) : _bytes(bytes) {}
    FieldReader(const FieldReader&) = delete;
    FieldReader& operator=(const FieldReader&) = delete;

    template <class... Values>
    void operator()(Values&... values)
    {
        (get(values), ...);
    }

    template <class Item>
    void list(const Item*& items, std::uint64_t& count)
    {
        items = nullptr;
        count = take<std::uint64_t>();
        // Each item has at least four bytes, so a false count cannot ask for more memory than a frame's.
        if (count > maximumItems || count > _bytes.size() / 4) return fail(count);
        if (count == 0) return;
        auto* made = static_cast<Item*>(_memory.allocate(count * sizeof(Item), alignof(Item)));
        for (std::uint64_t index = 0; index < count; ++index) {
            made[index] = Item{};
            get(made[index]);
        }
        items = made;
    }

    template <class Value>
    Value take()
    {
        Value value{};
        get(value);
        return value;
    }
    std::string_view text()
    {
        const auto text = take<scs_str>();
        return {text.data, text.size};
    }
    std::span<const std::byte> rest() { return std::exchange(_bytes, {}); }

    /// Memory that lives as long as the reader.
    template <class Item>
    Item* allocate(std::uint64_t count)
    {
        return static_cast<Item*>(_memory.allocate(count * sizeof(Item), alignof(Item)));
    }

    bool failed() const { return _failed; }
    /// Nothing was missing, and nothing is left.
    bool complete() const { return !_failed && _bytes.empty(); }

private:
    template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
    void get(Value& value)
    {
        value = Value{};
        if (_bytes.size() < sizeof value) {
            _failed = true;
            return;
        }
        std::memcpy(&value, _bytes.data(), sizeof value);
        _bytes = _bytes.subspan(sizeof value);
    }
    void get(scs_str& text)
    {
        const auto bytes = sized();
        text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    void get(scs_bytes& taken)
    {
        const auto bytes = sized();
        taken = {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    }
    std::span<const std::byte> sized()
    {
        auto size = take<std::uint64_t>();
        if (size > _bytes.size()) fail(size);
        const auto bytes = _bytes.first(size);
        _bytes = _bytes.subspan(size);
        return bytes;
    }
    void fail(std::uint64_t& count)
    {
        count = 0;
        _failed = true;
    }

    std::span<const std::byte> _bytes;
    std::pmr::monotonic_buffer_resource _memory;
    bool _failed = false;
};

}  // namespace scaispeak::pluginhost
