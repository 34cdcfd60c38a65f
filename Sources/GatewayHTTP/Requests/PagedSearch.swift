import Gateway
import RecordIndex
import RecordTypes
import WebPages

/// A search of a person's records as a door was asked it: its parameters, the size of its pages, and where this page starts.
///
/// The first page is asked for with parameters, every other by the `cursor` of the link before, which holds all of them, sealed
/// (``SearchCursors``).
/// ```
/// question = position[16] ‖ u32 passed ‖ u16 count ‖ parameters as a form
/// ```
struct PagedSearch: Sendable {
    let fields: FormFields
    let count: Int
    /// The record behind which the page starts; nil for the newest.
    let position: RecordPosition?
    /// How many resources of the next record the pages before have given already.
    let passed: Int

    static let standardCount = 50
    static let largestCount = 1_000

    /// - Throws: ``HTTPFault`` for a cursor that was not made for `reader`, and for one beside other parameters.
    init(_ asked: FormFields, known: [String], by reader: Reader, _ gateway: Gateway) throws {
        if let cursor = asked["cursor"] {
            try asked.allowOnly(["cursor", "_format"])
            guard let question = gateway.cursors.open(cursor, for: reader.holder), question.count >= 22,
                let query = String(validating: question.dropFirst(22), as: UTF8.self)
            else { throw Self.foreign }
            position = RecordPosition(bytes: Array(question.prefix(16))).flatMap { $0 == .beforeAll ? nil : $0 }
            passed = Self.number(question[16..<20])
            count = Self.number(question[20..<22])
            fields = try FormFields(query: query)
        } else {
            try asked.allowOnly(known + ["_count", "_format"])
            position = nil
            passed = 0
            count = try asked["_count"].map(Self.count) ?? Self.standardCount
            fields = asked
        }
    }

    /// The link to the page behind `position`, for the same reader.
    func next(
        after position: RecordPosition?, passed: Int = 0, of path: String, for reader: Reader, _ gateway: Gateway
    ) -> String {
        let place = (position ?? .beforeAll).bytes
        let numbers =
            (0..<4).map { UInt8(truncatingIfNeeded: passed >> (24 - 8 * $0)) }
            + (0..<2).map { UInt8(truncatingIfNeeded: count >> (8 - 8 * $0)) }
        let query = Array(fields.encoded(without: ["_count", "_format", "cursor"]).utf8)
        return "\(path)?cursor=\(gateway.cursors.seal(place + numbers + query, for: reader.holder))"
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func count(_ text: String) throws -> Int {
        guard let count = Int(text), count > 0 else {
            throw HTTPFault.badRequest(
                .parameterInvalid("_count", remedy: "Give a number from 1 to \(largestCount)."))
        }
        return min(count, largestCount)
    }

    private static var foreign: HTTPFault {
        .badRequest(.parameterInvalid("cursor", remedy: "Follow the next link of the page before, with nothing added."))
    }
}
