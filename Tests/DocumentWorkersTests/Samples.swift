import RecordTypes
import Testing

/// Values with every member filled in, so that nothing can get lost on the wire unnoticed.
enum Samples {
    static func person(_ number: String) throws -> PersonIdentifier {
        try #require(PersonIdentifier(scheme: .personalNumber, country: "EE", number: number))
    }

    static func header() throws -> DocumentHeader {
        DocumentHeader(
            patients: [
                try person("38001085718"),
                try #require(PersonIdentifier(scheme: .local, country: "ZZ", number: "2.999.1|A-1")),
            ],
            patientCount: 2, documentID: DocumentID(root: "2.999.7", extension: "7\"\\"),
            setID: DocumentID(root: "2.999.8", extension: nil), version: 3,
            replaces: DocumentID(root: "2.999.9", extension: "6"), custodian: InstitutionID("NTREE-10000001"),
            type: CodedWord(system: "http://loinc.org", code: "18842-5", display: "Epikriis"),
            title: "Õppe­epikriis\u{0}\n",
            author: "Ülle Näide", documentTime: "2026-03-01T09:30:00+02:00", operatorName: "Õde",
            operatorPerson: try person("60001017869"))
    }

    static let issues = [
        Issue(
            .error, "cda-required-element", .required, "ClinicalDocument/code is missing.",
            at: .xpath("/ClinicalDocument/code", line: 4, column: 0), rule: "CDA R2 4.2.1.4", remedy: "Add it."),
        Issue(
            .warning, "hl7-unknown", .codeInvalid, "Unknown code.",
            at: .hl7(.init(segment: "OBX", sequence: 2, field: 3, repetition: 1, component: 1, subcomponent: 4))),
        Issue(
            .information, "lost", .incomplete, "A narrative block was kept as text only.",
            at: .expression("Bundle.entry[3]")),
        Issue(.fatal, "not-well-formed", .structure, "…"),
    ]

    static func outcome(withParts: Bool) throws -> ConversionOutcome {
        let parts = BundleParts(
            opening: Array("{\"resourceType\":\"Bundle\",\"entry\":[".utf8),
            entries: [
                .init(
                    resourceType: "Composition", fullURL: "urn:uuid:1",
                    bytes: Array("{\"fullUrl\":\"urn:uuid:1\"}".utf8)),
                .init(resourceType: "Patient", fullURL: "urn:uuid:2", bytes: []),
            ],
            closing: Array("]}".utf8))
        return ConversionOutcome(
            header: try header(), parts: withParts ? parts : nil, issues: issues,
            profileSetDigest: try #require(Digest((0..<32).map { UInt8($0) })), converterVersion: "1")
    }
}
