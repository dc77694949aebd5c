#include "audio/g711_encoder.hpp"

#include <stdexcept>
#include <string>

namespace scaispeak::audio {

namespace {

sf_count_t position(void* output)
{
    return static_cast<sf_count_t>(static_cast<OutputBuffer*>(output)->total());
}

sf_count_t seek(sf_count_t, int, void* output)
{
    return position(output);
}

sf_count_t read(void*, sf_count_t, void*)
{
    return 0;
}

sf_count_t append(const void* data, sf_count_t size, void* output)
{
    return static_cast<OutputBuffer*>(output)->append(data, static_cast<std::size_t>(size)) ? size : 0;
}

}  // namespace

void G711Encoder::Close::operator()(SNDFILE* file) const noexcept
{
    sf_close(file);
}

G711Encoder::G711Encoder(Law law, std::uint32_t sampleRate, ByteSink& sink) : _sink(sink)
{
    SF_INFO info{};
    info.samplerate = static_cast<int>(sampleRate);
    info.channels = 1;
    info.format = SF_FORMAT_RAW | (law == Law::Mu ? SF_FORMAT_ULAW : SF_FORMAT_ALAW);
    SF_VIRTUAL_IO io{position, seek, read, append, position};
    _file.reset(sf_open_virtual(&io, SFM_WRITE, &info, &_output));
    if (!_file) throw std::runtime_error(std::string("libsndfile: ") + sf_strerror(nullptr));
}

void G711Encoder::encode(std::span<const std::int16_t> samples)
{
    const auto count = static_cast<sf_count_t>(samples.size());
    if (sf_write_short(_file.get(), samples.data(), count) != count)
        throw std::runtime_error(std::string("libsndfile: ") + sf_strerror(_file.get()));
    _output.sendTo(_sink);
}

}  // namespace scaispeak::audio
