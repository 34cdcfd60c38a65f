import RecordTypes

/// The certificate that a terminating proxy passes on in the field `Client-Cert`.
///
/// ```
/// Client-Cert: :MIIB…==:                                    RFC 9440 §2.1: a Byte Sequence, DER in base64
/// Client-Cert: -----BEGIN%20CERTIFICATE-----%0AMIIB…        nginx: $ssl_client_escaped_cert
/// ```
public enum ForwardedCertificate {
    /// DER, or nil for anything that is not exactly one certificate in one of the two forms.
    public static func der(_ field: String) -> [UInt8]? {
        guard field.utf8.count <= 64 * 1024 else { return nil }
        if field.hasPrefix(":") {
            guard field.count > 2, field.hasSuffix(":") else { return nil }
            return try? Base64.bytes(Array(field.utf8.dropFirst().dropLast()))
        }
        guard let text = unescaped(field), let blocks = PEMBlocks.contents(of: text, labels: ["CERTIFICATE"]),
            blocks.count == 1
        else { return nil }
        return blocks[0]
    }

    /// Percent-decoded once; nil where an escape is broken.
    private static func unescaped(_ field: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
