#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace scaispeak::speak {

/// How much audio all buffers together may hold, a quarter of it for one tenant (architecture, "Segments"). A
/// segment is dispatched only when its tenant's account has room for it. Thread safe.
class BufferBudget
{
public:
    explicit BufferBudget(std::size_t totalBytes) : _total(totalBytes) {}

    /// One buffer's part of it. What it still holds is given back when it is destroyed. Thread safe.
    class Account
    {
    public:
        Account(std::shared_ptr<BufferBudget> budget, std::string tenant);
        ~Account();
        Account(const Account&) = delete;
        Account& operator=(const Account&) = delete;

        /// False, and nothing taken, when the total or the tenant's share has no room for that many bytes
        /// more.
        bool tryTake(std::size_t bytes);
        /// Takes what is there already, room or not.
        void take(std::size_t bytes);
        void giveBack(std::size_t bytes);

    private:
        std::shared_ptr<BufferBudget> _budget;
        std::string _tenant;
        std::size_t _taken = 0;  ///< Guarded by the budget's mutex.
    };

    std::size_t used() const;

    /// From now on; what is taken beyond it stays taken until it is given back.
    void resize(std::size_t totalBytes);

private:
    std::size_t share() const { return _total / 4; }

    mutable std::mutex _mutex;
    std::size_t _total;
    std::size_t _used = 0;
    std::unordered_map<std::string, std::size_t> _usedByTenant;
};

}  // namespace scaispeak::speak
