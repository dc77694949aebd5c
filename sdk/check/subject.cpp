#include "subject.hpp"

#include "check.hpp"
#include "settings.hpp"

namespace scaispeak::check {

namespace {

void replacePeer(boost::json::value& value, const std::string& peer)
{
    if (auto* object = value.if_object()) {
        for (auto& member : *object)
            replacePeer(member.value(), peer);
    }
    else if (auto* array = value.if_array()) {
        for (auto& element : *array)
            replacePeer(element, peer);
    }
    else if (auto* text = value.if_string()) {
        constexpr std::string_view place = "${peer}";
        const std::size_t at = text->find(place);
        if (at != boost::json::string::npos) text->replace(at, place.size(), peer);
    }
}

}  // namespace

Subject::Subject(std::filesystem::path file, std::uint64_t seed, std::string peer)
    : _file(std::move(file)), _id(_file.stem()), _seed(seed), _peer(std::move(peer))
{}

const pluginhost::LoadedPlugin& Subject::plugin()
{
    if (!_plugin) _plugin.emplace(pluginhost::PluginLoader().inspect(_file));
    return *_plugin;
}

const std::string& Subject::config()
{
    if (!_config) _config = readConfig();
    return *_config;
}

std::string Subject::token() const
{
    return readSettings(_file).token;
}

std::string Subject::readConfig()
{
    const Settings settings = readSettings(_file);
    boost::json::value config = settings.config;
    replacePeer(config, _peer);
    const auto faults = plugin().schema.check(config.as_object());
    if (faults.empty()) return boost::json::serialize(config);
    const std::string fault = faults.front().path + ": " + faults.front().reason;
    if (settings.given) throw Failure(_id + ".check.json: config." + fault);
    throw Unmet("needs a configuration (" + fault + "): put one into " + _id +
                ".check.json beside the plugin");
}

std::unique_lock<std::mutex> Subject::enter()
{
    const auto& descriptor = plugin().descriptor;
    if (descriptor.threading == pluginhost::Threading::Concurrent && descriptor.exclusiveGroup.empty())
        return {};
    return std::unique_lock(_gate);
}

Instance::Instance(Subject& subject, const std::function<void(CheckHost&)>& prepare)
    : _descriptor(subject.plugin().descriptor)
{
    if (prepare) prepare(_host);
    testing::CapturedError error;
    const scs_status status =
        _descriptor.create(_host.table(), testing::raw(subject.config()), &_instance, error.raw());
    require(status == SCS_OK, "create failed with status " + std::to_string(status) + ": " +
                                  (error.publicMessage.empty() ? "without a text" : error.publicMessage));
    require(_instance != nullptr, "create said SCS_OK and set no instance");
}

Instance::~Instance()
{
    _descriptor.destroy(_instance);
}

}  // namespace scaispeak::check
