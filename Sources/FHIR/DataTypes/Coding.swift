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
}

extension Coding {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        system: String? = nil, version: String? = nil, code: String? = nil, display: String? = nil,
        userSelected: Bool? = nil
    ) {
        self.init(
            id: nil, extension: [], system: system, version: version, code: code, display: display,
            userSelected: userSelected)
    }
}
