/// What is done about hiding the looks of an investigating institution from the person: a statement on the ledger, like everything else.
public struct HidingStep: Hashable, Sendable {
    public enum Act: Hashable, Sendable {
        /// An official asks that an institution's looks at one person be hidden, by which law, and until when.
        case propose(person: LedgerIdentity, institution: InstitutionID, basis: String, until: Instant)
        /// Another official agrees; it holds from then on.
        case approve(order: UInt64)
        /// It ends before its time.
        case revoke(order: UInt64, reason: String)
        /// A look that was hidden is the person's own from now on. The entry is the first about them that knows of it.
        case disclose(order: UInt64, look: UInt64)
    }

    public let act: Act
    public let time: Instant
    public let by: CaseStep.Official
    /// The file number under which it was done; that of the proposal for what the gateway does by itself.
    public let caseNumber: String

    public init(_ act: Act, time: Instant, by: CaseStep.Official, caseNumber: String) {
        self.act = act
        self.time = time
        self.by = by
        self.caseNumber = caseNumber
    }

    /// Who discloses when an order is over: nobody decides that.
    public static let gateway = CaseStep.Official(person: nil, name: "Ankur", role: "gateway")
}

/// An order to hide: two officials, a law, an institution, a person, an end. What its steps on the ledger have come to.
///
/// It hides looks for the purpose `HLEGAL` alone, made while it holds: what a person has been shown stays shown, and care is never hidden.
/// A look under it stands on the ledger like one at an unknown number, so that it is counted with nobody's entries; when the order is over,
/// an entry about the person makes it theirs.
public struct HidingOrder: Hashable, Sendable {
    /// How long nothing may be hidden any more, counted from the proposal: a year.
    public static let longest = Duration.days(365)

    /// The proposal's position on the ledger.
    public let id: UInt64
    public let person: LedgerIdentity
    public let institution: InstitutionID
    /// The law and the court's or prosecutor's decision, in words.
    public let basis: String
    /// The end that was approved.
    public let until: Instant
    public let proposed: HidingStep
    public private(set) var approved: HidingStep?
    public private(set) var revoked: HidingStep?

    /// Nil for a step that proposes nothing, or something without a basis or an end within ``longest``.
    public init?(_ step: HidingStep, at index: UInt64) {
        guard case .propose(let person, let institution, let basis, let until) = step.act,
            basis.isWordsOnOneLine, step.time < until, until <= step.time.advanced(by: Self.longest),
            step.by.person != nil
        else { return nil }
        id = index
        self.person = person
        self.institution = institution
        self.basis = basis
        self.until = until
        proposed = step
    }

    /// Takes the next step; what does not fit changes nothing.
    /// - Returns: whether it fitted: an approval by somebody else than who proposed, before the end; a revocation of what is not over.
    @discardableResult
    public mutating func take(_ step: HidingStep) -> Bool {
        switch step.act {
        case .approve(let order):
            guard order == id, approved == nil, revoked == nil, step.time < until, let second = step.by.person,
                second != proposed.by.person
            else { return false }
            approved = step
        case .revoke(let order, _):
            guard order == id, revoked == nil, step.time < until else { return false }
            revoked = step
        case .propose, .disclose: return false
        }
        return true
    }

    /// When it is over: its end, or its revocation.
    public var end: Instant { revoked?.time ?? until }

    public enum Stage: String, Hashable, Sendable, CaseIterable {
        case proposed, inForce = "in-force", over
    }

    public func stage(at now: Instant) -> Stage {
        if now >= end { .over } else if approved == nil { .proposed } else { .inForce }
    }
}

/// That a look was hidden from whom it concerned: by which order, under which law, until when at most.
public struct Withholding: Hashable, Sendable {
    /// Whose look it will be: the look's entry itself names nobody.
    public let person: LedgerIdentity
    public let order: UInt64
    public let basis: String
    public let until: Instant

    public init(person: LedgerIdentity, order: UInt64, basis: String, until: Instant) {
        self.person = person
        self.order = order
        self.basis = basis
        self.until = until
    }

    public init(_ order: HidingOrder) {
        self.init(person: order.person, order: order.id, basis: order.basis, until: order.until)
    }
}

extension AccessEvent {
    /// The same look, as it is entered while it is hidden: about nobody, with who it will be about inside.
    public func withheld(by order: HidingOrder) -> AccessEvent {
        AccessEvent(
            time: time, action: action, outcome: outcome, actor: actor, purpose: purpose, encounter: encounter,
            basis: order.basis, subject: nil, records: records, requestID: requestID, reason: reason,
            withheld: Withholding(order))
    }

    /// The same look as its person has it once it is disclosed.
    public func disclosed(to person: LedgerIdentity) -> AccessEvent {
        AccessEvent(
            time: time, action: action, outcome: outcome, actor: actor, purpose: purpose, encounter: encounter,
            basis: basis, subject: person, records: records, requestID: requestID, reason: reason, withheld: withheld)
    }

    /// Whether it is hidden from this person now.
    public func isHidden(from person: LedgerIdentity?) -> Bool {
        guard let person, subject == nil, let withheld else { return false }
        return withheld.person == person
    }

    /// As the ledger has it, whoever it was disclosed to.
    public var asEntered: AccessEvent {
        guard withheld != nil else { return self }
        return AccessEvent(
            time: time, action: action, outcome: outcome, actor: actor, purpose: purpose, encounter: encounter,
            basis: basis, subject: nil, records: records, requestID: requestID, reason: reason, withheld: withheld)
    }
}
