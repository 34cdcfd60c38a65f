@_spi(Measuring) import AccessLog
import Foundation
import RecordTypes
import Sealing
import Statements

/// A made-up country: everybody has documents at two institutions, and is looked at mostly there. No number of anybody is in it: people are
/// bytes, professionals local numbers.
struct AccessScene: Sendable {
    let events: Int
    let people: Int
    let professionals = 20_000
    let institutions: [InstitutionID]
    private let keys = DerivedKeys()

    /// One look of each person in ten months, on average ten.
    init(events: Int) {
        self.events = events
        people = max(events / 10, 1_000)
        institutions = (0..<500).compactMap { InstitutionID("NTREE-\(90_000_000 + $0)") }
    }

    static let start = Instant(seconds: 1_767_225_600)  // 2026-01-01
    private static let monthLength: Int64 = 30 * 86_400

    /// The months are thirty days long, so that they hold the same number of events.
    func month(_ number: Int64) -> Range<Instant> {
        let first = Self.start.advanced(by: .seconds(number * Self.monthLength))
        return first..<first.advanced(by: .seconds(Self.monthLength))
    }

    func person(_ number: Int) -> LedgerIdentity {
        let number = UInt64(number % people)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } + [UInt8](repeating: 5, count: 12)
        guard let identity = LedgerIdentity(bytes) else { preconditionFailure("there are twenty bytes") }
        return identity
    }

    func path(in folder: String) -> String { folder + "/access-\(events).sqlite" }

    /// The log, filled where it is not there yet.
    func open(in folder: String) async throws -> AccessLogProjection {
        let isThere = FileManager.default.fileExists(atPath: path(in: folder) + ".whole")
        if !isThere { try? FileManager.default.removeItem(atPath: path(in: folder)) }
        let log = try await AccessLogProjection.open(
            path: path(in: folder), keys: keys, indexKey: try SealingKey(bytes: [UInt8](repeating: 3, count: 32)))
        guard !isThere else { return log }
        let begun = ContinuousClock.now
        // What was filed, through the projection's own door: it is what explains looks.
        var index: UInt64 = 0
        for start in stride(from: 0, to: people, by: 10_000) {
            var statements: [ProjectedStatement] = []
            for number in start..<min(start + 10_000, people) where number % 10 < 9 {
                if let statement = filing(number, at: index) {
                    statements.append(statement)
                    index += 1
                }
            }
            try await log.apply(statements, movingCursorTo: index)
        }
        var next = 0
        var random = Numbers(state: 1)
        try await log.fill(from: index) {
            guard next < events else { return nil }
            let end = min(next + 20_000, events)
            defer { next = end }
            if next % 1_000_000 == 0, next > 0 {
                print("  filled \(next) in \((ContinuousClock.now - begun).inSeconds.rounded(to: 0)) s")
            }
            return (next..<end).map { event($0, &random) }
        }
        print("  filled in \((ContinuousClock.now - begun).inSeconds.rounded(to: 0)) s")
        try Data().write(to: URL(fileURLWithPath: path(in: folder) + ".whole"))
        return log
    }

    private func home(of person: Int) -> Int { person % institutions.count }

    private func filing(_ number: Int, at index: UInt64) -> ProjectedStatement? {
        guard let digest = Digest([UInt8](repeating: 1, count: 32)),
            let id = RecordID(bytes: (0..<16).map { UInt8(truncatingIfNeeded: number >> (4 * $0)) }),
            let patient = PersonIdentifier(scheme: .local, country: "ZZ", number: "p\(number)")
        else { return nil }
        let received = month(7).lowerBound.advanced(by: .seconds(Int64(number % 30) * 86_400))
        let description = RecordDescription(
            id: id, subject: person(number), institution: institutions[home(of: number)], institutionName: "Haigla",
            mediaType: "application/xml", type: CodedWord(system: "http://loinc.org", code: "34105-7", display: nil),
            title: "", author: nil, documentTime: nil, received: received, documentID: nil, setID: nil, version: nil,
            replaces: nil, sourceDigest: digest, sourceSize: 1, bundleDigest: digest, profileSetDigest: digest,
            converterVersion: "1")
        return ProjectedStatement(
            index: index, kind: .record, time: received, subject: description.subject, counter: 0,
            statement: Statement.record(description, patient: patient).bytes)
    }

    func event(_ number: Int, _ random: inout Numbers) -> AccessEvent {
        let who = Int(random.next() % UInt64(people))
        let apart = Int64(Double(10 * Self.monthLength) * 1000 * Double(number) / Double(events))
        let isHome = random.next() % 20 < 19
        let place = isHome ? home(of: who) : Int(random.next() % UInt64(institutions.count))
        // Forty professionals an institution.
        let doctor = place * 40 + Int(random.next() % 40)
        let dice = random.next() % 1_000
        return AccessEvent(
            time: Self.start.advanced(by: .milliseconds(apart)),
            action: dice < 600 ? .readRecord : .searchRecords,
            outcome: dice % 100 == 0 ? .refused : .released,
            actor: AccessEvent.Actor(
                kind: .institution, institution: institutions[place], institutionName: "Näidishaigla \(place)",
                person: PersonIdentifier(scheme: .local, country: "ZZ", number: "d\(doctor)"),
                personName: "Arst Number \(doctor)", role: "doctor", assertion: .signedToken),
            purpose: dice == 500 ? .breakTheGlass : .treatment, encounter: dice % 3 == 0 ? "V-\(number)" : nil,
            basis: "care-by-default", subject: person(who),
            records: dice < 600
                ? RecordID(bytes: [UInt8](repeating: UInt8(dice % 251), count: 16)).map { [$0] } ?? [] : [],
            requestID: "0123456789abcdef0123456789abcdef", reason: dice == 500 ? "unconscious" : nil)
    }
}

/// A small generator with a seed: the same country every time.
struct Numbers {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Keys made from what they are for: a million of them need no room, and the log opens again.
private struct DerivedKeys: DataKeys {
    func key(for scope: KeyScope) async throws -> SealingKey {
        guard case .person(let person) = scope else { return try SealingKey(bytes: [UInt8](repeating: 1, count: 32)) }
        return try SealingKey(bytes: person.bytes + [UInt8](repeating: 9, count: 12))
    }

    func existingKey(for scope: KeyScope) async throws -> SealingKey? { try await key(for: scope) }
    func erase(_ scope: KeyScope) async throws {}
}
