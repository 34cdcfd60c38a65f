import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("The proof of completeness")
struct CompletenessTests {
    private static let subject = LedgerIdentity.test(1)

    /// A log of 150 entries about three persons, of which the second has 50, and then the statement of completeness.
    private func proof(
        _ house: LedgerHouse, statement: @escaping @Sendable (LastCountStatement) -> LastCountStatement = { $0 }
    ) async throws -> CompletenessProof {
        try await house.running { ledger throws in
            for number in 0..<149 { _ = try await ledger.append(.test(number, subject: number % 3)) }
            // The last one before the statement is about the person.
            let last = try await ledger.append(.test(149, subject: 1))
            try await ledger.waitForCheckpoint(covering: last.index)
            let said = statement(try await ledger.lastCountStatement(of: Self.subject))
            let json =
                #"{"detail":"\#(said.detail)","kind":"administration","v":1,"what":"completeness"}"#
            let promise = try await ledger.append(
                LedgerDraft(
                    kind: .administration, subject: Self.subject, submitter: .gateway, statement: Array(json.utf8)))
            try await ledger.waitForCheckpoint(covering: promise.index)
            return try await ledger.completeness(of: Self.subject, through: promise.index)
        }
    }

    private func failed(_ proof: CompletenessProof, _ house: LedgerHouse) -> String? {
        let report = proof.verify(logs: [house.keys.log.verifierKey], policy: nil)
        return report.outcome == .fail ? report.text : nil
    }

    @Test("is complete when nothing is hidden, read back from its file, and in the whole log")
    func complete() async throws {
        let house = try LedgerHouse()
        let proof = try await proof(house)
        #expect(proof.count == 51 + 1)
        #expect(failed(proof, house) == nil, "\(failed(proof, house) ?? "")")
        let read = try CompletenessProof(bytes: proof.bytes)
        #expect(read == proof)
        #expect(failed(read, house) == nil)
        try await Ledger.export(path: house.path, to: "\(house.directory)/log")
        let search = try await read.search(LogFolder("\(house.directory)/log"))
        #expect(search.outcome == .ok, "\(search.text)")
    }

    @Test("hiding any one of a person's entries, the last included, is found")
    func hidden() async throws {
        let house = try LedgerHouse()
        let proof = try await proof(house)
        for position in proof.items.indices {
            var items = proof.items
            items.remove(at: position)
            let altered = CompletenessProof(items: items, tagKeys: proof.tagKeys, checkpoint: proof.checkpoint)
            #expect(failed(altered, house) != nil, "entry \(position + 1) of \(proof.count) was hidden")
        }
    }

    @Test("what was left out after the last entry, a mirror finds by its tags; what came later it tells apart")
    func tags() async throws {
        struct Tags: TagSearching {
            let entries: [(index: UInt64, entry: [UInt8])]
            func entries(tagPrefix prefix: [UInt8]) async throws -> [(index: UInt64, entry: [UInt8])] {
                #expect(prefix.count == 2, "not enough to tell whose tag it is")
                return try entries.filter { try LedgerEntry(bytes: $0.entry).tag.starts(with: prefix) }
            }
        }
        let house = try LedgerHouse()
        let proof = try await proof(house)
        let all = proof.items.map { (index: $0.index, entry: $0.entry) }
        let whole = try await proof.searchTags(of: Tags(entries: all))
        #expect(whole.outcome == .ok && whole.lines.count == 1, "\(whole.text)")
        for hidden in 1...3 {
            let cut = CompletenessProof(
                items: Array(proof.items.dropLast(hidden)), tagKeys: proof.tagKeys, checkpoint: proof.checkpoint)
            let report = try await cut.searchTags(of: Tags(entries: all))
            #expect(report.lines.count { $0.outcome == .fail } == hidden, "\(report.text)")
        }
        // The person's next entry, made after the proof.
        let next = try await house.running { ledger throws in
            let promise = try await ledger.append(.test(200, subject: 1))
            return (promise.index, promise.entry)
        }
        let later = try await proof.searchTags(of: Tags(entries: all + [(index: next.0, entry: next.1)]))
        #expect(later.outcome == .ok && later.lines.contains { $0.outcome == .notApplicable }, "\(later.text)")
    }

    @Test("what was altered in any of its parts is found")
    func altered() async throws {
        let house = try LedgerHouse()
        let proof = try await proof(house)
        typealias Change = (CompletenessProof.Item) -> CompletenessProof.Item
        func item(
            _ item: CompletenessProof.Item, index: UInt64? = nil, entry: [UInt8]? = nil, statement: [UInt8]? = nil,
            salt: [UInt8]? = nil, envelope: [UInt8]? = nil, proof: [MerkleHash]? = nil
        ) -> CompletenessProof.Item {
            CompletenessProof.Item(
                index: index ?? item.index, entry: entry ?? item.entry, statement: statement ?? item.statement,
                salt: salt ?? item.salt, envelope: envelope ?? item.envelope, proof: proof ?? item.proof)
        }
        func flipped(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
            var bytes = bytes
            bytes[place] ^= 1
            return bytes
        }
        let changes: [(String, Change)] = [
            ("index", { item($0, index: $0.index + 1) }),
            ("entry", { item($0, entry: flipped($0.entry, 60)) }),
            ("tag", { item($0, entry: flipped($0.entry, 20)) }),
            ("no entry", { item($0, entry: []) }),
            ("statement", { item($0, statement: $0.statement + [32]) }),
            ("salt", { item($0, salt: flipped($0.salt, 0)) }),
            ("counter", { item($0, envelope: flipped($0.envelope, 7)) }),
            ("identity", { item($0, envelope: flipped($0.envelope, 20)) }),
            ("time", { item($0, envelope: flipped($0.envelope, 12)) }),
            ("proof", { item($0, proof: Array($0.proof.dropLast())) }),
        ]
        for (name, change) in changes {
            for position in [0, 25, proof.count - 1] {
                var items = proof.items
                items[position] = change(items[position])
                let altered = CompletenessProof(items: items, tagKeys: proof.tagKeys, checkpoint: proof.checkpoint)
                #expect(failed(altered, house) != nil, "\(name) of entry \(position + 1)")
            }
        }
        // Another year's key, or none, makes no tag of this person.
        #expect(failed(CompletenessProof(items: proof.items, tagKeys: [:], checkpoint: proof.checkpoint), house) != nil)
        #expect(
            failed(CompletenessProof(items: [], tagKeys: proof.tagKeys, checkpoint: proof.checkpoint), house) != nil)
        let other = try LedgerHouse()
        #expect(failed(proof, other) != nil)
    }

    @Test("whatever byte of its file is altered, it is refused or fails")
    func alteredFile() async throws {
        let house = try LedgerHouse()
        let proof = try await house.running { ledger throws in
            for number in 0..<2 { _ = try await ledger.append(.test(number, subject: 1)) }
            try await ledger.waitForCheckpoint(covering: 1)
            let said = try await ledger.lastCountStatement(of: Self.subject)
            let json = #"{"detail":"\#(said.detail)","kind":"administration","v":1,"what":"completeness"}"#
            let promise = try await ledger.append(
                LedgerDraft(
                    kind: .administration, subject: Self.subject, submitter: .gateway, statement: Array(json.utf8)))
            try await ledger.waitForCheckpoint(covering: promise.index)
            return try await ledger.completeness(of: Self.subject, through: promise.index)
        }
        let bytes = proof.bytes
        #expect(failed(proof, house) == nil)
        for place in bytes.indices {
            for mask in [0x01, 0x20] as [UInt8] {
                var altered = bytes
                altered[place] ^= mask
                guard let read = try? CompletenessProof(bytes: altered) else { continue }
                #expect(failed(read, house) != nil, "byte \(place), mask \(mask)")
            }
        }
        for altered in [bytes + [0x0A], [0x20] + bytes, Array(bytes.dropLast())] {
            #expect(throws: LedgerError(.malformedEvidence)) { try CompletenessProof(bytes: altered) }
        }
    }

    @Test("a statement that names another count than the entries have is found")
    func wrongCount() async throws {
        for difference in [-1, 1] {
            let house = try LedgerHouse()
            let proof = try await proof(house) { said in
                LastCountStatement(
                    origin: said.origin, size: said.size, root: said.root,
                    lastCounter: UInt64(Int(said.lastCounter) + difference))
            }
            #expect(failed(proof, house)?.contains("statement of completeness") == true)
        }
    }

    @Test(
        "an entry with the person's tag that is not in the proof is found in the log; one that came later is told apart"
    )
    func searched() async throws {
        let house = try LedgerHouse()
        let proof = try await proof(house)
        try await house.running { ledger throws in
            let later = try await ledger.append(.test(1000, subject: 1))
            try await ledger.waitForCheckpoint(covering: later.index)
        }
        try await Ledger.export(path: house.path, to: "\(house.directory)/log")
        let log = LogFolder("\(house.directory)/log")
        let search = try await proof.search(log)
        #expect(search.outcome == .ok && search.text.contains("1 entries came after"), "\(search.text)")
        // As a gateway would do it that has counted on from a hidden entry: the proof of fewer entries, and the tags tell.
        var items = proof.items
        let hidden = items.remove(at: 40)
        let search2 = try await CompletenessProof(items: items, tagKeys: proof.tagKeys, checkpoint: proof.checkpoint)
            .search(log)
        #expect(search2.outcome == .fail && search2.text.contains("entry \(hidden.index) "), "\(search2.text)")
    }

    @Test("a log that serves fewer entries than it has hides nothing unseen, and stops nobody's program")
    func cutBundles() async throws {
        struct Cut: LogFiles {
            let base: LogFolder
            let bundle: String
            /// Nil: not served at all.
            let keeping: Int?
            func file(_ path: String) async throws -> [UInt8]? {
                guard path == bundle, let bytes = try await base.file(path) else { return try await base.file(path) }
                guard let keeping else { return nil }
                return try EntryBundle(entries: Array(EntryBundle(bytes: bytes).entries.prefix(keeping))).bytes
            }
        }
        let house = try LedgerHouse()
        let proof = try await proof(house)
        let receipt = try await house.running { ledger throws in
            // The person's own entries are all in the first bundle: what is left out of the second one is nobody's that the proof names.
            for number in 0..<250 { _ = try await ledger.append(.test(number)) }
            let last = try await ledger.append(.test(1000, subject: 1))
            try await ledger.waitForCheckpoint(covering: last.index)
            return try #require(try await ledger.receipt(index: last.index))
        }
        try await Ledger.export(path: house.path, to: "\(house.directory)/log")
        let log = LogFolder("\(house.directory)/log")
        #expect(try await proof.search(log).text.contains("1 entries came after"))
        #expect(try await LedgerReceipt.entry(of: receipt.proof, in: log) == receipt.entry)
        let width = 151 + 251 - 256
        for keeping in [1, width - 1, nil] as [Int?] {
            let cut = Cut(base: log, bundle: "tile/entries/001.p/\(width)", keeping: keeping)
            let report = try await proof.search(cut)
            #expect(report.outcome == .fail, "\(keeping ?? 0): \(report.text)")
            if keeping == nil {
                #expect(try await LedgerReceipt.entry(of: receipt.proof, in: cut) == nil)
            } else {
                await #expect(throws: LedgerError(.entryMissing, at: 256)) {
                    try await LedgerReceipt.entry(of: receipt.proof, in: cut)
                }
            }
        }
        // Another tag in the hidden entry's place would hide it, too, were the entries believed.
        struct Retagged: LogFiles {
            let base: LogFolder
            func file(_ path: String) async throws -> [UInt8]? {
                var bytes = try await base.file(path)
                if path == "tile/entries/000" { bytes?[2 + 30] ^= 1 }
                return bytes
            }
        }
        let retagged = try await proof.search(Retagged(base: log))
        #expect(retagged.outcome == .fail && retagged.text.contains("not those of"), "\(retagged.text)")
        let withheld = Cut(base: log, bundle: "tile/entries/000", keeping: nil)
        #expect(try await proof.search(withheld).outcome == .notApplicable)
    }

    @Test(
        "a file that is none is refused",
        arguments: [
            "", "{}", #"{"kind":"completeness","v":1}"#,
            #"{"checkpoint":"x","entries":[],"kind":"completeness","tagKeys":{},"v":1}"#,
        ])
    func malformed(_ text: String) {
        #expect(throws: LedgerError(.malformedEvidence)) { try CompletenessProof(bytes: Array(text.utf8)) }
    }
}
