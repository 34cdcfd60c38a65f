/// Results issued together by a laboratory or another diagnostic service.
///
/// R4: <http://hl7.org/fhir/R4/diagnosticreport.html>
public struct DiagnosticReport: DomainResource {
    public static let resourceType = "DiagnosticReport"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var basedOn: [Reference] = []
    public var status: Status
    public var category: [CodeableConcept] = []
    public var code: CodeableConcept
    public var subject: Reference?
    public var encounter: Reference?
    public var effective: Effective?
    public var issued: String?
    public var performer: [Reference] = []
    public var resultsInterpreter: [Reference] = []
    public var specimen: [Reference] = []
    public var result: [Reference] = []
    public var imagingStudy: [Reference] = []
    public var media: [Media] = []
    public var conclusion: String?
    public var conclusionCode: [CodeableConcept] = []
    public var presentedForm: [Attachment] = []

    public init(status: Status, code: CodeableConcept) {
        self.status = status
        self.code = code
    }

    /// The types that `effective[x]` can have.
    public enum Effective: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
    }

    /// `http://hl7.org/fhir/ValueSet/diagnostic-report-status`
    public enum Status: String, FHIRCode {
        case registered, partial, preliminary, final, amended, corrected, appended, cancelled
        case enteredInError = "entered-in-error"
        case unknown
    }

    public struct Media: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var comment: String?
        public var link: Reference

        public init(comment: String? = nil, link: Reference) {
            self.comment = comment
            self.link = link
        }
    }
}
