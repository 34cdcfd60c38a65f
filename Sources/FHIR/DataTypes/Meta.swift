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

    public init(
        versionId: String? = nil, lastUpdated: String? = nil, source: String? = nil, profile: [String] = [],
        security: [Coding] = [], tag: [Coding] = []
    ) {
        self.versionId = versionId
        self.lastUpdated = lastUpdated
        self.source = source
        self.profile = profile
        self.security = security
        self.tag = tag
    }
}
