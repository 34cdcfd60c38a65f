extension Checkpoint {
    /// This checkpoint as a note signed by the log.
    ///
    /// The caller must never have had another root signed for this size, nor a larger size: a log that signs two
    /// inconsistent checkpoints is finished.
    /// - Throws: `wrongOrigin` unless the signer's name is the origin.
    public func signed(by signer: NoteSigner) throws(TransparencyLogError) -> SignedNote { try signed(by: [signer]) }

    /// As ``signed(by:)-(NoteSigner)``, by several keys of one name, while a log changes its key.
    public func signed(by signers: [NoteSigner]) throws(TransparencyLogError) -> SignedNote {
        guard signers.allSatisfy({ KeyName.areSame($0.name, origin) }) else { throw TransparencyLogError(.wrongOrigin) }
        return try SignedNote(text: text, signers: signers)
    }

    /// The checkpoint in a note that the log itself signed.
    /// - Throws: `badSignature`, `noKnownSignature`, `wrongOrigin`, and what the text is refused with; `unsupportedKeyType`
    ///   for a cosigner's key, which speaks for no log.
    public init(verifying note: SignedNote, log: VerifierKey) throws(TransparencyLogError) {
        try self.init(verifying: note, logs: [log])
    }

    /// As ``init(verifying:log:)``, where a log has several keys of its name, or where several logs are trusted.
    public init(verifying note: SignedNote, logs: [VerifierKey]) throws(TransparencyLogError) {
        guard logs.allSatisfy({ $0.algorithm == .ed25519 }) else { throw TransparencyLogError(.unsupportedKeyType) }
        let signers = try note.verified(by: logs)
        try self.init(text: note.text)
        guard signers.contains(where: { KeyName.areSame(origin, $0.name) }) else {
            throw TransparencyLogError(.wrongOrigin)
        }
    }
}
