/// A measurement or simple finding: laboratory result, vital sign, social history.
///
/// R4: <http://hl7.org/fhir/R4/observation.html>. obs-6 and obs-7: a data absent reason only without a value, and no
/// value beside a component with the same code.
public struct Observation: DomainResource {
    public static let resourceType = "Observation"

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
    public var partOf: [Reference] = []
    public var status: Status
    public var category: [CodeableConcept] = []
    public var code: CodeableConcept
    public var subject: Reference?
    public var focus: [Reference] = []
    public var encounter: Reference?
    public var effective: Effective?
    public var issued: String?
    public var performer: [Reference] = []
    public var value: Value?
    /// Why there is no value; never beside one.
    public var dataAbsentReason: CodeableConcept?
    public var interpretation: [CodeableConcept] = []
    public var note: [Annotation] = []
    public var bodySite: CodeableConcept?
    public var method: CodeableConcept?
    public var specimen: Reference?
    public var device: Reference?
    public var referenceRange: [ReferenceRange] = []
    public var hasMember: [Reference] = []
    public var derivedFrom: [Reference] = []
    public var component: [Component] = []

    public init(status: Status, code: CodeableConcept) {
        self.status = status
        self.code = code
    }

    /// The types that `effective[x]` can have.
    public enum Effective: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
        case timing(Timing)
        case instant(String)
    }

    /// The types that `value[x]` can have.
    public enum Value: Hashable, Sendable {
        case quantity(Quantity)
        case codeableConcept(CodeableConcept)
        case string(String)
        case boolean(Bool)
        case integer(Int)
        // Seldom, and two or three times as large as the others: kept elsewhere, so that every value is not as large.
        indirect case range(FHIRRange)
        indirect case ratio(Ratio)
        indirect case sampledData(SampledData)
        case time(String)
        case dateTime(String)
        case period(Period)
    }

    /// `http://hl7.org/fhir/ValueSet/observation-status`
    public enum Status: String, FHIRCode {
        case registered, preliminary, final, amended, corrected, cancelled
        case enteredInError = "entered-in-error"
        case unknown
    }

    public struct ReferenceRange: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var low: Quantity?
        public var high: Quantity?
        public var type: CodeableConcept?
        public var appliesTo: [CodeableConcept]
        public var age: FHIRRange?
        public var text: String?
    }

    public struct Component: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: CodeableConcept
        public var value: Value?
        public var dataAbsentReason: CodeableConcept?
        public var interpretation: [CodeableConcept]
        public var referenceRange: [ReferenceRange]
    }
}

extension Observation.ReferenceRange {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        low: Quantity? = nil, high: Quantity? = nil, type: CodeableConcept? = nil, appliesTo: [CodeableConcept] = [],
        age: FHIRRange? = nil, text: String? = nil
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], low: low, high: high, type: type, appliesTo: appliesTo,
            age: age, text: text)
    }
}

extension Observation.Component {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        code: CodeableConcept, value: Observation.Value? = nil, dataAbsentReason: CodeableConcept? = nil,
        interpretation: [CodeableConcept] = [], referenceRange: [Observation.ReferenceRange] = []
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], code: code, value: value, dataAbsentReason: dataAbsentReason,
            interpretation: interpretation, referenceRange: referenceRange)
    }
}
