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

    /// Entries that a look made, as a stranger sees them, and how long after the question the last one was durable.
    private struct Seen {
        let entries: [LedgerEntry]
        let after: Duration
    }

    @Test(
        "a look at a closed record and one at an unknown id make entries of the same number, kind, size, submitter and time"
    )
    func sameEntries() async throws {
        try await GatewayHouse().running { open async throws in
            let closed = try await open.submit(.summary(1)).id
            try await open.gateway.change(
                .deny, for: .everyone, to: .record(closed), until: nil, by: People.verifiedCitizen)
            let unknown = open.id(of: .summary(99))
            var seen: [Asked: [Seen]] = [:]
            // In turns, so that whatever else the machine does falls on both.
            for round in 0..<40 {
                for asked in Asked.allCases {
                    let id = asked == .closed ? closed : unknown
                    let (size, start) = (await open.ledger.size, ContinuousClock.now)
                    let refusal = try await refusal {
                        _ = try await open.gateway.read(id, as: People.acting(), requestID: "\(round)")
                    }
                    #expect(refusal == Refusal(.notFound))
                    let after = start.duration(to: .now)
                    var entries: [LedgerEntry] = []
                    for index in size..<(await open.ledger.size) {
                        entries.append(try await open.entry(at: index))
                    }
                    seen[asked, default: []].append(Seen(entries: entries, after: after))
                }
            }
            func pattern(_ asked: Asked) -> [String] {
                (seen[asked] ?? []).map { seen in
                    seen.entries.map { "\($0.kind) \($0.bytes.count) \($0.submitter.bytes) \($0.bucket)" }.joined(
                        separator: ";")
                }
            }
            #expect(pattern(.closed) == pattern(.unknown))
            #expect(pattern(.closed).allSatisfy { !$0.contains(";") && !$0.isEmpty })
            // No tag comes twice, so that none betrays that it was the same person.
            let tags = seen.values.joined().flatMap(\.entries).map(\.tag)
            #expect(Set(tags).count == tags.count)
            // Of the quick ones: what the machine does beside only ever adds.
            func quick(_ asked: Asked) -> Duration { (seen[asked] ?? []).map(\.after).sorted()[4] }
            let (one, other) = (quick(.closed), quick(.unknown))
            #expect(max(one, other) <= min(one, other) * 2 + .milliseconds(5), "closed \(one), unknown \(other)")
        }
    }
}
