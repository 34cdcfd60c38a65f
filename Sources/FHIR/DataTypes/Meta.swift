/// What the server knows about a resource: version, profiles, security labels.
///
/// R4: <http://hl7.org/fhir/R4/resource.html>
public struct Meta: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var versionId: String?
    public var lastUpdated: String?
    public var source: String?
    public var profile: [String]
    public var security: [Coding]
    public var tag: [Coding]
}

extension Meta {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        versionId: String? = nil, lastUpdated: String? = nil, source: String? = nil, profile: [String] = [],
        security: [Coding] = [], tag: [Coding] = []
    ) {
        self.init(
            id: nil, extension: [], versionId: versionId, lastUpdated: lastUpdated, source: source, profile: profile,
            security: security, tag: tag)
    }
}
