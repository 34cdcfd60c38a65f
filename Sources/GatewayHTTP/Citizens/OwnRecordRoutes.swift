import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route where Caller == VerifiedCitizen {
    /// `GET /fhir/DocumentReference`: the citizen's own records; a patient may be named only if it is herself.
    static func ownDocuments(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.get, "/fhir/DocumentReference", .fhir) { visit in
            let query = try visit.query()
            try query.allowOnly(["patient.identifier", "status", "_format"])
            try MediaType.requireFHIRJSON(acceptableTo: visit.request, format: query["_format"])
            try visit.requireSelf(query["patient.identifier"], people)
            var records = try await gateway.ownRecords(of: visit.caller, requestID: visit.requestID.description)
            if let status = query["status"], !status.split(separator: ",").contains("current") { records = [] }
            return Response(
                fhir: records.searchset(
                    of: AuditNaming.standard.person(visit.caller.person), base: visit.settings.publicBase(),
                    path: "/fhir/DocumentReference"))
        }
    }

    /// `GET /fhir/Bundle/{id}`
    static func ownBundle(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Bundle/{id}", .fhir) { visit in
            try await visit.bundle(gateway, as: .citizen(visit.caller))
        }
    }

    /// `GET /fhir/Binary/{id}`
    static func ownBinary(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Binary/{id}", .fhir) { visit in
            try await visit.binary(gateway, as: .citizen(visit.caller))
        }
    }
}

extension Visit<VerifiedCitizen> {
    /// - Throws: ``HTTPFault`` when `token` names somebody else: here nobody asks about others.
    func requireSelf(_ token: String?, _ people: PersonLookup) throws {
        guard let token else { return }
        guard try PatientToken.read(token, people).0 == caller.person else {
            throw HTTPFault(.forbidden, .onlyOneself)
        }
    }
}

extension Issue {
    static let onlyOneself = Issue(
        .error, "only-oneself", .forbidden, "Through this door everyone sees only what concerns themselves.",
        remedy: "Leave the patient away.")
}
