/// A code with the system it comes from, as displayed to people.
public struct CodedWord: Hashable, Sendable {
    /// A FHIR system URI (`http://loinc.org`, `urn:oid:…`).
    public let system: String
    public let code: String
    public let display: String?

    public init(system: String, code: String, display: String?) {
        self.system = system
        self.code = code
        self.display = display
    }
}

/// What the registry knows of a record: enough to list it and to decide about it, without its content.
public struct RecordDescription: Hashable, Sendable {
    public let id: RecordID
    public let subject: LedgerIdentity
    public let institution: InstitutionID
    /// The institution's name as its certificate gave it.
    public let institutionName: String
    /// `cda` or `hl7v2`: the media type of the source as it was sent.
    public let mediaType: String
    public let type: CodedWord?
    public let title: String
    /// The author's name as the document gives it.
    public let author: String?
    /// When the document says it was made, as a FHIR dateTime with the source's precision.
    public let documentTime: String?
    /// When the gateway received it.
    public let received: Instant
    public let documentID: DocumentID?
    public let setID: DocumentID?
    public let version: Int?
    /// The document this one replaces, as the document names it.
    public let replaces: DocumentID?
    public let sourceDigest: Digest
    public let sourceSize: Int
    public let bundleDigest: Digest
    public let profileSetDigest: Digest
    public let converterVersion: String
    /// Who the institution says was acting when it submitted; nil when it named nobody.
    public let submittedBy: AssertedActor?
    /// To whom the document itself says that it is not open.
    public let closedTo: Set<DocumentAudience>
    /// Until when the person does not see it unless its author has talked it over first; nil = it is not held back.
    public let heldBackUntil: Instant?

    public init(
        id: RecordID, subject: LedgerIdentity, institution: InstitutionID, institutionName: String, mediaType: String,
        type: CodedWord?, title: String, author: String?, documentTime: String?, received: Instant,
        documentID: DocumentID?,
        setID: DocumentID?, version: Int?, replaces: DocumentID?, sourceDigest: Digest, sourceSize: Int,
        bundleDigest: Digest,
        profileSetDigest: Digest, converterVersion: String,
        submittedBy: AssertedActor? = nil, closedTo: Set<DocumentAudience> = [], heldBackUntil: Instant? = nil
    ) {
        self.id = id
        self.subject = subject
        self.institution = institution
        self.institutionName = institutionName
        self.mediaType = mediaType
        self.type = type
        self.title = title
        self.author = author
        self.documentTime = documentTime
        self.received = received
        self.documentID = documentID
        self.setID = setID
        self.version = version
        self.replaces = replaces
        self.sourceDigest = sourceDigest
        self.sourceSize = sourceSize
        self.bundleDigest = bundleDigest
        self.profileSetDigest = profileSetDigest
        self.converterVersion = converterVersion
        self.submittedBy = submittedBy
        self.closedTo = closedTo
        self.heldBackUntil = heldBackUntil
    }
}

extension RecordDescription {
    /// The time that the document says it is about; when it was received where it does not say.
    public var timeSpan: DateSpan {
        documentTime.flatMap { DateSpan(fhir: $0) }
            ?? DateSpan(start: received, end: received.advanced(by: .milliseconds(1)))
    }

    /// Whether the person must still wait: an author may hold a document back until it has been talked over, never for good.
    public func isHeldBack(at now: Instant) -> Bool { heldBackUntil.map { now < $0 } ?? false }

    /// The same record once its author has talked it over with the person.
    public func released() -> RecordDescription {
        RecordDescription(
            id: id, subject: subject, institution: institution, institutionName: institutionName, mediaType: mediaType,
            type: type, title: title, author: author, documentTime: documentTime, received: received,
            documentID: documentID, setID: setID, version: version, replaces: replaces, sourceDigest: sourceDigest,
            sourceSize: sourceSize, bundleDigest: bundleDigest, profileSetDigest: profileSetDigest,
            converterVersion: converterVersion, submittedBy: submittedBy, closedTo: closedTo.subtracting([.patient]),
            heldBackUntil: nil)
    }
}

/// Whom a document can be closed to by its author: the three audiences of the Estonian confidentiality codes, each by itself.
public enum DocumentAudience: String, Hashable, Sendable, CaseIterable {
    /// Until the author has talked it over.
    case patient
    /// Everyone who treats, but the institution that filed it.
    case clinician
    /// Parents and other guardians.
    case guardian
}
