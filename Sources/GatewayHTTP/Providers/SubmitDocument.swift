import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import Ledger
import RecordTypes

extension Route where Caller == VerifiedInstitution {
    /// `POST /documents`: a CDA document or an HL7 v2 message as it is. 201 when it is durable, 200 when it was before.
    static func submitDocument(_ gateway: Gateway) -> Route {
        Route(.post, "/documents", .fhir) { visit in
            // Before the body: whoever names somebody wrongly need not send it.
            let actor = try visit.actorIfNamed()
            let source = try await visit.document()
            let submission = try await gateway.submit(source, from: visit.caller, assertedBy: actor)
            var response = Response(status: submission.isNew ? .created : .ok, fhir: submission.outcome)
            response.headers[.location] = visit.link("/submissions/\(submission.id)")
            return response
        }
    }

    /// `POST /documents/$validate`: the findings that a submission would have, and nothing stored.
    static func validateDocument(_ gateway: Gateway) -> Route {
        Route(.post, "/documents/$validate", .fhir) { visit in
            let source = try await visit.document()
            let issues = try await gateway.validate(source, from: visit.caller)
            return Response(fhir: OperationOutcome(issues: issues))
        }
    }
}

extension Visit {
    /// The largest document taken, in bytes: a CDA with scanned pages in it.
    private static var documentLimit: Int { 20 << 20 }

    /// The document in the body, by the type that its sender says it has.
    fileprivate func document() async throws -> SourceDocument {
        try MediaType.requireFHIR(acceptableTo: request)
        let format = try MediaType.documentFormat(of: request)
        let bytes = try await body(limit: Self.documentLimit)
        guard !bytes.isEmpty else { throw HTTPFault.badRequest(.bodyEmpty) }
        return SourceDocument(format: format, bytes: bytes)
    }
}

extension Submission {
    /// All findings short of a refusal, with the record's id and the ledger's signed promise as extensions.
    fileprivate var outcome: OperationOutcome {
        var outcome = OperationOutcome(issues: issues)
        outcome.extension = [
            Extension(url: StructureDefinition.submission, value: .id(id.description)),
            Extension(url: StructureDefinition.ledgerIndex, value: .string(String(promise.place.index))),
            Extension(
                url: StructureDefinition.acknowledgement,
                value: .string(String(decoding: promise.acknowledgement, as: UTF8.self))),
        ]
        return outcome
    }
}

/// Our own FHIR extensions.
enum StructureDefinition {
    static let submission = "https://ankur.example/fhir/StructureDefinition/submission"
    static let ledgerIndex = "https://ankur.example/fhir/StructureDefinition/ledger-index"
    static let acknowledgement = "https://ankur.example/fhir/StructureDefinition/ledger-acknowledgement"
}

extension Issue {
    static let bodyEmpty = Issue(
        .error, "body-empty", .required, "The body is empty.", remedy: "Send the document as the body of the request.")
}
