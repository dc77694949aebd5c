#include "ctl/text_source.hpp"

#include "config/utf8.hpp"
#include "ctl/command_failure.hpp"
#include "ctl/descriptor.hpp"

#include <fcntl.h>

#include <array>
#include <istream>
#include <string_view>

namespace scaispeak::ctl {
namespace {

// More than 100 000 code points never are, nor does the API take a longer body.
constexpr std::size_t longestText = 2'000'000;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const std::string& why)
{
    throw CommandFailure(ExitCode::Usage, why);
}

std::string readInput(std::istream& input)
{
    std::string text;
    std::array<char, 16384> buffer{};
    do {
        input.read(buffer.data(), buffer.size());
        text.append(buffer.data(), static_cast<std::size_t>(input.gcount()));
        if (text.size() > longestText)
            throw CommandFailure(ExitCode::LocalFile,
                                 "standard input is longer than any text that can be spoken");
    } while (input);
    return text;
}

std::string withPlainNewlines(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index)
        if (text[index] != '\r' || index + 1 == text.size() || text[index + 1] != '\n') plain += text[index];
    return plain;
}

/// `name` is where the text came from.
std::string checked(std::string_view text, const std::string& name)
{
    if (text.starts_with(byteOrderMark)) text.remove_prefix(byteOrderMark.size());
    if (const auto line = config::lineOfBadUtf8(text))
        refuse(name + ", line " + std::to_string(*line) +
               ": this is not UTF-8 text; convert it, as in iconv -f latin1 -t utf8");
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        refuse("there is nothing to say: " + name + " is empty");
    return withPlainNewlines(text);
}

}  // namespace

std::string readText(const TextSource& source, std::istream& standardInput)
{
    if (source.argument.has_value() == !source.file.empty())
        refuse(source.argument ? "say either a text or --file, not both"
                               : "nothing to say: give a text, --file FILE, or - for standard input");
    if (source.argument && *source.argument != "-") return checked(*source.argument, "the text");
    if (source.argument || source.file == "-") return checked(readInput(standardInput), "standard input");
    return checked(readAll(openFile(source.file, O_RDONLY), longestText, source.file), source.file);
}

}  // namespace scaispeak::ctl
