public import AccessLog
import Identity
public import InstitutionRegister
import Ledger
import RecordIndex
public import RecordTypes
public import Reporting

/// The access log explained first.
public struct ExplainedAnswer: Sendable {
    public let report: ExplainedReport
    /// The foremost lines, their events opened.
    public let queue: [ExplainedReport.Line]
    public let completeness: CompletenessStatement
    /// Whether there were more accesses than the limit.
    public let isCut: Bool
}

/// How far a long report has come.
public struct ReportProgress: Hashable, Sendable {
    public enum Part: String, Hashable, Sendable {
        case reading, comparing, explaining
    }

    public let part: Part
    public let done: Int
    /// Nil while it is not known.
    public let of: Int?

    public init(_ part: Part, done: Int, of: Int?) {
        self.part = part
        self.done = done
        self.of = of
    }
}

/// What an explained report is asked for.
public struct ExplainQuestion: Sendable {
    public var query: AccessLogQuery
    /// Whose records.
    public var person: PersonIdentifier?
    /// Only lines to which one of these rules points; empty: what needs a look.
    public var rules: Set<DetectionRule> = []
    /// Lines of the queue.
    public var lines = 200
    /// Accesses at most; 80 bytes of memory each.
    public var limit = 5_000_000
    /// Nil: as the configuration says.
    public var hours: OpeningHours?
    /// Of each institution those who work for it, for the rule about co-workers.
    public var staff: [InstitutionID: [PersonIdentifier]] = [:]

    public init(_ query: AccessLogQuery, about person: PersonIdentifier? = nil) {
        self.query = query
        self.person = person
    }
}

extension Gateway {
    /// The access log explained first. The question is logged once, before anything is read; then every access of the period is explained from
    /// its facts, and only the foremost of those that need a look are opened.
    /// - Parameter progress: told as the work goes on.
    public func explainedReport(
        _ question: ExplainQuestion, caseNumber: String, as overseer: Overseer, requestID: String,
        progress: @Sendable (ReportProgress) async -> Void = { _ in }
    ) async throws(GatewayError) -> ExplainedAnswer {
        var query = question.query
        if let person = question.person { query.subject = try identity(of: person) }
        query.asker = try ownIdentity(of: overseer)
        let promise = try await admit(
            overseer, to: .explain, caseNumber: caseNumber, about: try await knownSubject(query.subject),
            requestID: requestID)
        try await catchUpWithConsent(before: promise)
        let asked = clock()
        let bound = query
        var question = question
        question.hours = question.hours ?? openingHours
        let complete = question
        return try await GatewayError.unavailableIfFailing {
            let explained = try await AccessExplainer(accessLog).explain(
                bound, complete, asked: asked, progress: progress)
            return ExplainedAnswer(
                report: explained.report, queue: explained.queue,
                completeness: try await accessLog.completeness(of: bound, ledgerSize: promise.index + 1),
                isCut: explained.isCut)
        }
    }

    /// Who works where, as the register lists them.
    public func listedStaff(_ register: InstitutionRegister) -> [InstitutionID: [PersonIdentifier]] {
        var staff: [InstitutionID: [PersonIdentifier]] = [:]
        for case .professional(let one) in register.changes where one.isInOffice(at: clock()) {
            staff[one.institution, default: []].append(one.person)
        }
        return staff
    }
}
