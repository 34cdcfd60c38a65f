import Foundation
import GatewayClient
import JSONText
import Testing

/// Whatever is sent as XML is answered in time, and the gateway lives.
@Suite("Hostile documents", .serialized)
struct HostileDocumentTests {
    /// Debug code, two cores and whatever else runs on them: what is meant is that it ends, not how soon.
    static let patience = Duration.seconds(60)

    @Test("each is answered in time; nothing is read, fetched or believed that must not be", .timeLimit(.minutes(10)))
    func table() async throws {
        let gateway = try await RunningGateway()
        let secret = "canary-\(UInt64.random(in: 0...UInt64.max))"
        let canary = try gateway.folder.file("canary.txt", secret.bytes)
        // Whoever fetches this is counted by the door that it leads to.
        let trap = gateway.url("operations", "/livez")
        let before = try memoryPeak(of: gateway)
        for document in HostileDocument.all {
            let began = ContinuousClock.now
            let answer = try await Curl.ask(
                gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
                headers: ["Content-Type: application/xml"],
                body: document.make(canary, trap))
            #expect(began.duration(to: .now) < Self.patience, "\(document)")
            check(answer, document)
            #expect(!answer.text.contains(secret), "\(document)")
            if let record = try? answer.json().submissionExtension("submission") {
                let stored = try await Curl.ask(
                    gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/Bundle/\(record)"))
                #expect(stored.status == 200, "\(document)")
                #expect(!stored.text.contains(secret), "\(document)")
            }
        }
        let ready = try await Curl.ask(gateway, as: nil, gateway.url("operations", "/readyz"))
        #expect(ready.status == 200)
        let metrics = try await Curl.ask(gateway, as: nil, gateway.url("operations", "/metrics"))
        #expect(!metrics.text.contains("route=\"/livez\""), "nothing was fetched")
        let growth = try memoryPeak(of: gateway) - before
        #expect(growth < 512 << 10, "the gateway's own memory grew by \(growth) kB at its peak")
        #expect(await gateway.process.terminate() == 0)
    }

    private func check(_ answer: Curl, _ document: HostileDocument) {
        let isRefusal = [400, 413, 422].contains(answer.status)
        switch document.verdict {
        case .accepted: #expect(answer.status == 201, "\(document): \(answer.text.prefix(600))")
        case .refused: #expect(isRefusal, "\(document): \(answer.status) \(answer.text.prefix(600))")
        case .either:
            #expect(answer.status == 201 || isRefusal, "\(document): \(answer.status) \(answer.text.prefix(600))")
        }
        if isRefusal { #expect((try? answer.json())?.issues.isEmpty == false, "\(document)") }
    }

    /// `VmHWM`, in kB.
    private func memoryPeak(of gateway: RunningGateway) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(gateway.process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return try #require(line?.split(separator: " ").compactMap { Int($0) }.first)
    }

    @Test("a worker that is killed costs nobody but its own document an answer")
    func killedWorker() async throws {
        let gateway = try await RunningGateway()
        func submit(_ name: String) async throws -> Int {
            try await Curl.ask(
                gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
                headers: ["Content-Type: application/xml"],
                body: TestDocument.cda(name).bytes
            ).status
        }
        #expect(try await submit("WORKER-1") == 201)
        let workers = try children(of: gateway.process.processIdentifier)
        #expect(!workers.isEmpty)
        for worker in workers { kill(worker, SIGKILL) }
        // One that finds its worker dead may be told to try again; the next finds a new one.
        #expect([201, 422, 503].contains(try await submit("WORKER-2")))
        #expect(try await submit("WORKER-3") == 201)
        #expect(await gateway.process.terminate() == 0)
    }

    private func children(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
            guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { return false }
            return stat[end...].split(separator: " ").dropFirst(2).first == "\(parent)"
        }
    }
}
