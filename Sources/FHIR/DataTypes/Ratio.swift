/// Two amounts in relation: a strength, a titre.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. rat-1: both or neither.
public struct Ratio: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var numerator: Quantity?
    public var denominator: Quantity?

    public init(numerator: Quantity? = nil, denominator: Quantity? = nil) {
        self.numerator = numerator
        self.denominator = denominator
    }
}
