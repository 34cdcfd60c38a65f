/// A vaccine given, or not given (`not-done`) and why.
///
/// R4: <http://hl7.org/fhir/R4/immunization.html>
public struct Immunization: DomainResource {
    public static let resourceType = "Immunization"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var status: Status
    public var statusReason: CodeableConcept?
    public var vaccineCode: CodeableConcept
    public var patient: Reference
    public var encounter: Reference?
    public var occurrence: Occurrence
    public var recorded: String?
    /// False when reported by somebody who did not give it.
    public var primarySource: Bool?
    public var reportOrigin: CodeableConcept?
    public var location: Reference?
    public var manufacturer: Reference?
    public var lotNumber: String?
    public var expirationDate: String?
    public var site: CodeableConcept?
    public var route: CodeableConcept?
    public var doseQuantity: Quantity?
    public var performer: [Performer] = []
    public var note: [Annotation] = []
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var isSubpotent: Bool?
    public var subpotentReason: [CodeableConcept] = []
    public var education: [Education] = []
    public var programEligibility: [CodeableConcept] = []
    public var fundingSource: CodeableConcept?
    public var reaction: [Reaction] = []
    public var protocolApplied: [ProtocolApplied] = []

    public init(status: Status, vaccineCode: CodeableConcept, patient: Reference, occurrence: Occurrence) {
        self.status = status
        self.vaccineCode = vaccineCode
        self.patient = patient
        self.occurrence = occurrence
    }

    /// The types that `occurrence[x]` can have.
    public enum Occurrence: Hashable, Sendable {
        case dateTime(String)
        case string(String)
    }

    /// `http://hl7.org/fhir/ValueSet/immunization-status`
    public enum Status: String, FHIRCode {
        case completed
        case enteredInError = "entered-in-error"
        case notDone = "not-done"
    }

    public struct Performer: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var function: CodeableConcept?
        public var actor: Reference

        public init(function: CodeableConcept? = nil, actor: Reference) {
            self.function = function
            self.actor = actor
        }
    }

    public struct Education: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var documentType: String?
        public var reference: String?
        public var publicationDate: String?
        public var presentationDate: String?

        public init(
            documentType: String? = nil, reference: String? = nil, publicationDate: String? = nil,
            presentationDate: String? = nil
        ) {
            self.documentType = documentType
            self.reference = reference
            self.publicationDate = publicationDate
            self.presentationDate = presentationDate
        }
    }

    public struct Reaction: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var date: String?
        public var detail: Reference?
        public var reported: Bool?

        public init(date: String? = nil, detail: Reference? = nil, reported: Bool? = nil) {
            self.date = date
            self.detail = detail
            self.reported = reported
        }
    }

    public struct ProtocolApplied: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var series: String?
        public var authority: Reference?
        public var targetDisease: [CodeableConcept]
        public var doseNumber: DoseNumber
        public var seriesDoses: SeriesDoses?

        public init(
            series: String? = nil, authority: Reference? = nil, targetDisease: [CodeableConcept] = [],
            doseNumber: DoseNumber, seriesDoses: SeriesDoses? = nil
        ) {
            self.series = series
            self.authority = authority
            self.targetDisease = targetDisease
            self.doseNumber = doseNumber
            self.seriesDoses = seriesDoses
        }

        /// The types that `doseNumber[x]` can have.
        public enum DoseNumber: Hashable, Sendable {
            case positiveInt(Int)
            case string(String)
        }

        /// The types that `seriesDoses[x]` can have.
        public enum SeriesDoses: Hashable, Sendable {
            case positiveInt(Int)
            case string(String)
        }
    }
}
