import RecordTypes

extension Base64 {
    /// As ``bytes(_:isExact:)``, with the error of the log formats.
    /// - Throws: `malformedBase64` at the zero-based byte that no encoder would have written.
    static func formatted(_ text: some Collection<UInt8>) throws(TransparencyLogError) -> [UInt8] {
        do { return try bytes(text) } catch { throw TransparencyLogError(.malformedBase64, at: error.place) }
    }
}
