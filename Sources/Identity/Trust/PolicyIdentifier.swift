/// A certificate policy's object identifier, by its encoded content octets (ITU-T X.690 §8.19).
///
/// Of our own, because arcs below 2.40 (the example arc 2.999 among them) must print and compare rightly.
public struct PolicyIdentifier: Hashable, Sendable {
    /// Content octets, without tag and length.
    let octets: [UInt8]

    /// Content octets as they stand in a certificate. Nil when empty, over 64 octets or cut within a number.
    init?(octets: some Sequence<UInt8>) {
        let octets = Array(octets)
        guard let last = octets.last, last & 0x80 == 0, octets.count <= 64 else { return nil }
        self.octets = octets
    }

    private init(known octets: [UInt8]) { self.octets = octets }

    /// Reads `0.4.0.2042.1.2`: at least two decimal numbers below 2³², the first 0, 1 or 2.
    public init?(_ text: some StringProtocol) {
        var arcs: [UInt64] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard part.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let arc = UInt32(part) else { return nil }
            arcs.append(UInt64(arc))
        }
        guard arcs.count >= 2, arcs[0] <= 2, arcs[0] == 2 || arcs[1] < 40 else { return nil }
        var octets: [UInt8] = []
        for number in [arcs[0] * 40 + arcs[1]] + arcs[2...] {
            var groups = [UInt8(number & 0x7F)]
            var rest = number >> 7
            while rest > 0 {
                groups.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            octets.append(contentsOf: groups.reversed())
        }
        self.init(octets: octets)
    }

    /// Whether it lies under 2.999, the arc for examples (ITU-T X.660), where test document types stand.
    public var isOfExampleArc: Bool { octets.starts(with: [0x88, 0x37]) }

    /// Whether it is `arc` or lies under it: numbers are self-delimiting, so that a prefix of octets is a prefix of arcs.
    func isAtOrBelow(_ arc: PolicyIdentifier) -> Bool { octets.starts(with: arc.octets) }

    /// anyPolicy, 2.5.29.32.0.
    static let any = PolicyIdentifier(known: [0x55, 0x1D, 0x20, 0x00])
}

extension PolicyIdentifier: CustomStringConvertible {
    public var description: String {
        var numbers: [UInt64] = []
        var number: UInt64 = 0
        for octet in octets {
            number = number << 7 | UInt64(octet & 0x7F)
            if octet & 0x80 == 0 {
                numbers.append(number)
                number = 0
            }
        }
        guard let first = numbers.first else { return "" }
        let root = min(first / 40, 2)
        return ([root, first - root * 40] + numbers.dropFirst()).map { String($0) }.joined(separator: ".")
    }
}
