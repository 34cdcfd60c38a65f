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
