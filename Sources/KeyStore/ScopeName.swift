internal import RecordTypes
internal import Sealing

/// A scope as the key database and the erasure journal name it: 32 bytes that say nothing without the master key.
struct ScopeName: Hashable, Sendable {
    static let length = 32

    let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    fileprivate init(_ scope: KeyScope, _ index: BlindIndex) {
        bytes =
            switch scope {
            case .person(let person): index.value(ofParts: [[1], person.bytes])
            case .record(let record, let institution):
                index.value(ofParts: [[2], record.bytes, Array(institution.semantics.utf8)])
            }
    }
}

struct ScopeNames: Sendable {
    private let index: BlindIndex

    init(masters: MasterKeys) { index = BlindIndex(key: masters.derived("keys/scopes"), purpose: "scope") }

    func name(of scope: KeyScope) -> ScopeName { ScopeName(scope, index) }
}

/// Which key wraps which: the gateway's for people, an institution's own for its documents.
struct WrappingKeys: Sendable {
    let people: SealingKey
    let institutions: InstitutionKeys

    /// Makes an institution's key file with its first document.
    func makingKey(for scope: KeyScope) throws -> SealingKey {
        switch scope {
        case .person: people
        case .record(_, let institution): try institutions.key(of: institution)
        }
    }

    func existingKey(for scope: KeyScope) throws -> SealingKey {
        switch scope {
        case .person: return people
        case .record(_, let institution):
            guard let key = try institutions.existingKey(of: institution) else { throw KeyStoreError.wrappingKeyAbsent }
            return key
        }
    }
}
