import FHIR
import Gateway
import Identity
import JSONText
import RecordIndex
import RecordTypes
import WebPages

/// A search among the resources of a person's records, as it was asked: which of them, in what order, how much of each.
struct ResourceSearch: Sendable {
    let page: PagedSearch
    /// The types looked for; nil for all.
    private let types: Set<String>?
    private let filter: ResourceFilter
    private let ids: [String]?
    private let updated: [[DateCriterion]]
    let subset: ResourceSubset
    /// Elements by which other resources of the same record are taken along, with the type wanted there.
    let includes: [(elements: [String], type: String?)]
    let order: ResourceOrder
    /// Whether everything that matches is counted, and how much that was, where a page before has counted.
    let counts: Bool
    let knownTotal: Int?
    /// Whether the number is all that is wanted.
    let isCountOnly: Bool
    /// What the asker calls records.
    let names: ReaderNames

    /// What every search takes besides the parameters of its type.
    static let common = [
        "_id", "_lastUpdated", "_sort", "_total", "_summary", "_elements", "_include",
    ]
    private static let repeatable = ["_include", "_lastUpdated"]

    /// - Parameter type: nil for everything that there is of a person.
    init(
        _ asked: FormFields, on type: SearchedType?, isLenient: Bool, by reader: Reader, _ gateway: Gateway,
        base: String
    ) throws {
        names = gateway.names(for: reader)
        let parameters = type?.parameters ?? []
        let own = type == nil ? ["_since", "_type"] : Self.common + parameters.map(\.name)
        page = try PagedSearch(
            asked, known: PersonParameter.names(of: type) + own, repeatable: Self.repeatable + parameters.map(\.name),
            isLenient: isLenient, takesZero: true, by: reader, gateway)
        let fields = page.fields
        types = try type.map { [$0.type] } ?? fields["_type"].map(Self.types)
        filter = try ResourceFilter(fields, parameters, base: base)
        ids = try fields["_id"].map { ids in
            guard !ids.isEmpty else {
                throw HTTPFault.badRequest(.parameterInvalid("_id", remedy: "Give ids, joined by commas."))
            }
            return ids.split(separator: ",").map(String.init)
        }
        updated =
            try fields[all: "_lastUpdated"].map { try DateCriterion.all(in: $0, of: "_lastUpdated") }
            + fields[all: "_since"].map { try DateCriterion.all(in: "ge\($0)", of: "_since") }
        subset = try ResourceSubset(fields)
        includes = try fields[all: "_include"].map { try Self.include($0, of: type) }
        order = try ResourceOrder(fields, of: type)
        isCountOnly = fields["_summary"] == "count" || page.count == 0
        switch fields["_total"] {
        case nil, "none": counts = isCountOnly
        // An estimate may be exact.
        case "accurate", "estimate": counts = true
        default:
            throw HTTPFault.badRequest(.parameterInvalid("_total", remedy: "Give none, estimate or accurate."))
        }
        knownTotal = fields[Self.totalField].flatMap { Int($0) }
    }

    /// Whether all that matches has to be looked at, before the first of it can be given.
    var looksAtAll: Bool { !order.isNatural || (counts && knownTotal == nil) }

    /// What the registry can tell: whether a record may hold something that is looked for.
    func mayMatch(_ entry: RegistryEntry) -> Bool {
        let received = entry.description.received
        let span = DateSpan(start: received, end: received.advanced(by: .milliseconds(1)))
        guard updated.allSatisfy({ $0.contains { $0.matches(span) } }) else { return false }
        guard let ids else { return true }
        let name = entry.description.name(names)
        return ids.contains { $0.hasPrefix("\(name)-") }
    }

    /// The same of a search in the registry itself.
    /// - Parameter resource: makes of an entry what the filter looks at.
    func matchesEntry(_ entry: RegistryEntry, _ resource: (RegistryEntry) -> JSONValue) -> Bool {
        let received = entry.description.received
        let span = DateSpan(start: received, end: received.advanced(by: .milliseconds(1)))
        return updated.allSatisfy { $0.contains { $0.matches(span) } }
            && (ids?.contains(entry.description.name(names).description) ?? true)
            && (filter.isEmpty || filter.matches(resource(entry)))
    }

    func looks(for type: String) -> Bool { types?.contains(type) ?? true }

    func matches(_ resource: JSONValue) -> Bool {
        (ids.map { $0.contains(resource["id"]?.stringValue ?? "") } ?? true) && filter.matches(resource)
    }

    private static func types(_ text: String) throws -> Set<String> {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ name in SearchedType.all.contains { $0.type == name } }) else {
            throw HTTPFault.badRequest(
                .parameterInvalid("_type", remedy: "Name types of the CapabilityStatement, joined by commas."))
        }
        return Set(names)
    }

    /// `Type:parameter` or `Type:parameter:Type`.
    private static func include(
        _ text: String, of type: SearchedType?
    ) throws -> (elements: [String], type: String?) {
        let parts = text.split(separator: ":").map(String.init)
        guard let type, parts.count == 2 || parts.count == 3, parts[0] == type.type,
            let parameter = type.includes.first(where: { $0.name == parts[1] })
        else {
            throw HTTPFault.badRequest(
                .parameterInvalid(
                    "_include", remedy: "Name one of searchInclude in the CapabilityStatement at /fhir/metadata."))
        }
        return (parameter.elements, parts.count == 3 ? parts[2] : nil)
    }

    // MARK: What only our own cursors hold

    static let totalField = "known-total"
    static let keyField = "after-key"
}

/// In what order resources are given: the newest record first, in a record in its own order, or by `_sort` (R4 3.1.1.5.6).
struct ResourceOrder: Sendable {
    private let keys: [(parameter: SearchedType.Parameter?, descends: Bool)]

    /// Nothing to sort by: the order in which records are read.
    var isNatural: Bool { keys.isEmpty }

    init(_ fields: FormFields, of type: SearchedType?) throws {
        guard let sort = fields["_sort"], sort != "-_lastUpdated" else {
            keys = []
            return
        }
        keys = try sort.split(separator: ",", omittingEmptySubsequences: false).map { text in
            let descends = text.hasPrefix("-")
            let name = String(descends ? text.dropFirst() : text)
            if name == "_lastUpdated" || name == "_id" {
                return (
                    SearchedType.Parameter(
                        name: name, kind: name == "_id" ? .token : .date,
                        elements: [name == "_id" ? "id" : "meta.lastUpdated"]), descends
                )
            }
            guard let parameter = type?.parameters.first(where: { $0.name == name && $0.kind != .reference }) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid(
                        "_sort", remedy: "Name _id, _lastUpdated or parameters of the type, with - for descending."))
            }
            return (parameter, descends)
        }
    }

    /// What a resource is sorted by: one text a key, nil where it has no value. Its name comes last, so that no two are equal.
    func key(of resource: JSONValue) -> [String?] {
        keys.map { key in
            guard let parameter = key.parameter else { return nil }
            let values = resource.values(at: parameter.elements)
            switch parameter.kind {
            case .date:
                let spans = values.compactMap { DateSpan(element: $0) }
                let moment = key.descends ? spans.map(\.end).max() : spans.map(\.start).min()
                return moment.map { Self.sortable($0.milliseconds) }
            case .token, .string, .reference:
                return values.compactMap(\.firstText).min()
            }
        } + [resource["id"]?.stringValue]
    }

    /// Whether the first comes before the second. What has no value comes last, whichever way is sorted.
    func isBefore(_ left: [String?], _ right: [String?]) -> Bool {
        for at in left.indices where left[at] != right[at] {
            guard let first = left[at] else { return false }
            guard let second = right[at] else { return true }
            let descends = at < keys.count && keys[at].descends
            return descends ? second < first : first < second
        }
        return false
    }

    /// A key as one text, and back.
    static func text(_ key: [String?]) -> String {
        key.map { $0.map { "+\(URLText.encode($0))" } ?? "-" }.joined(separator: ",")
    }

    static func key(_ text: String) -> [String?] {
        text.split(separator: ",").map { part in
            part == "-"
                ? nil
                : PercentText.decode(Array(part.dropFirst().utf8), plusIsSpace: false)
                    .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Milliseconds so that texts stand in the order of numbers.
    private static func sortable(_ milliseconds: Int64) -> String {
        let digits = String(UInt64(bitPattern: milliseconds) ^ (1 << 63))
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}

extension JSONValue {
    /// The first word of a code, a Coding, a CodeableConcept, an Identifier, a name.
    fileprivate var firstText: String? {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .array(let values): values.lazy.compactMap(\.firstText).first
        case .object:
            ["coding", "code", "value", "text", "family", "display"].lazy.compactMap { self[$0]?.firstText }.first
        default: nil
        }
    }
}
