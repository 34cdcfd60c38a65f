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
            try MediaType.requireFHIR(acceptableTo: visit.request)
            let form = try await visit.form(repeating: true)
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
                query, about: patient?.0, caseNumber: form["case"] ?? "", as: visit.caller,
                requestID: visit.requestID.description)
            // The next page is asked for by another POST with this cursor; a link could not carry the question.
            return Response(
                fhir: answer.searchset(
                    patient: patient.map { Reference(type: "Patient", identifier: $0.1) },
                    next: answer.next.map { visit.link("/fhir/AuditEvent/_search?cursor=\($0)") },
                    path: visit.link("/fhir/AuditEvent/_search")))
        }
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
