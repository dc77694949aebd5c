#include "config/addresses.hpp"
#include "config/reader.hpp"
#include "config/section.hpp"

namespace scaispeak::config {
namespace {

/// Empty is as good as absent: the neighbour is not there.
void readUrl(Section& section, std::string_view key, std::string& out)
{
    section.text(key, out);
    if (!out.empty() && !isHttpUrl(out))
        section.refuse(key, "a URL such as https://scai.example.org is expected, without user and query");
}

}  // namespace

void readNeighbours(Section& root, Configuration& configuration)
{
    readUrl(root, "scaispeak_scaidrive_url", configuration.scaidriveUrl);
    Scaikey& scaikey = configuration.scaikey;
    Section section = root.section("scaikey");
    readUrl(section, "url", scaikey.url);
    readUrl(section, "jwks_url", scaikey.jwksUrl);
    readUrl(section, "token_url", scaikey.tokenUrl);
    section.text("client_id", scaikey.clientId);
    section.text("client_secret", scaikey.clientSecret);
    section.text("audience", scaikey.audience);
    section.text("scaidrive_audience", scaikey.scaidriveAudience);
}

}  // namespace scaispeak::config
