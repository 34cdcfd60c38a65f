/// Where a definition is meant to be used.
///
/// R4: <http://hl7.org/fhir/R4/metadatatypes.html>
public struct UsageContext: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var code: Coding
    public var value: Value

    public init(code: Coding, value: Value) {
        self.code = code
        self.value = value
    }

    /// The types that `value[x]` can have.
    public enum Value: Hashable, Sendable {
        case codeableConcept(CodeableConcept)
        case quantity(Quantity)
        case range(FHIRRange)
        case reference(Reference)
    }
}
