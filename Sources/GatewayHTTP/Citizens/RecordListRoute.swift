import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /`: everything filed about the citizen.
    static func recordList(_ gateway: Gateway) -> Route {
        Route(.get, "/", .page) { visit in
            let reader = Reader.citizen(visit.caller)
            let search = try PagedSearch(try visit.query(), known: [], by: reader, gateway)
            let page = try await gateway.ownRecords(
                of: visit.caller, after: search.position, limit: search.count, requestID: visit.requestID.description)
            let rules = try await gateway.restrictions(of: visit.caller, requestID: visit.requestID.description)
            return Response(
                page: RecordListPage(
                    visitor: visit.visitor, records: page.records.lines(under: rules, at: visit.now),
                    isFirst: search.position == nil,
                    next: page.next.map { search.next(after: $0, of: "/", for: reader, gateway) }))
        }
    }
}

extension Visit<VerifiedCitizen> {
    var visitor: Visitor { Visitor(name: "\(caller.givenName) \(caller.surname)", role: nil) }
}

extension [RecordDescription] {
    func lines(under rules: [Restriction], at now: Instant) -> [RecordLine] {
        map { RecordLine($0, visibility: .init(of: $0.id, under: rules, at: now)) }
    }
}

extension RecordLine.Visibility {
    /// What the citizen's decisions mean for one record, for showing only; who may really read is decided by `Consent`.
    init(of record: RecordID, under rules: [Restriction], at now: Instant) {
        // Newest first: the first rule about a target and audience is the one that counts.
        let live = rules.sorted { $0.decided > $1.decided }.filter { rule in rule.until.map { $0 > now } ?? true }
        func effect(_ target: Restriction.Target, _ audience: Restriction.Audience) -> Restriction.Effect? {
            live.first { $0.target == target && $0.audience == audience }?.effect
        }
        let towardsAll = effect(.record(record), .everyone) ?? effect(.wholeRecord, .everyone)
        let audiences = Set(live.map(\.audience)).subtracting([.everyone])
        let closedToSome = audiences.contains { (effect(.record(record), $0) ?? effect(.wholeRecord, $0)) == .deny }
        self = towardsAll == .deny ? .closedToEveryone : closedToSome ? .closedToSome : .open
    }
}
