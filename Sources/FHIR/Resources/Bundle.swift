/// Resources that travel together: a document, a search answer, a transaction.
///
/// R4: <http://hl7.org/fhir/R4/bundle.html>. A document begins with its ``Composition`` and has an identifier and a
/// timestamp (bdl-9, bdl-10, bdl-11): the converter sees to that, the type does not.
public struct Bundle: Resource {
    public static let resourceType = "Bundle"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var identifier: Identifier?
    public var type: Kind
    /// When the bundle was assembled.
    public var timestamp: String?
    public var total: Int?
    public var link: [Link] = []
    public var entry: [Entry] = []
    public var signature: Signature?

    public init(type: Kind) {
        self.type = type
    }

    /// `http://hl7.org/fhir/ValueSet/bundle-type`
    public enum Kind: String, FHIRCode {
        case document, message, transaction
        case transactionResponse = "transaction-response"
        case batch
        case batchResponse = "batch-response"
        case history, searchset, collection
    }

    public struct Link: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var relation: String
        public var url: String

        public init(relation: String, url: String) {
            self.relation = relation
            self.url = url
        }
    }

    public struct Entry: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var link: [Link]
        /// Absolute; in a document `urn:uuid:…`.
        public var fullUrl: String?
        public var resource: AnyResource?
        public var search: Search?
        public var request: Request?
        public var response: Response?

        public init(
            link: [Link] = [], fullUrl: String? = nil, resource: AnyResource? = nil, search: Search? = nil,
            request: Request? = nil, response: Response? = nil
        ) {
            self.link = link
            self.fullUrl = fullUrl
            self.resource = resource
            self.search = search
            self.request = request
            self.response = response
        }

        public struct Search: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var mode: Mode?
            public var score: FHIRDecimal?

            public init(mode: Mode? = nil, score: FHIRDecimal? = nil) {
                self.mode = mode
                self.score = score
            }

            /// `http://hl7.org/fhir/ValueSet/search-entry-mode`
            public enum Mode: String, FHIRCode {
                case match, include, outcome
            }
        }

        public struct Request: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var method: Method
            public var url: String
            public var ifNoneMatch: String?
            public var ifModifiedSince: String?
            public var ifMatch: String?
            public var ifNoneExist: String?

            public init(
                method: Method, url: String, ifNoneMatch: String? = nil, ifModifiedSince: String? = nil,
                ifMatch: String? = nil, ifNoneExist: String? = nil
            ) {
                self.method = method
                self.url = url
                self.ifNoneMatch = ifNoneMatch
                self.ifModifiedSince = ifModifiedSince
                self.ifMatch = ifMatch
                self.ifNoneExist = ifNoneExist
            }

            /// `http://hl7.org/fhir/ValueSet/http-verb`
            public enum Method: String, FHIRCode {
                case get = "GET"
                case head = "HEAD"
                case post = "POST"
                case put = "PUT"
                case delete = "DELETE"
                case patch = "PATCH"
            }
        }

        public struct Response: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var status: String
            public var location: String?
            public var etag: String?
            public var lastModified: String?
            public var outcome: AnyResource?

            public init(
                status: String, location: String? = nil, etag: String? = nil, lastModified: String? = nil,
                outcome: AnyResource? = nil
            ) {
                self.status = status
                self.location = location
                self.etag = etag
                self.lastModified = lastModified
                self.outcome = outcome
            }
        }
    }
}
