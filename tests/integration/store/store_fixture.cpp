#include "store_fixture.hpp"

#include "store/migrator.hpp"
#include "store/sql_text.hpp"
#include "store/voice_row.hpp"
#include "support/postgres.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace scaispeak::tests {

void StoreFixture::setUp()
{
    _url = freshUrl();
    _store = store::openStore(_url);
    store::Migrator(_store->database).apply();
}

void StoreFixture::tearDown()
{
    _store.reset();
    dropDatabase();
}

store::Rows StoreFixture::run(const std::string& sql, const std::vector<store::Value>& parameters)
{
    return _store->database.write(
        [&](store::Connection& connection) { return connection.query(sql, parameters); });
}

void StoreFixture::addUser(const std::string& tenantId, const std::string& userId)
{
    run("INSERT INTO tenants (tenant_id, name, suspended, created_at) VALUES ($1, '', $2, 0) ON CONFLICT DO "
        "NOTHING",
        {tenantId, false});
    run("INSERT INTO users (tenant_id, user_id, created_at) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
        {tenantId, userId});
}

void StoreFixture::addVoice(const core::Voice& voice)
{
    if (!voice.ownerUserId.empty()) addUser(voice.tenantId, voice.ownerUserId);
    store::SqlText sql("INSERT INTO voices (" + store::voice_row::insertColumns() + ") VALUES (");
    std::string separator;
    for (const store::Value& value : store::voice_row::insertValues(voice)) {
        sql.text(separator).value(value);
        separator = ", ";
    }
    run(sql.text(")").sql(), sql.values());
}

core::Voice StoreFixture::preset(const std::string& id, const std::string& name)
{
    core::Voice voice;
    voice.voiceId = id;
    voice.displayName = name;
    voice.engine = "espeak-ng";
    voice.engineVoice = "gmw/en";
    voice.languagePrimary = "en";
    return voice;
}

TemporaryFolder::TemporaryFolder()
{
    const std::filesystem::path memory = "/dev/shm";
    const auto root = access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
    _path = (root / "scaispeak-store-XXXXXX").string();
    if (mkdtemp(_path.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(_path, ignored);
}

std::string freshPostgresUrl()
{
    PostgresCluster& cluster = PostgresCluster::shared();
    return cluster.url(cluster.createDatabase());
}

core::Failure failureOf(const std::function<void()>& action)
{
    try {
        action();
    }
    catch (const core::Failure& failure) {
        return failure;
    }
    CPPUNIT_FAIL("a Failure was expected");
    throw std::logic_error("not reached");
}

}  // namespace scaispeak::tests
