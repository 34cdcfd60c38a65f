import FHIR
import HTTPTypes
import Hummingbird
import NIOCore
import WebPages

extension Response {
    /// One FHIR resource as JSON.
    init(status: HTTPResponse.Status = .ok, fhir resource: some Resource) {
        self.init(status: status, bytes: resource.bytes, type: MediaType.fhirJSON)
    }

    init(status: HTTPResponse.Status = .ok, page: some Page, in language: Language) {
        self.init(status: status, bytes: page.bytes(in: language.words), type: "text/html; charset=utf-8")
        headers[.contentLanguage] = language.rawValue
    }

    init(status: HTTPResponse.Status = .ok, bytes: [UInt8], type: String) {
        self.init(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// To another page, by GET (RFC 9110 §15.4.4): what a form leads to, so that loading again sends nothing twice.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }

    /// A file to save under `name`, never to be shown by a browser.
    mutating func isDownload(named name: String) {
        headers[HTTPField.Name(wellKnown: "Content-Disposition")] = "attachment; filename=\"\(name)\""
    }
}
