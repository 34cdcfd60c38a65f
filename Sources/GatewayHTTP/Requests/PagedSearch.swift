import Gateway
import HTTPTypes
import Hummingbird
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
    /// Parameters that nobody here knows, where the asker would rather have an answer without them: `Prefer: handling=lenient`.
    let ignored: [String]

    static let standardCount = 50
    static let largestCount = 1_000

    /// - Parameters:
    ///   - repeatable: those of `known` that may stand several times.
    ///   - isLenient: whether what is unknown is passed over, and told, instead of refused.
    ///   - takesZero: whether `_count=0` asks how many there are (R4 3.1.1.5.5).
    /// - Throws: ``HTTPFault`` for a cursor that was not made for `reader`, and for one beside other parameters.
    init(
        _ asked: FormFields, known: [String], repeatable: [String] = [], isLenient: Bool = false,
        takesZero: Bool = false,
        by reader: Reader, _ gateway: Gateway
    ) throws {
        if let cursor = asked["cursor"] {
            try asked.requireOnce(except: [])
            try asked.allowOnly(["cursor", "_format"])
            guard let question = gateway.cursors.open(cursor, for: reader.holder), question.count >= 22,
                let query = String(validating: question.dropFirst(22), as: UTF8.self)
            else { throw HTTPFault(.badRequest, .cursorForeign) }
            position = RecordPosition(bytes: Array(question.prefix(16))).flatMap { $0 == .beforeAll ? nil : $0 }
            passed = Self.number(question[16..<20])
            count = Self.number(question[20..<22])
            fields = try FormFields(query: query, repeating: true)
            ignored = []
        } else {
            let known = known + ["_count", "_format"]
            ignored = isLenient ? asked.names.filter { !known.contains($0) } : []
            let asked = isLenient ? asked.keeping(known.contains) : asked
            try asked.allowOnly(known)
            try asked.requireOnce(except: repeatable)
            position = nil
            passed = 0
            count = try asked["_count"].map { try Self.count($0, from: takesZero ? 0 : 1) } ?? Self.standardCount
            fields = asked
        }
    }

    /// The link to the page behind `position`, for the same reader.
    /// - Parameter inner: further parameters for the next page alone.
    func next(
        after position: RecordPosition?, passed: Int = 0, with inner: [(String, String)] = [], of path: String,
        for reader: Reader, _ gateway: Gateway
    ) -> String {
        let place = (position ?? .beforeAll).bytes
        let numbers =
            (0..<4).map { UInt8(truncatingIfNeeded: passed >> (24 - 8 * $0)) }
            + (0..<2).map { UInt8(truncatingIfNeeded: count >> (8 - 8 * $0)) }
        let names = inner.map(\.0)
        let fields = inner.reduce(fields.keeping { !names.contains($0) }) { $0.adding($1.0, $1.1) }
        let query = Array(fields.encoded(without: ["_count", "_format", "cursor"]).utf8)
        return "\(path)?cursor=\(gateway.cursors.seal(place + numbers + query, for: reader.holder))"
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func count(_ text: String, from least: Int) throws -> Int {
        guard let count = Int(text), count >= least else {
            throw HTTPFault.badRequest(
                .parameterInvalid("_count", remedy: "Give a number from 1 to \(largestCount)."))
        }
        return min(count, largestCount)
    }
}

extension Issue {
    /// A `cursor` that was not made for whoever shows it, or not here.
    static let cursorForeign = Issue.parameterInvalid(
        "cursor", remedy: "Follow the next link of the page before, with nothing added.")
}

extension Request {
    /// `Prefer: handling=lenient` (R4 3.1.1.4): what is not supported may be passed over.
    var isLenient: Bool {
        let preferences = headers[values: HTTPField.Name(wellKnown: "Prefer")].joined(separator: ",")
        return preferences.lowercased().filter { $0 != " " && $0 != "\"" }.split { $0 == "," || $0 == ";" }
            .contains("handling=lenient")
    }
}
