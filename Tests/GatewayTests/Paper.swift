import Gateway
import JSONText
@_spi(Vouching) import RecordTypes

/// A document on its way to a gateway whose converter is scripted: its bytes, and what two workers will make of them.
struct Paper: Sendable {
    var source: SourceDocument
    var header: DocumentHeader
    /// The second reading, where it differs from the first.
    var second: DocumentHeader?
    var issues: [Issue] = []
    var parts: BundleParts?
    var failure: ConversionFailure?

    /// A discharge summary that nothing is wrong with; distinct by number.
    static func summary(_ number: Int, of patient: PersonIdentifier = People.citizen) -> Paper {
        Paper(
            source: SourceDocument(format: .cda, bytes: Array("<ClinicalDocument n=\"\(number)\"/>".utf8)),
            header: DocumentHeader(
                patients: [patient], patientCount: 1, documentID: DocumentID(root: "2.999.1", extension: "\(number)"),
                version: 1, type: CodedWord(system: "http://loinc.org", code: "18842-5", display: "Discharge summary"),
                title: "Summary \(number)", author: "Dr Example", documentTime: "2026-03-01"),
            parts: BundleParts(patient: patient))
    }

    func changed(_ change: (inout Paper) -> Void) -> Paper {
        var paper = self
        change(&paper)
        return paper
    }
}

extension BundleParts {
    static let frame = Array("{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[".utf8)
    static let end = Array("]}".utf8)

    /// Composition, Patient and one Condition about the patient.
    init(patient: PersonIdentifier) { self.init(ofPatientNumber: patient.number) }

    init(ofPatientNumber number: String) {
        self.init(
            opening: Self.frame,
            entries: [
                .made("Composition", 1, subject: 2), .made("Patient", 2, identifiers: [number]),
                .made("Condition", 3, subject: 2),
            ], closing: Self.end)
    }

    func with(opening: [UInt8]? = nil, entries: [Entry]? = nil, closing: [UInt8]? = nil) -> BundleParts {
        BundleParts(
            opening: opening ?? self.opening, entries: entries ?? self.entries, closing: closing ?? self.closing)
    }

    func replacing(_ place: Int, by entry: Entry) -> BundleParts {
        var entries = entries
        entries[place] = entry
        return with(entries: entries)
    }
}

extension BundleParts.Entry {
    static func url(_ number: Int) -> String { "urn:uuid:00000000-0000-4000-8000-00000000000\(number)" }

    /// - Parameters:
    ///   - number: of its `fullUrl`.
    ///   - members: further members of the resource.
    static func made(
        _ type: String, _ number: Int, subject: Int? = nil, identifiers: [String] = [], members: [JSONMember] = [],
        reading: String? = nil, under url: String? = nil
    ) -> BundleParts.Entry {
        var resource = [JSONMember(key: "resourceType", value: .string(reading ?? type))]
        if !identifiers.isEmpty {
            let values = identifiers.map { number in
                JSONValue.object([
                    JSONMember(key: "system", value: .string("https://fhir.ee/sid/pid/est/ni")),
                    JSONMember(key: "value", value: .string(number)),
                ])
            }
            resource.append(JSONMember(key: "identifier", value: .array(values)))
        }
        if let subject { resource.append(JSONMember(key: "subject", value: .reference(Self.url(subject)))) }
        let entry = JSONValue.object([
            JSONMember(key: "fullUrl", value: .string(url ?? Self.url(number))),
            JSONMember(key: "resource", value: .object(resource + members)),
        ])
        return BundleParts.Entry(resourceType: type, fullURL: Self.url(number), bytes: entry.bytes)
    }

    func rewritten(_ bytes: (String) -> String) -> BundleParts.Entry {
        BundleParts.Entry(
            resourceType: resourceType, fullURL: fullURL,
            bytes: Array(bytes(String(decoding: self.bytes, as: UTF8.self)).utf8))
    }
}

extension JSONValue {
    static func reference(_ url: String) -> JSONValue {
        .object([JSONMember(key: "reference", value: .string(url))])
    }
}
