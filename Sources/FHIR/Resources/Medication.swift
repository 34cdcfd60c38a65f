/// A medicine: product code, form, strength, ingredients, batch.
///
/// R4: <http://hl7.org/fhir/R4/medication.html>
public struct Medication: DomainResource {
    public static let resourceType = "Medication"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var code: CodeableConcept?
    public var status: Status?
    public var manufacturer: Reference?
    public var form: CodeableConcept?
    public var amount: Ratio?
    public var ingredient: [Ingredient] = []
    public var batch: Batch?

    public init() {
    }

    /// `http://hl7.org/fhir/ValueSet/medication-status`
    public enum Status: String, FHIRCode {
        case active, inactive
        case enteredInError = "entered-in-error"
    }

    public struct Ingredient: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var item: Item
        public var isActive: Bool?
        public var strength: Ratio?

        public init(item: Item, isActive: Bool? = nil, strength: Ratio? = nil) {
            self.item = item
            self.isActive = isActive
            self.strength = strength
        }

        /// The types that `item[x]` can have.
        public enum Item: Hashable, Sendable {
            case codeableConcept(CodeableConcept)
            case reference(Reference)
        }
    }

    public struct Batch: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var lotNumber: String?
        public var expirationDate: String?

        public init(lotNumber: String? = nil, expirationDate: String? = nil) {
            self.lotNumber = lotNumber
            self.expirationDate = expirationDate
        }
    }
}
