import FHIR
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import Synchronization

extension Response {
    /// The one place where answers become XML: every FHIR resource, errors too, is made as JSON, and written anew where XML is wanted.
    ///
    /// - Parameter format: the `_format` of the body, where that held the parameters.
    func inForm(wantedBy request: Request, format: String?) async -> Response {
        guard headers[.contentType] == MediaType.fhirJSON else { return self }
        let named = format ?? (try? FormFields(query: request.uri.query ?? "", repeating: true))?["_format"]
        guard MediaType.fhirForm(acceptableTo: request, format: named) == .xml else { return self }
        var answer = self
        answer.headers[.contentType] = MediaType.fhirXML
        guard request.method != .head else {
            // The length would be that of the JSON.
            answer.headers[.contentLength] = nil
            return answer
        }
        let writer = CollectingWriter()
        guard (try? await body.write(writer)) != nil, let json = try? JSONValue(parsing: writer.collected),
            let xml = try? XMLForm.bytes(of: json)
        else {
            let fault = HTTPFault.internalError
            return Response(status: fault.status, fhir: OperationOutcome(issues: fault.issues))
        }
        answer.headers[.contentLength] = nil
        answer.body = ResponseBody(byteBuffer: ByteBuffer(bytes: xml))
        return answer
    }
}

/// Takes a body's bytes as they are written.
private final class CollectingWriter: ResponseBodyWriter, Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var collected: [UInt8] { bytes.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
