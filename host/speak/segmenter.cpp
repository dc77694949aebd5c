#include "speak/segmenter.hpp"

#include "core/utf8.hpp"
#include "speak/sentence_end.hpp"

namespace scaispeak::speak {
namespace {

std::size_t leadingSpace(std::string_view text)
{
    std::size_t offset = 0;
    while (offset < text.size() && isWhiteSpace(core::codePointAt(text, offset).value))
        offset += core::codePointAt(text, offset).bytes;
    return offset;
}

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(leadingSpace(text));
    std::size_t end = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const core::CodePoint c = core::codePointAt(text, offset);
        offset += c.bytes;
        if (!isWhiteSpace(c.value)) end = offset;
    }
    return text.substr(0, end);
}

}  // namespace

std::vector<Segment> Segmenter::push(std::string_view text)
{
    _pending += text;
    return cut(More::Expected);
}

std::vector<Segment> Segmenter::flush()
{
    return cut(More::None);
}

std::vector<Segment> Segmenter::cut(More more)
{
    std::vector<Segment> segments;
    std::size_t done = 0;
    // Segments are taken from a view first and the rest is moved once, so that a long text stays linear.
    std::string all;
    all.swap(_pending);
    while (true) {
        const std::string_view rest = std::string_view(all).substr(done);
        const std::size_t skip = leadingSpace(rest);
        _pending.assign(rest.substr(skip, (longestSegmentChars + 2) * 4));
        const bool truncated = _pending.size() < rest.size() - skip;
        const std::size_t bytes = nextCut(truncated ? More::Expected : more);
        if (bytes == 0) {
            done += skip;
            break;
        }
        Segment segment = take(bytes);
        if (segment.chars > 0) segments.push_back(std::move(segment));
        done += skip + bytes;
    }
    all.erase(0, done);
    _pending = std::move(all);
    return segments;
}

/// Whether the marks that end a sentence still fit: nobody is kept from writing a thousand of them.
bool Segmenter::fits(std::size_t bytes, std::size_t offset, std::size_t chars, double seconds) const
{
    for (const std::size_t end = offset + bytes; offset < end;) {
        const core::CodePoint c = core::codePointAt(_pending, offset);
        seconds += estimatedSeconds(c.value) / _speed;
        offset += c.bytes;
        if (++chars > longestSegmentChars || seconds > longestSegmentSeconds) return false;
    }
    return true;
}

/// Bytes of the next segment, 0 when it cannot be told yet or nothing is left.
std::size_t Segmenter::nextCut(More more) const
{
    std::size_t clause = 0;
    std::size_t word = 0;
    std::size_t chars = 0;
    double seconds = 0;
    for (std::size_t offset = 0; offset < _pending.size();) {
        const core::CodePoint c = core::codePointAt(_pending, offset);
        const double longer = seconds + estimatedSeconds(c.value) / _speed;
        if (chars + 1 > longestSegmentChars || longer > longestSegmentSeconds) {
            if (clause > 0) return clause;
            return word > 0 ? word : offset;
        }
        const SentenceEndFound end = sentenceEndAt(_pending, offset);
        if (end.answer == SentenceEnd::Yes && fits(end.length, offset, chars, seconds))
            return offset + end.length;
        if (end.answer == SentenceEnd::Unknown && more == More::Expected &&
            _pending.size() < longestSegmentChars)
            return 0;
        offset += c.bytes;
        seconds = longer;
        ++chars;
        const bool spaceFollows =
            offset < _pending.size() && isWhiteSpace(core::codePointAt(_pending, offset).value);
        if (endsClause(c.value) && (spaceFollows || c.value > 0x3000)) clause = offset;
        if (isWhiteSpace(c.value)) word = offset;
    }
    return more == More::None ? _pending.size() : 0;
}

Segment Segmenter::take(std::size_t bytes)
{
    Segment segment;
    segment.text = std::string(trimmed(std::string_view(_pending).substr(0, bytes)));
    for (std::size_t offset = 0; offset < segment.text.size();) {
        const core::CodePoint c = core::codePointAt(segment.text, offset);
        segment.seconds += estimatedSeconds(c.value) / _speed;
        ++segment.chars;
        offset += c.bytes;
    }
    return segment;
}

std::vector<Segment> segmentsOf(std::string_view text, double speed)
{
    Segmenter segmenter(speed);
    std::vector<Segment> segments = segmenter.push(text);
    for (Segment& last : segmenter.flush())
        segments.push_back(std::move(last));
    return segments;
}

}  // namespace scaispeak::speak
