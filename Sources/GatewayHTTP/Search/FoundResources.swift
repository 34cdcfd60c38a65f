import FHIR
import Gateway
import JSONText
import RecordIndex
import RecordTypes

/// What matches of the records that are looked into, up to the page's size; where the next page starts; how many there are, where that is asked.
struct FoundResources {
    struct Match {
        let type: String
        let resource: JSONValue
        let key: [String?]
        var included: [(type: String, resource: JSONValue)] = []

        /// `Type/id`
        var name: String { "\(type)/\(resource["id"]?.stringValue ?? "")" }
    }

    private let search: ResourceSearch
    private(set) var matches: [Match] = []
    /// What the next page is told: the place behind a record and how many entries of the one after it were passed, or the last key given.
    private(set) var next: (record: RecordPosition?, passed: Int, inner: [(String, String)])?
    private var count = 0

    /// The place behind the record before, and how many entries of the one at hand an earlier page has passed.
    private var behind: RecordPosition?
    private var passed: Int
    private let after: [String?]?

    init(_ search: ResourceSearch) {
        self.search = search
        behind = search.page.position
        passed = search.page.passed
        after = search.page.fields[ResourceSearch.keyField].map { ResourceOrder.key($0) }
    }

    /// - Returns: false when the page is full and nobody counts.
    mutating func look(into record: OpenedRecord) throws -> Bool {
        let resources = RecordResources(record.entry.description, record.parts, search.names)
        for place in resources.places.dropFirst(passed) where search.looks(for: resources.type(at: place)) {
            guard let resource = try resources.resource(at: place), search.matches(resource) else { continue }
            guard let at = room(for: resource, resources.type(at: place)) else {
                if !isFull { continue }
                if next == nil { next = (behind, place, []) }
                guard search.looksAtAll else { return false }
                continue
            }
            for include in search.includes {
                for other in resources.referred(by: resource, include.elements)
                where include.type == nil || include.type == resources.type(at: other) {
                    guard let found = try resources.resource(at: other) else { continue }
                    matches[at].included.append((resources.type(at: other), found))
                }
            }
            prune()
        }
        behind = record.entry.position
        passed = 0
        return true
    }

    /// One that is known to match, in the natural order.
    mutating func take(_ resource: JSONValue, of type: String, at position: RecordPosition) {
        if room(for: resource, type) == nil, isFull, next == nil { next = (behind, 0, []) }
        behind = position
        prune()
    }

    private var isFull: Bool { search.order.isNatural && !search.isCountOnly && matches.count >= search.page.count }

    /// Counts what matches and makes room for it; nil where it is not to be given on this page.
    private mutating func room(for resource: JSONValue, _ type: String) -> Int? {
        count += 1
        guard !search.isCountOnly, !isFull else { return nil }
        let key = search.order.isNatural ? [] : search.order.key(of: resource)
        if let after, !search.order.isBefore(after, key) { return nil }
        matches.append(Match(type: type, resource: resource, key: key))
        return matches.count - 1
    }

    /// Of those that are sorted, no more are kept than fit onto the page, and one to tell that there is another page.
    private mutating func prune() {
        if !search.order.isNatural, matches.count > 4 * search.page.count { sort() }
    }

    private mutating func sort() {
        matches.sort { search.order.isBefore($0.key, $1.key) }
        if matches.count > search.page.count + 1 { matches.removeLast(matches.count - search.page.count - 1) }
    }

    /// - Throws: ``HTTPFault`` when all was to be looked at, and is too much.
    /// - Parameter following: where the records go on that were not looked at.
    mutating func finish(next following: RecordPosition?) throws {
        if search.looksAtAll, following != nil { throw HTTPFault.badRequest(.tooMuchToSort) }
        if search.order.isNatural {
            if next == nil { next = following.map { ($0, 0, []) } }
        } else {
            sort()
            if matches.count > search.page.count {
                matches.removeLast()
                next = matches.last.map { (nil, 0, [(ResourceSearch.keyField, ResourceOrder.text($0.key))]) }
            }
        }
        if search.counts, let total { next?.inner.append((ResourceSearch.totalField, String(total))) }
    }

    /// How many resources match, counted once, for the first page, and said on all.
    var total: Int? { search.counts ? search.knownTotal ?? count : nil }
}

extension FHIR.Bundle {
    /// One page of what was found, in the order in which it is to be read; what was included after it, each once.
    init(_ found: FoundResources, _ search: ResourceSearch, base: String) throws {
        self.init(type: .searchset)
        total = found.total
        let named = Set(found.matches.map(\.name))
        var included: Set<String> = []
        entry = found.matches.map { match in
            FHIR.Bundle.Entry(
                fullUrl: "\(base)/\(match.name)",
                resource: .other(type: match.type, search.subset.applied(to: match.resource)),
                search: FHIR.Bundle.Entry.Search(mode: .match))
        }
        for other in found.matches.flatMap(\.included) {
            let name = "\(other.type)/\(other.resource["id"]?.stringValue ?? "")"
            guard !named.contains(name), included.insert(name).inserted else { continue }
            entry.append(
                FHIR.Bundle.Entry(
                    fullUrl: "\(base)/\(name)",
                    resource: .other(type: other.type, search.subset.applied(to: other.resource)),
                    search: FHIR.Bundle.Entry.Search(mode: .include)))
        }
    }

    /// What the asker should know about the answer, as an entry of it.
    mutating func tell(_ issues: [RecordTypes.Issue]) {
        guard !issues.isEmpty else { return }
        entry.append(
            FHIR.Bundle.Entry(
                resource: OperationOutcome(issues: issues).asAny, search: FHIR.Bundle.Entry.Search(mode: .outcome)))
    }
}
