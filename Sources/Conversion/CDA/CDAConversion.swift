import CDA
import Profiles
import RecordTypes
import XMLReader

/// CDA R2 document → document Bundle.
func convertCDA(_ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions) -> ConversionOutcome {
    var outcome = ConversionOutcome(
        header: DocumentHeader(), parts: nil, issues: [], profileSetDigest: profiles.digest,
        converterVersion: Converter.version)
    do throws(XMLFault) {
        let tree = try XMLDocument.reading(bytes)
        do throws(ClinicalDocumentError) {
            let document = try ClinicalDocument(tree)
            var options = options
            if let zone = profiles.sender(ofCDA: document)?.zone { options.zone = zone }
            var mapping = CDAMapping(document: document, profiles: profiles, options: options)
            mapping.checkConformance()
            outcome.header = mapping.documentHeader()
            let bundle = mapping.bundle()
            outcome.issues = mapping.findings.issues
            if options.convertsRefused || !outcome.issues.contains(where: \.refuses) { outcome.parts = bundle.parts() }
        } catch {
            outcome.issues.append(Issue(error, root: tree.root))
        }
    } catch {
        outcome.issues.append(Issue(error))
    }
    return outcome
}

extension Issue {
    /// Bytes that are no XML we read.
    init(_ fault: XMLFault) {
        let (kind, message, remedy): (Kind, String, String) =
            switch fault.code {
            case .documentType, .undeclaredEntity:
                (
                    .security, "The document has a document type declaration or an entity.",
                    "Send it without DOCTYPE and entities."
                )
            case .tooLarge, .tooDeep, .tooManyElements, .tooManyAttributes, .tooManyNamespaces, .nameTooLong,
                .attributeTooLong,
                .tooManyInstructions:
                (.tooLong, "The document exceeds a limit on size or structure.", "Send a smaller or flatter document.")
            case .unsupportedEncoding:
                (.notSupported, "The document's encoding is not supported.", "Send it in UTF-8.")
            case .outOfMemory:
                (.exception, "The document could not be read for lack of memory.", "Send it again later.")
            case .empty, .invalidText, .controlCharacter, .undeclaredPrefix, .notWellFormed:
                (.structure, "The document is not well-formed XML with namespaces.", "Repair it at the place given.")
            }
        self.init(
            .fatal, fault.code.rawValue, kind, message, at: .xpath("/", line: fault.line, column: fault.column),
            rule: "XML 1.0; Namespaces in XML 1.0", remedy: remedy)
    }

    /// Well-formed XML that is no CDA document.
    init(_ error: ClinicalDocumentError, root: XMLElement) {
        self.init(
            .fatal, error.rawValue, .structure,
            error == .wrongRoot
                ? "The root element is not ClinicalDocument."
                : "ClinicalDocument is not in the namespace urn:hl7-org:v3.",
            at: .xpath("/\(root.localName)", line: root.line, column: root.column), rule: "CDA R2 4.2.1",
            remedy: "Send a whole CDA R2 document; sections and entries alone cannot be filed.")
    }
}
