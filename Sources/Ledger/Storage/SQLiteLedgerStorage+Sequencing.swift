internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes

extension SQLiteLedgerStorage {
    package func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        deciding decide: @escaping @Sendable (SequencingState) throws -> SequencingDecision
    ) async throws {
        let outcome = try await write { [shard, counters] database -> Sequenced? in
            let (state, open, known) = try Self.state(for: question, counters, database)
            let decision = try decide(state)
            let entries = decision.entries
            guard open == decision.neededShard(of: shard) else { throw LedgerError(.shardClosed) }
            guard let first = entries.first, let last = entries.last else { return nil }
            let people = try Self.advanceCounters(of: entries, known, database)
            try Self.insert(entries, people, database)
            try database.cachedStatement(sql: "INSERT INTO batch VALUES (?, ?, ?)").execute(
                arguments: [Int64(first.index), entries.count, Data(batch.bytes)])
            try database.cachedStatement(sql: "UPDATE sequence SET next = ?, time = max(time, ?)").execute(
                arguments: [Int64(last.index + 1), last.time?.milliseconds ?? 0])
            try Self.make(decision.change, at: last.index + 1, shard, database)
            return Sequenced(people: people, start: first.index, end: last.index + 1)
        }
        if let outcome { counters.keep(outcome.people, from: outcome.start, to: outcome.end) }
    }

    /// What a batch has done.
    private struct Sequenced: Sendable {
        let people: [Fingerprint: CounterCache.Person]
        let start: UInt64
        let end: UInt64
    }

    private static func insert(
        _ entries: [StoredEntry], _ people: [Fingerprint: CounterCache.Person], _ database: Database
    ) throws {
        var pages = try SQLiteEntryPageWriter(in: database)
        let file = try HotStatement("INSERT INTO request VALUES (?, ?)", in: database)
        for entry in entries {
            let person = entry.person.flatMap { person in
                people[Fingerprint(person.blind)].map {
                    EntryPage.Person(row: $0.row, counter: Int64(person.counter), previous: nil)
                }
            }
            try pages.append(EntryPage.Parts(entry, person), at: Int64(entry.index))
            guard let request = entry.request else { continue }
            file.bind(request, at: 1)
            file.bind(Int64(entry.index), at: 2)
            try file.run()
        }
        try pages.finish()
    }

    private static func make(
        _ change: ShardChange?, at next: UInt64, _ shard: Shard, _ database: Database
    ) throws {
        switch change {
        case nil: break
        case .closes(let link):
            try database.execute(
                sql: "UPDATE shard SET stop = ?, closing = ? WHERE number = ?",
                arguments: [Int64(next), Data(link), shard.number])
            try database.execute(sql: "UPDATE sequence SET shard = NULL")
        case .opens(let new):
            try database.execute(
                sql: "INSERT INTO shard VALUES (?, ?, ?, ?, NULL, ?, NULL)",
                arguments: [
                    new.number, new.origin, new.verifierKey, Int64(new.start), new.opening.map { Data($0) },
                ])
            try database.execute(sql: "UPDATE sequence SET shard = ?", arguments: [new.number])
        }
    }

    /// Where the log stands, with the shard that takes entries, and the persons asked for who are there.
    private static func state(
        for question: SequencingQuestion, _ cache: CounterCache, _ database: Database
    ) throws -> (SequencingState, openShard: Int?, [Fingerprint: CounterCache.Person]) {
        let sequence = try Row.fetchOne(database.cachedStatement(sql: "SELECT next, time, shard FROM sequence"))
        guard let sequence else { throw LedgerError(.damaged) }
        let next = UInt64(clamping: sequence["next"] as Int64)
        var people = cache.known(of: question.people, at: next)
        if people.count < question.people.count {
            let person = try HotStatement("SELECT id, counter FROM person WHERE blind = ?", in: database)
            for blind in question.people where people[Fingerprint(blind)] == nil {
                person.bind(blind, at: 1)
                guard let found = try person.firstRow(columns: 2) else { continue }
                people[Fingerprint(blind)] = CounterCache.Person(
                    row: found[0], counter: UInt64(clamping: found[1]), last: nil)
            }
        }
        var entered: [Fingerprint: UInt64] = [:]
        let request = try HotStatement("SELECT idx FROM request WHERE key = ?", in: database)
        for key in question.requests {
            request.bind(key, at: 1)
            if let found = try request.firstRow(columns: 1) { entered[Fingerprint(key)] = UInt64(clamping: found[0]) }
        }
        let state = SequencingState(
            next: next, lastTime: Instant(milliseconds: sequence["time"]), counters: people.mapValues(\.counter),
            entered: entered)
        return (state, sequence["shard"], people)
    }

    /// Moves each person's counter to the last entry of the batch, row by row as they lie; makes whoever is new. Gives those of the batch.
    private static func advanceCounters(
        of entries: [StoredEntry], _ known: [Fingerprint: CounterCache.Person], _ database: Database
    ) throws -> [Fingerprint: CounterCache.Person] {
        var people = known
        let make = try HotStatement(
            "INSERT INTO person (blind, sealed_identity, counter) VALUES (?, ?, ?)", in: database)
        for case let person? in entries.lazy.map(\.person) {
            let fingerprint = Fingerprint(person.blind)
            if let old = people[fingerprint] {
                people[fingerprint] = CounterCache.Person(row: old.row, counter: person.counter, last: nil)
            } else {
                make.bind(person.blind, at: 1)
                make.bind(person.identity, at: 2)
                make.bind(Int64(person.counter), at: 3)
                try make.run()
                people[fingerprint] = CounterCache.Person(
                    row: database.lastInsertedRowID, counter: person.counter, last: nil)
            }
        }
        let move = try HotStatement("UPDATE person SET counter = ? WHERE id = ?", in: database)
        for person in people.values.sorted(by: { $0.row < $1.row }) {
            move.bind(Int64(person.counter), at: 1)
            move.bind(person.row, at: 2)
            try move.run()
        }
        return people
    }

    package func contains(batch: BatchID) async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT * FROM batch WHERE batch_id = ?)", arguments: [Data(batch.bytes)])
                ?? false
        }
    }

    package func size() async throws -> UInt64 {
        try await read { UInt64(clamping: try Int64.fetchOne($0, sql: "SELECT next FROM sequence") ?? 0) }
    }
}
