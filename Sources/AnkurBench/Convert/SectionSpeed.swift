import Conversion
import Foundation
import Profiles
import RecordTypes
import XMLReader

/// How fast each kind of section is converted: documents are reduced to their sections of one kind, and converted beside
/// the same documents without any section.
struct SectionSpeed {
    private struct Reduced {
        var documents: [[UInt8]] = []
        /// The same documents with an empty body.
        var bare: [[UInt8]] = []
        var sections = 0
    }

    private var kinds: [String: Reduced] = [:]

    init(_ documents: [[UInt8]], profiles: ProfileSet) {
        for bytes in documents {
            guard let tree = try? XMLDocument.reading(bytes), let body = Self.body(of: tree.root),
                let end = Self.lastTag("structuredBody>", in: bytes)
            else { continue }
            let components = body.children("component")
            guard let first = components.first?.startOffset, first < end, bytes[first] == UInt8(ascii: "<") else {
                continue
            }
            let bare = Array(bytes[..<first]) + bytes[end...]
            var parts: [String: (bytes: [UInt8], sections: Int)] = [:]
            for (place, component) in components.enumerated() {
                guard let section = component.child("section") else { continue }
                let upper = place + 1 < components.count ? components[place + 1].startOffset : end
                let kind = Self.kind(of: section, profiles)
                parts[kind, default: ([], 0)].bytes += bytes[component.startOffset..<upper]
                parts[kind, default: ([], 0)].sections += 1
            }
            for (kind, part) in parts {
                kinds[kind, default: Reduced()].documents.append(bytes[..<first] + part.bytes + bytes[end...])
                kinds[kind, default: Reduced()].bare.append(bare)
                kinds[kind, default: Reduced()].sections += part.sections
            }
        }
    }

    private static func body(of root: XMLElement) -> XMLElement? {
        root.children("component").lazy.compactMap { $0.child("structuredBody") }.first
    }

    private static func kind(of section: XMLElement, _ profiles: ProfileSet) -> String {
        func bytes(_ text: String?) -> ArraySlice<UInt8>? { text.map { Array($0.utf8)[...] } }
        for template in section.children("templateId") {
            guard let root = bytes(template.attribute("root")) else { continue }
            let kind = profiles.section(template: root, extension: bytes(template.attribute("extension")))
            if let kind { return kind.rawValue }
        }
        let code = section.child("code")
        let kind = code?.attribute("code").flatMap {
            profiles.section(code: $0, codeSystem: code?.attribute("codeSystem"))
        }
        return kind?.rawValue ?? "of no known kind"
    }

    /// Where the last end tag of that name begins.
    private static func lastTag(_ name: String, in bytes: [UInt8]) -> Int? {
        let name = Array(name.utf8)
        var at = bytes.count - name.count
        while at > 0, !bytes[at...].starts(with: name) { at -= 1 }
        while at > 0, bytes[at] != UInt8(ascii: "<") { at -= 1 }
        return at > 0 ? at : nil
    }

    func report(_ converter: Converter, rounds: Int) {
        print("sections converted per second of CPU time, headers not counted:")
        for (kind, reduced) in kinds.sorted(by: { ($1.value.sections, $0.key) < ($0.value.sections, $1.key) }) {
            var best = Double.infinity
            for _ in 0..<rounds {
                best = min(best, Self.seconds(reduced.documents, converter) - Self.seconds(reduced.bare, converter))
            }
            let rate = best > 0 ? (Double(reduced.sections) / best).rounded(to: 0) : "too few to measure"
            print("  \(kind): \(reduced.sections) sections, \(rate)")
        }
    }

    private static func seconds(_ documents: [[UInt8]], _ converter: Converter) -> Double {
        let start = ProcessTime.own
        for bytes in documents { _ = converter.convert(SourceDocument(format: .cda, bytes: bytes)) }
        return (ProcessTime.own - start).inSeconds
    }
}
