import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /`: everything filed about the citizen.
    static func recordList(_ gateway: Gateway) -> Route {
        Route(.get, "/", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let reader = keeper.reader
            let search = try PagedSearch(try visit.query(), known: [], by: reader, gateway)
            let page = try await gateway.ownRecords(
                of: keeper, after: search.position, limit: search.count, requestID: visit.requestID.description)
            let rules = try await visit.rules(gateway, keeper)
            return Response(
                page: RecordListPage(
                    visitor: visit.visitor(keeper), records: page.records.lines(under: rules, at: visit.now),
                    isFirst: search.position == nil,
                    next: page.next.map { search.next(after: $0, of: "/", for: reader, gateway) },
                    emergencies: search.position == nil ? try await gateway.recentEmergencies(of: keeper) : []),
                in: visit.request.language)
        }
    }
}

extension Visit<VerifiedCitizen> {
    /// The citizen as pages name her, with the way out where a session let her in.
    var visitor: Visitor {
        Visitor(
            name: "\(caller.givenName) \(caller.surname)", role: nil,
            logOutToken: settings.sessionForms?.token(for: caller.fingerprint, listener: settings.name, now: now))
    }
}

extension [RecordDescription] {
    func lines(under rules: [Restriction], at now: Instant) -> [RecordLine] {
        map { RecordLine($0, visibility: .init(of: $0, under: rules, at: now)) }
    }
}

extension RecordLine.Visibility {
    /// What the citizen's decisions mean for one record: closed to whoever treats her, or to somebody among them.
    init(of record: RecordDescription, under rules: [Restriction], at now: Instant) {
        let care = Gateway.viewers(of: record, under: rules, at: now).filter(\.viewer.isForCare)
        let isClosed = care.contains { $0.viewer == .anyoneTreating && !$0.isPermitted }
        self = isClosed ? .closedToEveryone : care.allSatisfy(\.isPermitted) ? .open : .closedToSome
    }
}

extension RecordVisibility.Viewer {
    fileprivate var isForCare: Bool {
        switch self {
        case .anyoneTreating, .author, .institution, .professional, .role: true
        case .anyoneInEmergency, .purpose: false
        }
    }
}
