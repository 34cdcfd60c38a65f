import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import ReportSigning
import Reporting
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /statistics`: what is to be counted.
    static func statisticsForm(_ forms: FormTokens) -> Route {
        Route(.get, "/statistics", .page) { visit in
            Response(
                page: StatisticsPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), question: AccessReportQuestion()),
                in: visit.request.language)
        }
    }

    /// `POST /statistics`: counts, emergencies and precision; as a page, CSV, SVG or PDF; the PDF with its signature beside it where
    /// the gateway has a seal.
    static func statistics(_ gateway: Gateway, _ forms: FormTokens, _ seal: ReportSeal?) -> Route {
        Route(.post, "/statistics", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let asked = try AskedReport(form)
            let number = asked.question.caseNumber
            let requestID = visit.requestID.description
            let figures = try await gateway.accessFigures(
                asked.query(limit: 1), about: asked.person, caseNumber: number, as: visit.overseer,
                requestID: requestID)
            let cases = try await gateway.caseFigures(caseNumber: number, as: visit.overseer, requestID: requestID)
            let emergencies = cases.emergencies
            let findings = StatisticsPage.Findings(
                counts: StatisticsPage.Counts(figures.counts),
                emergencies: StatisticsPage.Emergencies(
                    all: emergencies.all, reviewed: emergencies.reviewed, overdue: emergencies.overdue),
                precision: cases.precision)
            let language = visit.request.language
            switch form[.format] ?? "page" {
            case "csv": return .file(figures.counts.commaSeparated, MediaType.csv, named: "accesses.csv")
            case "svg": return .file(findings.chart(in: language.words), "image/svg+xml", named: "accesses.svg")
            case "pdf":
                let printed = PrintedStatistics(
                    findings, question: asked.question, by: visit.visitor.name, made: visit.now,
                    completeness: figures.completeness.sentences)
                let pdf = printed.pdf(in: language.words)
                guard let seal else { return .file(pdf, "application/pdf", named: "accesses.pdf") }
                let signed = try SignedFile.bytes(pdf, named: "accesses.pdf", seal: seal, time: visit.now.seconds)
                return .file(signed, "application/x-tar", named: "accesses.tar")
            default:
                return Response(
                    page: StatisticsPage(
                        visitor: visit.visitor, formToken: visit.formToken(forms), question: asked.question,
                        findings: findings), in: language)
            }
        }
    }
}

extension StatisticsPage.Counts {
    init(_ counts: AccessCounts) {
        func number(_ count: AccessCounts.Count) -> Int? { if case .number(let number) = count { number } else { nil } }
        self.init(
            lines: counts.lines.map { line in
                Line(
                    institution: line.institution?.semantics, cells: line.counts.map(number), sum: number(line.sum))
            }, sums: counts.sums.map(number), total: number(counts.total))
    }
}
