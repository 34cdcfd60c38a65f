import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import Ledger
import RecordTypes
import Reporting
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /log/file.pdf`: the whole access log for printing and keeping.
    static func logAsPDF(_ gateway: Gateway) -> Route {
        Route(.get, "/log/file.pdf", .page) { visit in
            let log = try await visit.printedLog(gateway, try await visit.keeper(gateway))
            return .file(log.pdf(in: visit.request.language.words), "application/pdf", named: "ankur-log.pdf")
        }
    }

    /// `GET /log/file.csv`: the same as a table.
    static func logAsCSV(_ gateway: Gateway) -> Route {
        Route(.get, "/log/file.csv", .page) { visit in
            let log = try await visit.printedLog(gateway, try await visit.keeper(gateway))
            return .file(
                log.csv(in: visit.request.language.words), "text/csv; charset=utf-8", named: "ankur-log.csv")
        }
    }

    /// `GET /log/file.json`: the same as AuditEvents, with the statement of completeness.
    static func logAsFHIR(_ gateway: Gateway) -> Route {
        Route(.get, "/log/file.json", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let answer = try await visit.wholeLog(gateway, keeper)
            return .file(
                answer.collection(of: keeper.person).bytes, MediaType.fhirJSON, named: "ankur-log.json")
        }
    }

    /// `GET /completeness`: what can be proved, and what cannot.
    static func completenessPage(_ gateway: Gateway) -> Route {
        Route(.get, "/completeness", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let answer = try await gateway.whoHasRead(
                AccessLogQuery(limit: 1), as: keeper, requestID: visit.requestID.description)
            return Response(
                page: CompletenessPage(
                    visitor: visit.visitor(keeper), entries: answer.completeness.counters?.highest ?? 0,
                    hasGap: answer.completeness.hasGap), in: visit.request.language)
        }
    }
}

extension Visit<VerifiedCitizen> {
    /// More looks than this are not put into one file.
    private static var mostLooks: Int { 100_000 }

    /// The whole log, newest first. The look at it is logged once.
    func wholeLog(_ gateway: Gateway, _ keeper: Keeper) async throws -> AccessLogAnswer {
        try await gateway.wholeLog(of: keeper, limit: Self.mostLooks, requestID: requestID.description)
    }

    func printedLog(_ gateway: Gateway, _ keeper: Keeper) async throws -> PrintedLog {
        let answer = try await wholeLog(gateway, keeper)
        let titles = try await gateway.ownTitles(of: keeper, among: answer.events.lazy.flatMap(\.event.records))
        let name =
            switch keeper {
            case .person(let citizen): citizen.fullName
            case .representative(let representative): representative.mandate.principalName
            }
        return PrintedLog(
            name: name,
            lines: answer.events.map { logged in
                AccessLine(
                    logged.event, titles: titles,
                    isOwn: logged.event.actor.kind == .citizen && logged.event.actor.person == keeper.person,
                    index: logged.index)
            }, made: now,
            completeness: WhoLookedPage.Completeness(
                entries: answer.completeness.counters?.entries ?? 0, hasGap: answer.completeness.hasGap,
                deleted: answer.completeness.deleted))
    }
}

extension PrintedLog {
    /// UTF-8 with a byte order mark, by which spreadsheets know it; fields that a spreadsheet would run are made texts.
    func csv(in words: Words) -> [UInt8] { [0xEF, 0xBB, 0xBF] + rows(in: words).flatMap(CommaSeparated.line) }
}

extension AccessLogAnswer {
    /// As a file: no page of a search. What can be said of its completeness stands last, as an OperationOutcome.
    func collection(of person: PersonIdentifier) -> Bundle {
        let patient = Reference(type: "Patient", identifier: AuditNaming.standard.person(person))
        var bundle = Bundle(type: .collection)
        bundle.entry =
            events.map { Bundle.Entry(resource: $0.auditEvent(patient: patient).asAny) }
            + [Bundle.Entry(resource: OperationOutcome(issues: [completeness.issue]).asAny)]
        return bundle
    }
}

extension Response {
    static func file(_ bytes: [UInt8], _ type: String, named name: String) -> Response {
        var response = Response(bytes: bytes, type: type)
        response.isDownload(named: name)
        return response
    }
}
