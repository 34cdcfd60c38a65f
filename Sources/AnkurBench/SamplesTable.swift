import ArgumentParser
import Foundation
import GatewayClient
import JSONText
import TestPKI

/// Submits every file of folders to a gateway and prints what became of each: accepted, or refused with the reason.
struct SamplesTable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "samples",
        abstract: "Submits every CDA and HL7 v2 file of folders and prints accepted or refused, with reason.")

    @OptionGroup var options: BenchOptions

    @Argument(help: "Folders, gone through recursively: *.xml is sent as CDA, *.hl7 as HL7 v2.")
    var folders: [String]

    @Flag(help: "Print the totals by reason only.")
    var totals = false

    func run() async throws {
        let files = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).map {
                folder + "/" + $0
            }
        }.filter { $0.hasSuffix(".xml") || $0.hasSuffix(".hl7") }.sorted()
        try await options.inFolder("samples") { folder in
            let bench = try await BenchGateway(
                folder: folder, executable: options.ankur, profiles: options.absoluteProfiles, institutions: 1,
                extra: "patients: {acceptLocalIdentifiers: true}")
            let client = try bench.client(of: bench.institutions[0])
            var reasons: [String: Int] = [:]
            for file in files {
                let (verdict, reason) = try await submit(file, with: client, to: bench)
                reasons[verdict == "accepted" ? verdict : "\(verdict): \(reason)", default: 0] += 1
                if !totals { print("\(verdict)\t\(file)\t\(reason)") }
            }
            print("\n\(files.count) files")
            for (reason, count) in reasons.sorted(by: { $0.value > $1.value }) { print("\(count)\t\(reason)") }
            guard bench.process.isRunning else { throw ValidationError("the gateway did not survive") }
            try await client.shutdown()
            _ = await bench.process.terminate()
        }
    }

    private func submit(
        _ file: String, with client: MutualTLSClient, to bench: BenchGateway
    ) async throws -> (verdict: String, reason: String) {
        let bytes = [UInt8](FileManager.default.contents(atPath: file) ?? Data())
        let type = file.hasSuffix(".xml") ? "application/xml" : "application/hl7-v2"
        let answer = try await client.send(
            "POST", bench.process.url("providers") + "/documents", headers: [("Content-Type", type)], body: bytes)
        let codes = issueCodes(answer.body)
        switch answer.status {
        case 201: return ("accepted", codes.isEmpty ? "" : "\(codes.count) remarks")
        case 200: return ("accepted", "the same bytes were sent before")
        default: return ("refused", "\(answer.status) \(Set(codes).sorted().prefix(4).joined(separator: ", "))")
        }
    }

    /// The stable codes of the errors of an OperationOutcome.
    private func issueCodes(_ body: [UInt8]) -> [String] {
        guard let outcome = try? JSONValue(parsing: body) else { return [] }
        return (outcome["issue"]?.arrayValue ?? []).compactMap { issue in
            let severity = issue["severity"]?.stringValue ?? ""
            guard severity == "error" || severity == "fatal" else { return nil }
            return issue["details"]?["coding"]?.arrayValue?.first?["code"]?.stringValue
        }
    }
}
