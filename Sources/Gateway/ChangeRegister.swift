import Identity
public import InstitutionRegister
import Ledger
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
    /// - Throws: `unavailable` when one could not be made durable.
    public func change(
        _ register: InstitutionRegister, _ changes: [RegisterChange], by operatorName: String
    ) async throws(GatewayError) -> [RegisterChange] {
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
