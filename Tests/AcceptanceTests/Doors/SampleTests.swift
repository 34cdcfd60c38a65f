import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Real documents of many countries and systems, as the samples beside the checkout hold them.
@Suite("Samples", .enabled(if: Built.samples != nil, "there are no samples beside the checkout"))
struct SampleTests {
    @Test("every sample is accepted or refused with reasons, and the gateway lives", .timeLimit(.minutes(10)))
    func all() async throws {
        let folder = try #require(Built.samples)
        let gateway = try await RunningGateway(extra: "patients: {acceptLocalIdentifiers: true}")
        let client = try gateway.client(Holder.northHospital)
        let files = ["cda", "hl7v2"].flatMap { kind in
            (FileManager.default.enumerator(atPath: "\(folder)/\(kind)")?.compactMap { $0 as? String } ?? []).map {
                "\(folder)/\(kind)/\($0)"
            }
        }.filter { $0.hasSuffix(".xml") || $0.hasSuffix(".hl7") }.sorted()
        #expect(!files.isEmpty)
        let accepted = await withTaskGroup(of: Bool.self) { group in
            var rest = files[...]
            func addNext() {
                guard let file = rest.popFirst() else { return }
                group.addTask { await submit(file, as: client, to: gateway) }
            }
            for _ in 0..<3 { addNext() }
            var accepted = 0
            while let wasAccepted = await group.next() {
                if wasAccepted { accepted += 1 }
                addNext()
            }
            return accepted
        }
        // Most of the others are fragments, or messages about nobody.
        #expect(accepted > files.count / 4, "\(accepted) of \(files.count) were accepted")
        try await client.shutdown()
        #expect(await gateway.process.terminate() == 0)
        let fsck = try await Command.ankur(["ledger", "fsck", "--data", gateway.realm.folder])
        #expect(fsck.status == 0, "\(fsck.transcript)")
    }

    private func submit(_ file: String, as client: MutualTLSClient, to gateway: RunningGateway) async -> Bool {
        let name = file.split(separator: "/").last ?? ""
        do {
            let bytes = [UInt8](FileManager.default.contents(atPath: file) ?? Data())
            let type = file.hasSuffix(".xml") ? "application/xml" : "application/hl7-v2"
            let answer = try await client.submit(bytes, type, to: gateway.process)
            let isAccepted = answer.status == 201 || answer.status == 200
            #expect(
                isAccepted || [400, 409, 422].contains(answer.status),
                "\(name): \(answer.status) \(answer.text.prefix(400))")
            let codes = try answer.json().issueCodes
            if !isAccepted { #expect(!codes.isEmpty, "\(name) is refused with reasons") }
            for ours in [
                "conversion-crashed", "conversion-timed-out", "conversion-failed", "conversion-unusable",
                "readers-disagree",
            ] {
                #expect(!codes.contains(ours), "\(name)")
            }
            return isAccepted
        } catch {
            Issue.record("\(name): \(error)")
            return false
        }
    }
}
