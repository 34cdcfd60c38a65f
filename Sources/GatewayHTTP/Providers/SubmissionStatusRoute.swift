import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import Ledger
import RecordTypes

extension Route where Caller == VerifiedInstitution {
    /// `GET /submissions/{id}`: how far a submission has come, and the receipt from *anchored* on, as FHIR Parameters.
    static func submissionStatus(_ gateway: Gateway) -> Route {
        Route(.get, "/submissions/{id}", .fhir) { visit in
            try MediaType.requireFHIR(acceptableTo: visit.request)
            let status = try await gateway.submissionStatus(try visit.recordID(), of: visit.caller)
            return Response(fhir: status.parameters(record: visit.link("/fhir/Bundle/\(status.id)")))
        }
    }
}

extension SubmissionStatus {
    /// ```
    /// id, stage (received | stored | sequenced | anchored), record, statement, outcome
    /// ledgerIndex, acknowledgement        from sequenced on
    /// entry (base64), proof (tlog-proof)  from anchored on: the receipt
    /// ```
    func parameters(record: String) -> FHIR.Parameters {
        var parameters: [FHIR.Parameters.Parameter] = [
            .init(name: "id", value: .id(id.description)), .init(name: "stage", value: .code(stage.rawValue)),
            .init(name: "record", value: .url(record)),
            .init(name: "statement", value: .string(String(decoding: statement, as: UTF8.self))),
        ]
        if let promise {
            parameters.append(.init(name: "ledgerIndex", value: .string(String(promise.place.index))))
            parameters.append(
                .init(name: "acknowledgement", value: .string(String(decoding: promise.acknowledgement, as: UTF8.self)))
            )
        }
        if let receipt {
            parameters.append(.init(name: "entry", value: .base64Binary(Base64.text(receipt.entry))))
            parameters.append(.init(name: "proof", value: .string(receipt.tlogProof)))
        }
        parameters.append(.init(name: "outcome", resource: OperationOutcome(issues: issues).asAny))
        var answer = FHIR.Parameters()
        answer.parameter = parameters
        return answer
    }
}
