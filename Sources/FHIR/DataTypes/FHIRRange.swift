/// Low and high bound of an amount, both included. The standard's name is Range, which Swift already uses.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. rng-2: low is not above high.
public struct FHIRRange: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var low: Quantity?
    public var high: Quantity?

    public init(low: Quantity? = nil, high: Quantity? = nil) {
        self.low = low
        self.high = high
    }
}
