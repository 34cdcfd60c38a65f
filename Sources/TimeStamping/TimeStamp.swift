internal import CTimeStampDoor
public import RecordTypes

/// A time-stamp that has been verified: that data with this digest existed at this time, by the word of an authority.
public struct TimeStamp: Hashable, Sendable {
    /// The authority's time, to the second, rounded towards the past.
    public let time: Instant
    /// When the first certificate of the reply ends: from then on the signature proves nothing new, so it must have been stamped
    /// again by then.
    public let ends: Instant
}

/// What a time-stamping authority answered: a TimeStampResp (RFC 3161 §2.4.2), which `openssl ts -verify -in` reads as it is.
public struct TimeStampReply: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// As ``verify(imprint:nonce:anchors:at:)``, for data that are at hand.
    public func verify(over data: [UInt8], anchors: TimeStampAnchors, at: Instant) throws(TimeStampError) -> TimeStamp {
        try verify(imprint: TimeStampRequest.imprint(of: data), nonce: nil, anchors: anchors, at: at)
    }

    /// Checks all that RFC 3161 demands: status, imprint, nonce, signature, the chain to the anchors, and that the signer's
    /// certificate is for time-stamping alone, by a critical extension.
    ///
    /// - Parameters:
    ///   - imprint: SHA-256 of the data that it must be over.
    ///   - nonce: of the request; nil when a stored reply is checked again.
    ///   - at: when the certificates must be valid. For a fresh reply that is now; for a stored one the time at which a later
    ///     time-stamp shows that it existed, or now.
    /// - Throws: ``TimeStampError``.
    /// - Complexity: 3 to 7 ms, the signatures.
    public func verify(
        imprint: Digest, nonce: [UInt8]?, anchors: TimeStampAnchors, at: Instant
    ) throws(TimeStampError) -> TimeStamp {
        let nonce = nonce ?? []
        // Every pointer is used inside the call only, with its own length; the imprint is 32 bytes by its type.
        let verdict = unsafe bytes.withUnsafeBufferPointer { reply in
            unsafe imprint.bytes.withUnsafeBufferPointer { imprint in
                unsafe nonce.withUnsafeBufferPointer { nonce in
                    unsafe anchors.pem.withUnsafeBufferPointer { anchors in
                        unsafe ts_door_verify(
                            reply.baseAddress, reply.count, imprint.baseAddress, nonce.baseAddress, nonce.count,
                            anchors.baseAddress, anchors.count, at.seconds)
                    }
                }
            }
        }
        switch verdict.result {
        case TS_DOOR_ACCEPTED:
            return TimeStamp(time: Instant(seconds: verdict.time), ends: Instant(seconds: verdict.ends))
        case TS_DOOR_REFUSED: throw TimeStampError(.refused, status: verdict.status)
        case TS_DOOR_OTHER_IMPRINT: throw TimeStampError(.otherImprint)
        case TS_DOOR_OTHER_NONCE: throw TimeStampError(.otherNonce)
        case TS_DOOR_BAD_SIGNATURE: throw TimeStampError(.badSignature)
        case TS_DOOR_UNTRUSTED: throw TimeStampError(.untrusted)
        case TS_DOOR_NOT_FOR_TIME_STAMPING: throw TimeStampError(.notForTimeStamping)
        case TS_DOOR_NO_ANCHORS: throw TimeStampError(.noAnchors)
        case TS_DOOR_OUT_OF_MEMORY: throw TimeStampError(.outOfMemory)
        default: throw TimeStampError(.malformed)
        }
    }
}
