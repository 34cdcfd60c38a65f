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
            let asked = try visit.query(repeating: true)
            let keeper = try await visit.keeper(gateway)
            return try await visit.documents(
                asked, gateway, as: ResourceReader(reader: keeper.reader, own: keeper.person), people)
        }
    }

    /// `POST /fhir/DocumentReference/_search`
    static func ownDocumentsByPost(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.post, "/fhir/DocumentReference/_search", .fhir) { visit in
            let asked = try await visit.form(repeating: true)
            let keeper = try await visit.keeper(gateway)
            return try await visit.documents(
                asked, gateway, as: ResourceReader(reader: keeper.reader, own: keeper.person), people)
        }
    }

    /// `GET /fhir/DocumentReference/{id}/_history`
    static func ownDocumentHistory(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/DocumentReference/{id}\(historyPath)", .fhir) { visit in
            try await visit.documentReferenceHistory(gateway, as: visit.keeper(gateway).reader)
        }
    }

    /// `GET /fhir/Bundle/{id}/_history`
    static func ownBundleHistory(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Bundle/{id}\(historyPath)", .fhir) { visit in
            try await visit.bundleHistory(gateway, as: visit.keeper(gateway).reader)
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
