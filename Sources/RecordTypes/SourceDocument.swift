/// What a sender handed in: the bytes exactly as received, and what they are said to be.
public struct SourceDocument: Hashable, Sendable {
    public enum Format: String, Hashable, Sendable, CaseIterable {
        case cda
        case hl7v2
    }

    public let format: Format
    public let bytes: [UInt8]

    public init(format: Format, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }

    /// The media type under which the source is given back.
    public var mediaType: String {
        switch format {
        case .cda: "application/xml"
        case .hl7v2: "application/hl7-v2"
        }
    }
}

/// What identifies a document: read by the converter and, apart from it, by a minimal header read. Both must agree.
public struct DocumentHeader: Hashable, Sendable {
    /// Identifiers of the patient whose system the profiles know, in document order, without repetition.
    public var patients: [PersonIdentifier]
    /// How many patients (recordTarget, PID) the document speaks of.
    public var patientCount: Int
    public var documentID: DocumentID?
    public var setID: DocumentID?
    public var version: Int?
    public var replaces: DocumentID?
    /// Custodian (CDA) or sending facility (HL7 v2), where it carries an identifier the profiles know.
    public var custodian: InstitutionID?
    public var type: CodedWord?
    public var title: String?
    public var author: String?
    /// FHIR dateTime, with the source's precision.
    public var documentTime: String?
    /// The person named as operator of an HL7 v2 message.
    public var operatorName: String?
    public var operatorPerson: PersonIdentifier?

    public init(
        patients: [PersonIdentifier] = [], patientCount: Int = 0, documentID: DocumentID? = nil,
        setID: DocumentID? = nil,
        version: Int? = nil, replaces: DocumentID? = nil, custodian: InstitutionID? = nil, type: CodedWord? = nil,
        title: String? = nil, author: String? = nil, documentTime: String? = nil, operatorName: String? = nil,
        operatorPerson: PersonIdentifier? = nil
    ) {
        self.patients = patients
        self.patientCount = patientCount
        self.documentID = documentID
        self.setID = setID
        self.version = version
        self.replaces = replaces
        self.custodian = custodian
        self.type = type
        self.title = title
        self.author = author
        self.documentTime = documentTime
        self.operatorName = operatorName
        self.operatorPerson = operatorPerson
    }
}

/// A FHIR document Bundle in pieces, so that each resource is sealed, stored and decided about by itself.
///
/// The Bundle's bytes are `opening`, the entries joined by one comma, `closing`.
public struct BundleParts: Hashable, Sendable {
    /// One element of `Bundle.entry`: `{"fullUrl":"urn:uuid:…","resource":{…}}`.
    public struct Entry: Hashable, Sendable {
        /// `Composition`, `Condition`, …
        public let resourceType: String
        public let fullURL: String
        public let bytes: [UInt8]

        public init(resourceType: String, fullURL: String, bytes: [UInt8]) {
            self.resourceType = resourceType
            self.fullURL = fullURL
            self.bytes = bytes
        }
    }

    /// Everything up to and with the `[` of `entry`.
    public let opening: [UInt8]
    public let entries: [Entry]
    /// `]}`.
    public let closing: [UInt8]

    public init(opening: [UInt8], entries: [Entry], closing: [UInt8]) {
        self.opening = opening
        self.entries = entries
        self.closing = closing
    }

    public var bytes: [UInt8] {
        var whole = opening
        whole.reserveCapacity(opening.count + closing.count + entries.reduce(0) { $0 + $1.bytes.count + 1 })
        for (position, entry) in entries.enumerated() {
            if position > 0 { whole.append(UInt8(ascii: ",")) }
            whole.append(contentsOf: entry.bytes)
        }
        whole.append(contentsOf: closing)
        return whole
    }
}

/// What converting a document gave. `parts` is nil when an error or fatal issue refuses it.
public struct ConversionOutcome: Hashable, Sendable {
    public var header: DocumentHeader
    public var parts: BundleParts?
    public var issues: [Issue]
    public var profileSetDigest: Digest
    public var converterVersion: String

    public init(
        header: DocumentHeader, parts: BundleParts?, issues: [Issue], profileSetDigest: Digest, converterVersion: String
    ) {
        self.header = header
        self.parts = parts
        self.issues = issues
        self.profileSetDigest = profileSetDigest
        self.converterVersion = converterVersion
    }
}

/// A document that may be filed: its output was read again, its header was read twice and agreed. Only `Gateway` makes one.
public struct ConformantDocument: Hashable, Sendable {
    public let description: RecordDescription
    public let source: SourceDocument
    public let parts: BundleParts
    public let issues: [Issue]

    @_spi(Vouching)
    public init(description: RecordDescription, source: SourceDocument, parts: BundleParts, issues: [Issue]) {
        self.description = description
        self.source = source
        self.parts = parts
        self.issues = issues
    }
}
