import ArgumentParser
import Conversion
import Foundation
import JSONText
import Profiles
import RecordTypes

/// Field-by-field agreement with the Bundles that another converter must give for the same HL7 v2 messages.
///
/// A *field* is a leaf of a resource: its path without positions, and its value. What is compared, and what is not:
///
/// - **Not fields** are what cannot agree between two programs: ids, the values of references, `meta`, and narratives.
/// - **Vendor extensions** are those whose URL is none of HL7's canonical ones (`http://hl7.org/…`); the relative URL of a part counts inside of
///   such an extension only. A resource that nothing but vendor extensions refers to is their content, and goes with them.
/// - **About itself**: what the other program says of its own run, resources of type Provenance and the organisation they name as
///   assembler, is left out.
/// - **One thing once**: the other program makes a resource for each mention of one thing, so that those which are the same in every
///   field count once.
/// - **Pairs**: resources of one type are paired by most fields in common, each with one partner at most. A field of a resource
///   without a partner does not agree, and neither does a field of a refused message.
/// - **Spellings**: numbers by value, times with `+00:00` as `Z` and without trailing zeros; `urn:oid:1.2` and `1.2` as the value of
///   an identifier are one, since R4 asks for the first and the expected Bundles have the second; so are a part of ISO 21090 on a
///   line of an address, where R4 defines it, and on the address.
///
/// Everything else counts as it stands, also where the expected Bundle is not valid R4 or breaks the maps (a namespace as
/// `Identifier.system`, a table's URL as code system, `""` as a line of an address, a time without offset taken for UTC beside a MSH-7
/// that names one). Fields that only Ankur has are counted, not judged.
struct FieldTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fields",
        abstract: "Compares HL7 v2 conversion with expected Bundles, field by field, and prints what differs most.")

    @Argument(help: "Folder of messages (NAME.hl7) with a folder expected (NAME.fhir.json) in it.")
    var folder: String

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How many differing paths are shown.")
    var show = 10

    @Option(help: "Show every differing field of this message.")
    var only: String?

    func run() throws {
        // The expected Bundles take times without offset for UTC.
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles),
            options: ConversionOptions(zone: .utc, acceptLocalIdentifiers: true))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/expected")
            .filter { $0.hasSuffix(".fhir.json") }.map { String($0.dropLast(".fhir.json".count)) }.sorted()
        var comparison = FieldComparison()
        for name in names where only == nil || name.contains(only ?? "") {
            guard let message = FileManager.default.contents(atPath: "\(folder)/\(name).hl7"),
                let expected = FileManager.default.contents(atPath: "\(folder)/expected/\(name).fhir.json")
            else { throw ValidationError("\(name) lacks its message or its Bundle") }
            let outcome = converter.convert(SourceDocument(format: .hl7v2, bytes: [UInt8](message)))
            if outcome.parts == nil { print("refused\t\(name)") }
            let made = try outcome.parts.map { try JSONValue(parsing: $0.bytes) }
            comparison.compare(expected: try JSONValue(parsing: [UInt8](expected)), made: made)
            if only != nil { comparison.printDifferences(of: name) }
        }
        comparison.printTable(messages: names.count, show: show)
    }
}

/// What agreed and what did not.
struct FieldComparison {
    private struct Resource: Hashable {
        let type: String
        let fields: [Field: Int]
    }

    private var agreed: [String: Int] = [:]
    private var expected: [String: Int] = [:]
    private var missing: [String: Int] = [:]
    private var extra = 0
    private var last: (missing: [String], extra: [String]) = ([], [])

    mutating func compare(expected bundle: JSONValue, made: JSONValue?) {
        last = ([], [])
        let wanted = Self.withoutRepetition(Self.resources(of: bundle))
        let offered = made.map(Self.resources(of:)) ?? []
        let partners = Self.pairs(wanted, offered)
        for (position, resource) in wanted.enumerated() {
            let fields = partners[position].map { offered[$0].fields } ?? [:]
            for (field, count) in resource.fields {
                let found = min(count, fields[field] ?? 0)
                expected[resource.type, default: 0] += count
                agreed[resource.type, default: 0] += found
                if found < count {
                    missing[field.path, default: 0] += count - found
                    last.missing.append("\(field.path) = \(field.value)")
                }
            }
            for (field, count) in fields where count > resource.fields[field] ?? 0 {
                extra += count - (resource.fields[field] ?? 0)
                last.extra.append("\(field.path) = \(field.value)")
            }
        }
    }

    func printDifferences(of name: String) {
        print("== \(name)")
        for line in last.missing.sorted() { print("-  \(line)") }
        for line in last.extra.sorted() { print(" + \(line)") }
    }

    func printTable(messages: Int, show: Int) {
        let (all, good) = (expected.values.reduce(0, +), agreed.values.reduce(0, +))
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "–" : "\((Double(part) * 1000 / Double(whole)).rounded() / 10) %"
        }
        for (type, count) in expected.sorted(by: { $0.value > $1.value }) {
            print("\(type)\t\(agreed[type] ?? 0) of \(count)\t\(share(agreed[type] ?? 0, count))")
        }
        print("\(messages) messages: \(good) of \(all) fields agree, \(share(good, all)); \(extra) only here")
        print("differing most often:")
        for (path, count) in missing.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }).prefix(show) {
            print("\(count)\t\(path)")
        }
    }

    /// The other program makes a resource for each mention of one thing: what is the same in every field counts once.
    private static func withoutRepetition(_ resources: [Resource]) -> [Resource] {
        var seen: Set<Resource> = []
        return resources.filter { seen.insert($0).inserted }
    }

    /// For each wanted resource the offered one of its type with most fields in common; those with most choose first.
    private static func pairs(_ wanted: [Resource], _ offered: [Resource]) -> [Int?] {
        var candidates: [(common: Int, wanted: Int, offered: Int)] = []
        for (left, resource) in wanted.enumerated() {
            for (right, other) in offered.enumerated() where other.type == resource.type {
                let count = common(other, resource)
                if count > 0 { candidates.append((count, left, right)) }
            }
        }
        candidates.sort { ($1.common, $0.wanted, $0.offered) < ($0.common, $1.wanted, $1.offered) }
        var partners: [Int?] = wanted.map { _ in nil }
        var isTaken = offered.map { _ in false }
        for (_, left, right) in candidates where partners[left] == nil && !isTaken[right] {
            partners[left] = right
            isTaken[right] = true
        }
        return partners
    }

    private static func common(_ left: Resource, _ right: Resource) -> Int {
        right.fields.reduce(0) { $0 + min($1.value, left.fields[$1.key] ?? 0) }
    }

    private static func resources(of bundle: JSONValue) -> [Resource] {
        let entries = bundle["entry"]?.arrayValue ?? []
        let own = Set(entries.flatMap { assemblers($0["resource"]) })
        var references = References()
        for entry in entries { references.collect(entry["resource"] ?? .null, isForeign: false) }
        return entries.compactMap { entry in
            guard let resource = entry["resource"], let type = resource["resourceType"]?.stringValue,
                type != "Provenance"
            else { return nil }
            let name = "\(type)/\(resource["id"]?.stringValue ?? "")"
            guard !own.contains(name), !references.isForeignOnly(name) else { return nil }
            var fields: [Field: Int] = [:]
            Field.collect(resource, path: type) { fields[$0, default: 0] += 1 }
            return Resource(type: type, fields: fields)
        }
    }

    /// Who a Provenance says has put the Bundle together.
    private static func assemblers(_ resource: JSONValue?) -> [String] {
        guard resource?["resourceType"]?.stringValue == "Provenance" else { return [] }
        return (resource?["agent"]?.arrayValue ?? []).compactMap { agent in
            let code = agent["type"]?["coding"]?.arrayValue?.first?["code"]?.stringValue
            return code == "assembler" ? agent["who"]?["reference"]?.stringValue : nil
        }
    }
}

/// Which resources a Bundle refers to, and from where.
private struct References {
    private var standard: Set<String> = []
    private var foreign: Set<String> = []

    /// Whether nothing but extensions of the program's own refers to a resource: it is their content, and goes with them.
    func isForeignOnly(_ name: String) -> Bool { foreign.contains(name) && !standard.contains(name) }

    mutating func collect(_ value: JSONValue, isForeign: Bool) {
        switch value {
        case .object(let members):
            for member in members {
                switch member.key {
                case "extension", "modifierExtension":
                    for each in member.value.arrayValue ?? [] {
                        collect(each, isForeign: isForeign || !(Field.isStandard(each) || Field.isPart(each)))
                    }
                case "reference":
                    guard let name = member.value.stringValue else { continue }
                    if isForeign { foreign.insert(name) } else { standard.insert(name) }
                default: collect(member.value, isForeign: isForeign)
                }
            }
        case .array(let values): for each in values { collect(each, isForeign: isForeign) }
        case .string, .number, .bool, .null: break
        }
    }
}

/// One leaf of a resource.
struct Field: Hashable {
    let path: String
    /// As written, but numbers and times in one spelling.
    let value: String

    /// Gives every field of a value.
    static func collect(_ value: JSONValue, path: String, into take: (Field) -> Void) {
        switch value {
        case .object(let members):
            for member in members {
                switch member.key {
                case "text" where member.value["div"] != nil: continue
                case "resourceType", "id", "meta", "reference": continue
                case "extension", "modifierExtension":
                    for each in member.value.arrayValue ?? [] where isStandard(each) {
                        let name = name(of: each)
                        // R4 defines the parts of ISO 21090 for a line, the maps have them on the address.
                        let place = name.hasPrefix("iso21090-ADXP") ? path.replacing("._line", with: "") : path
                        collectExtension(each, path: "\(place).extension(\(name))", into: take)
                    }
                default: collect(member.value, path: "\(path).\(member.key)", into: take)
                }
            }
        case .array(let values): for each in values { collect(each, path: path, into: take) }
        case .string(let text): take(Field(path: path, value: normalized(text)))
        case .number(let text): take(Field(path: path, value: Double(text).map { "\($0)" } ?? text))
        case .bool(let bool): take(Field(path: path, value: "\(bool)"))
        case .null: break
        }
    }

    private static func collectExtension(_ value: JSONValue, path: String, into take: (Field) -> Void) {
        guard case .object(let members) = value else { return }
        for member in members where member.key != "url" {
            guard member.key == "extension" else {
                collect(member.value, path: path, into: take)
                continue
            }
            for each in member.value.arrayValue ?? [] where isStandard(each) || isPart(each) {
                collectExtension(each, path: "\(path).extension(\(name(of: each)))", into: take)
            }
        }
    }

    /// HL7's own canonical URLs. `https://hl7.org/…` is none of them.
    static func isStandard(_ value: JSONValue) -> Bool {
        value["url"]?.stringValue?.hasPrefix("http://hl7.org/") == true
    }

    /// A part of a complex extension: its URL is relative to that, and means nothing outside of it.
    static func isPart(_ value: JSONValue) -> Bool { value["url"]?.stringValue?.contains("/") == false }

    private static func name(of value: JSONValue) -> String {
        value["url"]?.stringValue?.split(separator: "/").last.map(String.init) ?? ""
    }

    /// A time with seconds loses trailing zeros of its fraction, and `+00:00` becomes `Z`.
    private static func normalized(_ text: String) -> String {
        for prefix in ["urn:oid:", "urn:uuid:"] where text.hasPrefix(prefix) {
            return String(text.dropFirst(prefix.count))
        }
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T") else { return text }
        var text = text
        if text.hasSuffix("+00:00") { text = String(text.dropLast(6)) + "Z" }
        guard let point = text.firstIndex(of: ".") else { return text }
        let fraction = text[text.index(after: point)...].prefix { $0.isNumber }
        let kept = String(fraction.reversed().drop { $0 == "0" }.reversed())
        let rest = text[text.index(point, offsetBy: fraction.count + 1)...]
        return text[..<point] + (kept.isEmpty ? "" : "." + kept) + rest
    }
}
