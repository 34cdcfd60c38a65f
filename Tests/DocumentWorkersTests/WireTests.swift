import DocumentWorkers
import RecordTypes
import Testing

@Suite struct WireTests {
    private func answers() throws -> [WorkerAnswer] {
        [
            .ready(
                profileSetDigest: try #require(Digest(Array(repeating: 1, count: 32))), converterVersion: "2",
                filtersSystemCalls: true),
            .header(try Samples.header(), issues: Samples.issues),
            .header(DocumentHeader(), issues: []),
            .outcome(try Samples.outcome(withParts: true)),
            .outcome(try Samples.outcome(withParts: false)),
        ]
    }

    @Test("an answer reads back as it was written")
    func answersRoundTrip() throws {
        for answer in try answers() {
            let payload = try #require(answer.payload)
            #expect(try WorkerAnswer(payload: payload) == answer)
        }
    }

    @Test(
        "a request reads back as it was written", arguments: WorkerRequest.Operation.allCases,
        SourceDocument.Format.allCases)
    func requestsRoundTrip(_ operation: WorkerRequest.Operation, _ format: SourceDocument.Format) {
        for bytes in [[], [0], Array("<ClinicalDocument/>".utf8)] as [[UInt8]] {
            let request = WorkerRequest(operation, SourceDocument(format: format, bytes: bytes))
            #expect(WorkerRequest(payload: request.payload) == request)
        }
    }

    @Test(
        "a request of unknown operation or format is refused",
        arguments: [[], [1], [0, 1], [3, 1, 9], [1, 0], [1, 3]] as [[UInt8]])
    func unknownRequests(_ payload: [UInt8]) { #expect(WorkerRequest(payload: payload) == nil) }

    @Test("an answer cut anywhere is refused")
    func truncatedAnswers() throws {
        for answer in try answers() {
            let payload = try #require(answer.payload)
            for end in 0..<payload.count {
                #expect(throws: WorkerFault.malformedAnswer) { try WorkerAnswer(payload: Array(payload[..<end])) }
            }
            #expect(throws: WorkerFault.malformedAnswer) { try WorkerAnswer(payload: payload + [0]) }
        }
    }

    @Test("damaged and random answers are read or refused, never trap")
    func fuzzedAnswers() throws {
        var random = SystemRandomNumberGenerator()
        let payloads = try answers().compactMap(\.payload)
        for payload in payloads {
            for _ in 0..<2_000 {
                var damaged = payload
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try? WorkerAnswer(payload: damaged)
            }
        }
        for _ in 0..<2_000 {
            let noise = (0..<Int.random(in: 0...64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = try? WorkerAnswer(payload: noise)
            _ = WorkerRequest(payload: noise)
        }
    }

    @Test(
        "a resource type that is no name is refused",
        arguments: ["", "a/b", "../x", "Pati ent", String(repeating: "A", count: 65)])
    func wrongResourceTypes(_ type: String) throws {
        var outcome = try Samples.outcome(withParts: true)
        outcome.parts = BundleParts(
            opening: [], entries: [.init(resourceType: type, fullURL: "", bytes: [])], closing: [])
        let payload = try #require(WorkerAnswer.outcome(outcome).payload)
        #expect(throws: WorkerFault.malformedAnswer) { try WorkerAnswer(payload: payload) }
    }

    @Test("findings beyond ten thousand are counted, not sent")
    func manyIssues() throws {
        let many = Array(repeating: Samples.issues[3], count: 10_050)
        let payload = try #require(WorkerAnswer.header(DocumentHeader(), issues: many).payload)
        guard case .header(_, let issues) = try WorkerAnswer(payload: payload) else {
            Testing.Issue.record("not a header")
            return
        }
        #expect(issues.count == 10_001)
        #expect(issues.last?.message == "50 more findings are not listed.")
    }
}
