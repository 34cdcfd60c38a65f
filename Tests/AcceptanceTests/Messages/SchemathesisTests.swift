import Foundation
import GatewayClient
import TestPKI
import Testing

/// PyPI `schemathesis` asks a running gateway what its own OpenAPI documents say can be asked, and many things that they say cannot be.
///
/// All of its checks: no server error, no status, content type or body that the document does not name, what breaks the schema is refused
/// and what keeps it is not, methods that are not there are 405 with `Allow`. What it is told beyond the documents stands, with reasons, in
/// `.ci/schemathesis.toml`. It takes a quarter of an hour: it runs where `ANKUR_SCHEMATHESIS` names the number of
/// examples for each operation, over all of them or those whose paths `ANKUR_SCHEMATHESIS_PATHS` matches.
@Suite(
    "Schemathesis",
    .enabled(
        if: Built.python != nil && ProcessInfo.processInfo.environment["ANKUR_SCHEMATHESIS"] != nil,
        "ANKUR_SCHEMATHESIS names no number of examples, or ANKUR_TEST_PYTHON no Python with .ci/python-packages"))
struct SchemathesisTests {
    struct Visitor: Sendable, CustomTestStringConvertible {
        let door: String
        let holder: String?
        var headers: [String] = []
        let operations: String

        var testDescription: String { "\(door) as \(holder ?? "nobody"), \(headers.last ?? "as they are")" }
    }

    private static let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }
    private static let insurer = Acting.doctor.map {
        $0.0 == "X-Ankur-Purpose" ? "X-Ankur-Purpose: COVERAGE" : "\($0.0): \($0.1)"
    }
    private static let fhir =
        "^/(fhir/(Condition|DocumentReference|Bundle|Binary|Patient|Consent|AuditEvent|metadata)|submissions|inquiries|v2|openapi|documents)"

    static let visitors = [
        Visitor(door: "providers", holder: Holder.southHospital, headers: doctor, operations: fhir),
        Visitor(door: "providers", holder: Holder.southHospital, headers: insurer, operations: "^/fhir/Condition"),
        Visitor(door: "citizens", holder: Holder.citizen, operations: "\(fhir)|^/(records|log|data|identity|$)"),
        Visitor(door: "citizens", holder: Holder.otherCitizen, operations: "^/(fhir/Condition|records)"),
        Visitor(door: "ministry", holder: Holder.official, operations: "^/(fhir|inquiries|guardians|$)"),
        Visitor(door: "public", holder: nil, operations: "^/"),
    ]

    @Test("nothing is found at any door, whoever asks", .timeLimit(.minutes(30)), arguments: visitors)
    func findsNothing(_ visitor: Visitor) async throws {
        let gateway = try await RunningGateway()
        for document in [TestDocument.cda("ST-1"), TestDocument.cda("ST-2")] {
            let answer = try await Curl.ask(
                gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
                headers: ["Content-Type: application/xml"], body: document.bytes)
            try #require(answer.status == 201, "\(answer.text)")
        }
        let examples = ProcessInfo.processInfo.environment["ANKUR_SCHEMATHESIS"]
        let python = try #require(Built.python)
        var arguments = [
            "-c", "from schemathesis.cli import schemathesis; schemathesis()", "--config-file",
            "\(Built.package)/.ci/schemathesis.toml", "run",
            gateway.url(visitor.door, "/openapi.json"), "--tls-verify", gateway.realm.trustRootPath, "--checks", "all",
            "--phases", "examples,coverage,fuzzing", "--max-examples", examples ?? "3", "--seed", "1", "--no-shrink",
            "--workers", "1", "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "60",
            "--max-response-time", "60",
            "--continue-on-failure",
        ]
        if let only = ProcessInfo.processInfo.environment["ANKUR_SCHEMATHESIS_PATHS"] {
            arguments += ["--include-path-regex", only]
        }
        if examples == nil { arguments += ["--include-path-regex", visitor.operations] }
        if let holder = visitor.holder {
            arguments += [
                "--request-cert", gateway.realm.certificatePath(holder), "--request-cert-key",
                gateway.realm.keyPath(holder),
            ]
        }
        for header in visitor.headers { arguments += ["-H", header] }
        let run = try await Command.run(python, arguments, limit: .seconds(1500))
        #expect(run.status == 0, "\(run.transcript.suffix(12_000))")
        #expect(await gateway.process.terminate() == 0)
    }
}
