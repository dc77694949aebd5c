#pragma once

#include "core/semaphore.hpp"

#include <utility>

namespace scaispeak::core {

/// Where one thread of a pool waits while it has nothing to do. A pool keeps the benches of its idle threads
/// and wakes the one that rested last, for its memory is warm. What is given was not there before: give()
/// once for each wait().
template <typename Item>
class Bench
{
public:
    void give(Item item)
    {
        _item = std::move(item);
        _given.post();
    }

    Item wait()
    {
        _given.wait();
        return std::exchange(_item, Item());
    }

private:
    Semaphore _given;
    Item _item{};
};

}  // namespace scaispeak::core
