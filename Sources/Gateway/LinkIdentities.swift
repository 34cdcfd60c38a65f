public import Identity
import IdentityDirectory
import Ledger
import RecordIndex
import RecordTypes
import Statements
import TransparencyLog

extension Gateway {
    /// Makes one person of two numbers, because a person's number has changed: `ankur identity link`.
    ///
    /// The identity that has records or decisions stays; what was entered about the other (its bindings, looks that found nothing) stays on
    /// the ledger and is in nobody's list any more. Where both have records nothing is done: records cannot be moved.
    /// Durable order: 1. the entry of kind *identity binding*, with both signatures; 2. the directory's projection, replayed at start. The
    /// same link again enters nothing.
    /// - Throws: `invalidRequest` with the reason, also for an order that was signed for another log.
    public func link(_ signed: SignedLinkOrder) async throws(GatewayError) {
        let order = signed.order
        guard order.log == ledger.verifierKey.name else {
            throw GatewayError(.invalidRequest, issues: [.linkOfAnotherLog])
        }
        let (former, current) = (order.former, order.current)
        guard
            let link = IdentityBinding.Link(
                former: former, current: current, officials: signed.officials, basis: order.basis,
                epoch: identities.epoch,
                approval: IdentityBinding.Approval(log: order.log, time: order.time, signatures: signed.signatures))
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
        .error, "link-malformed", .value, "A link needs two different numbers and two different officials.",
        remedy: "Draw up another order and have two officials sign it.")

    static let linkOfAnotherLog = Issue(
        .error, "link-of-another-log", .value, "The order was drawn up for another log.",
        remedy: "Draw it up with this gateway's configuration.")

    static let linkOfTwoRecords = Issue(
        .error, "link-of-two-records", .businessRule, "Both numbers already have records or decisions of their own.",
        remedy: "Have the institutions correct the documents under one of the numbers first.")
}
