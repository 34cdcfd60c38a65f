import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route where Caller == VerifiedOfficial {
    /// `POST /fhir/AuditEvent/_search` (IHE ITI-81) with `date` and `case`: the access log as AuditEvents. POST only, because a
    /// question names people.
    static func searchAuditEvents(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.post, "/fhir/AuditEvent/_search", .fhir) { visit in
            let form = try await visit.form(repeating: true)
            try MediaType.requireFHIR(acceptableTo: visit.request, format: form["_format"])
            return try await visit.auditEvents(form, gateway, people)
        }
    }

    /// `GET /fhir/AuditEvent?cursor=…`: the next page of a search, by the link in the page before, which holds the whole question sealed
    /// for the official who asked it. Each page is a question of its own in the log.
    static func nextAuditEvents(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.get, "/fhir/AuditEvent", .fhir) { visit in
            let asked = try visit.query()
            try asked.allowOnly(["cursor", "_format"])
            try MediaType.requireFHIR(acceptableTo: visit.request, format: asked["_format"])
            guard let cursor = asked["cursor"] else {
                throw HTTPFault.badRequest(
                    .parameterMissing(
                        "cursor", remedy: "A question names people and goes by POST to /fhir/AuditEvent/_search."))
            }
            guard let question = gateway.cursors.open(cursor, for: Reader.official(visit.caller).holder),
                let fields = String(validating: question, as: UTF8.self)
            else { throw HTTPFault(.notFound, .cursorForeign) }
            return try await visit.auditEvents(FormFields(query: fields, repeating: true), gateway, people)
        }
    }
}

extension Visit<VerifiedOfficial> {
    fileprivate func auditEvents(
        _ form: FormFields, _ gateway: Gateway, _ people: PersonLookup
    ) async throws -> Response {
        try form.requireOnce(except: ["date"])
        try form.allowOnly([
            "date", "case", "patient.identifier", "agent.identifier", "organization", "outcome", "_count", "cursor",
            "_format",
        ])
        var query = try AuditSearch(form).query
        let patient = try form["patient.identifier"].map { try PatientToken.read($0, people) }
        query.professional = try form["agent.identifier"].map { try PatientToken.read($0, people).0 }
        query.institution = try form["organization"].map(Self.institution)
        query.outcomes = try form["outcome"].map(Self.outcomes) ?? []
        let answer = try await gateway.accessReport(
            query, about: patient?.0, caseNumber: form["case"] ?? "", as: caller, requestID: requestID.description)
        let next = answer.next.map { cursor in
            let question = form.keeping { $0 != "cursor" && $0 != "_format" }.adding("cursor", "\(cursor)")
            let sealed = gateway.cursors.seal(
                Array(question.encoded(without: []).utf8), for: Reader.official(caller).holder)
            return link("/fhir/AuditEvent?cursor=\(sealed)")
        }
        return Response(
            fhir: answer.searchset(
                patient: patient.map { Reference(type: "Patient", identifier: $0.1) }, next: next,
                path: link("/fhir/AuditEvent/_search")))
    }

    private static func institution(_ token: String) throws -> InstitutionID {
        guard let institution = InstitutionID(token.split(separator: "|").last ?? "") else {
            throw HTTPFault.badRequest(
                .parameterInvalid("organization", remedy: "Give a registration number such as NTREE-90000001."))
        }
        return institution
    }

    /// Our own words, or FHIR's: `0` success, `4` minor failure.
    private static func outcomes(_ token: String) throws -> Set<AccessEvent.Outcome> {
        switch token {
        case "0": [.released, .empty]
        case "4": [.refused, .notFound]
        default:
            if let outcome = AccessEvent.Outcome(rawValue: token) {
                [outcome]
            } else {
                throw HTTPFault.badRequest(
                    .parameterInvalid("outcome", remedy: "Give 0, 4, released, refused, not-found or empty."))
            }
        }
    }
}
