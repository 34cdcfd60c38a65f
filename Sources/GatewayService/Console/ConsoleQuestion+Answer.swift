import AccessLog
public import Gateway
public import InstitutionRegister
import RecordTypes
import Reporting

extension ConsoleQuestion {
    /// Runs the access log and hands the answer over piece by piece. The question is in the log before the first row is made.
    public func answer(
        from gateway: Gateway, _ register: InstitutionRegister, each: (ConsolePart) async throws -> Void
    ) async {
        do {
            switch format {
            case .explained: try await explain(gateway, register, each)
            case .verified:
                let verdict = try await gateway.verifyAccessLog(
                    caseNumber: caseNumber, as: .console(operatorName), requestID: "console")
                let lines = verdict.sentences.map { $0 + "\n" }.joined()
                try await each(verdict.isSound ? .head([]) : .failure(verdict.sentences.joined(separator: " ")))
                if verdict.isSound { try await each(.report(Array(lines.utf8))) }
            case .counts: try await count(gateway, each)
            case .table, .csv, .ndjson: try await rows(gateway, each)
            case .lateness: try await lateness(gateway, each) { Array($0.text.utf8) }
            case .latenessCSV: try await lateness(gateway, each) { $0.commaSeparated }
            case .latenessNDJSON: try await lateness(gateway, each) { $0.newlineDelimited }
            }
        } catch {
            // Whoever asked may be gone; then nobody is told.
            try? await each(.failure("\(error)"))
        }
    }

    var query: AccessLogQuery {
        var query = AccessLogQuery(
            professional: professional, institution: institution, from: from, until: until, outcomes: Set(outcomes),
            limit: 1_000)
        query.purposes = Set(purposes)
        query.actions = Set(actions)
        if readersOnly {
            query.kinds = [.official, .operatorConsole]
            query.actions = [.readAccessLog]
        }
        return query
    }

    private func rows(_ gateway: Gateway, _ each: (ConsolePart) async throws -> Void) async throws {
        let report = try await gateway.beginReport(
            query, about: person, caseNumber: caseNumber, as: .console(operatorName), requestID: "console")
        try await each(.head(report.completeness.sentences))
        var table: [AccessReportRow] = []
        var pages = report.pages
        var isFirst = true
        while let events = try await pages.next() {
            let rows = events.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
            switch format {
            case .csv: try await each(.report(CommaSeparated.bytes(of: rows, withHeading: isFirst)))
            case .ndjson: try await each(.report(NewlineDelimited.bytes(of: rows)))
            default:
                // A table is as wide as its widest cell, so its rows wait for the last one.
                guard table.count + rows.count <= Self.mostTableRows else { throw ReportTooLong() }
                table += rows
            }
            isFirst = false
        }
        if format == .table { try await each(.report(Array(PlainTable.text(of: table).utf8))) }
    }

    /// Rows of a table for a terminal at most.
    static let mostTableRows = 100_000

    private func lateness(
        _ gateway: Gateway, _ each: (ConsolePart) async throws -> Void, _ form: (LatenessReport) -> [UInt8]
    ) async throws {
        let answer = try await gateway.lateness(
            query, caseNumber: caseNumber, as: .console(operatorName), requestID: "console")
        try await each(.head(answer.completeness.sentences))
        try await each(.report(form(answer.report)))
    }

    private func count(_ gateway: Gateway, _ each: (ConsolePart) async throws -> Void) async throws {
        let figures = try await gateway.accessFigures(
            query, about: person, caseNumber: caseNumber, as: .console(operatorName), requestID: "console")
        try await each(.head(figures.completeness.sentences))
        try await each(.report(Array(figures.counts.text.utf8)))
    }

    private func explain(
        _ gateway: Gateway, _ register: InstitutionRegister, _ each: (ConsolePart) async throws -> Void
    ) async throws {
        var question = ExplainQuestion(query, about: person)
        question.rules = Set(rules)
        question.staff = gateway.listedStaff(register)
        let (progress, continuation) = AsyncStream.makeStream(of: ReportProgress.self)
        async let answer = {
            defer { continuation.finish() }
            return try await gateway.explainedReport(
                question, caseNumber: caseNumber, as: .console(operatorName), requestID: "console"
            ) { continuation.yield($0) }
        }()
        for await step in progress {
            let total = step.of.map { " of \($0)" } ?? ""
            try await each(.progress("\(step.part.rawValue) \(step.done)\(total)"))
        }
        let explained = try await answer
        let cut = explained.isCut ? ["There were more accesses than one report takes; narrow the period."] : []
        try await each(.head(explained.completeness.sentences + cut))
        try await each(.report(Array(explained.report.text(explained.queue).utf8)))
    }
}

struct ReportTooLong: Error, CustomStringConvertible {
    var description: String {
        "a table has \(ConsoleQuestion.mostTableRows) rows at most: ask for csv or ndjson, or narrow the period"
    }
}
