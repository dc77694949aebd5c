#pragma once

#include <string>

namespace scaispeak::store {

/// Makes sure that an SQLite database file is there and private: mode 0600, missing folders above it 0700.
/// SQLite gives its -wal and -shm files the same mode. `path` is absolute. Throws
/// Failure(StorageUnavailable).
void preparePrivateFile(const std::string& path);

}  // namespace scaispeak::store
