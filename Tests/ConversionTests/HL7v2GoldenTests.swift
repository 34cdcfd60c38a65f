import Conversion
import Foundation
import JSONText
import RecordTypes
import Testing

/// Messages of every family, written for the project, and the Bundles that they must give: `Fixtures/hl7v2/NAME.hl7` and `NAME.json`.
///
/// To make the Bundles anew after a change that is meant, and to read the difference before it is committed:
///
///     ANKUR_REGENERATE=hl7v2 swift test --filter HL7v2GoldenTests
///     git diff Tests/ConversionTests/Fixtures/hl7v2
@Suite("HL7 v2 golden outputs")
struct HL7v2GoldenTests {
    static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures/hl7v2"

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".hl7") }.map { String($0.dropLast(4)) }.sorted()

    private static var regenerates: Bool { ProcessInfo.processInfo.environment["ANKUR_REGENERATE"] == "hl7v2" }

    @Test("each family is there once at least")
    func families() throws {
        let types = try Set(Self.names.map { try Self.message($0).prefix { $0 != 0x0A } }.map(Self.messageCode))
        let wanted: Set = [
            "ADT", "ORU", "ORM", "OML", "OMG", "MDM", "VXU", "SIU", "RDE", "RDS", "DFT", "BAR", "REF", "OUL", "PPR",
        ]
        #expect(types == wanted)
        #expect(Self.names.count >= 30)
    }

    @Test("a message gives the Bundle that was reviewed, byte for byte", arguments: names)
    func golden(_ name: String) throws {
        let outcome = try HL7v2Messages.converter(ConversionOptions(acceptLocalIdentifiers: false))
            .convert(hl7v2: Self.message(name))
        let parts = try #require(outcome.parts, "\(outcome.refusals)")
        let text = PrettyJSON.text(try JSONValue(parsing: parts.bytes))
        let path = "\(Self.folder)/\(name).json"
        if Self.regenerates { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        let expected = try #require(FileManager.default.contents(atPath: path), "\(name).json is missing")
        let (made, wanted) = (
            text.split(separator: "\n"), String(decoding: expected, as: UTF8.self).split(separator: "\n")
        )
        if let line = zip(made, wanted).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
            Testing.Issue.record("line \(line.offset + 1): \(line.element.0) instead of \(line.element.1)")
        }
        #expect(made.count == wanted.count)
    }

    private static func message(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).hl7")))
    }

    private static func messageCode(_ header: some Sequence<UInt8>) -> String {
        let fields = String(decoding: Array(header), as: UTF8.self).split(
            separator: "|", omittingEmptySubsequences: false)
        return fields.count > 8 ? String(fields[8].prefix(3)) : ""
    }
}

/// JSON for people: one member or element a line, in the order of the document.
enum PrettyJSON {
    static func text(_ value: JSONValue) -> String { lines(value).joined(separator: "\n") + "\n" }

    private static func lines(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let members) where !members.isEmpty:
            block("{", "}", members.map { joined("\(string($0.key)): ", lines($0.value)) })
        case .array(let values) where !values.isEmpty: block("[", "]", values.map(lines))
        case .object: ["{}"]
        case .array: ["[]"]
        case .string(let text): [string(text)]
        case .number(let text): [text]
        case .bool(let bool): ["\(bool)"]
        case .null: ["null"]
        }
    }

    private static func block(_ open: String, _ close: String, _ parts: [[String]]) -> [String] {
        var lines = [open]
        for (position, part) in parts.enumerated() {
            lines += part.enumerated().map { number, line in
                "  " + line + (number == part.count - 1 && position < parts.count - 1 ? "," : "")
            }
        }
        return lines + [close]
    }

    private static func joined(_ key: String, _ lines: [String]) -> [String] { [key + lines[0]] + lines.dropFirst() }

    private static func string(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
