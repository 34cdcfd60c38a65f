import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import Reporting
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /lateness`: which period and institution.
    static func latenessForm(_ forms: FormTokens) -> Route {
        Route(.get, "/lateness", .page) { visit in
            Response(
                page: LatenessPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), question: AccessReportQuestion()),
                in: visit.request.language)
        }
    }

    /// `POST /lateness`: late and missing documents by institution, as a page, CSV, NDJSON or SVG.
    static func lateness(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/lateness", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let asked = try AskedReport(form)
            let answer = try await gateway.lateness(
                asked.query(limit: 1), caseNumber: asked.question.caseNumber, as: visit.overseer,
                requestID: visit.requestID.description)
            let report = answer.report
            let language = visit.request.language
            let findings = LatenessPage.Findings(
                lines: (report.lines + [report.all]).map(LatenessPage.Line.init),
                completeness: answer.completeness.sentences)
            switch form[.format] ?? "page" {
            case "csv": return .file(report.commaSeparated, MediaType.csv, named: "lateness.csv")
            case "ndjson": return .file(report.newlineDelimited, MediaType.ndjson, named: "lateness.ndjson")
            case "svg": return .file(findings.chart(in: language.words), "image/svg+xml", named: "lateness.svg")
            default:
                return Response(
                    page: LatenessPage(
                        visitor: visit.visitor, formToken: visit.formToken(forms), question: asked.question,
                        findings: findings), in: language)
            }
        }
    }
}

extension LatenessPage.Line {
    init(_ line: LatenessReport.Line) {
        func number(_ count: AccessCounts.Count) -> Int? { if case .number(let number) = count { number } else { nil } }
        self.init(
            institution: line.institution?.semantics, documents: number(line.documents), late: number(line.late),
            shareLate: line.shareLate, median: line.median, percentile95: line.percentile95,
            visits: number(line.visits), undocumented: number(line.undocumented), orders: number(line.orders),
            unanswered: number(line.unanswered))
    }
}
