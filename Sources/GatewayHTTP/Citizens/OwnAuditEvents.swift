import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route where Caller == VerifiedCitizen {
    /// `GET /fhir/AuditEvent?date=…` (IHE ITI-81): the citizen's own access log. Without `date` it is refused.
    static func ownAuditEvents(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.get, "/fhir/AuditEvent", .fhir) { visit in
            let query = try visit.query(repeating: true)
            try query.requireOnce(except: ["date"])
            try query.allowOnly(["date", "patient.identifier", "_count", "cursor", "_format"])
            try MediaType.requireFHIR(acceptableTo: visit.request, format: query["_format"])
            let search = try AuditSearch(query)
            let keeper = try await visit.keeper(gateway)
            try visit.require(keeper.person, query["patient.identifier"], people)
            let answer = try await gateway.whoHasRead(
                search.query, as: keeper, requestID: visit.requestID.description)
            let patient = Reference(type: "Patient", identifier: AuditNaming.standard.person(keeper.person))
            return Response(
                fhir: answer.searchset(
                    patient: patient,
                    next: answer.next.map { cursor in
                        visit.link(
                            "/fhir/AuditEvent?date=\(search.dateText)&_count=\(search.query.limit)&cursor=\(cursor)")
                    }, path: visit.link("/fhir/AuditEvent")))
        }
    }
}
