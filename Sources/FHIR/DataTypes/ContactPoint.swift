/// A telephone number, e-mail address or other way to reach somebody.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. cpt-2: a value has a system.
public struct ContactPoint: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var system: System?
    public var value: String?
    public var use: Use?
    public var rank: Int?
    @Indirect public var period: Period?

    /// `http://hl7.org/fhir/ValueSet/contact-point-system`
    public enum System: String, FHIRCode {
        case phone, fax, email, pager, url, sms, other
    }

    /// `http://hl7.org/fhir/ValueSet/contact-point-use`
    public enum Use: String, FHIRCode {
        case home, work, temp, old, mobile
    }
}

extension ContactPoint {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(system: System? = nil, value: String? = nil, use: Use? = nil, rank: Int? = nil, period: Period? = nil) {
        self.init(id: nil, extension: [], system: system, value: value, use: use, rank: rank, period: period)
    }
}
