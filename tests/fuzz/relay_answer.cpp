#include "unit/backend_relay/spoken_call.hpp"

#include <cstdlib>

namespace {

using namespace scaispeak;

void require(bool kept)
{
    if (!kept) std::abort();
}

}  // namespace

// What a relay sends back, from the status line on: the call ends, as whole samples or with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static tests::AnsweringRelay answering;
    answering.answer({reinterpret_cast<const char*>(data), size});
    const tests::SpokenCall spoken(answering, "Good day.", relay::Format::Pcm);
    if (!spoken.error) {
        require(spoken.status == Status::Ok && spoken.httpStatus == 200 && !spoken.taken.bytes.empty());
        require(spoken.taken.bytes.size() % (2 * spoken.taken.channels) == 0);
        return 0;
    }
    require(!spoken.error->isStop());
    require(!spoken.error->reason().empty() && !spoken.error->publicMessage().empty());
    return 0;
}
