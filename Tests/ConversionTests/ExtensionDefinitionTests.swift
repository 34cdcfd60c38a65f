import Foundation
import JSONText
import Testing

/// What our own extensions are is published in `profiles/fhir`, and what the converter writes keeps to it.
@Suite("FHIR: definitions of our extensions")
struct ExtensionDefinitionTests {
    private static let base = "https://ankur.example/fhir/StructureDefinition/"
    private static let folder = CDASamples.package + "/profiles/fhir"

    private static let definitions: [String: JSONValue] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var found: [String: JSONValue] = [:]
        for name in names where name.hasSuffix(".json") {
            let value = try? JSONValue(parsing: CDASamples.read(folder + "/" + name))
            if let value { found[String(name.dropLast(5))] = value }
        }
        return found
    }()

    @Test("each file defines the extension that it is named after")
    func files() {
        #expect(Self.definitions.count >= 27)
        for (file, definition) in Self.definitions {
            let id = definition["id"]?.stringValue ?? ""
            #expect(file == "StructureDefinition-\(id)")
            #expect(definition["url"]?.stringValue == Self.base + id)
            #expect(definition["type"]?.stringValue == "Extension" && definition["kind"]?.stringValue == "complex-type")
            #expect(definition["context"]?.arrayValue?.isEmpty == false)
            let urls = definition["differential"]?["element"]?.arrayValue?.filter {
                $0["path"]?.stringValue == "Extension.url"
            }
            #expect(urls?.first?["fixedUri"]?.stringValue == Self.base + id)
        }
    }

    @Test("every extension named in the sources is defined")
    func sources() throws {
        let sources = CDASamples.package + "/Sources"
        let files = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
        var named: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let text = String(decoding: CDASamples.read(sources + "/" + file), as: UTF8.self)
            for part in text.split(separator: Self.base, omittingEmptySubsequences: false).dropFirst() {
                named.insert(String(part.prefix { $0.isLetter || $0.isNumber || $0 == "-" }))
            }
        }
        #expect(named.count >= 27)
        for name in named where name != "cda-" {
            #expect(Self.definitions["StructureDefinition-\(name)"] != nil, "\(name)")
        }
    }

    private static let goldens: [String] =
        ["cda", "hl7v2"].flatMap { folder -> [String] in
            let path = CDASamples.package + "/Tests/ConversionTests/Fixtures/" + folder
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.filter { $0.hasSuffix(".json") }.sorted().map { path + "/" + $0 }
        }

    @Test("what the reviewed Bundles hold is of a type that the definition allows", arguments: goldens)
    func values(_ path: String) throws {
        Self.walk(try JSONValue(parsing: CDASamples.read(path)), isModifier: false)
    }

    private static func walk(_ value: JSONValue, isModifier: Bool) {
        switch value {
        case .array(let items): for item in items { walk(item, isModifier: isModifier) }
        case .object(let members):
            if let url = value["url"]?.stringValue, url.hasPrefix(base) {
                check(value, String(url.dropFirst(base.count)), isModifier: isModifier)
            }
            for member in members { walk(member.value, isModifier: member.key == "modifierExtension") }
        default: break
        }
    }

    private static func check(_ value: JSONValue, _ name: String, isModifier: Bool) {
        let elements = definitions["StructureDefinition-\(name)"]?["differential"]?["element"]?.arrayValue ?? []
        func types(_ id: String) -> Set<String> {
            let element = elements.first { $0["id"]?.stringValue == id }
            return Set(
                (element?["type"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue }
                    .map { "value" + $0.prefix(1).uppercased() + $0.dropFirst() })
        }
        func held(_ value: JSONValue) -> [String] {
            guard case .object(let members) = value else { return [] }
            return members.map(\.key).filter { $0.hasPrefix("value") }
        }
        let root = elements.first { $0["id"]?.stringValue == "Extension" }
        #expect((root?["isModifier"] == .bool(true)) == isModifier, "\(name)")
        for key in held(value) { #expect(types("Extension.value[x]").contains(key), "\(name) holds \(key)") }
        for part in value["extension"]?.arrayValue ?? [] {
            let slice = part["url"]?.stringValue ?? ""
            for key in held(part) {
                #expect(types("Extension.extension:\(slice).value[x]").contains(key), "\(name).\(slice) holds \(key)")
            }
        }
    }
}
