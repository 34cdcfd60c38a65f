/// Content inline (`data`, base64) or by reference (`url`, never fetched by us).
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. att-1: inline data has a content type.
public struct Attachment: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var contentType: String?
    public var language: String?
    /// Base64.
    public var data: String?
    public var url: String?
    public var size: Int?
    /// SHA-1, base64, as R4 has it.
    public var hash: String?
    public var title: String?
    public var creation: String?

    public init(
        contentType: String? = nil, language: String? = nil, data: String? = nil, url: String? = nil,
        size: Int? = nil, hash: String? = nil, title: String? = nil, creation: String? = nil
    ) {
        self.contentType = contentType
        self.language = language
        self.data = data
        self.url = url
        self.size = size
        self.hash = hash
        self.title = title
        self.creation = creation
    }
}
