import HL7v2
import Testing

@testable import Conversion

@Suite("Results that child orders are about")
struct HL7v2ParentSearchTests {
    /// So many cultures with one organism each, told by the same code and without OBX-4, and as many susceptibilities.
    private static func looks(_ count: Int, link: (Int) -> String) throws -> Int {
        var segments = [HL7v2Messages.header, HL7v2Messages.patient]
        for number in 1...count {
            segments.append("OBR|\(number)|P|F\(number)|630-4^Culture^LN")
            segments.append("OBX|1|CE|11475-1^Organism^LN||\(number)^x^L||||||F")
        }
        for number in 1...count {
            let fields = String(repeating: "|", count: 22)
            segments.append("OBR|\(count + number)|P|S\(number)|29576-6^AST^LN\(fields)11475-1^^x|||\(link(number))")
        }
        let groups = MessageGroups(try Message(HL7v2Messages.message(segments)))
        var possible = PossibleParents(groups.orders)
        for number in groups.orders.indices {
            guard let obr = groups.orders[number].obr, obr[26].hasValue else { continue }
            let found = possible.candidates(obr[26][1], linked: PossibleParents.link(obr[29][1]), not: number)
            #expect(!found.isEmpty)
        }
        return possible.looks
    }

    @Test(
        "are looked for in proportion to the orders",
        arguments: [{ "P^F\($0)" }, { _ in "P" }, { _ in "" }] as [@Sendable (Int) -> String])
    func looks(_ link: @Sendable (Int) -> String) throws {
        let few = try Self.looks(50, link: link)
        let many = try Self.looks(500, link: link)
        #expect(many <= 500)
        #expect(few <= 50)
    }
}
