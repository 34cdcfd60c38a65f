/// A sample, how it was taken and kept.
///
/// R4: <http://hl7.org/fhir/R4/specimen.html>
public struct Specimen: DomainResource {
    public static let resourceType = "Specimen"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var accessionIdentifier: Identifier?
    public var status: Status?
    public var type: CodeableConcept?
    public var subject: Reference?
    public var receivedTime: String?
    public var parent: [Reference] = []
    public var request: [Reference] = []
    public var collection: Collection?
    public var processing: [Processing] = []
    public var container: [Container] = []
    public var condition: [CodeableConcept] = []
    public var note: [Annotation] = []

    public init() {
    }

    /// `http://hl7.org/fhir/ValueSet/specimen-status`
    public enum Status: String, FHIRCode {
        case available, unavailable, unsatisfactory
        case enteredInError = "entered-in-error"
    }

    public struct Collection: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var collector: Reference?
        public var collected: Collected?
        public var duration: Quantity?
        public var quantity: Quantity?
        public var method: CodeableConcept?
        public var bodySite: CodeableConcept?
        public var fastingStatus: FastingStatus?

        /// The types that `collected[x]` can have.
        public enum Collected: Hashable, Sendable {
            case dateTime(String)
            case period(Period)
        }

        /// The types that `fastingStatus[x]` can have.
        public enum FastingStatus: Hashable, Sendable {
            case codeableConcept(CodeableConcept)
            case duration(Quantity)
        }
    }

    public struct Processing: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var description: String?
        public var procedure: CodeableConcept?
        public var additive: [Reference]
        public var time: Time?

        public init(
            description: String? = nil, procedure: CodeableConcept? = nil, additive: [Reference] = [],
            time: Time? = nil
        ) {
            self.description = description
            self.procedure = procedure
            self.additive = additive
            self.time = time
        }

        /// The types that `time[x]` can have.
        public enum Time: Hashable, Sendable {
            case dateTime(String)
            case period(Period)
        }
    }

    public struct Container: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var identifier: [Identifier]
        public var description: String?
        public var type: CodeableConcept?
        public var capacity: Quantity?
        public var specimenQuantity: Quantity?
        public var additive: Additive?

        public init(
            identifier: [Identifier] = [], description: String? = nil, type: CodeableConcept? = nil,
            capacity: Quantity? = nil, specimenQuantity: Quantity? = nil, additive: Additive? = nil
        ) {
            self.identifier = identifier
            self.description = description
            self.type = type
            self.capacity = capacity
            self.specimenQuantity = specimenQuantity
            self.additive = additive
        }

        /// The types that `additive[x]` can have.
        public enum Additive: Hashable, Sendable {
            case codeableConcept(CodeableConcept)
            case reference(Reference)
        }
    }
}

extension Specimen.Collection {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        collector: Reference? = nil, collected: Collected? = nil, duration: Quantity? = nil, quantity: Quantity? = nil,
        method: CodeableConcept? = nil, bodySite: CodeableConcept? = nil, fastingStatus: FastingStatus? = nil
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], collector: collector, collected: collected,
            duration: duration, quantity: quantity, method: method, bodySite: bodySite, fastingStatus: fastingStatus)
    }
}
