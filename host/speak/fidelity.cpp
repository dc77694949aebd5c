#include "speak/fidelity.hpp"

namespace scaispeak::speak {
namespace {

std::optional<Fidelity> ofPreset(const core::Voice& voice, const core::EngineDescription& engine,
                                 const Slot& slot)
{
    if (!engine.preset) return std::nullopt;
    if (engine.name == voice.engine) return Fidelity::Exact;
    if (slot.mapped && slot.mapped->get()->contains(voice.voiceId)) return Fidelity::Approximate;
    return std::nullopt;
}

std::optional<Fidelity> ofClone(const core::EngineDescription& engine)
{
    switch (engine.clone) {
        case core::CloneFeature::Full:
            return Fidelity::Exact;
        case core::CloneFeature::Approximate:
            return Fidelity::Approximate;
        case core::CloneFeature::None:
            break;
    }
    return std::nullopt;
}

}  // namespace

std::string_view word(Fidelity fidelity) noexcept
{
    return fidelity == Fidelity::Exact ? "exact" : "approximate";
}

std::optional<Fidelity> fidelityOf(const core::Voice& voice, const Slot& slot)
{
    const auto engine = slot.engine();
    switch (voice.kind) {
        case core::VoiceKind::Preset:
            return ofPreset(voice, *engine, slot);
        case core::VoiceKind::Cloned:
            return ofClone(*engine);
        case core::VoiceKind::Designed:
            return engine->design ? std::optional(Fidelity::Exact) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace scaispeak::speak
