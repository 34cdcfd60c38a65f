import AccessLog
import Crypto
import GatewayTesting
import RecordIndex
import RecordStore
@_spi(Vouching) import RecordTypes
import Statements
import Testing

@testable import Gateway

@Suite("Pages of a search", .timeLimit(.minutes(1)))
struct SearchPageTests {
    /// All pages of a search, each of so many.
    private static func pages(
        of limit: Int, as reader: Reader, in gateway: Gateway
    ) async throws -> [[RecordID]] {
        var pages: [[RecordID]] = []
        var place: RecordPosition?
        repeat {
            let page = try await gateway.search(
                patient: People.citizen, after: place, limit: limit, as: reader, requestID: "r")
            pages.append(page.records.map(\.id))
            place = page.next
        } while place != nil && pages.count < 100
        return pages
    }

    @Test("pages together are the whole list, each once, the last row included", arguments: [1, 2, 3, 4, 7, 8, 1000])
    func complete(_ limit: Int) async throws {
        try await GatewayHouse().running { open in
            var filed: [RecordID] = []
            for number in 0..<8 {
                filed.append(try await open.submit(.summary(number)).id)
                // Some arrive at one moment.
                if number % 3 == 0 { open.house.clock.advance(by: .milliseconds(1)) }
            }
            let pages = try await Self.pages(of: limit, as: People.acting(), in: open.gateway)
            #expect(pages.flatMap { $0 } == filed.reversed())
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
            #expect(pages.count == max(1, (8 + limit - 1) / limit), "no empty page at the end")
        }
    }

    @Test("what is closed leaves no gap: pages are full and end where the visible ones end")
    func closed() async throws {
        try await GatewayHouse().running { open in
            var filed: [RecordID] = []
            for number in 0..<9 { filed.append(try await open.submit(.summary(number)).id) }
            for place in [0, 3, 4, 8] {
                try await open.gateway.change(
                    .deny, for: .everyone, to: .record(filed[place]), until: nil, by: People.verifiedCitizen)
            }
            let pages = try await Self.pages(of: 2, as: People.acting(), in: open.gateway)
            #expect(pages == [[filed[7], filed[6]], [filed[5], filed[2]], [filed[1]]])
            let accesses = try await open.accesses()
            #expect(accesses.suffix(3).map(\.records) == pages, "each page is one look, with what it listed")
        }
    }

    @Test("a record that arrives between two pages is on neither, and nothing comes twice")
    func arrival() async throws {
        try await GatewayHouse().running { open in
            var filed: [RecordID] = []
            for number in 0..<4 { filed.append(try await open.submit(.summary(number)).id) }
            let first = try await open.gateway.search(
                patient: People.citizen, limit: 2, as: People.acting(), requestID: "r")
            open.house.clock.advance(by: .seconds(1))
            _ = try await open.submit(.summary(9))
            let second = try await open.gateway.search(
                patient: People.citizen, after: first.next, limit: 2, as: People.acting(), requestID: "r")
            #expect((first.records + second.records).map(\.id) == filed.reversed())
            #expect(second.next == nil)
        }
    }

    @Test("the largest page fits into one statement of the ledger")
    func largest() throws {
        let ids = (0..<Gateway.pageLimit).compactMap { number in
            RecordID(bytes: (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 2))) })
        }
        let event = AccessEvent(
            time: Instant(seconds: 1_780_000_000), action: .searchRecords, outcome: .released,
            actor: People.acting().actor, purpose: .treatment, encounter: String(repeating: "e", count: 200),
            basis: nil, subject: nil, records: ids, requestID: "r")
        #expect(ids.count == Gateway.pageLimit)
        #expect(Statements.Statement.access(event).readableBytes(subject: nil) != nil)
    }

    @Test("a registry that cannot keep up makes a look try again, and nothing is released")
    func behind() async throws {
        let house = try GatewayHouse()
        try await house.open(patience: .milliseconds(20)).runningWithoutProjections { open in
            let late = Refusal(.unavailable)
            _ = try await open.submit(.summary(1))
            let id = open.id(of: .summary(1))
            #expect(try await refusal { try await open.gateway.read(id, as: People.acting(), requestID: "r") } == late)
            #expect(
                try await refusal {
                    try await open.gateway.search(patient: People.citizen, as: People.acting(), requestID: "r")
                } == late)
            #expect(
                try await refusal {
                    try await open.gateway.whoHasRead(
                        AccessLogQuery(), as: People.verifiedCitizen, requestID: "r")
                } == late)
            #expect(
                try await refusal {
                    try await open.gateway.change(
                        .deny, for: .everyone, to: .wholeRecord, until: nil, by: People.verifiedCitizen)
                } == late)
        }
    }

    @Test("asking for a submission makes no store for an institution that never submitted")
    func noStore() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1)).id
            #expect(
                try await refusal { try await open.gateway.submissionStatus(id, of: People.otherHospital) }
                    == Refusal(.notFound))
            #expect(try open.stores.allInstitutions() == [People.hospital.id])
        }
    }

    @Test("a cursor opens for its holder alone, and unchanged")
    func cursors() throws {
        let cursors = RecordDerivation(key: SymmetricKey(data: [UInt8](repeating: 2, count: 32))).cursors
        let question = Array("patient.identifier=x".utf8)
        let cursor = cursors.seal(question, for: "institution/a")
        #expect(cursors.open(cursor, for: "institution/a") == question)
        #expect(cursors.open(cursor, for: "institution/b") == nil)
        #expect(cursors.open(cursor, for: "citizen/a") == nil)
        #expect(cursors.seal(question, for: "institution/a") != cursor)
        for place in cursor.indices {
            var changed = cursor
            changed.replaceSubrange(place...place, with: cursor[place] == "A" ? "B" : "A")
            #expect(cursors.open(changed, for: "institution/a") != question || changed == cursor)
        }
        for broken in ["", "A", "====", cursor + "A", String(cursor.dropLast()), cursor + "==", " " + cursor] {
            #expect(cursors.open(broken, for: "institution/a") == nil, "\(broken)")
        }
        #expect(
            cursors.seal([], for: "a").count == cursors.seal(Array(repeating: 1, count: 60), for: "a").count,
            "its length hardly tells what it holds")
    }
}
