#include "worker_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <cstring>
#include <numeric>

using namespace scaispeak;
using namespace scaispeak::pluginhost;

namespace {

std::string text(scs_str text)
{
    return {text.data, text.size};
}

/// Collects what an emit function is given, as text.
template <class Struct>
struct Collected
{
    std::vector<std::string> rows;
    std::string (*show)(const Struct&);

    static scs_status emit(void* handle, const Struct* item)
    {
        auto* self = CallSlot::target<Collected>(handle);
        self->rows.push_back(self->show(*item));
        return SCS_OK;
    }
};

class TestRemoteKinds : public WorkerFixture
{
    CPPUNIT_TEST_SUITE(TestRemoteKinds);
    CPPUNIT_TEST(nodes_areListedAndEvicted);
    CPPUNIT_TEST(evict_reachesAllWorkers);
    CPPUNIT_TEST(objects_areWrittenReadListedRemoved);
    CPPUNIT_TEST(objects_ofADeadWorkerAreGone);
    CPPUNIT_TEST(destination_uploadsAndDownloads);
    CPPUNIT_TEST(auth_looksKeysUpInTheHost);
    CPPUNIT_TEST(exchange_tradesTokens);
    CPPUNIT_TEST(preflight_seesEveryFrame);
    CPPUNIT_TEST(transport_answersAnOffer);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override { start(); }

private:
    const Interfaces& tables() { return _instance->interfaces(); }
    void* raw() { return _instance->raw(); }

    void nodes_areListedAndEvicted()
    {
        Collected<scs_node> nodes{{}, [](const scs_node& node) {
                                      return text(node.node_id) + " " + text(node.address) + " " +
                                             text(node.engines[0]->name) + " " +
                                             std::to_string(node.inflight);
                                  }};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(&nodes, [&](CallSlot& slot, scs_error* error) {
                                 return tables().backendNodes->list_nodes(raw(), slot.call(), &nodes.emit,
                                                                          slot.handle(), error);
                             }));
        CPPUNIT_ASSERT(nodes.rows == std::vector<std::string>{"n1 host:1 far 3"});

        Collected<scs_evict_outcome> outcomes{{}, [](const scs_evict_outcome& outcome) {
                                                  return text(outcome.node_id) +
                                                         std::to_string(outcome.outcome);
                                              }};
        const std::array<std::uint8_t, 32> key{};
        const scs_str ids[] = {SCS_LITERAL("a"), SCS_LITERAL("b")};
        call(&outcomes, [&](CallSlot& slot, scs_error* error) {
            return tables().backendNodes->evict(raw(), slot.call(), {key.data(), key.size()}, ids, 2,
                                                &outcomes.emit, slot.handle(), error);
        });
        CPPUNIT_ASSERT(outcomes.rows == (std::vector<std::string>{"a1", "b1"}));
    }

    void evict_reachesAllWorkers()
    {
        start(3);
        eventually([&] { return remote().roster().ready() == 3; }, "three workers");
        Collected<scs_evict_outcome> outcomes{
            {}, [](const scs_evict_outcome& outcome) { return text(outcome.node_id); }};
        const std::array<std::uint8_t, 32> key{};
        const scs_str ids[] = {SCS_LITERAL("a")};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(&outcomes, [&](CallSlot& slot, scs_error* error) {
                                 return tables().backendNodes->evict(raw(), slot.call(),
                                                                     {key.data(), key.size()}, ids, 1,
                                                                     &outcomes.emit, slot.handle(), error);
                             }));
        CPPUNIT_ASSERT(outcomes.rows == std::vector<std::string>{"a"});
        eventually(
            [&] { return _host.metrics.sum("scaispeak_plugin_evictions_total{plugin=every-kind,}") == 3; },
            "each of them evicts");
    }

    void* openWriter()
    {
        void* writer = nullptr;
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(nullptr, [&](CallSlot& slot, scs_error* error) {
                                 return tables().objects->open_write(raw(), slot.call(), SCS_LITERAL("a/b"),
                                                                     9, &writer, error);
                             }));
        return writer;
    }

    scs_status write(void* writer, const std::vector<std::uint8_t>& data)
    {
        return call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return tables().objects->write(raw(), slot.call(), writer, data.data(), data.size(), error);
        });
    }

    void objects_areWrittenReadListedRemoved()
    {
        const scs_objects& objects = *tables().objects;
        std::vector<std::uint8_t> data(300'000);
        std::iota(data.begin(), data.end(), std::uint8_t{0});
        void* writer = openWriter();
        CPPUNIT_ASSERT_EQUAL(SCS_OK, write(writer, data));
        call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return objects.commit(raw(), slot.call(), writer, error);
        });
        objects.abort(raw(), openWriter());

        void* reader = nullptr;
        std::uint64_t size = 0;
        call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return objects.open_read(raw(), slot.call(), SCS_LITERAL("a/b"), &reader, &size, error);
        });
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{300'000}, size);
        std::vector<std::uint8_t> read;
        std::vector<std::uint8_t> piece(100'000);
        do {
            size = 0;
            call(nullptr, [&](CallSlot& slot, scs_error* error) {
                return objects.read(raw(), slot.call(), reader, read.size(), piece.data(), piece.size(),
                                    &size, error);
            });
            read.insert(read.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(size));
        } while (size > 0);
        objects.close(raw(), reader);
        CPPUNIT_ASSERT(read == data);

        Collected<scs_object_info> found{
            {}, [](const scs_object_info& info) { return text(info.key) + " " + std::to_string(info.size); }};
        const auto list = [&] {
            return call(&found, [&](CallSlot& slot, scs_error* error) {
                return objects.list(raw(), slot.call(), {}, {}, &found.emit, slot.handle(), error);
            });
        };
        CPPUNIT_ASSERT_EQUAL(SCS_OK, list());
        CPPUNIT_ASSERT(found.rows == std::vector<std::string>{"a/b 300000"});
        call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return objects.remove(raw(), slot.call(), SCS_LITERAL("a/b"), error);
        });
        CPPUNIT_ASSERT_EQUAL(SCS_NOT_FOUND, call(&found, [&](CallSlot& slot, scs_error* error) {
                                 return objects.stat(raw(), slot.call(), SCS_LITERAL("a/b"), &found.emit,
                                                     slot.handle(), error);
                             }));
    }

    void objects_ofADeadWorkerAreGone()
    {
        void* writer = openWriter();
        ::kill(static_cast<pid_t>(remote().pool().status().at(0).pid), SIGKILL);
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, write(writer, {1, 2, 3}));
        tables().objects->abort(raw(), writer);
        eventually([&] { return remote().roster().ready() == 1; }, "a new worker");
        tables().objects->abort(raw(), openWriter());
    }

    struct Body
    {
        std::uint64_t left = 200'000;
        std::string taken;

        static scs_status read(void* body, std::uint8_t* data, std::uint64_t capacity, std::uint64_t* size)
        {
            std::uint64_t& left = static_cast<Body*>(body)->left;
            *size = std::min(left, capacity);
            std::memset(data, 'b', *size);
            left -= *size;
            return SCS_OK;
        }
        static scs_status write(void* body, const std::uint8_t* data, std::uint64_t size)
        {
            static_cast<Body*>(body)->taken.append(reinterpret_cast<const char*>(data), size);
            return SCS_OK;
        }
    };

    void destination_uploadsAndDownloads()
    {
        const scs_destination& destination = *tables().destination;
        scs_target target{};
        target.struct_size = sizeof target;
        target.filename = SCS_LITERAL("clip.mp3");
        ErrorText said;
        CPPUNIT_ASSERT_EQUAL(SCS_CONFLICT, call(
                                               nullptr,
                                               [&](CallSlot& slot, scs_error* error) {
                                                   return destination.prepare(
                                                       raw(), slot.call(), SCS_LITERAL("t"), &target, error);
                                               },
                                               &said));
        CPPUNIT_ASSERT_EQUAL(std::string("every-kind.sibling"), said.reason);

        Body body;
        Collected<scs_stored_file> stored{{}, [](const scs_stored_file& file) {
                                              return text(file.name) + " " + std::to_string(file.size);
                                          }};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(&stored, [&](CallSlot& slot, scs_error* error) {
                                 return destination.put(raw(), slot.call(), SCS_LITERAL("t"), &target,
                                                        &Body::read, &body, &stored.emit, slot.handle(),
                                                        error);
                             }));
        CPPUNIT_ASSERT(stored.rows == std::vector<std::string>{"clip.mp3 200000"});

        scs_source source{};
        source.struct_size = sizeof source;
        source.file_id = SCS_LITERAL("fil_1");
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(nullptr, [&](CallSlot& slot, scs_error* error) {
                                 return destination.fetch(raw(), slot.call(), SCS_LITERAL("t"), &source,
                                                          &Body::write, &body, error);
                             }));
        CPPUNIT_ASSERT_EQUAL(std::string("fil_1"), body.taken);

        Collected<scs_share> shares{
            {}, [](const scs_share& share) { return text(share.id) + std::to_string(share.quota_bytes); }};
        call(&shares, [&](CallSlot& slot, scs_error* error) {
            return destination.list_shares(raw(), slot.call(), SCS_LITERAL("token"), &shares.emit,
                                           slot.handle(), error);
        });
        CPPUNIT_ASSERT(shares.rows == std::vector<std::string>{"token7"});
        Collected<scs_child> children{
            {}, [](const scs_child& child) { return text(child.id) + text(child.name); }};
        call(&children, [&](CallSlot& slot, scs_error* error) {
            return destination.list_children(raw(), slot.call(), {}, SCS_LITERAL("s"), SCS_LITERAL("f"),
                                             &children.emit, slot.handle(), error);
        });
        CPPUNIT_ASSERT(children.rows == std::vector<std::string>{"sf"});
    }

    void auth_looksKeysUpInTheHost()
    {
        core::Sha256 hash;
        hash.fill('k');
        core::Identity identity;
        identity.tenantId = "tnt_1";
        identity.userId = "usr_1";
        identity.roles = {"tenant_admin"};
        _host.credentials.known[hash] = identity;
        Collected<scs_principal> principals{{}, [](const scs_principal& principal) {
                                                return text(principal.tenant_id) + " " +
                                                       text(principal.user_id) + " " +
                                                       text(principal.roles[0]);
                                            }};
        const auto decide = [&](const std::string& credential) {
            std::int32_t decision = -1;
            CPPUNIT_ASSERT_EQUAL(SCS_OK, call(&principals, [&](CallSlot& slot, scs_error* error) {
                                     return tables().auth->authenticate(raw(), slot.call(),
                                                                        abiText(credential), &principals.emit,
                                                                        slot.handle(), &decision, error);
                                 }));
            return decision;
        };
        CPPUNIT_ASSERT_EQUAL(SCS_AUTH_ALLOW, decide(std::string(32, 'k')));
        CPPUNIT_ASSERT(principals.rows == std::vector<std::string>{"tnt_1 usr_1 tenant_admin"});
        CPPUNIT_ASSERT_EQUAL(SCS_AUTH_DENY, decide(std::string(32, 'n')));
        CPPUNIT_ASSERT_EQUAL(SCS_AUTH_NOT_MINE, decide("short"));
        _host.credentials.down = true;
        CPPUNIT_ASSERT_EQUAL(SCS_AUTH_UNAVAILABLE, decide(std::string(32, 'k')));
    }

    void exchange_tradesTokens()
    {
        Collected<scs_exchanged_token> tokens{
            {}, [](const scs_exchanged_token& token) { return text(token.token) + " " + text(token.scope); }};
        call(&tokens, [&](CallSlot& slot, scs_error* error) {
            return tables().tokenExchange->exchange(raw(), slot.call(), SCS_LITERAL("t"),
                                                    SCS_LITERAL("audience"), SCS_LITERAL("scope"),
                                                    &tokens.emit, slot.handle(), error);
        });
        CPPUNIT_ASSERT(tokens.rows == std::vector<std::string>{"audience scope"});
    }

    void preflight_seesEveryFrame()
    {
        const scs_preflight& preflight = *tables().preflight;
        scs_clip clip{};
        clip.struct_size = sizeof clip;
        clip.channels = 2;
        clip.sample_rate = 48'000;
        void* session = nullptr;
        call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return preflight.open(raw(), slot.call(), &clip, &session, error);
        });
        const std::vector<float> samples(200'000, 0.5F);
        call(nullptr, [&](CallSlot& slot, scs_error* error) {
            return preflight.push(raw(), slot.call(), session, samples.data(), 100'000, error);
        });
        Collected<scs_clip_figures> figures{
            {}, [](const scs_clip_figures& item) { return std::to_string(item.duration_ns); }};
        call(&figures, [&](CallSlot& slot, scs_error* error) {
            return preflight.measure(raw(), slot.call(), session, &figures.emit, slot.handle(), error);
        });
        CPPUNIT_ASSERT(figures.rows == std::vector<std::string>{"100000"});
        Collected<scs_check> checks{
            {}, [](const scs_check& check) { return text(check.check) + " " + std::to_string(check.value); }};
        call(&checks, [&](CallSlot& slot, scs_error* error) {
            return preflight.finish(raw(), slot.call(), session, &checks.emit, slot.handle(), error);
        });
        CPPUNIT_ASSERT(checks.rows == std::vector<std::string>{"sum 100000.000000"});
        preflight.close(raw(), session);
    }

    struct Answer
    {
        std::string sdp;
        static scs_status emit(void* handle, scs_str sdp)
        {
            CallSlot::target<Answer>(handle)->sdp = text(sdp);
            return SCS_OK;
        }
    };

    void transport_answersAnOffer()
    {
        const scs_transport& transport = *tables().transport;
        Answer answer;
        scs_session_offer offer{};
        offer.struct_size = sizeof offer;
        offer.sdp = SCS_LITERAL("v=0");
        CPPUNIT_ASSERT_EQUAL(SCS_OK, call(&answer, [&](CallSlot& slot, scs_error* error) {
                                 const scs_status started = transport.start(raw(), slot.call(), error);
                                 return started != SCS_OK
                                            ? started
                                            : transport.open_session(raw(), slot.call(), &offer,
                                                                     &Answer::emit, slot.handle(), error);
                             }));
        CPPUNIT_ASSERT_EQUAL(std::string("v=0"), answer.sdp);
        const auto add = [&](std::uint64_t session) {
            return call(nullptr, [&](CallSlot& slot, scs_error* error) {
                return transport.add_candidate(raw(), slot.call(), session, {}, error);
            });
        };
        CPPUNIT_ASSERT_EQUAL(SCS_OK, add(1));
        CPPUNIT_ASSERT_EQUAL(SCS_NOT_FOUND, add(2));
        transport.close_session(raw(), 1);
        transport.stop(raw());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRemoteKinds);

}  // namespace
