extension TlogPolicy {
    /// Reads a policy file. Names are bytes; only space and tab separate; lines that begin with `#` say nothing.
    /// - Throws: `malformedPolicy`, `duplicateName`, `unknownName`, `duplicateKey`, and what a key is refused with; at the line, from 1.
    public init(bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.limitInBytes else { throw TransparencyLogError(.noteTooLong, at: bytes.count) }
        var reader = PolicyReader()
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.last?.isEmpty ?? false else { throw TransparencyLogError(.malformedPolicy, at: lines.count) }
        for (position, line) in lines.dropLast().enumerated() { try reader.read(line, number: position + 1) }
        guard let quorum = reader.quorum else { throw TransparencyLogError(.malformedPolicy, at: lines.count) }
        self.init(logs: reader.logs, witnesses: reader.witnesses, groups: reader.groups, quorum: quorum.member)
    }
}

/// A policy while it is read, line by line.
private struct PolicyReader {
    var logs: [TlogPolicy.Log] = []
    var witnesses: [TlogPolicy.Witness] = []
    var groups: [TlogPolicy.Group] = []
    var quorum: (member: TlogPolicy.Member?, line: Int)?
    private var names: [[UInt8]: TlogPolicy.Member] = [:]
    private var grouped: Set<TlogPolicy.Member> = []

    private static let none = Array("none".utf8)

    mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(TransparencyLogError) {
        guard line.allSatisfy({ $0 == 9 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            throw TransparencyLogError(.malformedPolicy, at: number)
        }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == 9 }.map { Array($0) }
        guard let keyword = words.first, keyword[0] != UInt8(ascii: "#") else { return }
        let rest = Array(words.dropFirst())
        switch String(decoding: keyword, as: UTF8.self) {
        case "log": try readLog(rest, number)
        case "witness": try readWitness(rest, number)
        case "group": try readGroup(rest, number)
        case "quorum": try readQuorum(rest, number)
        default: throw TransparencyLogError(.malformedPolicy, at: number)
        }
    }

    private mutating func readLog(_ words: [[UInt8]], _ number: Int) throws(TransparencyLogError) {
        guard (1...2).contains(words.count) else { throw TransparencyLogError(.malformedPolicy, at: number) }
        let key = try Self.key(words[0], .ed25519, number)
        guard !logs.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw TransparencyLogError(.duplicateKey, at: number)
        }
        logs.append(TlogPolicy.Log(key: key, url: words.count > 1 ? Self.text(words[1]) : nil))
    }

    private mutating func readWitness(_ words: [[UInt8]], _ number: Int) throws(TransparencyLogError) {
        guard (2...3).contains(words.count) else { throw TransparencyLogError(.malformedPolicy, at: number) }
        let key = try Self.key(words[1], .cosignature, number)
        guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw TransparencyLogError(.duplicateKey, at: number)
        }
        try define(words[0], as: .witness(witnesses.count), number)
        witnesses.append(
            TlogPolicy.Witness(
                name: Self.text(words[0]), key: key, url: words.count > 2 ? Self.text(words[2]) : nil))
    }

    private mutating func readGroup(_ words: [[UInt8]], _ number: Int) throws(TransparencyLogError) {
        guard words.count >= 3 else { throw TransparencyLogError(.malformedPolicy, at: number) }
        var members: [TlogPolicy.Member] = []
        for word in words.dropFirst(2) {
            guard let member = names[word] else { throw TransparencyLogError(.unknownName, at: number) }
            // Once only, in all groups together: each witness counts in one way.
            guard grouped.insert(member).inserted else { throw TransparencyLogError(.duplicateName, at: number) }
            members.append(member)
        }
        let threshold: Int
        switch String(decoding: words[1], as: UTF8.self) {
        case "all": threshold = members.count
        case "any": threshold = 1
        default:
            guard let value = try? DecimalNumber.value(words[1], at: number), value >= 1,
                value <= UInt64(members.count)
            else { throw TransparencyLogError(.malformedPolicy, at: number) }
            threshold = Int(value)
        }
        try define(words[0], as: .group(groups.count), number)
        groups.append(TlogPolicy.Group(threshold: threshold, members: members))
    }

    private mutating func readQuorum(_ words: [[UInt8]], _ number: Int) throws(TransparencyLogError) {
        guard words.count == 1, quorum == nil else { throw TransparencyLogError(.malformedPolicy, at: number) }
        if words[0] == Self.none {
            quorum = (nil, number)
        } else {
            guard let member = names[words[0]] else { throw TransparencyLogError(.unknownName, at: number) }
            quorum = (member, number)
        }
    }

    private mutating func define(
        _ name: [UInt8], as member: TlogPolicy.Member, _ number: Int
    ) throws(TransparencyLogError) {
        guard name != Self.none, names.updateValue(member, forKey: name) == nil else {
            throw TransparencyLogError(.duplicateName, at: number)
        }
    }

    private static func key(
        _ word: [UInt8], _ algorithm: VerifierKey.Algorithm, _ number: Int
    ) throws(TransparencyLogError) -> VerifierKey {
        let key: VerifierKey
        do throws(TransparencyLogError) {
            guard let text = String(validating: word, as: UTF8.self) else {
                throw TransparencyLogError(.malformedKey)
            }
            key = try VerifierKey(text)
        } catch {
            throw TransparencyLogError(error.code, at: number)
        }
        guard key.algorithm == algorithm else { throw TransparencyLogError(.unsupportedKeyType, at: number) }
        return key
    }

    private static func text(_ word: [UInt8]) -> String { String(decoding: word, as: UTF8.self) }
}
