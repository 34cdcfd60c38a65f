import Identity
import JSONText
@_spi(Vouching) public import RecordTypes

/// A document that may be filed, with whose it is.
struct CheckedDocument {
    let document: ConformantDocument
    let patient: PersonIdentifier?
}

extension Gateway {
    /// All findings about a document, by the engine that submitting uses; nothing is stored.
    public func validate(
        _ source: SourceDocument, from institution: VerifiedInstitution
    ) async throws(GatewayError) -> [Issue] {
        let digest = Digest.of(source.bytes)
        do throws(GatewayError) {
            let id = records.recordID(of: digest, from: institution.id)
            return try await conformantDocument(source, digest: digest, id: id, from: institution).document.issues
        } catch {
            guard error.code == .documentRefused else { throw error }
            return error.issues
        }
    }

    /// Converts `source` and reads its header on a second path, both in workers; re-reads what came back; and only then vouches for the document.
    func conformantDocument(
        _ source: SourceDocument, digest: Digest, id: RecordID, from institution: VerifiedInstitution
    ) async throws(GatewayError) -> CheckedDocument {
        let (outcome, second) = try await converted(source, for: institution.id)
        var issues = outcome.issues
        if issues.contains(where: \.refuses) { throw GatewayError(.documentRefused, issues: issues) }
        guard let parts = outcome.parts else { throw GatewayError(.conversionFailed) }

        if let custodian = outcome.header.custodian, custodian != institution.id {
            issues.append(.custodianIsNotSender)
        }
        if outcome.header.patients.isEmpty {
            issues.append(.patientNotIdentified)
        } else if outcome.header.patients.count > 1 || outcome.header.patientCount > 1 {
            issues.append(.patientAmbiguous)
        }
        if issues.contains(where: \.refuses) { throw GatewayError(.documentRefused, issues: issues) }

        guard let patient = outcome.header.patients.first, outcome.header.agrees(with: second) else {
            throw GatewayError(.conversionFailed, issues: [.readersDisagree])
        }
        guard BundleReview.accepts(parts, patient: patient) else { throw GatewayError(.conversionFailed) }

        let description = RecordDescription(
            id: id, subject: identities.identity(of: patient), institution: institution.id,
            institutionName: institution.name,
            mediaType: source.mediaType, type: outcome.header.type,
            title: outcome.header.title ?? outcome.header.type?.display ?? "Document", author: outcome.header.author,
            documentTime: outcome.header.documentTime, received: clock(), documentID: outcome.header.documentID,
            setID: outcome.header.setID, version: outcome.header.version, replaces: outcome.header.replaces,
            sourceDigest: digest, sourceSize: source.bytes.count, bundleDigest: Digest.of(parts.bytes),
            profileSetDigest: outcome.profileSetDigest, converterVersion: outcome.converterVersion)
        return CheckedDocument(
            document: ConformantDocument(description: description, source: source, parts: parts, issues: issues),
            patient: patient)
    }

    private func converted(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws(GatewayError) -> (ConversionOutcome, DocumentHeader) {
        do {
            async let outcome = converter.convert(source, for: institution)
            async let second = converter.readHeader(source, for: institution)
            return (try await outcome, try await second.header)
        } catch let failure as ConversionFailure {
            switch failure {
            case .busy: throw GatewayError(.busy, cause: failure)
            case .crashed, .timedOut, .malformedAnswer:
                throw GatewayError(.conversionFailed, issues: [.conversionFailed(failure)], cause: failure)
            }
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
    }
}

extension DocumentHeader {
    /// Whether two readings of one document name the same patient, document and custodian.
    func agrees(with other: DocumentHeader) -> Bool {
        Set(patients) == Set(other.patients) && patientCount == other.patientCount && documentID == other.documentID
            && custodian == other.custodian
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

    static let readersDisagree = Issue(
        .error, "readers-disagree", .security,
        "Two independent readings of the document did not name the same patient, document and custodian.",
        rule: "A document is filed only when both readings agree.",
        remedy: "Check the header for repeated or nested identifiers; report the document to the gateway's operator.")

    static func conversionFailed(_ failure: ConversionFailure) -> Issue {
        Issue(
            .error, failure == .timedOut ? "conversion-timed-out" : "conversion-crashed",
            failure == .timedOut ? .timeout : .exception, "The document could not be converted.",
            remedy: "Do not send it again unchanged; report it to the gateway's operator with the request id.")
    }
}
