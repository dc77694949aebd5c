#pragma once

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/wire/frame.hpp"

#include <scaispeak/abi.h>

#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace scaispeak::pluginhost {

/// Writes values of the ABI one after the other. What does not fit into a frame sets `tooLarge`, and the
/// frame must not be sent. Not thread safe.
class FieldWriter
{
public:
    static constexpr bool reads = false;

    template <class... Values>
    void operator()(const Values&... values)
    {
        (put(values), ...);
    }

    template <class Item>
    void list(const Item* items, std::uint64_t count)
    {
        if (items == nullptr) count = 0;
        put(count);
        for (std::uint64_t index = 0; index < count && !_tooLarge; ++index)
            put(items[index]);
    }

    void text(std::string_view text) { put(scs_str{text.data(), text.size()}); }
    /// Without a length: the rest of the frame.
    void rest(const void* data, std::size_t size) { append(data, size); }

    std::span<const std::byte> bytes() const { return _bytes; }
    bool tooLarge() const { return _tooLarge; }
    void clear()
    {
        _bytes.clear();
        _tooLarge = false;
    }

private:
    template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
    void put(Value value) { append(&value, sizeof value); }
    void put(const scs_str& text) { putSized(text.data, text.size); }
    void put(const scs_bytes& bytes) { putSized(bytes.data, bytes.size); }

    void putSized(const void* data, std::uint64_t size)
    {
        if (data == nullptr) size = 0;
        put(size);
        append(data, size);
    }
    void append(const void* data, std::uint64_t size)
    {
        if (_tooLarge || size > maximumPayload - _bytes.size()) {
            _tooLarge = true;
            return;
        }
        if (size == 0) return;
        const std::size_t at = _bytes.size();
        _bytes.resize(at + size);
        std::memcpy(_bytes.data() + at, data, size);
    }

    std::vector<std::byte> _bytes;
    bool _tooLarge = false;
};

}  // namespace scaispeak::pluginhost
