import Failpoints
import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing
import TransparencyLog

/// Every durable step, stopped before it, after it, failing, and done but reported lost: afterwards there is one record, whole and provable.
@Suite("Failpoints", .serialized)
struct FailpointTests {
    /// Erasing has no door yet; these steps are struck by the tests of the stores. The turn of the year has a command and tests of its own.
    static let withoutDoor: Set<Failpoints.Step> = ShardAcceptanceTests.steps.union([
        .keyJournal, .keyErase, .storeErase,
    ])

    /// How many passings of a step are struck, each in a run of its own; one where nothing is said.
    ///
    /// Key files are those of the gateway and the institution; group commits those of keys, ledger, store and projections; the first
    /// entry is the record's, the second that of the first look at it.
    static let passings: [Failpoints.Step: Int] = [
        .keyFile: 2, .databaseCommit: 4, .projectionApply: 2, .ledgerAppend: 2, .ledgerSequence: 2,
    ]

    static let cases: [Strike] = Failpoints.Step.allCases.filter { !withoutDoor.contains($0) }.flatMap { step in
        (1...(passings[step] ?? 1)).flatMap { passing in
            Strike.Mode.allCases.map { Strike(step: step, mode: $0, passing: passing) }
        }
    }

    @Test("every step of the list is struck in every mode, here or in the tests of the stores")
    func coverage() {
        #expect(Failpoints.compiledIn, "the debug build obeys ANKUR_FAILPOINT")
        let struck = Set(Self.cases.map(\.step))
        #expect(struck.union(Self.withoutDoor) == Set(Failpoints.Step.allCases))
        for step in struck {
            #expect(Set(Self.cases.filter { $0.step == step }.map(\.mode)) == Set(Strike.Mode.allCases), "\(step)")
        }
    }

    @Test("after a fault at any durable step there is one record, and it proves itself", .timeLimit(.minutes(20)))
    func everyStep() async throws {
        let bench = try StrikeBench()
        await withTaskGroup(of: (Strike, String?).self) { group in
            var rest = Self.cases[...]
            func addNext() {
                guard let strike = rest.popFirst() else { return }
                group.addTask {
                    do {
                        try await bench.run(strike)
                        return (strike, nil)
                    } catch {
                        return (strike, "\(error)")
                    }
                }
            }
            for _ in 0..<3 { addNext() }
            while let (strike, fault) = await group.next() {
                #expect(fault == nil, "ANKUR_FAILPOINT=\(strike)")
                addNext()
            }
        }
        try await bench.shutdown()
    }
}

/// One fault at one step.
struct Strike: Hashable, Sendable, CustomStringConvertible {
    enum Mode: String, Hashable, Sendable, CaseIterable { case before, after, absent, lost }

    let step: Failpoints.Step
    let mode: Mode
    let passing: Int

    var description: String { "\(step.rawValue):\(mode.rawValue):\(passing)" }
}
