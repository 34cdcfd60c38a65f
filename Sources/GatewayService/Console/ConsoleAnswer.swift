import AccessLog
public import Gateway
import JSONText
import Reporting

/// An access report in the form that was asked for, and what can be said about its completeness.
///
/// On the socket: one line of JSON, `{"sentences":[…]}` or `{"error":"…"}`, then the report.
public struct ConsoleAnswer: Hashable, Sendable {
    /// The report as it is printed.
    public let report: [UInt8]
    public let sentences: [String]
    /// Why there is no report.
    public let error: String?

    /// A report holds so many events at most; each page of a thousand is logged as a query of its own.
    static let mostEvents = 100_000

    /// Runs the access log. The question is in the log before the first row is made.
    public init(to question: ConsoleQuestion, from gateway: Gateway) async {
        do {
            self = try await Self.report(question, gateway)
        } catch {
            self.init(report: [], sentences: [], error: "\(error)")
        }
    }

    init(report: [UInt8], sentences: [String], error: String?) {
        self.report = report
        self.sentences = sentences
        self.error = error
    }

    private static func report(_ question: ConsoleQuestion, _ gateway: Gateway) async throws -> ConsoleAnswer {
        var query = AccessLogQuery(
            professional: question.professional, institution: question.institution, from: question.from,
            until: question.until, outcomes: Set(question.outcomes), limit: 1000)
        if question.format == .explained {
            let answer = try await gateway.explainedReport(
                query, about: question.person, caseNumber: question.caseNumber, atConsoleBy: question.operatorName,
                requestID: "console", limit: mostEvents)
            return ConsoleAnswer(
                report: Array(answer.report.text.utf8),
                sentences: answer.completeness.sentences + (answer.isCut ? [cutShort] : []), error: nil)
        }
        var rows: [AccessReportRow] = []
        while true {
            let page = try await gateway.accessReport(
                query, about: question.person, caseNumber: question.caseNumber, atConsoleBy: question.operatorName,
                requestID: "console")
            rows += page.events.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
            query.cursor = page.next
            guard page.next != nil, rows.count < mostEvents else {
                let cut = page.next == nil ? [] : [cutShort]
                return ConsoleAnswer(
                    report: question.format.bytes(of: rows), sentences: page.completeness.sentences + cut, error: nil)
            }
        }
    }

    private static let cutShort = "The report was cut short; narrow the period."

    static let unreadableQuestion = ConsoleAnswer(report: [], sentences: [], error: "the question cannot be read")

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        if let error {
            json.key("error")
            json.string(error)
        } else {
            json.key("sentences")
            json.beginArray()
            for sentence in sentences { json.string(sentence) }
            json.endArray()
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")] + report
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let json = try? JSONValue(parsing: Array(bytes[..<end]))
        else { return nil }
        let error = json["error"]?.stringValue
        let sentences = json["sentences"]?.arrayValue
        guard (error == nil) != (sentences == nil) else { return nil }
        self.init(
            report: Array(bytes[(end + 1)...]), sentences: sentences?.compactMap(\.stringValue) ?? [], error: error)
    }
}

extension ReportFormat {
    fileprivate func bytes(of rows: [AccessReportRow]) -> [UInt8] {
        switch self {
        // An explained report has other rows, and is made before.
        case .table, .explained: Array(PlainTable.text(of: rows).utf8)
        case .csv: CommaSeparated.bytes(of: rows)
        case .ndjson: NewlineDelimited.bytes(of: rows)
        case .counts: Array(AccessCounts(rows.lazy.map(\.event)).text.utf8)
        }
    }
}
