import JSONText
import RecordTypes

/// `{"certificate":"…","profile":"…","assurance":"high","epoch":1}` or
/// `{"former":{…},"current":{…},"officials":["…","…"],"basis":"…","epoch":1,
///   "approval":{"log":"…","time":"…","signatures":[{"key":"<hex>","signature":"<hex>"},…]}}`; older entries have no approval.
extension IdentityBinding {
    var json: JSONValue {
        switch self {
        case .certificate(let fingerprint, let profile, let assurance, let epoch):
            object([
                ("certificate", .string(fingerprint.description)),
                ("profile", .string(profile)),
                ("assurance", assurance.map { .string($0.rawValue) }),
                ("epoch", .number(String(epoch))),
            ])
        case .link(let link):
            object([
                ("former", link.former.json),
                ("current", link.current.json),
                ("officials", .array(link.officials.map { .string($0.description) })),
                ("basis", .string(link.basis)),
                ("epoch", .number(String(link.epoch))),
                ("approval", link.approval?.json),
            ])
        }
    }

    init(members: inout MemberReader) throws(StatementError) {
        if let fingerprint = try members.optionalWord("certificate", CertificateFingerprint.init(canonical:)) {
            self = .certificate(
                fingerprint, profile: try members.text("profile"),
                assurance: try members.optionalWord("assurance", AssuranceLevel.init(rawValue:)),
                epoch: try Self.epoch(&members))
            return
        }
        guard case .array(let values) = try members.value("officials") else {
            throw StatementError(.invalidValue, at: "officials")
        }
        let officials = values.compactMap { $0.stringValue.flatMap(CertificateFingerprint.init(canonical:)) }
        guard officials.count == values.count,
            let link = Link(
                former: try members.object("former", PersonIdentifier.init(members:)),
                current: try members.object("current", PersonIdentifier.init(members:)), officials: officials,
                basis: try members.text("basis"), epoch: try Self.epoch(&members),
                approval: try members.optionalObject("approval", IdentityBinding.Approval.init(members:)))
        else { throw StatementError(.invalidValue, at: "officials") }
        self = .link(link)
    }

    private static func epoch(_ members: inout MemberReader) throws(StatementError) -> Int {
        let epoch = try members.integer("epoch")
        guard (1...Int64(Int32.max)).contains(epoch) else { throw StatementError(.invalidValue, at: "epoch") }
        return Int(epoch)
    }
}

extension CertificateFingerprint {
    /// Only as statements write it: 64 lower-case hexadecimal digits.
    init?(canonical text: String) {
        guard let digest = Digest(canonical: text) else { return nil }
        self.init(digest)
    }
}

extension IdentityBinding.Approval {
    fileprivate var json: JSONValue {
        object([
            ("log", .string(log)),
            ("time", .string(time.description)),
            (
                "signatures",
                .array(
                    signatures.map {
                        object([("key", .string(Hex.text($0.key))), ("signature", .string(Hex.text($0.signature)))])
                    })
            ),
        ])
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        let log = try members.text("log")
        let time = try members.instant("time")
        guard case .array(let values) = try members.value("signatures") else {
            throw StatementError(.invalidValue, at: "signatures")
        }
        var signatures: [Signature] = []
        for value in values {
            var one = try MemberReader(value)
            signatures.append(
                Signature(key: try one.word("key", Self.bytes), signature: try one.word("signature", Self.bytes)))
            try one.end()
        }
        self.init(log: log, time: time, signatures: signatures)
    }

    /// Only the spelling that is written.
    private static func bytes(_ text: String) -> [UInt8]? {
        Hex.bytes(text).flatMap { Hex.text($0) == text ? $0 : nil }
    }
}
