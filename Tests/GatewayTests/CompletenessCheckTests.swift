import GatewayTesting
import Identity
import Ledger
@_spi(Vouching) import RecordTypes
import Testing

@testable import Gateway

/// A citizen's own file against the exported log, without the gateway.
@Suite("A citizen's own file", .timeLimit(.minutes(2)))
struct CompletenessCheckTests {
    private static func report(_ entries: PersonalEntries, _ log: String) async throws -> VerificationReport {
        try await CompletenessCheck(files: LogFolder(log), key: nil).run(entries)
    }

    /// About fifty entries of a person, among others', and the log as a stranger has it.
    private static func withProof(
        _ work: @escaping @Sendable (PersonalEntries, String) async throws -> Void
    ) async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1)).id
            _ = try await open.submit(.summary(2, of: People.official))
            for number in 0..<48 {
                _ = try await open.gateway.read(id, as: People.acting(), requestID: "look-\(number)")
                if number % 5 == 0 {
                    _ = try? await open.gateway.search(
                        patient: People.official, as: People.acting(), requestID: "other-\(number)")
                }
            }
            let proof = try await open.gateway.proveCompleteness(
                of: .person(People.verifiedCitizen), requestID: "proof")
            #expect(proof.receipt != nil, "what was said is anchored")
            let log = open.house.folder + "/log-copy"
            try await open.ledger.export(to: log)
            try await work(proof.entries, log)
        }
    }

    @Test("is complete when it is")
    func complete() async throws {
        try await Self.withProof { entries, log in
            #expect(entries.last == 50 && entries.entries.count == 50)
            let report = try await Self.report(entries, log)
            #expect(report.outcome == .ok, "\(report.text)")
        }
    }

    @Test("that hides any one of fifty entries is found out, the last included, however it counts")
    func hidden() async throws {
        try await Self.withProof { entries, log in
            for hidden in entries.entries {
                let others = entries.entries.filter { $0 != hidden }
                // Left out; and with the numbers behind it moved up, so that there is no gap.
                let gap = PersonalEntries(
                    checkpoint: entries.checkpoint, last: entries.last, entries: others, keys: entries.keys)
                let moved = PersonalEntries(
                    checkpoint: entries.checkpoint, last: entries.last - 1,
                    entries: others.enumerated().map {
                        PersonalEntries.Entry(counter: UInt64($0.offset + 1), index: $0.element.index)
                    }, keys: entries.keys)
                for file in [gap, moved] {
                    let report = try await Self.report(file, log)
                    #expect(report.outcome == .fail, "number \(hidden.counter): \(report.text)")
                }
            }
        }
    }

    @Test("with another key, a key too few, or another log's checkpoint proves nothing")
    func foreign() async throws {
        try await Self.withProof { entries, log in
            let other = entries.keys.mapValues { $0.map { $0 ^ 1 } }
            var note = entries.checkpoint
            note[0] ^= 1
            for file in [
                PersonalEntries(
                    checkpoint: entries.checkpoint, last: entries.last, entries: entries.entries, keys: other),
                PersonalEntries(
                    checkpoint: entries.checkpoint, last: entries.last, entries: entries.entries, keys: [:]),
                PersonalEntries(
                    checkpoint: note, last: entries.last, entries: entries.entries, keys: entries.keys),
            ] {
                let report = try await Self.report(file, log)
                #expect(report.outcome == .fail)
            }
        }
    }

    @Test("is nobody else's to ask for")
    func representatives() async throws {
        try await GatewayHouse().running { open in
            try await open.gateway.appoint(
                People.doctor, called: nil, to: [.records], until: nil, by: People.verifiedCitizen)
            let held = try await open.gateway.mandates(heldBy: People.verifiedDoctor)
            let keeper = try await open.gateway.keeper(
                People.verifiedDoctor, byMandate: try #require(held.first).name)
            #expect(
                try await refusal {
                    try await open.gateway.proveCompleteness(of: keeper, requestID: "r")
                } == Refusal(.notFound))
        }
    }
}
