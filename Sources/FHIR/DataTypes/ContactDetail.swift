/// Who to ask about a definition.
///
/// R4: <http://hl7.org/fhir/R4/metadatatypes.html>
public struct ContactDetail: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var name: String?
    public var telecom: [ContactPoint]

    public init(name: String? = nil, telecom: [ContactPoint] = []) {
        self.name = name
        self.telecom = telecom
    }
}
