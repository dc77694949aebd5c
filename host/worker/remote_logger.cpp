#include "worker/remote_logger.hpp"

#include "pluginhost/wire/abi_fields.hpp"

#include <vector>

namespace scaispeak::worker {

namespace {

struct ToAbi
{
    scs_field& field;

    void operator()(std::string_view text) const
    {
        field.type = SCS_FIELD_TEXT;
        field.text = {text.data(), text.size()};
    }
    void operator()(std::int64_t number) const
    {
        field.type = SCS_FIELD_INTEGER;
        field.integer = number;
    }
    void operator()(double number) const
    {
        field.type = SCS_FIELD_REAL;
        field.real = number;
    }
    void operator()(bool yes) const { (*this)(std::string_view(yes ? "true" : "false")); }
};

}  // namespace

void RemoteLogger::write(core::LogLevel level, std::string_view event,
                         std::span<const core::LogField> fields) noexcept
{
    try {
        pluginhost::FieldWriter writer;
        writer(static_cast<std::int32_t>(level));
        writer.text(event);
        std::vector<scs_field> sent;
        for (const core::LogField& field : fields) {
            // The host says itself whose line it is.
            if (field.key == "plugin") continue;
            scs_field& abi = sent.emplace_back();
            abi.key = {field.key.data(), field.key.size()};
            std::visit(ToAbi{abi}, field.value);
        }
        writer(std::uint64_t{sent.size()});
        for (const scs_field& field : sent)
            pluginhost::writeField(writer, field);
        _uplink.offer(pluginhost::FrameKind::Log, writer);
    }
    catch (...) {
        // A line that there is no memory for is lost.
    }
}

}  // namespace scaispeak::worker
