import RecordTypes

/// What must hold of a document's header before the document is filed: whose it is, from whom, and in how many bytes.
///
/// The header comes from a worker and ends in a ledger statement, which has a limit of its own. What identifies is refused when it is too
/// long, because a shortened name is another name; what is only for people to read is shortened (``RecordTypes/RecordDescription``),
/// because the Bundle keeps it whole.
struct HeaderReview {
    /// Bytes of one identifier, root and extension together.
    static let identifierLimit = 1024
    /// Bytes of a code, its system, and a time.
    static let codeLimit = 256
    /// Bytes of a title or a name that is listed.
    static let displayLimit = 256

    let header: DocumentHeader
    let sender: InstitutionID

    /// Every fault of the header.
    /// - Parameter known: findings of the conversion. Where one of them refuses the document, it has said what is wrong with the patient.
    func faults(beside known: [Issue]) -> [Issue] {
        var faults: [Issue] = []
        if let custodian = header.custodian, custodian != sender { faults.append(.custodianIsNotSender) }
        if !known.contains(where: \.refuses) {
            if header.namedPatients.isEmpty { faults.append(.patientNotIdentified) }
            // An institution may know one patient by several numbers of its own; a realm knows a person by one.
            let known = header.patients.filter { $0.scheme != .local }
            if known.count > 1 || header.patientCount > 1 { faults.append(.patientAmbiguous) }
        }
        for (name, id) in [
            ("identifier", header.documentID), ("set identifier", header.setID),
            ("replaced document's identifier", header.replaces),
        ] where id.map(Self.isTooLong) ?? false {
            faults.append(.headerTooLong(name, limit: Self.identifierLimit))
        }
        if let type = header.type, type.system.utf8.count > Self.codeLimit || type.code.utf8.count > Self.codeLimit {
            faults.append(.headerTooLong("type code", limit: Self.codeLimit))
        }
        if let time = header.documentTime, time.utf8.count > Self.codeLimit {
            faults.append(.headerTooLong("time", limit: Self.codeLimit))
        }
        if let version = header.version, Int32(exactly: version) == nil { faults.append(.versionOutOfRange) }
        return faults
    }

    private static func isTooLong(_ id: DocumentID) -> Bool {
        id.root.utf8.count + (id.extension?.utf8.count ?? 0) > identifierLimit
    }
}

extension DocumentHeader {
    /// Whether two readings of one document name the same patient, document and custodian.
    func agrees(with other: DocumentHeader) -> Bool {
        Set(patients) == Set(other.patients) && patientCount == other.patientCount && documentID == other.documentID
            && custodian == other.custodian
    }

    /// What the document is called in lists.
    var listedTitle: String { (title ?? type?.display ?? "Document").shortened }

    /// The type with a display that fits into a list.
    var listedType: CodedWord? {
        type.map { CodedWord(system: $0.system, code: $0.code, display: $0.display?.shortened) }
    }
}

extension String {
    /// At most ``HeaderReview/displayLimit`` bytes; what was cut off shows as `…`.
    var shortened: String {
        let ellipsis = "…"
        guard utf8.count > HeaderReview.displayLimit else { return self }
        var end = utf8.index(startIndex, offsetBy: HeaderReview.displayLimit - ellipsis.utf8.count)
        while end > startIndex, utf8[end] & 0b1100_0000 == 0b1000_0000 { end = utf8.index(before: end) }
        return self[..<end] + ellipsis
    }
}

extension Issue {
    static let patientNotIdentified = Issue(
        .error, "patient-not-identified", .required,
        "The document names no patient by an identifier that this realm knows.",
        rule: "profiles/core/persons.tsv",
        remedy: "Give the patient's national personal code under its OID (Estonia: 1.3.6.1.4.1.28284.6.2.2.1).")

    static let patientAmbiguous = Issue(
        .error, "patient-ambiguous", .multipleMatches, "The document speaks of more than one patient.",
        rule: "One document concerns one person.", remedy: "Send one document for each patient.")

    static let custodianIsNotSender = Issue(
        .error, "custodian-is-not-sender", .security,
        "The document names another institution as its custodian than the certificate it was sent with.",
        rule: "A payload lives in the store of the institution it belongs to.",
        remedy: "Send the document with the custodian's certificate, or correct the custodian's registration number.")

    static let versionOutOfRange = Issue(
        .error, "document-version-out-of-range", .value, "The document's version number is impossibly large.",
        rule: "CDA R2 4.2.1.8", remedy: "Send 1, 2, 3 …")

    static func headerTooLong(_ name: String, limit: Int) -> Issue {
        Issue(
            .error, "document-header-too-long", .tooLong, "The document's \(name) is longer than \(limit) bytes.",
            rule: "What identifies a document is kept whole on the ledger.", remedy: "Send a shorter one.")
    }
}

extension DocumentHeader {
    /// The operator that an HL7 v2 message names, as its institution asserts them; nil when it names none.
    var messageOperator: AssertedActor? {
        guard operatorName != nil || operatorPerson != nil else { return nil }
        return AssertedActor(
            assertion: .messageOperator, person: operatorPerson, name: operatorName?.shortened, role: nil,
            purpose: .treatment, encounter: nil)
    }
}
