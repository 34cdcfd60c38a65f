import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// CWE, CNE, CE, or IS and ID with their table: all codings, and the text.
    ///
    /// - Parameter table: the HL7 table of a code that names no system, `0005`.
    mutating func concept(_ repetition: Repetition, table: String? = nil) -> CodeableConcept? {
        guard repetition.hasValue else { return nil }
        var codings: [Coding] = []
        // Words where a code belongs.
        var spoken: [String] = []
        for (code, version, oid) in [(1, 7, 14), (4, 8, 17), (10, 13, 20)] {
            guard let text = repetition.text(code).flatMap({ Self.codeForm($0) }) else { continue }
            let display = repetition.text(code + 1)
            let system = codeSystem(
                oid: repetition.text(oid), name: repetition.text(code + 2), table: code == 1 ? table : nil)
            guard system != nil || display != nil || !Self.isWords(text) else {
                spoken.append(text)
                continue
            }
            codings.append(Coding(system: system, version: repetition.text(version), code: text, display: display))
        }
        let words = repetition.text(9) ?? repetition.text(2) ?? spoken.first ?? repetition.text(5)
        let text = words ?? (codings.isEmpty ? repetition.text(1) : nil)
        for other in spoken where other != text { codings.append(Coding(display: other)) }
        return codings.isEmpty && text == nil ? nil : CodeableConcept(coding: codings, text: text)
    }

    /// CWE inside of another data type: its parts are subcomponents.
    mutating func concept(_ component: Component, table: String? = nil) -> CodeableConcept? {
        guard component.hasValue else { return nil }
        var codings: [Coding] = []
        for (code, position) in [(1, 3), (4, 6)] {
            guard let text = component[code].flatMap({ Self.codeForm($0) }) else { continue }
            let system = codeSystem(oid: nil, name: component[position], table: code == 1 ? table : nil)
            codings.append(Coding(system: system, code: text, display: component[code + 1]))
        }
        let text = component[9] ?? component[2] ?? component[5]
        return codings.isEmpty && text == nil ? nil : CodeableConcept(coding: codings, text: text)
    }

    mutating func concept(_ field: Field, table: String? = nil) -> CodeableConcept? {
        field.isEmpty ? nil : concept(field[1], table: table)
    }

    mutating func concepts(_ field: Field, table: String? = nil) -> [CodeableConcept] {
        field.isEmpty ? [] : field.repetitions.compactMap { concept($0, table: table) }
    }

    /// A code that a concept map of the profiles leads to.
    func mapped(_ map: String, _ repetition: Repetition) -> String? {
        repetition.text(1).flatMap { profiles.map(map, system: "", code: $0) }
    }

    func mapped(_ map: String, _ field: Field) -> String? { mapped(map, field[1]) }

    /// The mapped coding with its system, and the original beside it.
    mutating func mappedConcept(_ map: String, _ repetition: Repetition, table: String) -> CodeableConcept? {
        guard var concept = concept(repetition, table: table) else { return nil }
        if let code = repetition.text(1), let target = profiles.mappedCode(map, system: "", code: code) {
            concept.coding.insert(Coding(system: target.system, code: target.code, display: target.display), at: 0)
        }
        return concept
    }

    func codeSystem(oid: String?, name: String?, table: String?) -> String? {
        if let oid, DottedIdentifier.isOID(oid) { return profiles.system(forOID: oid)?.uri ?? "urn:oid:\(oid)" }
        if let text = name {
            if let uri = profiles.system(forHL7Name: text) { return uri }
            if DottedIdentifier.isOID(text) { return profiles.system(forOID: text)?.uri ?? "urn:oid:\(text)" }
            if text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("urn:") { return text }
            // A site's own list: known to the site that names it.
            return AuthorityName.system(site: site, authority: text, type: nil)
        }
        return table.map { "http://terminology.hl7.org/CodeSystem/v2-\($0)" }
    }

    /// The form of FHIR codes: no white space around, single blanks within; nil for white space alone.
    static func codeForm(_ text: String) -> String? {
        // Nearly every code has no white space: nothing to look at by characters.
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text.isEmpty ? nil : text }
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Text where a code belongs.
    private static func isWords(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: " ")) }
}
