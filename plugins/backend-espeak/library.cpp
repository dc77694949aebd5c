#include "library.hpp"

#include <espeak-ng/espeak_ng.h>

#include <array>
#include <filesystem>
#include <memory>
#include <mutex>

namespace scaispeak::espeak {

namespace {

constexpr int bufferMilliseconds = 60;

std::string messageOf(espeak_ng_STATUS status)
{
    std::array<char, 256> text{};
    espeak_ng_GetStatusCodeMessage(status, text.data(), text.size());
    return text.data();
}

[[noreturn]] void failUnavailable(espeak_ng_STATUS status)
{
    const char* path = nullptr;
    espeak_Info(&path);
    throw Error(
        Status::Unavailable, "backend-espeak.no_speech_data",
        "espeak-ng found no usable speech data: install the package espeak-ng-data, or set data_path to the "
        "folder that holds espeak-ng-data",
        "espeak-ng did not start with " + std::string(path ? path : "") + ": " + messageOf(status));
}

void check(espeak_ng_STATUS status)
{
    if (status != ENS_OK) failUnavailable(status);
}

}  // namespace

/// One call of speak, as its callback sees it.
struct Library::Speaking
{
    const Receiver& receiver;
    std::exception_ptr thrown = nullptr;
    bool stopped = false;
};

Library& Library::open(const std::string& dataPath)
{
    static std::mutex mutex;
    static std::unique_ptr<Library> running;
    const std::lock_guard lock(mutex);
    if (!running) running = std::make_unique<Library>(dataPath);
    if (running->_dataPath != dataPath)
        throw Error(
            Status::Conflict, "backend-espeak.data_path_in_use",
            "data_path: espeak-ng runs in this process with other data already; restart to change it");
    return *running;
}

Library::Library(const std::string& dataPath) : _dataPath(dataPath)
{
    // The library would silently take its default instead.
    if (!dataPath.empty() && !std::filesystem::is_directory(dataPath))
        throw Error(
            Status::InvalidArgument, "backend-espeak.data_path_missing",
            "data_path: there is no such folder; name the one that holds espeak-ng-data, or leave it out");
    espeak_ng_InitializePath(dataPath.empty() ? nullptr : dataPath.c_str());
    espeak_ng_ERROR_CONTEXT context = nullptr;
    const espeak_ng_STATUS status = espeak_ng_Initialize(&context);
    espeak_ng_ClearErrorContext(&context);
    check(status);
    check(espeak_ng_InitializeOutput(ENOUTPUT_MODE_SYNCHRONOUS, bufferMilliseconds, nullptr));
    espeak_SetSynthCallback(&Library::onAudio);
    _sampleRate = static_cast<std::uint32_t>(espeak_ng_GetSampleRate());
}

std::string Library::version() const
{
    const char* path = nullptr;
    return espeak_Info(&path);
}

bool Library::select(const std::string& voice) noexcept
{
    return espeak_ng_SetVoiceByName(voice.c_str()) == ENS_OK;
}

void Library::settle() noexcept
{
    espeak_ng_Synthesize(" ", 2, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, nullptr);
}

void Library::speak(const Utterance& utterance, const Receiver& receiver)
{
    if (!select(utterance.voice))
        throw Error(Status::Unsupported, "backend-espeak.voice_failed",
                    "espeak-ng cannot load this voice: choose another one", "voice " + utterance.voice);
    espeak_SetParameter(espeakRATE, utterance.wordsPerMinute, 0);
    espeak_SetParameter(espeakVOLUME, utterance.volume, 0);
    for (const espeak_PARAMETER parameter :
         {espeakPITCH, espeakRANGE, espeakPUNCTUATION, espeakCAPITALS, espeakWORDGAP})
        espeak_SetParameter(parameter, espeak_GetParameter(parameter, 0), 0);

    Speaking speaking{receiver};
    // Neither SSML nor phoneme input: what stands there is what is read out.
    // With the pause that belongs to a sentence's end: a call is a segment, and another one may follow.
    const espeak_ng_STATUS status =
        espeak_ng_Synthesize(utterance.text.c_str(), utterance.text.size() + 1, 0, POS_CHARACTER, 0,
                             espeakCHARS_UTF8 | espeakENDPAUSE, nullptr, &speaking);
    if (speaking.thrown) std::rethrow_exception(speaking.thrown);
    if (status != ENS_OK && !speaking.stopped)
        throw Error(Status::Internal, "backend-espeak.synthesis_failed", "the engine failed; try again",
                    messageOf(status));
}

int Library::onAudio(short* samples, int count, espeak_EVENT* events) noexcept
{
    auto* speaking = events != nullptr ? static_cast<Speaking*>(events->user_data) : nullptr;
    if (speaking == nullptr || samples == nullptr) return 0;
    if (speaking->stopped) return 1;
    try {
        speaking->stopped = !speaking->receiver({samples, static_cast<std::size_t>(count)}, events);
    }
    catch (...) {
        speaking->thrown = std::current_exception();
        speaking->stopped = true;
    }
    return speaking->stopped ? 1 : 0;
}

}  // namespace scaispeak::espeak
