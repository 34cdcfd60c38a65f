/// One code of one system.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Coding: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var system: String?
    public var version: String?
    public var code: String?
    public var display: String?
    public var userSelected: Bool?

    public init(
        system: String? = nil, version: String? = nil, code: String? = nil, display: String? = nil,
        userSelected: Bool? = nil
    ) {
        self.system = system
        self.version = version
        self.code = code
        self.display = display
        self.userSelected = userSelected
    }
}
