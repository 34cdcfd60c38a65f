public import RecordStore
internal import RecordTypes

/// What every ``RecordStore`` must do, as one run over an empty store of ``TestDocuments/hospital``.
public enum RecordStoreConformance {
    /// A claim that did not hold.
    public struct Breach: Error, Hashable, Sendable, CustomStringConvertible {
        public let claim: String
        public let line: Int
        public var description: String { "\(claim) (line \(line))" }
    }

    /// - Throws: ``Breach`` at the first claim that does not hold, or what the store throws.
    public static func check(_ store: any RecordStore) async throws {
        try await keepsWhatItWasGiven(store)
        try await storesTheSameSourceOnce(store)
        try await storesOneOfManyAtTheSameMoment(store)
        try await refusesAnotherSourceUnderOneIdentifier(store)
        try await marksOnlyForward(store)
        try await knowsWhatWaits(store)
        try await erasesForGood(store)
        try await knowsNothingOfOthers(store)
    }

    private static func expect(_ holds: Bool, _ claim: String, line: Int = #line) throws {
        guard holds else { throw Breach(claim: claim, line: line) }
    }

    private static func statement(_ number: Int) -> [UInt8] { Array("{\"v\":1,\"n\":\(number)}".utf8) }

    private static func keepsWhatItWasGiven(_ store: any RecordStore) async throws {
        let document = TestDocuments.document(1)
        let id = document.description.id
        try expect(
            try await store.putIfAbsent(document, statement: statement(1)) == .stored, "a new document is stored")
        try expect(try await store.status(of: id) == .pending, "a stored document is pending")
        try expect(try await store.source(of: id) == document.source, "the source comes back as it was")
        try expect(try await store.parts(of: id) == document.parts, "the Bundle comes back as it was")
        try expect(try await store.issues(of: id) == document.issues, "the issues come back as they were")
    }

    private static func storesTheSameSourceOnce(_ store: any RecordStore) async throws {
        let document = TestDocuments.document(1)
        let again = try await store.putIfAbsent(document, statement: statement(99))
        try expect(again == .present(.pending), "the same source again is present")
        try expect(
            try await store.pending(limit: 100).map(\.statement) == [statement(1)],
            "a repetition does not change the statement")
    }

    private static func storesOneOfManyAtTheSameMoment(_ store: any RecordStore) async throws {
        let document = TestDocuments.document(2)
        let outcomes = try await withThrowingTaskGroup(of: PutOutcome.self) { group in
            for _ in 0..<16 {
                group.addTask { try await store.putIfAbsent(document, statement: statement(2)) }
            }
            var outcomes: [PutOutcome] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        try expect(outcomes.count(where: { $0 == .stored }) == 1, "of many at once exactly one is stored")
        try expect(outcomes.count(where: { $0 == .present(.pending) }) == 15, "of many at once the others are present")
    }

    private static func refusesAnotherSourceUnderOneIdentifier(_ store: any RecordStore) async throws {
        let taken = TestDocuments.document(1).description
        let other = TestDocuments.document(3, documentID: taken.documentID)
        let outcome = try await store.putIfAbsent(other, statement: statement(3))
        try expect(outcome == .conflict(with: taken.id), "a taken identifier is a conflict")
        try expect(try await store.status(of: other.description.id) == nil, "a conflicting document is not stored")
        let longer = TestDocuments.document(4, documentID: DocumentID(root: "2.999.1", extension: nil))
        try expect(
            try await store.putIfAbsent(longer, statement: statement(4)) == .stored,
            "a root alone is another identifier")
    }

    private static func marksOnlyForward(_ store: any RecordStore) async throws {
        let document = TestDocuments.document(5)
        let id = document.description.id
        _ = try await store.putIfAbsent(document, statement: statement(5))
        try await store.mark([(id, .sequenced(41))])
        try expect(try await store.status(of: id) == .sequenced(41), "pending becomes sequenced")
        try await store.mark([(id, .anchored(41)), (id, .sequenced(41))])
        try expect(try await store.status(of: id) == .anchored(41), "anchored does not become sequenced again")
        try await store.mark([(id, .pending), (id, .erased)])
        try expect(try await store.status(of: id) == .anchored(41), "a mark neither returns to pending nor erases")
        try expect(
            try await store.putIfAbsent(document, statement: statement(5)) == .present(.anchored(41)),
            "a repetition tells how far it has come")
        let jump = TestDocuments.document(6)
        _ = try await store.putIfAbsent(jump, statement: statement(6))
        try await store.mark([(jump.description.id, .anchored(0))])
        try expect(try await store.status(of: jump.description.id) == .anchored(0), "pending becomes anchored at once")
        try await store.mark([])
    }

    private static func knowsWhatWaits(_ store: any RecordStore) async throws {
        let waiting = try await store.pending(limit: 100)
        let expected = [1, 2].map { number in
            PendingRecord(
                id: TestDocuments.document(number).description.id, subject: TestDocuments.subject,
                statement: statement(number))
        }
        try expect(Array(waiting.prefix(2)) == expected, "what waits comes oldest first, as it was put")
        try expect(waiting.count == 3, "what is marked does not wait")
        try expect(try await store.pending(limit: 1) == Array(expected.prefix(1)), "the limit holds")
        try expect(try await store.pendingRecord(expected[0].id) == expected[0], "one that waits is found by its name")
        let anchored = TestDocuments.document(5).description
        try expect(
            try await store.pendingRecord(anchored.id)
                == PendingRecord(id: anchored.id, subject: anchored.subject, statement: statement(5)),
            "what was put is found by its name also when it is marked")
    }

    private static func erasesForGood(_ store: any RecordStore) async throws {
        let document = TestDocuments.document(1)
        let id = document.description.id
        try await store.erase(id)
        try expect(try await store.status(of: id) == .erased, "an erased record is known as erased")
        try expect(try await store.source(of: id) == nil, "an erased source is gone")
        try expect(try await store.parts(of: id) == nil, "an erased Bundle is gone")
        try expect(try await store.issues(of: id) == nil, "erased issues are gone")
        try expect(try await store.pendingRecord(id) == nil, "an erased statement is gone")
        try await store.mark([(id, .sequenced(1))])
        try expect(try await store.status(of: id) == .erased, "an erased record takes no mark")
        try expect(
            try await store.putIfAbsent(document, statement: statement(1)) == .present(.erased),
            "a repeated submission does not bring an erased record back")
        try expect(try await store.pending(limit: 100).allSatisfy { $0.id != id }, "an erased record does not wait")
        try await store.erase(id)
    }

    private static func knowsNothingOfOthers(_ store: any RecordStore) async throws {
        let unknown = TestDocuments.document(1000).description.id
        try expect(try await store.status(of: unknown) == nil, "an unknown record has no status")
        try expect(try await store.source(of: unknown) == nil, "an unknown record has no source")
        try expect(try await store.parts(of: unknown) == nil, "an unknown record has no Bundle")
        try expect(try await store.issues(of: unknown) == nil, "an unknown record has no issues")
        try expect(try await store.pendingRecord(unknown) == nil, "an unknown record has no statement")
        try await store.mark([(unknown, .sequenced(1))])
        try await store.erase(unknown)
        try expect(try await store.status(of: unknown) == nil, "a mark or an erasure makes no record")
        let foreign = TestDocuments.document(7, institution: TestDocuments.laboratory)
        do {
            _ = try await store.putIfAbsent(foreign, statement: [])
            try expect(false, "another institution's document is refused")
        } catch RecordStoreError.wrongInstitution {}
    }
}
