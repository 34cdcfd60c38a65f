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

    /// `http://hl7.org/fhir/ValueSet/address-use`
    public enum Use: String, FHIRCode {
        case home, work, temp, old, billing
    }

    /// `http://hl7.org/fhir/ValueSet/address-type`
    public enum Kind: String, FHIRCode {
        case postal, physical, both
    }
}

extension Address {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        use: Use? = nil, type: Kind? = nil, text: String? = nil, line: [String] = [], city: String? = nil,
        district: String? = nil, state: String? = nil, postalCode: String? = nil, country: String? = nil,
        period: Period? = nil
    ) {
        self.init(
            id: nil, extension: [], use: use, type: type, text: text, line: line, lineParts: [], city: city,
            district: district, state: state, postalCode: postalCode, country: country, period: period)
    }
}
