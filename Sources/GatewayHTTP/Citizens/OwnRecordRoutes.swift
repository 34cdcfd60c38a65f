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
            try MediaType.requireFHIRJSON(acceptableTo: visit.request, format: query["_format"])
            let keeper = try await visit.keeper(gateway)
            let reader = keeper.reader
            let search = try PagedSearch(query, known: ["patient.identifier", "status"], by: reader, gateway)
            try visit.require(keeper.person, search.fields["patient.identifier"], people)
            return try await visit.documents(
                of: keeper.person, named: AuditNaming.standard.person(keeper.person), search, gateway,
                as: reader)
        }
    }

    /// `GET /fhir/DocumentReference/{id}`
    static func ownDocument(_ gateway: Gateway, version: String = "") -> Route {
        Route(.get, "/fhir/DocumentReference/{id}\(version)", .fhir) { visit in
            try await visit.documentReference(gateway, as: visit.keeper(gateway).reader)
        }
    }

    /// `GET /fhir/Bundle/{id}`
    static func ownBundle(_ gateway: Gateway, version: String = "") -> Route {
        Route(.get, "/fhir/Bundle/{id}\(version)", .fhir) { visit in
            try await visit.bundle(gateway, as: visit.keeper(gateway).reader)
        }
    }

    /// `GET /fhir/Binary/{id}`
    static func ownBinary(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Binary/{id}", .fhir) { visit in
            try await visit.binary(gateway, as: visit.keeper(gateway).reader)
        }
    }
}

extension Visit<VerifiedCitizen> {
    /// - Throws: ``HTTPFault`` when `token` names somebody else: here nobody asks about others.
    func requireSelf(_ token: String?, _ people: PersonLookup) throws { try require(caller.person, token, people) }

    func require(_ person: PersonIdentifier, _ token: String?, _ people: PersonLookup) throws {
        guard let token else { return }
        guard try PatientToken.read(token, people).0 == person else { throw HTTPFault(.forbidden, .onlyOneself) }
    }
}

extension Issue {
    static let onlyOneself = Issue(
        .error, "only-oneself", .forbidden, "Through this door everyone sees only what concerns themselves.",
        remedy: "Leave the patient away.")
}
