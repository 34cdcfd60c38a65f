/// The name of a case: `BTG-1234` for an emergency look, by its position on the ledger; `LOOK-1234` for a look that an official took up.
///
/// One look is one case, however often it is taken up.
public struct CaseID: Hashable, Sendable {
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        /// The glass was broken: the case opens by itself.
        case emergency = "BTG"
        /// An official found a look worth asking about.
        case look = "LOOK"
    }

    public let origin: Origin
    /// The look's position on the ledger.
    public let index: UInt64

    public init(_ origin: Origin, at index: UInt64) {
        self.origin = origin
        self.index = index
    }

    /// Nil for anything that ``description`` does not write.
    public init?(_ text: some StringProtocol) {
        guard let dash = text.firstIndex(of: "-"), let origin = Origin(rawValue: String(text[..<dash])),
            let index = UInt64(text[text.index(after: dash)...]), index <= UInt64(Int64.max)
        else { return nil }
        self.init(origin, at: index)
        guard description == text else { return nil }
    }
}

extension CaseID: CustomStringConvertible {
    public var description: String { "\(origin.rawValue)-\(index)" }
}

/// What an official did in a case: a statement on the ledger. The state of a case is what its steps have come to.
public struct CaseStep: Hashable, Sendable {
    public enum Act: Hashable, Sendable {
        /// A look is taken up, with others that belong to it, and the rules that pointed at it.
        case open(Look)
        /// Somebody is answerable for it from now on.
        case assign(to: Official)
        /// The institution is asked, and has until then to answer.
        case ask(String, due: Instant)
        /// What the institution answered, as it was received.
        case answer(String)
        /// What was found, why, and what follows. The rules that had pointed at it are counted by this.
        case decide(Finding, reason: String, Measure, rules: [DetectionRule])
        /// The person has been told; nothing more is to be done.
        case close(String)
    }

    /// The look that a case is about, as whoever took it up found it in the log.
    public struct Look: Hashable, Sendable {
        public let time: Instant
        public let institution: InstitutionID?
        /// Other looks that belong to it, by their positions on the ledger.
        public let further: [UInt64]
        public let rules: [DetectionRule]

        public init(time: Instant, institution: InstitutionID?, further: [UInt64], rules: [DetectionRule]) {
            self.time = time
            self.institution = institution
            self.further = further
            self.rules = rules
        }
    }

    /// What the look was.
    public enum Finding: String, Hashable, Sendable, CaseIterable {
        /// There was a reason.
        case justified
        /// A mistake, which the institution has proven: the wrong person, a mistyped code.
        case error
        /// There was none.
        case unjustified
        /// It cannot be found out any more.
        case undetermined

        /// Whether the rules that pointed at it were right: a mistake is no justified look either.
        public var confirms: Bool { self == .error || self == .unjustified }
    }

    /// What follows.
    public enum Measure: String, Hashable, Sendable, CaseIterable {
        case none
        case reminder
        case proposal
        case misdemeanour
        case police
    }

    /// Who acts at the ministry, flattened so that it can be shown long after the certificate is gone.
    public struct Official: Hashable, Sendable {
        /// Nil for the operator at the gateway's own machine.
        public let person: PersonIdentifier?
        public let name: String
        /// The role, or `operator-console`.
        public let role: String

        public init(person: PersonIdentifier?, name: String, role: String) {
            self.person = person
            self.name = name
            self.role = role
        }
    }

    public let id: CaseID
    public let act: Act
    public let time: Instant
    public let by: Official
    /// The file number at the ministry under which it was done.
    public let caseNumber: String

    public init(id: CaseID, act: Act, time: Instant, by: Official, caseNumber: String) {
        self.id = id
        self.act = act
        self.time = time
        self.by = by
        self.caseNumber = caseNumber
    }
}

/// How long oversight has, by law and by the ministry's own rule.
public struct CaseTerms: Hashable, Sendable {
    /// From a case's opening to its decision.
    public var decideWithin: Duration
    /// What an institution has for an answer.
    public var answerWithin: Duration
    /// From the decision until the person has been told and the case is closed.
    public var closeWithin: Duration
    /// After that nothing can be punished any more, counted from the look: the Penal Code's two years for misdemeanours by default.
    public var limitation: Duration

    public init(
        decideWithin: Duration = .days(30), answerWithin: Duration = .days(10), closeWithin: Duration = .days(30),
        limitation: Duration = .days(730)
    ) {
        self.decideWithin = decideWithin
        self.answerWithin = answerWithin
        self.closeWithin = closeWithin
        self.limitation = limitation
    }
}

extension Duration {
    public static func days(_ days: Int64) -> Duration { .seconds(days * 86_400) }
}

/// Where a case stands and what must happen next: the state machine of a case, which needs no word of what was said in it.
public struct CaseClock: Hashable, Sendable {
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        case new
        case assigned
        /// For the institution's answer.
        case waiting
        case decided
        case closed
    }

    /// An act without its content.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case open, assign, ask, answer, decide, close
    }

    public private(set) var stage: Stage
    /// The date by which the next thing must happen; nil when the case is closed.
    public private(set) var due: Instant?
    public private(set) var hasOfficer: Bool
    private let decideBy: Instant
    private let closeWithin: Duration

    public init(opened: Instant, terms: CaseTerms) {
        decideBy = opened.advanced(by: terms.decideWithin)
        closeWithin = terms.closeWithin
        stage = .new
        due = decideBy
        hasOfficer = false
    }

    /// Whether an act can follow now.
    public func allows(_ kind: Kind) -> Bool {
        switch kind {
        case .open: stage != .closed
        case .assign, .decide: stage == .new || stage == .assigned || stage == .waiting
        case .ask: stage == .new || stage == .assigned
        case .answer: stage == .waiting
        case .close: stage == .decided
        }
    }

    /// Takes an act; one that does not fit changes nothing.
    /// - Parameter due: until when the institution has time, for ``Kind/ask``.
    /// - Returns: whether it fitted.
    @discardableResult
    public mutating func take(_ kind: Kind, at time: Instant, due: Instant?) -> Bool {
        guard allows(kind) else { return false }
        switch kind {
        case .open: break
        case .assign:
            hasOfficer = true
            if stage == .new { stage = .assigned }
        case .ask:
            stage = .waiting
            self.due = due ?? decideBy
        case .answer:
            stage = hasOfficer ? .assigned : .new
            self.due = decideBy
        case .decide:
            stage = .decided
            self.due = time.advanced(by: closeWithin)
        case .close:
            stage = .closed
            self.due = nil
        }
        return true
    }
}

extension CaseStep.Act {
    public var kind: CaseClock.Kind {
        switch self {
        case .open: .open
        case .assign: .assign
        case .ask: .ask
        case .answer: .answer
        case .decide: .decide
        case .close: .close
        }
    }

    /// Until when the institution has time; nil for everything but a question.
    public var due: Instant? { if case .ask(_, let due) = self { due } else { nil } }
}

/// A case and where it stands.
public struct CaseState: Hashable, Sendable {
    public let id: CaseID
    /// When the look was.
    public let looked: Instant
    /// Who looked, as the log has it.
    public let institution: InstitutionID?
    public let opened: Instant
    /// After that nothing can be punished any more.
    public let limitation: Instant
    public private(set) var clock: CaseClock
    public private(set) var officer: CaseStep.Official?
    /// Other looks that belong to it, by their positions on the ledger.
    public private(set) var further: [UInt64]
    public private(set) var decision: CaseStep?
    /// In the order of the ledger; those that did not fit are among them, because they are on it.
    public private(set) var steps: [CaseStep]

    public init(id: CaseID, looked: Instant, institution: InstitutionID?, opened: Instant, terms: CaseTerms) {
        self.id = id
        self.looked = looked
        self.institution = institution
        self.opened = opened
        limitation = looked.advanced(by: terms.limitation)
        clock = CaseClock(opened: opened, terms: terms)
        further = []
        steps = []
    }

    public mutating func take(_ step: CaseStep) {
        steps.append(step)
        guard clock.take(step.act.kind, at: step.time, due: step.act.due) else { return }
        switch step.act {
        case .open(let look): further = Array(Set(further + look.further)).sorted()
        case .assign(let officer): self.officer = officer
        case .decide: decision = step
        case .ask, .answer, .close: break
        }
    }

    public var stage: CaseClock.Stage { clock.stage }
    public var due: Instant? { clock.due }

    /// The rules that pointed at the look when it was taken up.
    public var rules: [DetectionRule] {
        let opening: [DetectionRule] = id.origin == .emergency ? [.breakTheGlass] : []
        return steps.reduce(into: opening) { rules, step in
            guard case .open(let look) = step.act else { return }
            rules += look.rules.filter { !rules.contains($0) }
        }
    }

    public func isOverdue(at now: Instant) -> Bool { due.map { $0 <= now } ?? false }

    /// Whether what could be punished soon cannot be: within ninety days of the limitation, and not closed.
    public func isNearLimitation(at now: Instant) -> Bool {
        stage != .closed && limitation.advanced(by: .zero - .days(90)) <= now
    }
}

/// How often a rule was right, counted from decided cases alone.
public struct RulePrecision: Hashable, Sendable {
    public let rule: DetectionRule
    /// Decided cases at which it had pointed, those that could not be found out left aside.
    public let decided: Int
    /// Those in which there was no reason, or it was a mistake.
    public let confirmed: Int

    public init(rule: DetectionRule, decided: Int, confirmed: Int) {
        self.rule = rule
        self.decided = decided
        self.confirmed = confirmed
    }

    /// From 0 to 1; nil while nothing was decided.
    public var precision: Double? { decided == 0 ? nil : Double(confirmed) / Double(decided) }

    /// Counts every rule over decided cases.
    public static func counted(from cases: some Sequence<CaseState>) -> [RulePrecision] {
        var counts: [DetectionRule: (decided: Int, confirmed: Int)] = [:]
        for one in cases {
            guard case .decide(let finding, _, _, let rules) = one.decision?.act, finding != .undetermined else {
                continue
            }
            for rule in Set(rules) {
                counts[rule, default: (0, 0)].decided += 1
                if finding.confirms { counts[rule, default: (0, 0)].confirmed += 1 }
            }
        }
        return DetectionRule.allCases.map { rule in
            let count = counts[rule] ?? (0, 0)
            return RulePrecision(rule: rule, decided: count.decided, confirmed: count.confirmed)
        }
    }
}
