import Identity
import Testing

@Suite("Policy identifiers")
struct PolicyIdentifierTests {
    @Test(
        "read and printed alike, the example arc too",
        arguments: [
            "0.4.0.2042.1.2", "2.5.29.32.0", "2.999.1.3.6.1.4.1.51361.2.1.1", "1.39.0", "2.47.128", "1.2.4294967295",
        ])
    func roundTrip(_ text: String) throws { #expect(try #require(PolicyIdentifier(text)).description == text) }

    @Test(
        "anything else is none",
        arguments: ["", "1", "1.", ".1", "3.1", "1.40", "0.4.x", "1.2.4294967296", "1..2", "1.2 ", "+1.2"])
    func refused(_ text: String) { #expect(PolicyIdentifier(text) == nil) }

    @Test("the example arc is 2.999 and nothing beside it")
    func exampleArc() throws {
        #expect(try #require(PolicyIdentifier("2.999")).isOfExampleArc)
        #expect(try #require(PolicyIdentifier("2.999.1")).isOfExampleArc)
        #expect(try !#require(PolicyIdentifier("2.998.1")).isOfExampleArc)
        #expect(try !#require(PolicyIdentifier("1.3.6.1.4.1.51361.2.1.1")).isOfExampleArc)
    }
}
