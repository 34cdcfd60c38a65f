/// A fact that R4 has no element for, named by a URL.
///
/// R4: <http://hl7.org/fhir/R4/extensibility.html>. ext-1: a value or further extensions, not both.
public struct Extension: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var url: String
    public var value: Value?

    public init(url: String, value: Value? = nil) {
        self.url = url
        self.value = value
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
