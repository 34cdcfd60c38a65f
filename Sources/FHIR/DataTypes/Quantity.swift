/// A measured amount with its unit. Age, Count, Distance, Duration and SimpleQuantity are this type with further rules.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. qty-3: a unit code has a system.
public struct Quantity: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var value: FHIRDecimal?
    public var comparator: Comparator?
    public var unit: String?
    public var system: String?
    /// A UCUM code when `system` is `http://unitsofmeasure.org`.
    public var code: String?

    /// `http://hl7.org/fhir/ValueSet/quantity-comparator`
    public enum Comparator: String, FHIRCode {
        case lessThan = "<"
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case greaterThan = ">"
    }
}

extension Quantity {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        value: FHIRDecimal? = nil, comparator: Comparator? = nil, unit: String? = nil, system: String? = nil,
        code: String? = nil
    ) {
        self.init(id: nil, extension: [], value: value, comparator: comparator, unit: unit, system: system, code: code)
    }
}
