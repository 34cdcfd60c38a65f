import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route where Caller == VerifiedInstitution {
    /// `GET /fhir/DocumentReference/{id}`: what the registry says of a record.
    static func readDocumentReference(_ gateway: Gateway, version: String = "") -> Route {
        Route(.get, "/fhir/DocumentReference/{id}\(version)", .fhir) { visit in
            try await visit.documentReference(gateway, as: .institution(visit.caller, try visit.actor()))
        }
    }

    /// `GET /fhir/Bundle/{id}`: a record as a FHIR document.
    static func readBundle(_ gateway: Gateway, version: String = "") -> Route {
        Route(.get, "/fhir/Bundle/{id}\(version)", .fhir) { visit in
            try await visit.bundle(gateway, as: .institution(visit.caller, try visit.actor()))
        }
    }

    /// `GET /fhir/DocumentReference/{id}/_history`
    static func documentReferenceHistory(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/DocumentReference/{id}\(historyPath)", .fhir) { visit in
            try await visit.documentReferenceHistory(gateway, as: .institution(visit.caller, try visit.actor()))
        }
    }

    /// `GET /fhir/Bundle/{id}/_history`
    static func bundleHistory(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Bundle/{id}\(historyPath)", .fhir) { visit in
            try await visit.bundleHistory(gateway, as: .institution(visit.caller, try visit.actor()))
        }
    }

    /// `GET /fhir/Binary/{id}`: the bytes exactly as they were submitted (IHE ITI-68).
    static func readBinary(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Binary/{id}", .fhir) { visit in
            try await visit.binary(gateway, as: .institution(visit.caller, try visit.actor()))
        }
    }
}
