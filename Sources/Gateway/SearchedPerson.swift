import Consent
import Identity
import RecordIndex
public import RecordTypes

/// Whose records are looked for: nobody else's can be found with it, and nobody's with that of somebody unknown.
public struct SearchedPerson: Hashable, Sendable {
    let identity: LedgerIdentity
}

extension Gateway {
    /// The person of this number. A number of an institution's own names its patient, whom no other institution finds by it.
    public func person(_ number: PersonIdentifier, askedBy reader: Reader) throws(GatewayError) -> SearchedPerson {
        if case .institution(let institution, _) = reader {
            return SearchedPerson(identity: try subject(number, at: institution.id))
        }
        return SearchedPerson(identity: try identity(of: number))
    }

    /// The person whom this institution calls so (``PairwiseIdentifiers/system``); for anybody else's name, and for whoever uses no such names,
    /// nobody of whom there is anything.
    public func person(identified identifier: String, askedBy reader: Reader) -> SearchedPerson {
        SearchedPerson(identity: names(for: reader).person(identified: identifier) ?? nobody)
    }

    /// Nobody: a look for their records is logged, takes its time and finds nothing, like one for somebody who has none.
    public var unknownPerson: SearchedPerson { SearchedPerson(identity: nobody) }

    /// Whose record this is, for a reader who may see the record; nil for anybody else, and where there is no such record.
    ///
    /// Nothing leaves by it and nothing is logged: the look for which it is asked is one event, whatever comes of it.
    public func owner(of id: RecordID, for reader: Reader) async throws(GatewayError) -> SearchedPerson? {
        try await catchUpWithConsent()
        let description = try await GatewayError.unavailableIfFailing { try await index.description(of: id) }
        let decided = try await decision(on: description, for: reader, at: clock())
        guard let description, let decided, decided.isPermitted else { return nil }
        return SearchedPerson(identity: description.subject)
    }
}
