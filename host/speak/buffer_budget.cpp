#include "speak/buffer_budget.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::speak {

BufferBudget::Account::Account(std::shared_ptr<BufferBudget> budget, std::string tenant)
    : _budget(std::move(budget)), _tenant(std::move(tenant))
{}

BufferBudget::Account::~Account()
{
    giveBack(static_cast<std::size_t>(-1));
}

bool BufferBudget::Account::tryTake(std::size_t bytes)
{
    const std::lock_guard lock(_budget->_mutex);
    const auto entry = _budget->_usedByTenant.find(_tenant);
    const std::size_t byTenant = entry == _budget->_usedByTenant.end() ? 0 : entry->second;
    if (_budget->_used + bytes > _budget->_total || byTenant + bytes > _budget->share()) return false;
    _budget->_used += bytes;
    _budget->_usedByTenant[_tenant] += bytes;
    _taken += bytes;
    return true;
}

void BufferBudget::Account::take(std::size_t bytes)
{
    const std::lock_guard lock(_budget->_mutex);
    _budget->_used += bytes;
    _budget->_usedByTenant[_tenant] += bytes;
    _taken += bytes;
}

void BufferBudget::Account::giveBack(std::size_t bytes)
{
    const std::lock_guard lock(_budget->_mutex);
    bytes = std::min(bytes, _taken);
    if (bytes == 0) return;
    _taken -= bytes;
    _budget->_used -= bytes;
    const auto entry = _budget->_usedByTenant.find(_tenant);
    entry->second -= bytes;
    if (entry->second == 0) _budget->_usedByTenant.erase(entry);
}

std::size_t BufferBudget::used() const
{
    const std::lock_guard lock(_mutex);
    return _used;
}

void BufferBudget::resize(std::size_t totalBytes)
{
    const std::lock_guard lock(_mutex);
    _total = totalBytes;
}

}  // namespace scaispeak::speak
