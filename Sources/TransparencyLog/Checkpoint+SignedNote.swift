extension Checkpoint {
    /// This checkpoint as a note signed by the log.
    ///
    /// The caller must never have had another root signed for this size, nor a larger size: a log that signs two
    /// inconsistent checkpoints is finished.
    /// - Throws: `wrongOrigin` unless the signer's name is the origin.
    public func signed(by signer: NoteSigner) throws(TransparencyLogError) -> SignedNote {
        guard KeyName.areSame(signer.name, origin) else { throw TransparencyLogError(.wrongOrigin) }
        return try SignedNote(text: text, signers: [signer])
    }

    /// The checkpoint in a note that the log itself signed.
    /// - Throws: `badSignature`, `noKnownSignature`, `wrongOrigin`, and what the text is refused with.
    public init(verifying note: SignedNote, log: VerifierKey) throws(TransparencyLogError) {
        _ = try note.verified(by: [log])
        try self.init(text: note.text)
        guard KeyName.areSame(origin, log.name) else { throw TransparencyLogError(.wrongOrigin) }
    }
}
