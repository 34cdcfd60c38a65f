import Gateway
import Ledger
import RecordTypes
import Testing

@testable import Gateway

/// What whoever watches the log could tell a restriction by.
@Suite("A restriction on the log", .timeLimit(.minutes(2)))
struct OutcomeOnTheLogTests {
    private enum Asked: CaseIterable {
        case closed
        case unknown
    }

    /// How long each takes is no test's to say: `AnkurBench invisible` compares it.
    @Test("a look at a closed record and one at an unknown id make entries alike in number, kind, size and submitter")
    func sameEntries() async throws {
        try await GatewayHouse().running { open async throws in
            let closed = try await open.submit(.summary(1)).id
            try await open.gateway.change(
                .deny, for: .everyone, to: .record(closed), until: nil, by: People.verifiedCitizen)
            let unknown = open.id(of: .summary(99))
            var seen: [Asked: [[LedgerEntry]]] = [:]
            for round in 0..<10 {
                for asked in Asked.allCases {
                    let id = asked == .closed ? closed : unknown
                    let size = await open.ledger.size
                    let refusal = try await refusal {
                        _ = try await open.gateway.read(id, as: People.acting(), requestID: "\(round)")
                    }
                    #expect(refusal == Refusal(.notFound))
                    var entries: [LedgerEntry] = []
                    for index in size..<(await open.ledger.size) {
                        entries.append(try await open.entry(at: index))
                    }
                    seen[asked, default: []].append(entries)
                }
            }
            func pattern(_ asked: Asked) -> [String] {
                (seen[asked] ?? []).map { entries in
                    entries.map { "\($0.kind) \($0.bytes.count) \($0.submitter.bytes) \($0.bucket)" }.joined(
                        separator: ";")
                }
            }
            #expect(pattern(.closed) == pattern(.unknown))
            #expect(pattern(.closed).allSatisfy { !$0.contains(";") && !$0.isEmpty })
            // No tag comes twice, so that none betrays that it was the same person.
            let tags = seen.values.joined().joined().map(\.tag)
            #expect(Set(tags).count == tags.count)
        }
    }
}
