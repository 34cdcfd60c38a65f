import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import RecordTypes
import Reporting
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /`: the question form.
    static func accessReportForm(_ forms: FormTokens) -> Route {
        Route(.get, "/", .page) { visit in
            Response(
                page: AccessReportFormPage(
                    visitor: visit.visitor, question: AccessReportQuestion(), formToken: visit.formToken(forms)),
                in: visit.request.language)
        }
    }

    /// `POST /access-log`: the answer as a page, or as a file of all rows that is written as they are read.
    static func accessReport(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/access-log", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let asked = try AskedReport(form)
            switch form[.format] ?? "page" {
            case "csv": return try await visit.file(.csv, asked, gateway)
            case "ndjson": return try await visit.file(.ndjson, asked, gateway)
            default: return try await visit.page(asked, gateway, forms)
            }
        }
    }
}

extension Visit<VerifiedOfficial> {
    fileprivate func page(_ asked: AskedReport, _ gateway: Gateway, _ forms: FormTokens) async throws -> Response {
        let answer = try await gateway.accessReport(
            asked.query(limit: 100), about: asked.person, caseNumber: asked.question.caseNumber, as: caller,
            requestID: requestID.description)
        return Response(
            page: AccessReportPage(
                visitor: visitor, question: asked.question,
                rows: answer.events.map { AccessReportPage.Row(entry: $0.index, event: $0.event) },
                next: answer.next?.description,
                completeness: AccessReportPage.Completeness(answer.completeness),
                formToken: formToken(forms)), in: request.language)
    }

    /// All rows, as they are read. The question is logged, and every refusal made, before the answer begins.
    fileprivate func file(_ file: ReportFile, _ asked: AskedReport, _ gateway: Gateway) async throws -> Response {
        var query = asked.query(limit: 1_000)
        query.cursor = nil
        let report = try await gateway.beginReport(
            query, about: asked.person, caseNumber: asked.question.caseNumber, as: overseer,
            requestID: requestID.description)
        var response = Response(
            status: .ok, headers: [.contentType: file.mediaType],
            body: ResponseBody { writer in
                var isFirst = true
                var pages = report.pages
                while let events = try await pages.next() {
                    let rows = events.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
                    try await writer.write(ByteBuffer(bytes: file.bytes(rows, isFirst: isFirst)))
                    isFirst = false
                }
                try await writer.finish(nil)
            })
        response.isDownload(named: file.name)
        return response
    }
}

/// The forms in which a report can be saved.
enum ReportFile {
    case csv
    case ndjson

    var mediaType: String {
        switch self {
        case .csv: MediaType.csv
        case .ndjson: MediaType.ndjson
        }
    }

    var name: String {
        switch self {
        case .csv: "access-log.csv"
        case .ndjson: "access-log.ndjson"
        }
    }

    func bytes(_ rows: [AccessReportRow], isFirst: Bool) -> [UInt8] {
        switch self {
        case .csv: CommaSeparated.bytes(of: rows, withHeading: isFirst)
        case .ndjson: NewlineDelimited.bytes(of: rows)
        }
    }
}
