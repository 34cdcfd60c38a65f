import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// What every ledger storage must do, whatever engine is under it.
@Suite("Storage conformance")
struct StorageConformanceTests {
    @Test("PostgreSQL is among the storages looked at", .enabled(if: StorageKind.server != nil, StorageKind.missing))
    func postgreSQLIsHere() {
        #expect(StorageKind.available == StorageKind.allCases)
    }

    @Test("a new storage is empty", arguments: StorageKind.available)
    func empty(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        defer { withExtendedLifetime(place) {} }
        let storage = try await place.open()
        #expect(try await storage.size() == 0)
        #expect(try await storage.entries(from: 0, limit: 9).isEmpty)
        #expect(try await storage.leaves(from: 0, limit: 9).isEmpty)
        #expect(try await storage.tree() == StoredTree(frontier: Frontier(), root: .emptyRoot))
        #expect(try await storage.tile(level: 0, index: 0) == nil)
        #expect(try await storage.latestSigned() == nil)
        #expect(try await storage.published() == nil)
        #expect(try await storage.verifierKey() == nil)
        #expect(try await !storage.contains(batch: .test(1)))
        #expect(try await storage.index(ofRequest: [1]) == nil)
        #expect(try await storage.misnumberedPeople().isEmpty)
    }

    @Test("it belongs to one log for good", arguments: StorageKind.available)
    func claim(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storage = try await place.open()
        try await storage.claim(origin: "a", verifierKey: "k", formerly: [])
        try await place.open().claim(origin: "a", verifierKey: "k", formerly: [])
        for (origin, key) in [("b", "k"), ("a", "l")] {
            await #expect(throws: LedgerError(.anotherLog)) {
                try await storage.claim(origin: origin, verifierKey: key, formerly: [])
            }
        }
        #expect(try await storage.verifierKey() == "k")
    }

    @Test("a log whose key was changed takes the storage over, and no other does", arguments: StorageKind.available)
    func keyChange(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storage = try await place.open()
        try await storage.claim(origin: "a", verifierKey: "k", formerly: [])
        for (origin, key, formerly) in [("b", "l", ["k"]), ("a", "l", []), ("a", "l", ["m"])] {
            await #expect(throws: LedgerError(.anotherLog)) {
                try await storage.claim(origin: origin, verifierKey: key, formerly: formerly)
            }
        }
        try await storage.claim(origin: "a", verifierKey: "l", formerly: ["j", "k"])
        #expect(try await place.open().verifierKey() == "l")
        await #expect(throws: LedgerError(.anotherLog)) {
            try await storage.claim(origin: "a", verifierKey: "k", formerly: [])
        }
    }

    @Test("what a batch stored comes back to the byte, and the next one is told", arguments: StorageKind.available)
    func roundTrip(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storage = try await place.open()
        let stored = [
            StoredEntry.test(0, person: 1, counter: 1, request: 7), .test(1, statement: []),
            .test(2, person: 1, counter: 2), .test(3, person: 2, counter: 1, request: 8, time: 5000),
        ]
        try await storage.sequence(.test(1), for: .test(people: [1, 2], requests: [7, 8])) { state in
            #expect(state.next == 0)
            #expect(state.counters.isEmpty)
            #expect(state.entered.isEmpty)
            return stored
        }
        let again = try await place.open()
        for storage in [storage, again] {
            #expect(try await storage.contains(batch: .test(1)))
            #expect(try await !storage.contains(batch: .test(2)))
            #expect(try await storage.size() == 4)
            #expect(try await storage.entries(from: 0, limit: 9) == stored.map(\.withoutTime))
            #expect(try await storage.entries(from: 1, limit: 2) == stored[1...2].map(\.withoutTime))
            #expect(try await storage.entries(from: 4, limit: 2).isEmpty)
            #expect(
                try await storage.leaves(from: 2, limit: 9)
                    == stored[2...].map { StoredLeaf(entry: $0.entry, leafHash: $0.leafHash) })
            #expect(try await storage.index(ofRequest: [8]) == 3)
            #expect(try await storage.index(ofRequest: [9]) == nil)
            #expect(try await storage.misnumberedPeople().isEmpty)
        }
        try await again.sequence(.test(2), for: .test(people: [1, 2, 3], requests: [7, 9])) { state in
            #expect(state.next == 4)
            #expect(state.lastTime == Instant(milliseconds: 5000))
            #expect(state.counters == [[1]: 2, [2]: 1])
            #expect(state.entered == [[7]: 0])
            return []
        }
        #expect(try await storage.size() == 4)
    }

    @Test("other bytes take the place of a statement, and nothing else changes", arguments: StorageKind.available)
    func replaceStatements(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storage = try await place.open()
        let stored = [
            StoredEntry.test(0, person: 1, counter: 1, request: 7), .test(1, statement: [9, 9]),
            .test(2, person: 1, counter: 2, time: 5000),
        ]
        try await storage.sequence(.test(1), for: .test(people: [1], requests: [7])) { _ in stored }
        try await storage.replaceStatements([0: [1, 2, 3], 2: []])
        try await storage.replaceStatements([2: [4], 99: [5]])
        for storage in [storage, try await place.open()] {
            let entries = try await storage.entries(from: 0, limit: 9)
            #expect(entries.map(\.statement) == [[1, 2, 3], [9, 9], [4]])
            #expect(entries.map(\.entry) == stored.map(\.entry) && entries.map(\.opening) == stored.map(\.opening))
            #expect(entries.map(\.person) == stored.map(\.person) && entries.map(\.keyCheck) == stored.map(\.keyCheck))
            #expect(try await storage.index(ofRequest: [7]) == 0)
        }
    }

    @Test("entries of every length are read from anywhere, and replaced anywhere", arguments: StorageKind.available)
    func manyEntries(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storage = try await place.open()
        var stored: [StoredEntry] = []
        for (batch, count) in [150, 1, 1, 40, 300].enumerated() {
            let new = (0..<count).map { number in
                StoredEntry.test(
                    UInt64(stored.count + number), statement: [UInt8](repeating: 3, count: number * number % 9_000))
            }
            try await storage.sequence(.test(UInt8(batch)), for: .test()) { _ in new }
            stored += new
        }
        stored = stored.map(\.withoutTime)
        #expect(try await storage.size() == 492)
        let places = [(0, 492), (0, 9999), (1, 1), (63, 3), (149, 4), (151, 300), (491, 5), (492, 5), (9999, 1)]
        for (start, limit) in places {
            let expected = Array(stored.dropFirst(start).prefix(limit))
            #expect(try await storage.entries(from: UInt64(start), limit: limit) == expected, "\(start), \(limit)")
            #expect(
                try await storage.leaves(from: UInt64(start), limit: limit)
                    == expected.map { StoredLeaf(entry: $0.entry, leafHash: $0.leafHash) })
        }
        let long = [UInt8](repeating: 8, count: 20_000)
        let replaced: [UInt64: [UInt8]] = [0: [1], 17: [], 149: long, 150: [2], 491: [4]]
        try await storage.replaceStatements(replaced)
        try await storage.forgetReplaced()
        let statements = try await place.open().entries(from: 0, limit: 492).map(\.statement)
        #expect(statements == stored.map { replaced[$0.index] ?? $0.statement })
    }

    @Test("a person's entries come in order, beyond a count and so many at most", arguments: StorageKind.available)
    func entriesOfPerson(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let (first, second) = (try await place.open(), try await place.open())
        var counters: [UInt8: UInt64] = [:]
        var stored: [StoredEntry] = []
        for batch in 0..<12 {
            let new = (0..<25).map { number in
                let index = UInt64(stored.count + number)
                // Nobody, or one of three, whom the others are between.
                let person = [nil, 1, 2, 1, 3, 1, nil][(batch + number) % 7] as UInt8?
                if let person { counters[person, default: 0] += 1 }
                return StoredEntry.test(index, person: person, counter: person.flatMap { counters[$0] } ?? 0)
            }
            // Two nodes by turns: each forgets what it knew of persons.
            let storage = batch % 2 == 0 ? first : second
            try await storage.sequence(.test(UInt8(batch)), for: .test(people: [1, 2, 3])) { _ in new }
            stored += new
        }
        #expect(try await first.misnumberedPeople().isEmpty)
        func compare() async throws {
            for person in [1, 2, 3, 9] as [UInt8] {
                let all = stored.map(\.withoutTime).filter { $0.person?.blind == [person] }
                for (after, limit) in [(0, 999), (0, 1), (0, 20), (7, 5), (all.count - 1, 9), (all.count, 9), (999, 9)]
                {
                    let expected = all.filter { $0.person?.counter ?? 0 > UInt64(max(0, after)) }.prefix(limit)
                    let found = try await second.entries(
                        ofPerson: [person], after: UInt64(max(0, after)), limit: limit)
                    #expect(found == Array(expected), "person \(person), after \(after), \(limit)")
                }
            }
        }
        try await compare()
        #if PostgreSQL
            guard kind == .postgresql else { return }
            // A trail that begins nowhere, at another's entry, at one that names none before it: all is read then.
            for last in ["-1", "0", "299", "7777", "(SELECT min(last) FROM person)"] {
                try await place.tamper("UPDATE person SET last = \(last)")
                try await compare()
            }
        #endif
    }

    @Test("a batch that fails has stored nothing and moved nothing", arguments: StorageKind.available)
    func undone(_ kind: StorageKind) async throws {
        struct Refusal: Error {}
        let place = try await StoragePlace(kind)
        defer { withExtendedLifetime(place) {} }
        let storage = try await place.open()
        try await storage.sequence(.test(1), for: .test(people: [1])) { _ in
            [.test(0, person: 1, counter: 1, request: 1)]
        }
        await #expect(throws: Refusal.self) {
            try await storage.sequence(.test(2), for: .test(people: [1])) { _ in throw Refusal() }
        }
        // The batch's id, an idempotency key, a person's count: each is given once.
        let doubles: [(BatchID, StoredEntry)] = [
            (.test(1), .test(1, person: 1, counter: 2)), (.test(3), .test(1, person: 2, counter: 1, request: 1)),
        ]
        for (batch, entry) in doubles {
            await #expect(throws: (any Error).self) {
                try await storage.sequence(batch, for: .test(people: [1, 2])) { _ in [entry] }
            }
        }
        #expect(try await storage.size() == 1)
        #expect(try await !storage.contains(batch: .test(2)))
        #expect(try await !storage.contains(batch: .test(3)))
        #expect(try await storage.misnumberedPeople().isEmpty)
        try await storage.sequence(.test(4), for: .test(people: [1, 2])) { state in
            #expect(state.next == 1)
            #expect(state.counters == [[1]: 1])
            return [.test(1, person: 1, counter: 2)]
        }
        #expect(try await storage.size() == 2)
    }

    @Test("batches of several nodes follow one another: no index and no count twice", arguments: StorageKind.available)
    func severalWriters(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let storages = [try await place.open(), try await place.open(), try await place.open()]
        try await withThrowingTaskGroup { group in
            for (node, storage) in storages.enumerated() {
                group.addTask {
                    for round in 0..<12 {
                        try await storage.sequence(.test(UInt8(node * 50 + round)), for: .test(people: [1])) { state in
                            let counter = state.counters[[1]] ?? 0
                            return (0..<3).map {
                                .test(state.next + $0, person: 1, counter: counter + $0 + 1, salt: UInt8(node))
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = try await storages[0].entries(from: 0, limit: 200)
        #expect(entries.map(\.index) == Array(0..<108))
        #expect(entries.map { $0.person?.counter } == (1...108).map { $0 })
        for node in 0..<3 { #expect(try await storages[1].contains(batch: .test(UInt8(node * 50)))) }
    }

    @Test("the tree grows by compare-and-swap, and tiles come back as they were", arguments: StorageKind.available)
    func tree(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        defer { withExtendedLifetime(place) {} }
        let storage = try await place.open()
        #expect(try await storage.leads())
        var edge = TileEdge()
        var frontier = Frontier()
        for size: UInt64 in [1, 2, 3, 255, 256, 257, 700] {
            let old = edge.size
            var tiles: [StoredTile] = []
            while edge.size < size {
                let hash = MerkleHash.leaf([UInt8(edge.size & 255), UInt8(edge.size >> 8)])
                frontier.append(hash)
                edge.append(hash) { tiles.append(StoredTile(id: $0, bytes: $1.bytes)) }
            }
            for (id, tile) in edge.partialTiles { tiles.append(StoredTile(id: id, bytes: tile.bytes)) }
            let tree = StoredTree(frontier: frontier, root: frontier.root)
            #expect(try await storage.extend(from: old, to: tree, tiles: tiles))
            #expect(try await !storage.extend(from: old, to: tree, tiles: tiles), "twice from one size")
            #expect(try await storage.tree() == tree)
            for tile in tiles {
                #expect(try await storage.tile(level: tile.id.level, index: tile.id.index) == tile.bytes)
            }
        }
        #expect(try await storage.tile(level: 0, index: 3) == nil)
        #expect(try await storage.tile(level: 2, index: 0) == nil)
    }

    @Test(
        "one root a size, never a smaller size, and what is published never goes back", arguments: StorageKind.available
    )
    func checkpoints(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        defer { withExtendedLifetime(place) {} }
        let storage = try await place.open()
        #expect(try await storage.leads())
        let three = StoredCheckpoint.test(3, note: 1)
        try await storage.keepSigned(three)
        try await storage.keepSigned(three)
        for other in [StoredCheckpoint.test(3, root: 9, note: 2), .test(2, note: 3)] {
            await #expect(throws: LedgerError(.signedBefore, at: 3)) { try await storage.keepSigned(other) }
        }
        try await storage.keepSigned(.test(5, note: 4))
        await #expect(throws: LedgerError(.signedBefore, at: 5)) { try await storage.keepSigned(three) }
        #expect(try await storage.latestSigned() == .test(5, note: 4))
        #expect(try await storage.signed(from: 0, limit: 9) == [three, .test(5, note: 4)])
        #expect(try await storage.signed(from: 4, limit: 9) == [.test(5, note: 4)])
        #expect(try await storage.signed(from: 0, limit: 1) == [three])

        try await storage.publish(three)
        try await storage.publish(.test(2, note: 3))
        #expect(try await storage.published() == three)
        // Cosigned anew: the same size with another note.
        try await storage.publish(.test(3, note: 8))
        #expect(try await storage.published() == .test(3, note: 8))
    }

    @Test(
        "of the nodes on one storage one leads, and another one takes over when it resigns",
        arguments: StorageKind.available)
    func leading(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let (first, second) = (
            try await place.open(leaseTerm: .seconds(600)), try await place.open(leaseTerm: .seconds(600))
        )
        #expect(try await first.leads())
        guard first.isShared else {
            #expect(try await second.leads(), "an embedded storage has one node")
            return
        }
        #expect(try await !second.leads())
        await #expect(throws: LedgerError(.leaseLost)) { try await second.keepSigned(.test(1, note: 1)) }
        try await first.resign()
        #expect(try await second.leads())
        #expect(try await !first.leads())
        for write in Self.fenced {
            await #expect(throws: LedgerError(.leaseLost)) { try await write(first) }
        }
        #expect(try await second.latestSigned() == nil)
    }

    static let fenced: [@Sendable (any LedgerStorage) async throws -> Void] = [
        { try await $0.keepSigned(.test(1, note: 1)) }, { try await $0.publish(.test(1, note: 1)) },
        { _ = try await $0.extend(from: 0, to: StoredTree(frontier: Frontier(), root: .emptyRoot), tiles: []) },
    ]

    @Test(
        "a holder whose term has passed writes nothing once another node has taken over",
        arguments: StorageKind.available)
    func fencing(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let (first, second) = (try await place.open(), try await place.open())
        guard first.isShared else { return }
        #expect(try await first.leads())
        // Nobody renews for longer than the term of this place.
        while try await !second.leads() { try await Task.sleep(for: .milliseconds(50)) }
        for write in Self.fenced {
            await #expect(throws: LedgerError(.leaseLost)) { try await write(first) }
        }
        try await second.keepSigned(.test(1, note: 1))
    }
}

extension BatchID {
    static func test(_ number: UInt8) -> BatchID { BatchID(bytes: [UInt8](repeating: number, count: 16)) }
}

extension SequencingQuestion {
    static func test(people: [UInt8] = [], requests: [UInt8] = []) -> SequencingQuestion {
        SequencingQuestion(people: people.map { [$0] }, requests: requests.map { [$0] })
    }
}

extension StoredEntry {
    static func test(
        _ index: UInt64, person: UInt8? = nil, counter: UInt64 = 0, request: UInt8? = nil, time: Int64 = 0,
        statement: [UInt8] = [0, 255, 0], salt: UInt8 = 0
    ) -> StoredEntry {
        let entry = [UInt8(truncatingIfNeeded: index), salt] + [UInt8](repeating: 5, count: 80)
        return StoredEntry(
            index: index, entry: entry, leafHash: .leaf(entry),
            person: person.map { Person(blind: [$0], identity: [$0, 0], counter: counter) }, keyCheck: [1, 2],
            statement: statement, opening: [9], request: request.map { [$0] }, time: Instant(milliseconds: time))
    }

    var withoutTime: StoredEntry {
        StoredEntry(
            index: index, entry: entry, leafHash: leafHash, person: person, keyCheck: keyCheck, statement: statement,
            opening: opening, request: request, time: nil)
    }
}

extension StoredCheckpoint {
    static func test(_ size: UInt64, root: UInt8 = 1, note: UInt8) -> StoredCheckpoint {
        StoredCheckpoint(size: size, root: .leaf([root]), note: [note])
    }
}
