import Foundation
import GatewayClient
import JSONText

/// An answer is read as what it claims to be; anything else shows itself in the failure.
struct UnexpectedAnswer: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension HTTPAnswer {
    func json() throws -> JSONValue { try JSONValue(reading: body, status: status) }

    /// Stops unless the status is one of those promised.
    func expecting(_ promised: Int...) throws -> HTTPAnswer {
        guard promised.contains(status) else {
            throw UnexpectedAnswer("status \(status) instead of \(promised): \(text.prefix(800))")
        }
        return self
    }
}

extension JSONValue {
    init(reading body: [UInt8], status: Int) throws {
        do { self = try JSONValue(parsing: body) } catch {
            throw UnexpectedAnswer(
                "\(status) without JSON (\(error)): \(String(decoding: body.prefix(400), as: UTF8.self))")
        }
    }

    /// A FHIR Parameters member by name, whatever its type.
    func parameter(_ name: String) -> String? {
        let found = self["parameter"]?.arrayValue?.first { $0["name"]?.stringValue == name }
        return found?.objectValue?.first { $0.key.hasPrefix("value") }?.value.stringValue
    }

    /// The resources of a Bundle.
    var resources: [JSONValue] { (self["entry"]?.arrayValue ?? []).compactMap { $0["resource"] } }

    /// The issues of an OperationOutcome.
    var issues: [JSONValue] {
        self["resourceType"]?.stringValue == "OperationOutcome" ? self["issue"]?.arrayValue ?? [] : []
    }

    /// The codes of its issues, by our own code system.
    var issueCodes: [String] {
        issues.compactMap { $0["details"]?["coding"]?.arrayValue?.first?["code"]?.stringValue }
    }

    /// An extension of a submission's outcome by the last part of its address.
    func submissionExtension(_ name: String) -> String? {
        let found = self["extension"]?.arrayValue?.first { $0["url"]?.stringValue?.hasSuffix("/" + name) ?? false }
        return found?.objectValue?.first { $0.key.hasPrefix("value") }?.value.stringValue
    }
}

/// What a submitter holds after a 201 or 200.
struct Acknowledged: Hashable, Sendable {
    let record: String
    let index: String
    let acknowledgement: String

    init(_ answer: HTTPAnswer) throws {
        let outcome = try answer.expecting(201, 200).json()
        guard let record = outcome.submissionExtension("submission"),
            let index = outcome.submissionExtension("ledger-index"),
            let acknowledgement = outcome.submissionExtension("ledger-acknowledgement")
        else { throw UnexpectedAnswer("an acknowledgement without its promise: \(answer.text.prefix(800))") }
        guard answer.header("Location")?.hasSuffix("/submissions/\(record)") ?? false else {
            throw UnexpectedAnswer("Location does not name the submission: \(answer.header("Location") ?? "none")")
        }
        self.record = record
        self.index = index
        self.acknowledgement = acknowledgement
    }
}

extension MutualTLSClient {
    func submit(_ document: [UInt8], _ type: String = "application/xml", to gateway: GatewayProcess) async throws
        -> HTTPAnswer
    {
        try await send(
            "POST", gateway.url("providers") + "/documents", headers: [("Content-Type", type)], body: document,
            timeout: .seconds(60))
    }
}

/// Headers with which an institution says who acts for it; a test configuration believes them.
enum Acting {
    static let doctor: [(String, String)] = [
        ("X-Ankur-Actor", "PNOEE-60001017869"), ("X-Ankur-Role", "doctor"), ("X-Ankur-Purpose", "TREAT"),
    ]
}
