// Keeps the platform's objects. Until you put your store in, it keeps them in memory: they are gone with the
// process.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <map>
#include <mutex>

namespace {

using Bytes = std::vector<std::uint8_t>;

/// What is visible: whole objects by key. Thread safe.
class Shelf
{
public:
    struct Object
    {
        std::shared_ptr<const Bytes> bytes;
        std::chrono::nanoseconds modified;
    };

    void put(const std::string& key, Object object)
    {
        const std::lock_guard lock(_mutex);
        _objects[key] = std::move(object);
    }
    Object get(std::string_view key) const
    {
        const std::lock_guard lock(_mutex);
        const auto found = _objects.find(key);
        if (found == _objects.end()) throw scaispeak::Error(scaispeak::Status::NotFound);
        return found->second;
    }
    void remove(std::string_view key)
    {
        const std::lock_guard lock(_mutex);
        const auto found = _objects.find(key);
        if (found != _objects.end()) _objects.erase(found);
    }
    /// In the order of keys; a copy, so that nothing is locked while the host takes them.
    std::map<std::string, Object, std::less<>> all() const
    {
        const std::lock_guard lock(_mutex);
        return _objects;
    }

private:
    mutable std::mutex _mutex;
    std::map<std::string, Object, std::less<>> _objects;
};

class Writer : public scaispeak::ObjectWriter
{
public:
    Writer(Shelf& shelf, const scaispeak::Host& host, std::string_view key)
        : _shelf(shelf), _host(host), _key(key)
    {}

    void write(const scaispeak::Call&, scaispeak::Span<const std::uint8_t> bytes) override
    {
        _bytes.insert(_bytes.end(), bytes.begin(), bytes.end());
    }
    void commit(const scaispeak::Call&) override
    {
        _shelf.put(_key, {std::make_shared<const Bytes>(std::move(_bytes)), _host.unixNow()});
    }
    void abort() override {}

private:
    Shelf& _shelf;
    const scaispeak::Host& _host;
    const std::string _key;
    Bytes _bytes;
};

/// Keeps the bytes it was opened with, whatever becomes of the object meanwhile.
class Reader : public scaispeak::ObjectReader
{
public:
    explicit Reader(std::shared_ptr<const Bytes> bytes) : _bytes(std::move(bytes)) {}

    std::uint64_t size() const override { return _bytes->size(); }
    std::size_t read(const scaispeak::Call&, std::uint64_t offset, scaispeak::Span<std::uint8_t> out) override
    {
        if (offset >= _bytes->size()) return 0;
        const std::size_t count = std::min(out.size(), _bytes->size() - static_cast<std::size_t>(offset));
        std::copy_n(_bytes->begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
        return count;
    }

private:
    const std::shared_ptr<const Bytes> _bytes;
};

class Example : public scaispeak::Objects
{
public:
    // The configuration is JSON text that fits config_schema.json: read it with the JSON library you like.
    Example(const scaispeak::Host& host, std::string_view) : _host(host) {}

    std::unique_ptr<scaispeak::ObjectWriter> openWrite(const scaispeak::Call&, std::string_view key,
                                                       std::optional<std::uint64_t>) override
    {
        return std::make_unique<Writer>(_shelf, _host, key);
    }
    std::unique_ptr<scaispeak::ObjectReader> openRead(const scaispeak::Call&, std::string_view key) override
    {
        return std::make_unique<Reader>(_shelf.get(key).bytes);
    }
    scaispeak::ObjectInfo stat(const scaispeak::Call&, std::string_view key) override
    {
        return infoOf(std::string(key), _shelf.get(key));
    }
    void remove(const scaispeak::Call&, std::string_view key) override { _shelf.remove(key); }
    void list(const scaispeak::Call& call, std::string_view prefix, std::string_view startAfter,
              scaispeak::Emit<scaispeak::ObjectInfo>& emit) override
    {
        for (const auto& [key, object] : _shelf.all()) {
            if (call.cancelled()) throw scaispeak::Error(call.status());
            if (key <= startAfter || key.compare(0, prefix.size(), prefix) != 0) continue;
            if (!emit(infoOf(key, object))) return;
        }
    }

private:
    static scaispeak::ObjectInfo infoOf(const std::string& key, const Shelf::Object& object)
    {
        return {key, object.bytes->size(), object.modified};
    }

    const scaispeak::Host& _host;
    Shelf _shelf;
};

constexpr scaispeak::PluginInfo info{SCAISPEAK_PLUGIN_ID,
                                     "Example",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Your name",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Example, info)
