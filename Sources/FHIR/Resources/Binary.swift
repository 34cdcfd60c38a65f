/// Bytes with a media type, for content that has no structure of its own.
///
/// R4: <http://hl7.org/fhir/R4/binary.html>
public struct Binary: Resource {
    public static let resourceType = "Binary"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var contentType: String
    public var securityContext: Reference?
    /// Base64.
    public var data: String?

    public init(contentType: String) {
        self.contentType = contentType
    }
}
