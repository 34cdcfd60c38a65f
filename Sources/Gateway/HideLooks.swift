public import AccessLog
import Identity
import IdentityDirectory
import Ledger
public import RecordTypes
import Statements

/// Hiding an investigating institution's looks from whom they concern: by a law, by two officials, until a day.
///
/// What is hidden is entered on the ledger like every look, as one at a number that nobody has: no count of the person's moves, so nothing
/// of theirs shows a gap, and nothing shows that there is an order. When the order is over, an entry about the person makes the look theirs.
/// Nothing can be hidden that has been shown, nothing but looks for the purpose `HLEGAL`, and no order can be taken off the ledger.
extension Gateway {
    /// Asks that what an institution looks at of one person for the law be hidden. Another official has to approve.
    /// - Throws: `invalidRequest` for no basis in words, an end that is past or more than a year away, the official's own record, or from
    ///   the console: an order wants people who are known by their certificates.
    public func proposeHiding(
        of person: PersonIdentifier, from institution: InstitutionID, basis: String, until: Instant,
        caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> HidingOrder {
        try await admit(overseer, to: .hideLooks, caseNumber: caseNumber, requestID: requestID)
        let subject = try identity(of: person)
        try refuseConflict(of: overseer, with: subject)
        let now = clock()
        guard basis.isWordsOnOneLine else { throw GatewayError(.invalidRequest, issues: [.hidingWithoutBasis]) }
        guard now < until, until <= now.advanced(by: HidingOrder.longest) else {
            throw GatewayError(.invalidRequest, issues: [.hidingWithoutEnd])
        }
        // The entry is about nobody: a rotation of the secret must find the person all the same.
        try await GatewayError.unavailableIfFailing { try await identities.settle(subject) }
        let step = HidingStep(
            .propose(person: subject, institution: institution, basis: basis, until: until), time: now,
            by: overseer.signature, caseNumber: caseNumber)
        let promise = try await enter(.hiding(step, subject: nil), about: nil, by: .gateway)
        return try await readOrder(promise.index, after: promise, for: overseer)
    }

    /// Approves an order; looks are hidden from now on.
    /// - Throws: `notFound`; `invalidRequest` for who proposed it, by whatever certificate or number, and for an order that is not open.
    public func approveHiding(
        _ id: UInt64, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> HidingOrder {
        try await admit(overseer, to: .hideLooks, caseNumber: caseNumber, requestID: requestID)
        let order = try await openOrder(id, for: overseer)
        guard let first = order.proposed.by.person, let second = overseer.signature.person,
            try identity(of: first) != identity(of: second)
        else { throw GatewayError(.invalidRequest, issues: [.hidingByOneOfficial]) }
        return try await enter(.approve(order: id), on: order, caseNumber, overseer)
    }

    /// Ends an order before its time; what it has hidden appears.
    public func revokeHiding(
        _ id: UInt64, reason: String, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> HidingOrder {
        try await admit(overseer, to: .overseeHiding, caseNumber: caseNumber, requestID: requestID)
        let order = try await openOrder(id, for: overseer)
        guard reason.isWordsOnOneLine else { throw GatewayError(.invalidRequest, issues: [.hidingWithoutBasis]) }
        return try await enter(.revoke(order: id, reason: reason), on: order, caseNumber, overseer)
    }

    /// Every order there ever was, the newest first, and how much each has hidden: for who checks. Orders about the asking official are not
    /// among them, as if there were none.
    public func hidingOrders(
        caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> [CountedHidingOrder] {
        let promise = try await admit(overseer, to: .overseeHiding, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        let orders = try await GatewayError.unavailableIfFailing { try await accessLog.hidingOrders() }
        let own = try ownIdentity(of: overseer)
        return orders.filter { $0.order.person != own }
    }

    /// Makes every look whose order is over the person's own.
    ///
    /// 1. an entry about the person, once for each look; 2. the access log's projection of it. A crash after 1 loses nothing: the projection is
    /// replayed; a crash before it leaves the look due. Called again and again while the gateway runs, from its start on.
    /// - Returns: how many.
    /// - Throws: the first failure, once every look has had its turn; what failed stays due.
    @discardableResult
    public func discloseDue() async throws(GatewayError) -> Int {
        let (due, damaged) = try await GatewayError.unavailableIfFailing {
            try await accessLog.dueDisclosures(at: clock())
        }
        var disclosed = 0
        var failed: GatewayError?
        if let first = damaged.first {
            failed = GatewayError(.unavailable, cause: AccessLogError.damaged(index: first))
        }
        for one in due {
            do throws(GatewayError) {
                if one.canBeTold {
                    try await disclose(one)
                    disclosed += 1
                } else {
                    try await GatewayError.unavailableIfFailing { try await accessLog.passOver(one.look) }
                }
            } catch {
                // The others do not wait for it.
                failed = failed ?? error
            }
        }
        if let failed { throw failed }
        return disclosed
    }

    private func disclose(_ due: DueDisclosure) async throws(GatewayError) {
        let person = due.order.person
        let step = HidingStep(
            .disclose(order: due.order.id, look: due.look), time: clock(), by: HidingStep.gateway,
            caseNumber: due.order.proposed.caseNumber)
        let promise = try await enter(
            .hiding(step, subject: person), about: person, by: .gateway,
            once: .of(Array("ankur/disclosure/v1/\(due.look)".utf8)))
        try await catchUpWithConsent(before: promise)
    }

    /// While the gateway runs: what is due is disclosed, and what was ordered to be deleted is, neither of them waiting for the other.
    /// - Returns: why something could not be done now; it stays due.
    func keepTerms() async throws(CancellationError) -> GatewayError? {
        var failed: GatewayError?
        do throws(GatewayError) { try await discloseDue() } catch { failed = error }
        do throws(GatewayError) { try await finishRetention() } catch { failed = failed ?? error }
        if Task.isCancelled { throw CancellationError() }
        return failed
    }

    /// The look as it is to be entered: hidden where an order says so.
    func hidden(_ event: AccessEvent) async throws(GatewayError) -> AccessEvent {
        guard event.purpose == .legal, let person = event.subject, let institution = event.actor.institution else {
            return event
        }
        let order = try await GatewayError.unavailableIfFailing {
            try await accessLog.orderInForce(hiding: person, from: institution, at: event.time)
        }
        return order.map { event.withheld(by: $0) } ?? event
    }

    /// - Throws: `notFound` for none, and for one about the asking official alike.
    private func openOrder(_ id: UInt64, for overseer: Overseer) async throws(GatewayError) -> HidingOrder {
        try await catchUpWithConsent()
        let order = try await GatewayError.unavailableIfFailing { try await accessLog.hidingOrder(id) }
        guard let order, try ownIdentity(of: overseer) != order.person else { throw GatewayError(.notFound) }
        return order
    }

    /// Whose records are the asking official's own; nil at the console.
    func ownIdentity(of overseer: Overseer) throws(GatewayError) -> LedgerIdentity? {
        guard let person = overseer.signature.person else { return nil }
        return try identity(of: person)
    }

    private func enter(
        _ act: HidingStep.Act, on order: HidingOrder, _ caseNumber: String, _ overseer: Overseer
    ) async throws(GatewayError) -> HidingOrder {
        let step = HidingStep(act, time: clock(), by: overseer.signature, caseNumber: caseNumber)
        var next = order
        guard next.take(step) else { throw GatewayError(.invalidRequest, issues: [.hidingStepDoesNotFit]) }
        let promise = try await enter(.hiding(step, subject: nil), about: nil, by: .gateway)
        return try await readOrder(order.id, after: promise, for: overseer)
    }

    private func readOrder(
        _ id: UInt64, after promise: LedgerPromise, for overseer: Overseer
    ) async throws(GatewayError) -> HidingOrder {
        try await catchUpWithConsent(before: promise)
        return try await openOrder(id, for: overseer)
    }

    /// Nobody decides about looks at their own record, and orders are officials' alone.
    private func refuseConflict(of overseer: Overseer, with subject: LedgerIdentity) throws(GatewayError) {
        guard let own = try ownIdentity(of: overseer) else {
            throw GatewayError(.invalidRequest, issues: [.hidingByOneOfficial])
        }
        guard own != subject else {
            throw GatewayError(.invalidRequest, issues: [.officialIsPart])
        }
    }
}

extension Issue {
    static let hidingWithoutBasis = Issue(
        .error, "hiding-without-basis", .required, "An order needs its legal basis in words, 500 bytes at most.",
        at: .expression("text"), rule: "Nothing is hidden without a law.",
        remedy: "Name the law and the court's or prosecutor's decision.")

    static let hidingWithoutEnd = Issue(
        .error, "hiding-without-end", .value, "An order ends in the future, and within a year.",
        at: .expression("until"), rule: "What is hidden appears by itself at the end.",
        remedy: "Give a day within a year.")

    static let hidingByOneOfficial = Issue(
        .error, "hiding-by-one-official", .businessRule,
        "An order needs two different officials, known by certificate.",
        remedy: "Let another official approve it, at the ministry's door.")

    static let hidingStepDoesNotFit = Issue(
        .error, "hiding-step-does-not-fit", .businessRule, "The order is approved or over already.",
        rule: "proposed, in force, over.", remedy: "Read the list again.")
}
