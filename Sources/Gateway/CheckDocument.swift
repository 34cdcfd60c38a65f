import Identity
import JSONText
@_spi(Vouching) public import RecordTypes

/// A document that may be filed, with whose it is.
struct CheckedDocument {
    let document: ConformantDocument
    let patient: PersonIdentifier
}

extension Gateway {
    /// All findings about a document, by the engine that submitting uses; nothing is stored.
    public func validate(
        _ source: SourceDocument, from institution: VerifiedInstitution
    ) async throws(GatewayError) -> [Issue] {
        let digest = Digest.of(source.bytes)
        do throws(GatewayError) {
            let id = records.recordID(of: digest, from: institution.id)
            return try await conformantDocument(source, digest: digest, id: id, from: institution, actor: nil)
                .document.issues
        } catch {
            guard error.code == .documentRefused else { throw error }
            return error.issues
        }
    }

    /// Converts `source` and reads its header on a second path, both in workers; re-reads what came back; and only then vouches for the document.
    func conformantDocument(
        _ source: SourceDocument, digest: Digest, id: RecordID, from institution: VerifiedInstitution,
        actor: AssertedActor?
    ) async throws(GatewayError) -> CheckedDocument {
        let (outcome, second) = try await converted(source, for: institution.id)
        let header = outcome.header
        let review = HeaderReview(header: header, sender: institution.id)
        let issues = outcome.issues + review.faults(beside: outcome.issues)
        if issues.contains(where: \.refuses) { throw GatewayError(.documentRefused, issues: issues) }

        guard let patient = header.namedPatients.first, header.agrees(with: second) else {
            throw GatewayError(.conversionFailed, issues: [.readersDisagree])
        }
        if let fault = BundleReview.fault(in: outcome.parts, about: patient) {
            throw GatewayError(.conversionFailed, issues: [.conversionUnusable], cause: fault)
        }
        guard let parts = outcome.parts, outcome.converterVersion.utf8.count <= HeaderReview.codeLimit else {
            throw GatewayError(.conversionFailed, issues: [.conversionUnusable])
        }

        let received = clock()
        let closedTo = parts.closedTo
        let description = RecordDescription(
            id: id, subject: try subject(patient, at: institution.id), institution: institution.id,
            institutionName: institution.name.shortened, mediaType: source.mediaType, type: header.listedType,
            title: header.listedTitle, author: header.author?.shortened, documentTime: header.documentTime,
            received: received, documentID: header.documentID, setID: header.setID, version: header.version,
            replaces: header.replaces, sourceDigest: digest, sourceSize: source.bytes.count,
            bundleDigest: Digest.of(parts.bytes), profileSetDigest: outcome.profileSetDigest,
            converterVersion: outcome.converterVersion, submittedBy: actor ?? header.messageOperator,
            closedTo: closedTo,
            heldBackUntil: closedTo.contains(.patient) ? received.advanced(by: terms.longestHoldBack) : nil)
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

extension Issue {
    static let readersDisagree = Issue(
        .error, "readers-disagree", .security,
        "Two independent readings of the document did not name the same patient, document and custodian.",
        rule: "A document is filed only when both readings agree.",
        remedy: "Check the header for repeated or nested identifiers; report the document to the gateway's operator.")

    static let conversionUnusable = Issue(
        .error, "conversion-unusable", .exception,
        "What the conversion made of the document is not one document about this one patient.",
        rule: "A worker's output is read again before it is filed.",
        remedy: "Do not send it again unchanged; report it to the gateway's operator with the request id.")

    static func conversionFailed(_ failure: ConversionFailure) -> Issue {
        Issue(
            .error, failure == .timedOut ? "conversion-timed-out" : "conversion-crashed",
            failure == .timedOut ? .timeout : .exception, "The document could not be converted.",
            remedy: "Do not send it again unchanged; report it to the gateway's operator with the request id.")
    }
}
