public import AccessLog
import Identity
import Ledger
public import Oversight
public import RecordTypes
import Statements

/// Who asks for the ministry: an official with a role, or whoever stands at the gateway's own machine.
public enum Overseer: Hashable, Sendable {
    case official(VerifiedOfficial)
    /// By the machine's account name. Whoever may open the data folder may do everything; it stands in the log.
    case console(String)

    var actor: AccessEvent.Actor {
        switch self {
        case .official(let official): Reader.official(official).actor
        case .console(let name):
            AccessEvent.Actor(
                kind: .operatorConsole, institution: nil, institutionName: nil, person: nil,
                personName: name.shortened, role: nil, assertion: nil)
        }
    }

    /// As steps of cases name them.
    var signature: CaseStep.Official {
        switch self {
        case .official(let official):
            CaseStep.Official(
                person: official.citizen.person, name: official.citizen.fullName, role: official.role.rawValue)
        case .console(let name):
            CaseStep.Official(
                person: nil, name: name.shortened, role: AccessEvent.Actor.Kind.operatorConsole.rawValue)
        }
    }

    public func may(_ right: MinistryRight) -> Bool {
        switch self {
        case .official(let official): official.role.may(right)
        case .console: true
        }
    }
}

/// The ministry's one door to everything: the right is asked, the question is logged, and only then is there an answer.
extension Gateway {
    /// Writes down that the ministry asks, and refuses what the role may not. A refusal is on the log like an answer.
    /// - Throws: `notPermitted` for a role without the right; `invalidRequest` without a case number.
    @discardableResult
    func admit(
        _ overseer: Overseer, to right: MinistryRight, caseNumber: String, about subject: LedgerIdentity? = nil,
        requestID: String
    ) async throws(GatewayError) -> LedgerPromise {
        let caseNumber = try checked(caseNumber: caseNumber)
        let mayDo = overseer.may(right)
        let promise = try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: mayDo ? .released : .refused, actor: overseer.actor,
                purpose: .audit, encounter: nil, basis: caseNumber, subject: subject, records: [],
                requestID: requestID),
            by: nil)
        guard mayDo else { throw GatewayError(.notPermitted, issues: [.roleWithoutRight(right)]) }
        return promise
    }

    // MARK: Cases

    /// The cases that match, the earliest date first.
    public func cases(
        _ question: CaseFiles.Question, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> [CaseState] {
        let promise = try await admit(overseer, to: .readCases, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing { try await caseFiles.cases(question) }
    }

    /// One case, with the looks that it is about. The person's own log shows that the ministry read it.
    /// - Throws: `notFound` where there is no such case.
    public func caseFile(
        _ id: CaseID, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseFile {
        try await catchUpWithConsent()
        let found = try await GatewayError.unavailableIfFailing { try await caseFiles.file(id) }
        let promise = try await admit(
            overseer, to: .readCases, caseNumber: caseNumber, about: found?.subject, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        return try await readCase(id)
    }

    func readCase(_ id: CaseID) async throws(GatewayError) -> CaseFile {
        let file = try await GatewayError.unavailableIfFailing { () -> CaseFile? in
            guard let (subject, state) = try await caseFiles.file(id) else { return nil }
            var looks: [LoggedAccess] = []
            for index in [id.index] + state.further {
                if let look = try await accessLog.event(at: index) { looks.append(look) }
            }
            return CaseFile(state: state, subject: subject, looks: looks)
        }
        guard let file else { throw GatewayError(.notFound) }
        return file
    }

    /// Takes a look up as a case. Taking it up again adds what is new to the same case.
    /// - Parameters:
    ///   - index: the look's position on the ledger; that of an emergency look is its own case.
    ///   - further: other looks that belong to it.
    /// - Throws: `notFound` for a position where no look is.
    @discardableResult
    public func openCase(
        about index: UInt64, further: [UInt64] = [], rules: [DetectionRule] = [], caseNumber: String,
        as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseFile {
        try await catchUpWithConsent()
        guard further.count <= 1_000 else { throw GatewayError(.invalidRequest, issues: [.tooManyLooks]) }
        let look = try await GatewayError.unavailableIfFailing { try await accessLog.event(at: index) }
        try await admit(
            overseer, to: .workCases, caseNumber: caseNumber, about: look?.event.subject, requestID: requestID)
        guard let look else { throw GatewayError(.notFound) }
        for position in further {
            let one = try await GatewayError.unavailableIfFailing { try await accessLog.event(at: position) }
            guard one != nil else { throw GatewayError(.notFound) }
        }
        let origin: CaseID.Origin = look.event.purpose == .breakTheGlass ? .emergency : .look
        let content = CaseStep.Look(
            time: look.event.time, institution: look.event.actor.institution, further: further, rules: rules)
        let id = CaseID(origin, at: index)
        return try await enter(.open(content), in: id, look.event.subject, caseNumber, overseer)
    }

    /// Does the next thing in a case.
    ///
    /// Durable order: the step is on the ledger when this returns; the case's state is what the steps there have come to, and two that
    /// cross leave one that fits and one that changes nothing.
    /// - Throws: `notFound` where there is no such case; `invalidRequest` for a step that does not fit, words that are missing or too
    ///   long, an end in the past, or an official who is part of the case themselves.
    @discardableResult
    public func work(
        on id: CaseID, _ act: CaseStep.Act, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseFile {
        try await catchUpWithConsent()
        let found = try await GatewayError.unavailableIfFailing { try await caseFiles.file(id) }
        try await admit(
            overseer, to: .workCases, caseNumber: caseNumber, about: found?.subject, requestID: requestID)
        guard let (subject, state) = found else { throw GatewayError(.notFound) }
        let file = try await readCase(id)
        try await refuseConflict(of: overseer, with: file)
        if case .assign(let officer) = act, officer.person != nil {
            guard try await !isPart(officer.person, of: file) else {
                throw GatewayError(.invalidRequest, issues: [.officialIsPart])
            }
        }
        guard state.clock.allows(act.kind) else {
            throw GatewayError(.invalidRequest, issues: [.stepDoesNotFit(state.stage)])
        }
        let now = clock()
        switch act {
        case .ask(let words, let due):
            try check(words)
            guard due > now else { throw GatewayError(.invalidRequest, issues: [.dueInThePast]) }
        case .answer(let words), .decide(_, reason: let words, _, _), .close(let words): try check(words)
        case .assign: break
        case .open: throw GatewayError(.invalidRequest, issues: [.stepDoesNotFit(state.stage)])
        }
        return try await enter(act, in: id, subject, caseNumber, overseer)
    }

    /// Assigns a case to whoever asks.
    @discardableResult
    public func takeOver(
        _ id: CaseID, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseFile {
        try await work(
            on: id, .assign(to: overseer.signature), caseNumber: caseNumber, as: overseer, requestID: requestID)
    }

    /// When an institution that is asked now must have answered.
    public var nextAnswerDue: Instant { clock().advanced(by: caseFiles.terms.answerWithin) }

    private func check(_ words: String) throws(GatewayError) {
        guard words.contains(where: \.isLetter) else {
            throw GatewayError(.invalidRequest, issues: [.inquiryWithoutWords])
        }
        guard words.utf8.count <= Self.wordsLimit else {
            throw GatewayError(.invalidRequest, issues: [.inquiryTooLong])
        }
    }

    /// Nobody decides about their own look, or about looks at their own records.
    private func refuseConflict(of overseer: Overseer, with file: CaseFile) async throws(GatewayError) {
        guard case .official(let official) = overseer else { return }
        guard try await !isPart(official.citizen.person, of: file) else {
            throw GatewayError(.invalidRequest, issues: [.officialIsPart])
        }
    }

    private func isPart(_ person: PersonIdentifier?, of file: CaseFile) async throws(GatewayError) -> Bool {
        guard let person else { return false }
        if file.looks.contains(where: { $0.event.actor.person == person }) { return true }
        let own = try identity(of: person)
        return file.subject == own || file.looks.contains { $0.event.isHidden(from: own) }
    }

    private func enter(
        _ act: CaseStep.Act, in id: CaseID, _ subject: LedgerIdentity?, _ caseNumber: String, _ overseer: Overseer
    ) async throws(GatewayError) -> CaseFile {
        let step = CaseStep(id: id, act: act, time: clock(), by: overseer.signature, caseNumber: caseNumber)
        let promise = try await enter(.oversight(step, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
        return try await readCase(id)
    }

    // MARK: Figures

    /// Numbers about cases, for every role: nobody is in them.
    public func caseFigures(
        caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseFigures {
        let promise = try await admit(overseer, to: .statistics, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        let now = clock()
        return try await GatewayError.unavailableIfFailing {
            let decided = try await caseFiles.cases(
                CaseFiles.Question(stages: [.decided, .closed], limit: 1_000_000))
            return CaseFigures(
                counts: try await caseFiles.counts(at: now), precision: RulePrecision.counted(from: decided), at: now)
        }
    }
}

/// A case with what it is about.
public struct CaseFile: Hashable, Sendable {
    public let state: CaseState
    /// Whom the looks concerned.
    public let subject: LedgerIdentity?
    /// The first is the look that opened it.
    public let looks: [LoggedAccess]
}

/// How far the ministry's own work has come.
public struct CaseFigures: Hashable, Sendable {
    public let counts: [CaseCount]
    public let precision: [RulePrecision]
    public let at: Instant

    /// Of all emergency looks, those that were decided: nothing is sampled, so it is all of them once the work is done.
    public var emergencies: (all: Int, reviewed: Int, overdue: Int) {
        let emergencies = counts.filter { $0.origin == .emergency }
        return (
            emergencies.reduce(0) { $0 + $1.count },
            emergencies.filter { $0.stage == .decided || $0.stage == .closed }.reduce(0) { $0 + $1.count },
            emergencies.filter { $0.stage != .decided && $0.stage != .closed }.reduce(0) { $0 + $1.overdue }
        )
    }
}

extension Issue {
    static func roleWithoutRight(_ right: MinistryRight) -> Issue {
        Issue(
            .error, "role-without-right", .forbidden, "The role does not have the right \(right.rawValue).",
            rule: "What each role may do is decided in one place; the attempt is logged.",
            remedy: "Ask somebody whose role has it.")
    }

    static func stepDoesNotFit(_ stage: CaseClock.Stage) -> Issue {
        Issue(
            .error, "step-does-not-fit", .businessRule, "The case is \(stage.rawValue): this does not follow now.",
            rule: "new, assigned, waiting, decided, closed.", remedy: "Read the case again.")
    }

    static let officialIsPart = Issue(
        .error, "official-is-part", .businessRule, "The official is part of the case themselves.",
        rule: "Nobody decides about their own look, or about looks at their own records.",
        remedy: "Let somebody else take the case.")

    static let dueInThePast = Issue(
        .error, "due-in-the-past", .value, "The term is over already.", at: .expression("due"),
        remedy: "Give a day that is still to come.")

    static let tooManyLooks = Issue(
        .error, "too-many-looks", .tooLong, "A case holds a thousand looks at most.", at: .expression("further"),
        remedy: "Open another case.")
}
