import Gateway
import HTTPTypes
import Hummingbird
import Ledger
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /records/{id}/receipt`: the proof of a record, for people.
    static func receiptPage(_ gateway: Gateway) -> Route {
        Route(.get, "/records/{id}/receipt", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let status = try await gateway.proof(
                of: try visit.recordID(), as: keeper, requestID: visit.requestID.description)
            return Response(page: ReceiptPage(status, visitor: visit.visitor(keeper)), in: visit.request.language)
        }
    }

    /// `GET /records/{id}/receipt.json`: the same as a file that `ankur verify` takes.
    static func receiptFile(_ gateway: Gateway) -> Route {
        Route(.get, "/records/{id}/receipt.json", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let status = try await gateway.proof(
                of: try visit.recordID(), as: keeper, requestID: visit.requestID.description)
            var response = Response(fhir: status.parameters(record: visit.link("/fhir/Bundle/\(status.id)")))
            response.isDownload(named: "receipt-\(status.id).json")
            return response
        }
    }

    /// `GET /records/{id}/evidence.zip`: document, statement, proof and time-stamps in one file, which others' software checks.
    static func evidenceFile(_ gateway: Gateway) -> Route {
        Route(.get, "/records/{id}/evidence.zip", .page) { visit in
            let id = try visit.recordID()
            let evidence = try await gateway.evidence(
                of: id, as: try await visit.keeper(gateway), requestID: visit.requestID.description)
            var response = Response(bytes: evidence.zip, type: "application/zip")
            response.isDownload(named: "evidence-\(id).zip")
            return response
        }
    }

    /// `GET /completeness.json`: everything that the log holds about the person, with the proof that nothing was left out; a file that
    /// `ankur verify` takes.
    static func completenessFile(_ gateway: Gateway) -> Route {
        Route(.get, "/completeness.json", .page) { visit in
            let proof = try await gateway.proveCompleteness(
                of: try await visit.keeper(gateway), requestID: visit.requestID.description)
            var response = Response(bytes: proof.bytes, type: "application/json")
            response.isDownload(named: "completeness.json")
            return response
        }
    }
}

extension ReceiptPage {
    init(_ status: SubmissionStatus, visitor: Visitor) {
        let stage: Stage =
            switch status.stage {
            case .received, .stored: .stored
            case .sequenced: .sequenced
            case .anchored: .anchored
            }
        self.init(
            visitor: visitor, record: status.id, stage: stage, position: status.promise?.index,
            statement: String(decoding: status.statement, as: UTF8.self), proof: status.receipt?.tlogProof,
            entry: status.receipt.map { Hex.text($0.entry) })
    }
}
