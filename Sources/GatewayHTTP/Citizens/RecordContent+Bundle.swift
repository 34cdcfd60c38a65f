import FHIR
import JSONText
import RecordTypes
import WebPages

/// A normalised record as values for its page. An entry that cannot be read is left out of the lists; narrative comes through
/// ``NarrativeText`` alone.
extension RecordContent {
    init(_ parts: BundleParts) {
        var patient: FHIR.Patient?
        var sections: [RecordContent.Section] = []
        var rows: [StructuredList.Kind: [Statement]] = [:]
        var medications: [String: String] = [:]
        let entries = parts.entries.compactMap { entry -> Bundle.Entry? in
            guard let json = try? JSONValue(parsing: entry.bytes) else { return nil }
            return try? Bundle.Entry(reading: json)
        }
        for case (let url?, .medication(let medication)?) in entries.map({ ($0.fullUrl, $0.resource) }) {
            medications[url] = medication.code?.words
        }
        for resource in entries.compactMap(\.resource) {
            switch resource {
            case .patient(let found): patient = patient ?? found
            case .composition(let composition): sections = composition.section.map { RecordContent.Section($0) }
            default:
                if let (kind, statement) = resource.statement(medications) {
                    rows[kind, default: []].append(statement)
                }
            }
        }
        self.init(
            patient: patient.map { RecordContent.Patient($0) },
            lists: StructuredList.Kind.allCases.compactMap { kind in rows[kind].map { StructuredList(kind, rows: $0) }
            },
            sections: sections)
    }
}

extension RecordContent.Patient {
    fileprivate init(_ patient: FHIR.Patient) {
        let name = patient.name.first.map { name in
            name.text ?? (name.given + [name.family].compactMap { $0 }).joined(separator: " ")
        }
        self.init(name: name, birthDate: patient.birthDate, identifiers: patient.identifier.compactMap(\.value))
    }
}

extension RecordContent.Section {
    fileprivate init(_ section: Composition.Section) {
        self.init(
            title: section.title ?? section.code?.words ?? "–",
            blocks: section.text.map { NarrativeText.blocks(of: $0.div) } ?? [],
            sections: section.section.map { RecordContent.Section($0) })
    }
}
