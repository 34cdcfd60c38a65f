internal import Crypto
@_spi(Vouching) public import RecordTypes

/// Documents that could have come from a hospital: distinct by number, with recognisable personal content.
public enum TestDocuments {
    public static let hospital = wellFormed(InstitutionID("NTREE-10000001"))
    public static let laboratory = wellFormed(InstitutionID("NTREE-10000002"))

    /// What must not be found in any file that is not sealed.
    public static let personalCode = "38001085718"
    public static let surname = "Tammekand"

    public static let subject = wellFormed(LedgerIdentity(Array(repeating: 7, count: 20)))
    public static let otherSubject = wellFormed(LedgerIdentity(Array(repeating: 8, count: 20)))

    /// - Parameters:
    ///   - number: makes source, record and document identifiers distinct.
    ///   - documentID: another one than the number's own, for conflicts.
    ///   - size: about how many bytes the source has.
    public static func document(
        _ number: Int, institution: InstitutionID = hospital, subject: LedgerIdentity = subject,
        documentID: DocumentID? = nil, size: Int = 600
    ) -> ConformantDocument {
        let filler = String(repeating: "kannatus ", count: max(0, size - 200) / 9)
        let source = Array(
            "<ClinicalDocument><id extension='\(number)'/><patient><id extension='\(personalCode)'/><family>\(surname)</family></patient><text>\(filler)</text></ClinicalDocument>"
                .utf8)
        let parts = parts(number)
        return ConformantDocument(
            description: description(
                number, institution: institution, subject: subject, documentID: documentID, source: source, parts: parts
            ),
            source: SourceDocument(format: .cda, bytes: source), parts: parts, issues: issues)
    }

    /// Of every kind of place, so that storing them is tested whole.
    public static let issues = [
        Issue(
            .warning, "cda-unknown-code", .codeInvalid, "The code is in no list.",
            at: .xpath("/ClinicalDocument/component", line: 12, column: 3), rule: "profiles/core:7",
            remedy: "Use LOINC."),
        Issue(
            .information, "hl7-note", .informational, "A note.",
            at: .hl7(Issue.HL7Place(segment: "PID", sequence: 1, field: 3, repetition: 2, component: 1))),
        Issue(.warning, "expression", .value, "A value.", at: .expression("Bundle.entry[0]"), remedy: ""),
        Issue(.information, "nowhere", .processing, "Everywhere."),
    ]

    private static func parts(_ number: Int) -> BundleParts {
        let types = ["Composition", "Patient", "Condition", "Observation"]
        return BundleParts(
            opening: Array("{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[".utf8),
            entries: types.map { type in
                let url = "urn:example:\(type)-\(number)"
                return BundleParts.Entry(
                    resourceType: type, fullURL: url,
                    bytes: Array(
                        "{\"fullUrl\":\"\(url)\",\"resource\":{\"resourceType\":\"\(type)\",\"text\":\"\(surname) \(personalCode)\"}}"
                            .utf8))
            }, closing: Array("]}".utf8))
    }

    private static func description(
        _ number: Int, institution: InstitutionID, subject: LedgerIdentity, documentID: DocumentID?, source: [UInt8],
        parts: BundleParts
    ) -> RecordDescription {
        let digest = digest(of: source)
        return RecordDescription(
            id: recordID(institution, digest), subject: subject, institution: institution, institutionName: "Haigla",
            mediaType: "cda",
            type: CodedWord(system: "http://loinc.org", code: "18842-5", display: "Discharge summary"),
            title: "Epikriis \(number) \(surname)", author: "Kask", documentTime: "2026-03-01",
            received: Instant(seconds: 1_772_355_600 + Int64(number)),
            documentID: documentID ?? DocumentID(root: "2.999.1", extension: "\(number)"), setID: nil, version: 1,
            replaces: nil, sourceDigest: digest, sourceSize: source.count, bundleDigest: self.digest(of: parts.bytes),
            profileSetDigest: self.digest(of: []), converterVersion: "test")
    }

    private static func digest(of bytes: [UInt8]) -> RecordTypes.Digest {
        wellFormed(RecordTypes.Digest(SHA256.hash(data: bytes)))
    }

    private static func recordID(_ institution: InstitutionID, _ digest: RecordTypes.Digest) -> RecordID {
        wellFormed(RecordID(bytes: SHA256.hash(data: Array(institution.semantics.utf8) + digest.bytes).prefix(16)))
    }

    private static func wellFormed<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the constants of the tests are well formed") }
        return value
    }
}
