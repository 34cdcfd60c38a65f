import Identity
public import InstitutionRegister
import Ledger
import RecordStore
import RecordTypes
import Statements

extension Gateway {
    /// Enters what the operator has decided about institutions, professionals and officials; it holds from the next request on.
    ///
    /// Durable order, for each change: 1. the ledger entry of kind *administration*; 2. the register's projection. A crash between them
    /// loses nothing: the projection is replayed at start. A crash between two changes leaves the first ones; the same order again enters
    /// the rest.
    ///
    /// - Returns: the changes that were entered; one that would change nothing makes no entry.
    /// - Throws: `invalidRequest`, and nothing is entered, where a subsystem is another institution's or a store has no
    ///   folder; `unavailable` when a change could not
    ///   be made durable.
    public func change(
        _ register: InstitutionRegister, _ changes: [RegisterChange], by operatorName: String
    ) async throws(GatewayError) -> [RegisterChange] {
        if let taken = register.subsystemTaken(by: changes) {
            throw GatewayError(.invalidRequest, issues: [.subsystemTaken(taken)])
        }
        for case .institution(let institution) in changes {
            guard let store = institution.store, register.institution(institution.id)?.store != store else { continue }
            guard stores.hasFolder(store) else {
                throw GatewayError(.invalidRequest, issues: [.storeUnknown(store)])
            }
        }
        var entered: [RegisterChange] = []
        var last: LedgerPromise?
        for change in changes where !register.holds(change) {
            // A professional is told of it as of everything else that is about them, and can be erased with it.
            let subject: LedgerIdentity? =
                if case .professional(let one) = change { try identity(of: one.person) } else { nil }
            let statement = Statement.administration(
                EnteredChange.word, detail: EnteredChange(change, by: operatorName).detail)
            last = try await enter(statement, about: subject, by: .gateway)
            entered.append(change)
        }
        if let last { try await catchUpWithConsent(before: last) }
        return entered
    }
}

extension Issue {
    static func storeUnknown(_ store: String) -> Issue {
        Issue(
            .error, "store-unknown", .businessRule, "No folder for stores is called \(store).",
            remedy: "Name it in the configuration under stores, and start the gateway again.")
    }

    static func subsystemTaken(_ subsystem: String) -> Issue {
        Issue(
            .error, "subsystem-taken", .businessRule, "The X-Road subsystem \(subsystem) is another institution's.",
            remedy: "Register the other institution without it first.")
    }
}
