import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
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

    /// `POST /access-log`: the answer as a page, or as a file of up to ``ReportFile/mostRows`` rows.
    static func accessReport(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/access-log", .page) { visit in
            let form = try await visit.form()
            try forms.check(
                form[.formToken], for: visit.caller.citizen.fingerprint, listener: visit.settings.name, now: visit.now)
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
    fileprivate var visitor: Visitor {
        Visitor(name: "\(caller.citizen.givenName) \(caller.citizen.surname)", role: caller.role.rawValue)
    }

    fileprivate func formToken(_ forms: FormTokens) -> String {
        forms.token(for: caller.citizen.fingerprint, listener: settings.name, now: now)
    }

    fileprivate func page(_ asked: AskedReport, _ gateway: Gateway, _ forms: FormTokens) async throws -> Response {
        let answer = try await gateway.accessReport(
            asked.query(limit: 100), about: asked.person, caseNumber: asked.question.caseNumber, as: caller,
            requestID: requestID.description)
        return Response(
            page: AccessReportPage(
                visitor: visitor, question: asked.question,
                rows: answer.events.map { AccessReportPage.Row(entry: $0.index, event: $0.event) },
                next: answer.next?.description,
                completeness: AccessReportPage.Completeness(
                    entries: answer.completeness.ledgerSize, isComplete: answer.completeness.isComplete,
                    details: answer.completeness.sentences),
                formToken: formToken(forms)), in: request.language)
    }

    /// All rows, page by page; each page is a question of its own in the log.
    fileprivate func file(_ file: ReportFile, _ asked: AskedReport, _ gateway: Gateway) async throws -> Response {
        var query = asked.query(limit: 1000)
        query.cursor = nil
        var rows: [AccessReportRow] = []
        repeat {
            let answer = try await gateway.accessReport(
                query, about: asked.person, caseNumber: asked.question.caseNumber, as: caller,
                requestID: requestID.description)
            rows += answer.events.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
            query.cursor = answer.next
        } while query.cursor != nil && rows.count < ReportFile.mostRows
        guard query.cursor == nil else { throw HTTPFault.badRequest(.reportTooLarge(ReportFile.mostRows)) }
        return file.response(rows)
    }
}

/// The forms in which a report can be saved.
enum ReportFile {
    case csv
    case ndjson

    static let mostRows = 100_000

    func response(_ rows: [AccessReportRow]) -> Response {
        switch self {
        case .csv:
            var response = Response(bytes: CommaSeparated.bytes(of: rows), type: MediaType.csv)
            response.isDownload(named: "access-log.csv")
            return response
        case .ndjson:
            var response = Response(bytes: NewlineDelimited.bytes(of: rows), type: MediaType.ndjson)
            response.isDownload(named: "access-log.ndjson")
            return response
        }
    }
}

extension Issue {
    static func reportTooLarge(_ most: Int) -> Issue {
        Issue(
            .error, "report-too-large", .tooLong, "The report would have more than \(most) rows.",
            remedy: "Narrow the period.")
    }
}
