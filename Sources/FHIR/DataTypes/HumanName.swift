/// A name in its parts, several given names in order.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct HumanName: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var use: Use?
    public var text: String?
    public var family: String?
    /// The parts that a family name is put together from (`_family`): own and partner's prefix and name.
    public var familyParts: [Extension] = []
    public var given: [String]
    public var prefix: [String]
    public var suffix: [String]
    @Indirect public var period: Period?

    /// `http://hl7.org/fhir/ValueSet/name-use`
    public enum Use: String, FHIRCode {
        case usual, official, temp, nickname, anonymous, old, maiden
    }
}

extension HumanName {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        use: Use? = nil, text: String? = nil, family: String? = nil, given: [String] = [], prefix: [String] = [],
        suffix: [String] = [], period: Period? = nil
    ) {
        self.init(
            id: nil, extension: [], use: use, text: text, family: family, familyParts: [], given: given,
            prefix: prefix, suffix: suffix, period: period)
    }
}
