#include "ctl/commands/speak.hpp"

#include "audio/response_format.hpp"
#include "ctl/amount.hpp"
#include "ctl/default_voice.hpp"
#include "ctl/format_choice.hpp"
#include "ctl/session.hpp"
#include "ctl/signal_watch.hpp"
#include "ctl/voice_list.hpp"

#include <unistd.h>

#include <algorithm>
#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr double slowest = 0.5;
constexpr double fastest = 2.0;
constexpr const char* examples =
    "  scaispeakctl --key-file key speak \"Good morning.\" -o hello.mp3\n"
    "  scaispeakctl --key-file key speak -f chapter.txt -o chapter.opus --speed 1.1\n"
    "  echo Bonjour. | scaispeakctl --key-file key speak - --language fr -o bonjour.wav\n"
    "  scaispeakctl --key-file key speak \"Hello.\" -o - --format wav | aplay\n"
    "\n"
    "Without --voice: of the voices for --language, or English, that are ready, the first whose language is "
    "exactly that\n"
    "(for English en-us, then en-gb), else the first that is a variety of it, else the first that supports "
    "it.\n"
    "A text that begins with a dash goes after --. The file appears when it is whole and its checksum was "
    "right; until\n"
    "then it is FILE.part. Nothing is tried a second time.";

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// Two letters, as the API has it.
std::string checkLanguage(const std::string& text)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return text.size() == 2 && std::ranges::all_of(text, letter) ? "" : "must be two letters, such as en";
}

std::string acceptedType(core::ResponseFormat format, std::uint32_t sampleRate)
{
    const std::string type = audio::mediaType(format, sampleRate);
    return type.substr(0, type.find(';'));
}

}  // namespace

void Speak::addTo(CLI::App& parent)
{
    CLI::App& line = addLine(parent, "speak", "Turn a text into an audio file", examples);
    line.add_option("text", _source.argument, "What to say; - reads it from standard input")
        ->type_name("TEXT");
    line.add_option("-f,--file", _source.file, "A file with what to say, in UTF-8")->type_name("FILE");
    line.add_option("-o,--output", _output,
                    "Where to; - is standard output; default: speech.mp3, or as --format says")
        ->type_name("FILE");
    line.add_option("--voice", _voice, "Who speaks, as 'scaispeakctl voices' lists them")
        ->type_name("VOICE_ID");
    line.add_option("--format", _format, "Default: as the file's name says, else mp3")
        ->check(CLI::IsMember({"mp3", "opus", "wav", "flac", "pcm", "mulaw", "alaw"}));
    line.add_option("--sample-rate", _sampleRate, "In Hz; default: 24000, of mulaw and alaw 8000")
        ->check(CLI::IsMember({8000U, 16000U, 22050U, 24000U, 44100U, 48000U}));
    line.add_option("--speed", _speed, "0.5 to 2; default: the voice's")->check(CLI::Range(slowest, fastest));
    line.add_option("--language", _language, "What language the text is in, two letters")
        ->check(checkLanguage, "", "")
        ->type_name("LL");
}

ExitCode Speak::run(const Session& session)
{
    Order wanted = order(session);
    const Api api = session.api();
    const SpokenClip clip = receive(session, api, wanted);
    report(session, wanted, clip);
    return ExitCode::Ok;
}

Speak::Order Speak::order(const Session& session) const
{
    Order order;
    order.file = _output;
    order.format = _format.empty() ? formatOfFile(_output) : *audio::responseFormat(_format);
    order.sampleRate = _sampleRate.value_or(audio::defaultSampleRate(order.format));
    if (_output.empty()) order.file = "speech." + std::string(audio::fileExtension(order.format));
    if (_output == "-") {
        if (session.json())
            throw CommandFailure(ExitCode::Usage,
                                 "--json and the audio cannot both go to standard output: name a file");
        if (::isatty(session.console().audioOut) == 1)
            throw CommandFailure(ExitCode::Usage,
                                 "the audio would go to the terminal: name a file, or pipe it on");
    }
    order.text = readText(_source, session.console().in);
    return order;
}

SpokenClip Speak::receive(const Session& session, const Api& api, Order& order) const
{
    const SignalWatch watch;
    // Opened first: where nothing can be written, nothing needs to be spoken.
    const auto target = openAudioTarget(order.file, session.console().audioOut);
    order.voiceId = _voice.empty() ? chooseVoice(api) : _voice;
    Progress progress(session.console(), bytesPerSecond(order.format, order.sampleRate));
    SpeechReception reception(*target, progress, order.format, api.url());
    const HeaderFields trailers =
        api.speak(request(order), acceptedType(order.format, order.sampleRate), reception);
    SpokenClip clip = reception.finish(trailers);
    target->commit();
    return clip;
}

std::string Speak::chooseVoice(const Api& api) const
{
    const std::string language = _language.empty() ? "en" : lowered(_language);
    std::vector<boost::json::object> voices;
    const Query query{{"language", language}, {"embedding_status", "ready"}};
    forEachVoice(api, query, 0, [&](const boost::json::object& voice) { voices.push_back(voice); });
    const auto chosen = defaultVoice(voices, language);
    if (!chosen)
        throw CommandFailure(ExitCode::Refused,
                             "no voice is ready for the language '" + language +
                                 "': choose another --language, or a --voice of 'scaispeakctl voices'");
    return *chosen;
}

boost::json::object Speak::request(const Order& order) const
{
    boost::json::object body;
    body["voice_id"] = order.voiceId;
    body["text"] = order.text;
    body["response_format"] = audio::word(order.format);
    body["sample_rate"] = order.sampleRate;
    if (!_language.empty()) body["language_hint"] = lowered(_language);
    if (_speed) body["speed"] = *_speed;
    return body;
}

void Speak::report(const Session& session, const Order& order, const SpokenClip& clip)
{
    const double seconds = static_cast<double>(clip.samples) / order.sampleRate;
    if (session.json()) {
        constexpr std::uint64_t millisecondsPerSecond = 1000;
        return session.print({{"file", order.file},
                              {"voice_id", order.voiceId},
                              {"response_format", audio::word(order.format)},
                              {"sample_rate", order.sampleRate},
                              {"duration_ms", clip.samples * millisecondsPerSecond / order.sampleRate},
                              {"samples", clip.samples},
                              {"audio_bytes", clip.bytes},
                              {"crc32", clip.crc32},
                              {"backend_used", clip.backend},
                              {"request_id", clip.requestId}});
    }
    const bool toFile = order.file != "-";
    std::ostream& out = toFile ? session.console().out : session.console().err;
    out << (toFile ? "saved " + order.file : "sent") << " (" << secondsText(seconds) << ", "
        << sizeText(clip.bytes) << ", backend " << clip.backend << ")\n";
}

}  // namespace scaispeak::ctl
