/// A path below a log's prefix, by C2SP tlog-tiles:
///
///     checkpoint
///     tile/<L>/<N>[.p/<W>]             L: 0…63
///     tile/entries/<N>[.p/<W>]         W: 1…255, partial only
///
/// `N` stands in elements of three digits, all but the last with an `x` in front: 1234067 is `x001/x234/067`.
public enum LogPath: Hashable, Sendable {
    case checkpoint
    case tile(TileID)
    case entries(BundleID)

    /// Reads exactly what ``text`` prints.
    /// - Throws: `malformedPath`.
    public init(_ text: some StringProtocol) throws(TransparencyLogError) {
        let refusal = TransparencyLogError(.malformedPath)
        guard text.utf8.count <= 64 else { throw refusal }
        var elements = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        if elements.count == 1, elements[0] == Array("checkpoint".utf8) {
            self = .checkpoint
            return
        }
        guard elements.count >= 3, elements[0] == Array("tile".utf8) else { throw refusal }
        let kind = elements[1]
        elements.removeFirst(2)
        var width = TileID.fullWidth
        if elements.count >= 2, elements[elements.count - 2].suffix(2) == [UInt8(ascii: "."), UInt8(ascii: "p")] {
            guard let number = try? DecimalNumber.value(elements[elements.count - 1], at: nil),
                (1...255).contains(number)
            else { throw refusal }
            width = Int(number)
            elements.removeLast()
            elements[elements.count - 1].removeLast(2)
        }
        let index = try Self.index(elements)
        if kind == Array("entries".utf8) {
            self = .entries(try BundleID(index: index, width: width))
        } else {
            guard let level = try? DecimalNumber.value(kind, at: nil), level <= 63 else { throw refusal }
            self = .tile(try TileID(level: Int(level), index: index, width: width))
        }
    }

    private static func index(_ elements: [[UInt8]]) throws(TransparencyLogError) -> UInt64 {
        let refusal = TransparencyLogError(.malformedPath)
        var index: UInt64 = 0
        for (position, element) in elements.enumerated() {
            var digits = element[...]
            if position < elements.count - 1 {
                guard digits.popFirst() == UInt8(ascii: "x") else { throw refusal }
            }
            guard digits.count == 3 else { throw refusal }
            var value: UInt64 = 0
            for digit in digits {
                guard digit >= 48, digit <= 57 else { throw refusal }
                value = value * 10 + UInt64(digit - 48)
            }
            // `x000/` in front would be a second name of the same tile.
            if position == 0, elements.count > 1, value == 0 { throw refusal }
            let (shifted, over) = index.multipliedReportingOverflow(by: 1000)
            let (sum, far) = shifted.addingReportingOverflow(value)
            guard !over, !far else { throw refusal }
            index = sum
        }
        return index
    }

    public var text: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let tile): "tile/\(tile.level)/" + Self.text(index: tile.index, width: tile.width)
        case .entries(let bundle): "tile/entries/" + Self.text(index: bundle.index, width: bundle.width)
        }
    }

    private static func text(index: UInt64, width: Int) -> String {
        func element(_ value: UInt64) -> String {
            let digits = String(value)
            return String(repeating: "0", count: 3 - digits.utf8.count) + digits
        }
        var text = element(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            text = "x" + element(rest % 1000) + "/" + text
            rest /= 1000
        }
        return width == TileID.fullWidth ? text : text + ".p/\(width)"
    }
}
