import HTTPTypes
import Hummingbird

/// The form of a request target: origin form, decoded once, no way to write one path in two ways.
enum RequestTarget {
    /// The request with its path percent-decoded.
    ///
    /// Our paths hold letters, digits and `-._~$`; whatever holds anything else, a dot segment, an empty segment or a wrong escape is
    /// nothing we have.
    /// - Throws: ``HTTPFault``: `methodNotAllowed` for TRACE and CONNECT, `targetTooLong`, `notFound`.
    static func checked(_ request: Request) throws -> Request {
        guard request.method != .trace, request.method != .connect else {
            throw HTTPFault.methodNotAllowed(allow: "GET, HEAD")
        }
        let target = request.head.path ?? ""
        guard target.utf8.count <= 4096 else { throw HTTPFault.targetTooLong }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first.flatMap({ decoded($0) }) else { throw HTTPFault.notFound }
        var head = request.head
        head.path = parts.count > 1 ? "\(path)?\(parts[1])" : path
        return Request(head: head, body: request.body)
    }

    private static func decoded(_ text: Substring) -> String? {
        guard let bytes = PercentText.decode(Array(text.utf8), plusIsSpace: false), bytes.first == UInt8(ascii: "/"),
            bytes.allSatisfy(isPathByte)
        else { return nil }
        let segments = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard bytes.count == 1 || segments.allSatisfy({ !$0.isEmpty && !$0.allSatisfy { $0 == UInt8(ascii: ".") } })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: Array("-._~$/".utf8).contains(byte)
        }
    }
}
