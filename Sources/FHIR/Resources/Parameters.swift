/// Named values into or out of an operation.
///
/// R4: <http://hl7.org/fhir/R4/parameters.html>. inv-1: a parameter has one of value, resource and parts.
public struct Parameters: Resource {
    public static let resourceType = "Parameters"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var parameter: [Parameter] = []

    public init() {
    }

    public struct Parameter: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var name: String
        public var value: Value?
        public var resource: AnyResource?
        public var part: [Parameter]

        public init(name: String, value: Value? = nil, resource: AnyResource? = nil, part: [Parameter] = []) {
            self.name = name
            self.value = value
            self.resource = resource
            self.part = part
        }

        /// The types that `value[x]` can have.
        public indirect enum Value: Hashable, Sendable {
            case base64Binary(String)
            case boolean(Bool)
            case canonical(String)
            case code(String)
            case date(String)
            case dateTime(String)
            case decimal(FHIRDecimal)
            case id(String)
            case instant(String)
            case integer(Int)
            case markdown(String)
            case oid(String)
            case positiveInt(Int)
            case string(String)
            case time(String)
            case unsignedInt(Int)
            case uri(String)
            case url(String)
            case uuid(String)
            case address(Address)
            case age(Quantity)
            case annotation(Annotation)
            case attachment(Attachment)
            case codeableConcept(CodeableConcept)
            case coding(Coding)
            case contactPoint(ContactPoint)
            case count(Quantity)
            case distance(Quantity)
            case duration(Quantity)
            case humanName(HumanName)
            case identifier(Identifier)
            case money(Money)
            case period(Period)
            case quantity(Quantity)
            case range(FHIRRange)
            case ratio(Ratio)
            case reference(Reference)
            case sampledData(SampledData)
            case signature(Signature)
            case timing(Timing)
            case contactDetail(ContactDetail)
            case usageContext(UsageContext)
            case dosage(Dosage)
            case meta(Meta)
        }
    }
}
