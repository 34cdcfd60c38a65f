/// An amount in an ISO 4217 currency.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Money: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var value: FHIRDecimal?
    public var currency: String?

    public init(value: FHIRDecimal? = nil, currency: String? = nil) {
        self.value = value
        self.currency = currency
    }
}
