import Consent
import GatewayTesting
import Identity
import Ledger
import RecordIndex
@_spi(Vouching) import RecordTypes
import Testing

@testable import Gateway

/// What the registry passes without opening is what consent permits: the fast way against the slow and obvious one.
@Suite("A search opens only what may be seen", .timeLimit(.minutes(2)))
struct EqualWorkTests {
    private struct Dice {
        var state: UInt64

        mutating func roll(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
    }

    private static let days = ["2026-01", "2026-03-01", "2026-03", "2025", "2026-03-01T10:00:00Z"]
    private static let purposes: [PurposeOfUse] = [
        .treatment, .emergencyTreatment, .breakTheGlass, .coverage, .research,
    ]

    private static func target(_ dice: inout Dice, _ records: [RecordDescription]) -> Restriction.Target {
        switch dice.roll(5) {
        case 0: .wholeRecord
        case 1: .record(records[dice.roll(records.count)].id)
        case 2: .category(system: "http://loinc.org", code: ["18842-5", "11502-2"][dice.roll(2)])
        case 3: .author([People.hospital, People.otherHospital][dice.roll(2)].id)
        default: .period(DateSpan(fhir: days[dice.roll(days.count)])!)
        }
    }

    private static func audience(_ dice: inout Dice) -> Restriction.Audience {
        switch dice.roll(4) {
        case 0: .everyone
        case 1: .institution([People.hospital, People.otherHospital][dice.roll(2)].id)
        case 2: .professional([People.doctor, People.official][dice.roll(2)])
        default: .role(["doctor", "nurse"][dice.roll(2)])
        }
    }

    @Test("for every reader under any rules", arguments: [1, 2, 3, 4] as [UInt64])
    func twins(_ seed: UInt64) async throws {
        try await GatewayHouse().running { open in
            for number in 0..<12 {
                let paper = Paper.summary(number).changed { paper in
                    paper.header.documentTime = Self.days[number % Self.days.count]
                    if number % 3 == 0 {
                        paper.header.type = CodedWord(system: "http://loinc.org", code: "11502-2", display: nil)
                    }
                    if number % 4 == 0 { paper.header.type = nil }
                    if number % 5 == 0 { paper.parts = paper.parts?.closed(to: "39.1") }
                }
                _ = try await open.submit(
                    paper, from: number % 2 == 0 ? People.hospital : People.otherHospital)
            }
            try await open.projections.catchUp()
            let subject = try open.gateway.identity(of: People.citizen)
            let all = try await open.index.entries(of: subject, limit: 100).map(\.description)
            #expect(all.contains { $0.closedTo == [.clinician] })
            var dice = Dice(state: seed)
            let now = open.house.clock.reading()
            for _ in 0..<60 {
                let rules = (0..<dice.roll(9)).map { _ in
                    Restriction(
                        target: Self.target(&dice, all), audience: Self.audience(&dice),
                        purpose: dice.roll(3) == 0 ? Self.purposes[dice.roll(5)] : nil,
                        effect: dice.roll(2) == 0 ? .deny : .permit,
                        decided: now.advanced(by: .seconds(-dice.roll(5))),
                        until: dice.roll(4) == 0 ? now.advanced(by: .seconds(dice.roll(3) - 1)) : nil,
                        replacesNarrower: dice.roll(5) == 0)
                }
                let reader = People.acting(
                    for: [People.hospital, People.otherHospital][dice.roll(2)],
                    purpose: Self.purposes[dice.roll(5)])
                let request = try open.gateway.accessRequest(of: reader, at: now)
                let slow = all.filter { ConsentDecision.decide(request, on: $0, under: rules).isPermitted }
                let fast = try await open.index.entries(
                    of: subject, matching: ConsentDecision.filter(request, under: rules), limit: 100)
                #expect(fast.map(\.description) == slow, "\(rules)")
            }
        }
    }

    @Test("what is closed, what is not there and what nobody knows leave the same kinds of entries")
    func nothing() async throws {
        try await GatewayHouse().running { open in
            for number in 0..<5 { _ = try await open.submit(.summary(number)) }
            try await open.gateway.change(
                .deny, for: .everyone, to: .wholeRecord, until: nil, by: People.verifiedCitizen)
            for person in [People.citizen, People.official] {
                let page = try await open.gateway.search(patient: person, as: People.acting(), requestID: "r")
                #expect(page.records.isEmpty && page.next == nil)
            }
            let looks = try await open.accesses()
            #expect(looks.map(\.outcome) == [.refused, .empty], "told apart in the sealed statement alone")
        }
    }
}

extension BundleParts {
    /// As an Estonian document closes itself to an audience.
    func closed(to arc: String, _ code: String = "R") -> BundleParts {
        let composition = String(decoding: entries[0].bytes, as: UTF8.self)
        let labels =
            "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"\(arc == "patient" ? code : "N")\"},"
            + "{\"system\":\"urn:oid:1.3.6.1.4.1.28284.6.2.2.\(arc == "patient" ? "39.1" : arc)\",\"code\":\"\(arc == "patient" ? "N" : code)\"}]},"
        let marked = composition.replacing(
            "\"resourceType\":\"Composition\",", with: "\"resourceType\":\"Composition\",\(labels)")
        return replacing(
            0,
            by: Entry(
                resourceType: "Composition", fullURL: entries[0].fullURL, bytes: Array(marked.utf8)))
    }
}
