#include "store/sqlite_statement.hpp"

#include "store/database_error.hpp"

#include <Poco/Data/AbstractBinder.h>
#include <Poco/Data/AbstractBinding.h>
#include <Poco/Data/AbstractExtraction.h>
#include <Poco/Data/AbstractExtractor.h>
#include <Poco/Data/LOB.h>
#include <Poco/Data/Statement.h>

#include <functional>
#include <utility>

namespace scaispeak::store {
namespace {

using Poco::Data::MetaColumn;

/// Binds one value that lives in the statement: Poco's binders keep pointers until the statement ran.
class ValueBinding : public Poco::Data::AbstractBinding
{
public:
    void set(const Value& value)
    {
        _value = value;
        if (const Blob* blob = std::get_if<Blob>(&_value))
            _blob = Poco::Data::BLOB(blob->data(), blob->size());
    }

    std::size_t numOfColumnsHandled() const override { return 1; }
    std::size_t numOfRowsHandled() const override { return 1; }
    bool canBind() const override { return !_bound; }
    void reset() override { _bound = false; }

    void bind(std::size_t position) override
    {
        Poco::Data::AbstractBinder& binder = *getBinder();
        if (std::holds_alternative<std::monostate>(_value))
            binder.bind(position, Poco::Data::Keywords::null, Poco::Data::AbstractBinder::PD_IN);
        else if (const auto* integer = std::get_if<std::int64_t>(&_value))
            binder.bind(position, *integer);
        else if (const auto* real = std::get_if<double>(&_value))
            binder.bind(position, *real);
        else if (const auto* flag = std::get_if<bool>(&_value))
            binder.bind(position, *flag);
        else if (const auto* text = std::get_if<std::string>(&_value))
            binder.bind(position, *text);
        else
            binder.bind(position, _blob);
        _bound = true;
    }

private:
    Value _value;
    Poco::Data::BLOB _blob;
    bool _bound = false;
};

/// Reads all columns of a row at once, by the types that the statement reports.
class RowExtraction : public Poco::Data::AbstractExtraction
{
public:
    using Types = std::vector<MetaColumn::ColumnDataType>;

    /// `describe` is asked at the first row: the types are known only once the database has prepared the
    /// statement.
    explicit RowExtraction(std::function<Types()> describe) : _describe(std::move(describe)) {}

    Rows take() { return std::exchange(_rows, {}); }

    std::size_t numOfColumnsHandled() const override { return _types.size(); }
    std::size_t numOfRowsHandled() const override { return 1; }
    std::size_t numOfRowsAllowed() const override { return getLimit(); }
    bool isNull(std::size_t) const override { return false; }
    Poco::Data::AbstractPreparation::Ptr createPreparation(PreparatorPtr&, std::size_t) override
    {
        return nullptr;
    }

    std::size_t extract(std::size_t position) override
    {
        if (_types.empty()) _types = _describe();
        std::vector<Value> values;
        values.reserve(_types.size());
        for (std::size_t column = 0; column < _types.size(); ++column)
            values.push_back(getExtractor()->isNull(position + column)
                                 ? Value{}
                                 : value(position + column, _types[column]));
        _rows.emplace_back(std::move(values));
        return 1;
    }

private:
    template <typename T>
    T get(std::size_t position)
    {
        T value{};
        getExtractor()->extract(position, value);
        return value;
    }

    Value value(std::size_t position, MetaColumn::ColumnDataType type)
    {
        switch (type) {
            case MetaColumn::FDT_INT16:
            case MetaColumn::FDT_INT32:
            case MetaColumn::FDT_INT64:
                return std::int64_t{get<Poco::Int64>(position)};
            case MetaColumn::FDT_DOUBLE:
                return get<double>(position);
            case MetaColumn::FDT_BOOL:
                return get<bool>(position);
            case MetaColumn::FDT_BLOB: {
                const auto blob = get<Poco::Data::BLOB>(position);
                return Blob(blob.begin(), blob.end());
            }
            default:
                return get<std::string>(position);
        }
    }

    std::function<Types()> _describe;
    Types _types;
    Rows _rows;
};

/// Statement keeps the number of columns of an answer to itself and its family.
struct ColumnCount : Poco::Data::StatementImpl
{
    static std::size_t of(const Poco::Data::StatementImpl& statement)
    {
        return (statement.*(&ColumnCount::columnsReturned))();
    }
    using Poco::Data::StatementImpl::columnsReturned;
};

}  // namespace

struct SqliteStatement::Impl : Poco::Data::Statement
{
    explicit Impl(Poco::Data::Session& session) : Poco::Data::Statement(session) {}

    std::vector<MetaColumn::ColumnDataType> columnTypes() const
    {
        std::vector<MetaColumn::ColumnDataType> types(ColumnCount::of(*impl()));
        for (std::size_t column = 0; column < types.size(); ++column)
            types[column] = metaColumn(column).type();
        return types;
    }

    std::vector<Poco::SharedPtr<ValueBinding>> bindings;
    Poco::SharedPtr<RowExtraction> extraction;
};

SqliteStatement::SqliteStatement(Poco::Data::Session& session, const std::string& sql,
                                 std::size_t parameterCount)
    : _impl(std::make_unique<Impl>(session))
{
    *_impl << sql;
    for (std::size_t count = 0; count < parameterCount; ++count) {
        _impl->bindings.emplace_back(new ValueBinding);
        _impl->addBind(_impl->bindings.back());
    }
    _impl->extraction = new RowExtraction([statement = _impl.get()] { return statement->columnTypes(); });
    _impl->addExtract(_impl->extraction);
}

SqliteStatement::~SqliteStatement() = default;

Rows SqliteStatement::run(const std::vector<Value>& parameters)
{
    if (parameters.size() != _impl->bindings.size())
        throw DatabaseError(Fault::Programming,
                            "a statement was given another number of parameters than before");
    for (std::size_t index = 0; index < parameters.size(); ++index)
        _impl->bindings[index]->set(parameters[index]);
    _impl->execute();
    return _impl->extraction->take();
}

}  // namespace scaispeak::store
