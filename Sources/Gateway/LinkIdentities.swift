import Identity
import IdentityDirectory
import Ledger
import RecordIndex
public import RecordTypes
import Statements

extension Gateway {
    /// Makes one person of two numbers, because a person's number has changed: `ankur identity link`.
    ///
    /// The identity that has records or decisions stays; what was entered about the other (its bindings, looks that found nothing) stays on
    /// the ledger and is in nobody's list any more. Where both have records nothing is done: records cannot be moved.
    /// Durable order: 1. the entry of kind *identity binding*; 2. the directory's projection, replayed at start. The same link again enters
    /// nothing.
    /// - Parameter officials: two different officials of the configuration, who answer for it.
    /// - Throws: `invalidRequest` with the reason.
    public func link(
        _ former: PersonIdentifier, to current: PersonIdentifier, by officials: [CertificateFingerprint], basis: String
    ) async throws(GatewayError) {
        let blank = basis.utf8.allSatisfy { $0 == 32 }
        guard !blank, basis.utf8.count <= 200, basis.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }),
            let link = IdentityBinding.Link(
                former: former, current: current, officials: officials, basis: basis, epoch: identities.epoch)
        else { throw GatewayError(.invalidRequest, issues: [.linkMalformed]) }
        try await catchUpWithConsent()
        let (old, new) = (try identity(of: former), try identity(of: current))
        let (hasOld, hasNew) = try await GatewayError.unavailableIfFailing {
            (try await index.knows(old), try await index.knows(new))
        }
        guard old == new || !(hasOld && hasNew) else {
            throw GatewayError(.invalidRequest, issues: [.linkOfTwoRecords])
        }
        let subject = hasNew ? new : old
        let promise = try await enter(
            .identityBinding(.link(link), subject: subject), about: subject, by: .gateway,
            once: .of(
                Array("ankur/link/v1".utf8) + Array(former.semantics.utf8) + [0] + Array(current.semantics.utf8) + [0]
                    + subject.bytes))
        try await catchUpWithConsent(before: promise)
        // Its own entry, too.
        try await GatewayError.unavailableIfFailing { try await projections.catchUp(through: promise.index) }
    }
}

extension Issue {
    static let linkMalformed = Issue(
        .error, "link-malformed", .value, "A link needs two different numbers, two different officials and a basis.",
        remedy: "Give the case number, 1 to 200 characters on one line, and the certificates of two officials.")

    static let linkOfTwoRecords = Issue(
        .error, "link-of-two-records", .businessRule, "Both numbers already have records or decisions of their own.",
        remedy: "Have the institutions correct the documents under one of the numbers first.")
}
