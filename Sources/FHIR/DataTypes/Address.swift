/// A postal address. `line` holds street and house, in writing order.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Address: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var use: Use?
    public var type: Kind?
    public var text: String?
    public var line: [String]
    /// What stands beside the first line (`_line`): parts of an address that ISO 21090 knows and R4 does not, such as a census tract.
    public var lineParts: [Extension] = []
    public var city: String?
    public var district: String?
    public var state: String?
    public var postalCode: String?
    public var country: String?
    @Indirect public var period: Period?

    public init(
        use: Use? = nil, type: Kind? = nil, text: String? = nil, line: [String] = [], city: String? = nil,
        district: String? = nil, state: String? = nil, postalCode: String? = nil, country: String? = nil,
        period: Period? = nil
    ) {
        self.use = use
        self.type = type
        self.text = text
        self.line = line
        self.city = city
        self.district = district
        self.state = state
        self.postalCode = postalCode
        self.country = country
        self.period = period
    }

    /// `http://hl7.org/fhir/ValueSet/address-use`
    public enum Use: String, FHIRCode {
        case home, work, temp, old, billing
    }

    /// `http://hl7.org/fhir/ValueSet/address-type`
    public enum Kind: String, FHIRCode {
        case postal, physical, both
    }
}
