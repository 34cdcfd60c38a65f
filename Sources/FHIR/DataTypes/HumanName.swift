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

    public init(
        use: Use? = nil, text: String? = nil, family: String? = nil, given: [String] = [], prefix: [String] = [],
        suffix: [String] = [], period: Period? = nil
    ) {
        self.use = use
        self.text = text
        self.family = family
        self.given = given
        self.prefix = prefix
        self.suffix = suffix
        self.period = period
    }

    /// `http://hl7.org/fhir/ValueSet/name-use`
    public enum Use: String, FHIRCode {
        case usual, official, temp, nickname, anonymous, old, maiden
    }
}
