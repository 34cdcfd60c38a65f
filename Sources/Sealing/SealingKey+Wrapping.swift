internal import Crypto

extension SealingKey {
    /// A data key sealed by this one (a key-encryption key), for storing.
    public func wrap(_ dataKey: SealingKey, as place: SealedPlace) -> [UInt8] { seal(dataKey.bytes, as: place) }

    /// - Throws: ``SealingError/damaged`` when the wrapped key, its place or this key is another.
    public func unwrap(_ wrapped: [UInt8], as place: SealedPlace) throws(SealingError) -> SealingKey {
        try SealingKey(bytes: open(wrapped, as: place))
    }
}
