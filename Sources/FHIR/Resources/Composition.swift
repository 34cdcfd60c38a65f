/// The head of a document: who wrote what about whom, and its sections in order.
///
/// R4: <http://hl7.org/fhir/R4/composition.html>. Status, type, date, author and title cannot be missing; cmp-1 (a
/// section holds something) is the writer's business.
public struct Composition: DomainResource {
    public static let resourceType = "Composition"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: Identifier?
    public var status: CompositionStatus
    public var type: CodeableConcept
    public var category: [CodeableConcept] = []
    public var subject: Reference?
    public var encounter: Reference?
    /// When it was last edited: not when the bundle was made.
    public var date: String
    public var author: [Reference]
    public var title: String
    public var confidentiality: Confidentiality?
    public var attester: [Attester] = []
    public var custodian: Reference?
    public var relatesTo: [RelatesTo] = []
    public var event: [Event] = []
    public var section: [Section] = []

    public init(status: CompositionStatus, type: CodeableConcept, date: String, author: [Reference], title: String) {
        self.status = status
        self.type = type
        self.date = date
        self.author = author
        self.title = title
    }

    /// `http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification`
    public enum Confidentiality: String, FHIRCode {
        case unrestricted = "U"
        case low = "L"
        case moderate = "M"
        case normal = "N"
        case restricted = "R"
        case veryRestricted = "V"
    }

    public struct Attester: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var mode: Mode
        public var time: String?
        public var party: Reference?

        public init(mode: Mode, time: String? = nil, party: Reference? = nil) {
            self.mode = mode
            self.time = time
            self.party = party
        }

        /// `http://hl7.org/fhir/ValueSet/composition-attestation-mode`
        public enum Mode: String, FHIRCode {
            case personal, professional, legal, official
        }
    }

    public struct RelatesTo: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: DocumentRelationshipType
        public var target: Target

        public init(code: DocumentRelationshipType, target: Target) {
            self.code = code
            self.target = target
        }

        /// The types that `target[x]` can have.
        public enum Target: Hashable, Sendable {
            case identifier(Identifier)
            case reference(Reference)
        }
    }

    public struct Event: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: [CodeableConcept]
        public var period: Period?
        public var detail: [Reference]

        public init(code: [CodeableConcept] = [], period: Period? = nil, detail: [Reference] = []) {
            self.code = code
            self.period = period
            self.detail = detail
        }
    }

    public struct Section: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var title: String?
        public var code: CodeableConcept?
        public var author: [Reference]
        public var focus: Reference?
        public var text: Narrative?
        public var mode: Mode?
        public var orderedBy: CodeableConcept?
        public var entry: [Reference]
        public var emptyReason: CodeableConcept?
        public var section: [Section]

        /// `http://hl7.org/fhir/ValueSet/list-mode`
        public enum Mode: String, FHIRCode {
            case working, snapshot, changes
        }
    }
}

extension Composition.Section {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        title: String? = nil, code: CodeableConcept? = nil, author: [Reference] = [], focus: Reference? = nil,
        text: Narrative? = nil, mode: Mode? = nil, orderedBy: CodeableConcept? = nil, entry: [Reference] = [],
        emptyReason: CodeableConcept? = nil, section: [Composition.Section] = []
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], title: title, code: code, author: author, focus: focus,
            text: text, mode: mode, orderedBy: orderedBy, entry: entry, emptyReason: emptyReason, section: section)
    }
}
